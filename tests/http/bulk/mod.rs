//! Opportunities from a spreadsheet: uploaded, shown row by row, created at one press.

mod confirm;
mod flexible;
mod hostile;
mod memory;
mod progress;
mod refused;
mod workbook;

use crate::client::{Client, Response};
use crate::portal::on_each_database;
use crate::trade::{
    ADATUM, ADMIN, CONTOSO, HARBOR, LOGSTREAM, MEMBER, STRANGER, Trade, VAULT, VIEWER,
};
use crate::wizard::uploads::send;
use consign::answers::bulk::{Cell, Sheet};
use consign::random;
use consign::spreadsheet;
use consign::store::bulk::{self, NewUpload};
use std::time::Duration;

pub const HEADINGS: &str =
    "Reseller account ID,Product ID,Opportunity name,Discount type,Percent,Duration,Last day";

/// A file with these rows.
pub fn file(rows: &[String]) -> Vec<u8> {
    format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

/// A row that is good: 12.5 % off LogStream.
pub fn good(name: &str, reseller: &str) -> String {
    format!("{reseller},{LOGSTREAM},{name},percentage,12.5,no set time,")
}

/// Uploads a file.
pub fn upload(browser: &Client, name: &str, bytes: &[u8]) -> Response {
    send(browser, "/isv/bulk", &[], &[("file", name, bytes)])
}

/// Uploads a file that is taken; where it is shown.
pub fn taken(browser: &Client, name: &str, bytes: &[u8]) -> String {
    let answer = upload(browser, name, bytes);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(answer.location().starts_with("/isv/bulk/blk_"));
    answer.location().to_owned()
}

/// Presses *Create* on the page of an upload.
pub fn press(browser: &Client, at: &str) -> Response {
    let page = browser.get(at).page();
    let button = page
        .texts("button")
        .into_iter()
        .find(|text| text.starts_with("Create "))
        .unwrap_or_else(|| panic!("nothing can be created on:\n{}", page.outline()));
    finished(browser, at, browser.submit(at, &page.form(&button)))
}

/// Waits as a browser does that is sent to see how far an upload is; where that leads.
pub fn finished(browser: &Client, at: &str, mut answer: Response) -> Response {
    const TRIES: usize = 600;
    let progress = format!("{at}/progress");
    for _ in 0..TRIES {
        if answer.status != 200 && answer.location() != progress {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(50));
        answer = browser.get(&progress);
    }
    panic!("it does not end: {}", answer.text())
}

/// An upload of an ISV's that waits, kept without its page.
pub fn waiting(trade: &Trade<'_>, product: &str) -> String {
    let now = trade.portal.clock.now();
    let id = random::id(now);
    let headings = HEADINGS.split(',').map(str::to_owned).collect();
    let cells = format!("{CONTOSO},{product},{id},percentage,5,no set time,");
    let cells = cells
        .split(',')
        .map(|text| Cell::Text(text.to_owned()))
        .collect();
    let sheet = Sheet::of(headings, vec![(2, cells)]);
    let kept = trade.portal.db.write_now(|c| {
        for earlier in bulk::list(c, &trade.scope)? {
            bulk::discard(c, &trade.scope, earlier.id)?;
        }
        let new = NewUpload {
            id,
            file_name: "waiting.csv",
            sha256: &random::sha256_hex(id.to_string().as_bytes()),
            sheet: &sheet,
            by: &trade.creator,
        };
        bulk::keep(c, &trade.scope, &new, now)
    });
    assert_eq!(kept.expect("it can be written"), bulk::Kept::New);
    id.to_string()
}

#[test]
fn the_page_says_what_to_write_and_what_was_uploaded() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let list = browser.get("/isv/opportunities");
        assert!(list.status == 200);
        taken(&browser, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        let answer = browser.get("/isv/bulk");
        insta::allow_duplicates! { insta::assert_snapshot!("upload", answer.main()) };
        assert_eq!(portal.sign_in(VIEWER).get("/isv/bulk").status, 403);
    });
}

#[test]
fn the_templates_list_what_can_be_chosen_and_read_back() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let text = browser.get("/isv/bulk/template.csv");
        assert_eq!(text.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(
            text.header("content-disposition"),
            Some("attachment; filename=\"opportunities.csv\"")
        );
        for listed in [CONTOSO, HARBOR, VAULT, LOGSTREAM] {
            assert!(text.text().contains(listed), "{listed}");
        }
        assert!(
            !text.text().contains("prod-fabrikamqueue"),
            "another's product"
        );
        // Nothing can come of the rows that list what there is.
        let at = taken(&browser, "template.csv", &text.body);
        let page = browser.get(&at).page();
        assert!(page.text().contains("None of"), "{}", page.text());
        let book = browser.get("/isv/bulk/template.xlsx");
        assert!(book.body.starts_with(b"PK"));
        assert_eq!(
            spreadsheet::read(&book.body),
            Err(spreadsheet::Fault::Empty),
            "the headings and nothing else"
        );
    });
}

#[test]
fn a_dry_run_shows_every_row_with_column_and_reason_and_writes_nothing() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let rows = [
            good("Q1 Contoso", CONTOSO),
            format!("{HARBOR},{LOGSTREAM},Big,percentage,60,no set time,"),
            "123456789012,prod-none,,percentage,x,sometime,2027-01-01".to_owned(),
            format!("{CONTOSO},{VAULT},Late,percentage,5,specific time,2026-11-22"),
            good("Q1 Contoso", CONTOSO),
        ];
        let before = crate::dump::of(portal);
        let at = taken(&browser, "q1.csv", &file(&rows));
        let answer = browser.get(&at);
        assert_eq!(answer.status, 200);
        insta::allow_duplicates! { insta::assert_snapshot!("dry_run", answer.main()) };
        let mut after = crate::dump::of(portal);
        after.insert("bulk_uploads".to_owned(), before["bulk_uploads"].clone());
        assert_eq!(after, before, "only the upload itself");
        for (shown, numbers) in [
            ("good", ["2"].as_slice()),
            ("warned", &["3"]),
            ("refused", &["4", "5", "6"]),
            ("all", &["2", "3", "4", "5", "6"]),
            ("x", &["2", "3", "4", "5", "6"]),
        ] {
            let page = browser.get(&format!("{at}?show={shown}")).page();
            assert_eq!(
                page.attributes("tr[data-id]", "data-id"),
                numbers,
                "{shown}"
            );
        }
        let viewer = portal.sign_in(VIEWER).get(&at);
        assert!(viewer.status == 200 && !viewer.text().contains("Discard upload"));
    });
}

#[test]
fn a_name_that_an_active_opportunity_or_another_row_has_is_warned_of_before_anything_is_created() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let taken_name = trade.named("Q1 Contoso");
        trade.revoke(&trade.named("Q3 Contoso"));
        let browser = portal.sign_in(ADMIN);
        let other_discount = |name: &str| good(name, CONTOSO).replace("12.5", "13");
        let rows = [
            good("q1 contoso", CONTOSO),
            good("Q2 Contoso", CONTOSO),
            good("Q2 Contoso", HARBOR),
            other_discount("Q2 Contoso"),
            good("Q3 Contoso", CONTOSO),
        ];
        let at = taken(&browser, "q1.csv", &file(&rows));
        let warned = browser.get(&format!("{at}?show=warned")).page();
        assert_eq!(warned.attributes("tr[data-id]", "data-id"), ["2", "5"]);
        assert_eq!(
            warned.texts("tr[data-id] li"),
            [
                "Opportunity name: An active opportunity with this name exists. Partners may take one for the other.",
                "Opportunity name: Row 3 gives the same product to the same reseller under this name. The partner may take one for the other."
            ]
        );
        // What is confirmed is what was shown, warnings included.
        let form = browser.get(&at).page().form("Create 5 opportunities");
        trade.revoke(&taken_name);
        assert_eq!(browser.submit(&at, &form).status, 409);
        let answer = press(&browser, &at);
        assert_eq!((answer.status, answer.location()), (303, at.as_str()));
    });
}

#[test]
fn a_row_for_a_reseller_that_may_not_hear_of_it_is_warned_of() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let rows = [good("Q1 Contoso", CONTOSO), good("Q1 Adatum", ADATUM)];
        let at = taken(&browser, "q1.csv", &file(&rows));
        let warned = browser.get(&format!("{at}?show=warned")).page();
        assert_eq!(warned.attributes("tr[data-id]", "data-id"), ["3"]);
        assert_eq!(
            warned.texts("tr[data-id] li"),
            [
                "Reseller account ID: Nobody at Adatum Resale has confirmed an e-mail address. The message is sent to the one that was given for them, and may not be read. Tell them yourself as well."
            ]
        );
        let answer = press(&browser, &at);
        assert_eq!((answer.status, answer.location()), (303, at.as_str()));
    });
}

#[test]
fn long_files_have_pages() {
    let portal = crate::portal::TestPortal::start(crate::portal::Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let rows: Vec<String> = (0..120).map(|n| good(&format!("N{n}"), CONTOSO)).collect();
    let at = taken(&browser, "long.csv", &file(&rows));
    let page = |number: &str| browser.get(&format!("{at}?page={number}")).page();
    assert_eq!(page("1").rows().len(), 50);
    assert_eq!(page("3").rows().len(), 20);
    assert!(
        page("3")
            .title()
            .starts_with("Check “long.csv” (page 3 of 3)")
    );
    let beyond = browser.get(&format!("{at}?page=99"));
    let first = format!("{at}?show=all");
    assert_eq!((beyond.status, beyond.location()), (303, first.as_str()));
    assert_eq!(page("x").rows().len(), 50);
    assert!(page("2").text().contains("Rows 51 to 100 of 120"));
}

#[test]
fn an_upload_is_discarded_when_nobody_needs_it() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let at = taken(&browser, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        let form = browser.get(&at).page().form("Discard upload");
        let answer = browser.submit(&at, &form);
        assert_eq!((answer.status, answer.location()), (303, "/isv/bulk"));
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: “q1.csv” is discarded."]
        );
        assert_eq!(browser.get(&at).status, 404);
        assert_eq!(browser.submit(&at, &form).status, 404);
    });
}

#[test]
fn so_many_uploads_wait_and_no_more_and_not_for_ever() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let one = |number: i64| file(&[good(&format!("N{number}"), CONTOSO)]);
        for number in 0..bulk::MAX_WAITING {
            taken(&browser, "q.csv", &one(number));
        }
        let answer = upload(&browser, "q.csv", &one(bulk::MAX_WAITING));
        assert_eq!(
            (answer.status, answer.page().error_for("file").as_deref()),
            (
                422,
                Some("20 uploads are waiting – create or discard one of them")
            )
        );
        taken(&browser, "q.csv", &one(0));
        portal.clock.advance(bulk::KEPT);
        let now = portal.clock.now();
        let removed = portal.db.write_now(|c| bulk::delete_old(c, now));
        assert_eq!(removed.expect("it can be written"), 20);
    });
}

#[test]
fn an_upload_is_its_organisations_alone() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let at = taken(&browser, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        let stranger = portal.sign_in(STRANGER);
        let nowhere = stranger.get("/nowhere").body;
        for path in [at.clone(), format!("{at}/refused.csv")] {
            assert_eq!(stranger.get(&path).body, nowhere);
        }
        assert_eq!(stranger.post(&at, &[("seen", "x")]).body, nowhere);
        assert_eq!(stranger.post(&format!("{at}/discard"), &[]).body, nowhere);
        assert!(!stranger.get("/isv/bulk").text().contains("q1.csv"));
        // The same bytes are another upload, of which nothing can be made: the product is another's.
        let theirs = taken(&stranger, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        assert_ne!(theirs, at);
        let page = stranger.get(&theirs).page();
        assert!(
            page.text()
                .contains("Your catalogue has no product with this ID")
        );
        assert!(!page.text().contains("LogStream"));
    });
}
