//! A form that was sent after the session had ended: what was typed comes back after sign-in.

use crate::client::{Client, Response};
use crate::html::{Form, Page};
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER, STRANGER, Trade, VIEWER};
use crate::wizard::{Wizard, fill, uploads};
use consign::answers::Step;
use consign::answers::bounds::MAX_BYTES;
use consign::store::sessions::IDLE;
use consign::web::form::FORM_BYTES;
use std::io::Read;
use std::time::Duration;

const MEMBER: &str = "member@northwind.example";

/// Signs in on the page that came back, as somebody.
fn sign_in_again(browser: &Client, page: &Page, email: &str) -> Response {
    let form = page.form("Sign in").set("email", email);
    browser.submit("/sign-in", &form.set("password", PASSWORD))
}

const LOST: &str = "Note: You were signed out. Nothing you typed was lost – check and save.";

#[test]
fn a_step_comes_back_as_it_was_typed_and_is_saved_only_when_sent_again() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let details = browser.post("/isv/drafts", &[]).location().to_owned();
        let typed = browser
            .get(&details)
            .page()
            .form("Save and continue")
            .set("name", "Q1 <renewals> & \"more\"")
            .set("description", "é\r\n😀");
        portal.clock.advance(IDLE);

        let page = browser.submit(&details, &typed);
        assert_eq!(page.status, 401);
        let page = page.page();
        assert_eq!(
            (page.name(), page.heading()),
            ("sign-in".into(), "Sign in".into())
        );
        assert!(
            page.text().contains("What you typed is kept"),
            "{}",
            page.text()
        );
        // A mistyped password loses nothing either.
        let form = page.form("Sign in").set("email", MEMBER);
        let page = browser
            .submit("/sign-in", &form.set("password", "wrong"))
            .page();
        let answer = sign_in_again(&browser, &page, MEMBER);
        let page = answer.page();
        assert_eq!(
            (answer.status, page.name()),
            (200, "isv.draft.details".into())
        );
        assert_eq!(page.texts("[data-banner]"), [LOST]);
        insta::allow_duplicates! { insta::assert_snapshot!("step", page.outline()) };
        assert!(page.errors().is_empty());
        let name = ["Q1 <renewals> & \"more\""];
        assert_eq!(page.values("name"), name);
        assert_eq!(
            browser.get(&details).page().values("name"),
            [""],
            "nothing is saved yet"
        );
        let again = page.form("Save and continue");
        assert_eq!((sorted(&again), &again.action), (sorted(&typed), &details));
        assert_eq!(browser.submit(&details, &again).status, 303);
        assert_eq!(browser.get(&details).page().values("name"), name);
    });
}

#[test]
fn a_step_with_a_file_comes_back_too_and_says_which_file_is_missing() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        for (place, file, typed) in [
            ("eula?return=review", "EULA.pdf", vec![("eula", "upload")]),
            (
                "all",
                "Contract.pdf",
                vec![
                    ("name", "Typed on one page"),
                    ("percent", "x"),
                    ("contract", "upload"),
                ],
            ),
        ] {
            let browser = portal.sign_in(ADMIN);
            let page = browser.get(&wizard.at(place)).page();
            let form = fill(page.form("Save and exit"), &typed);
            portal.clock.advance(IDLE);
            let files = [("eula_file", file, &b"%PDF-1.7"[..])];
            let answer = uploads::send(&browser, &form.action, &form.fields, &files);
            assert_eq!(answer.status, 401, "{place}");
            let missing = format!("The file {file} has to be chosen again.");
            assert!(answer.page().text().contains(&missing));
            let page = sign_in_again(&browser, &answer.page(), ADMIN).page();
            assert_eq!(page.texts("[data-banner]"), [format!("{LOST} {missing}")]);
            for (name, value) in &typed {
                assert_eq!(page.values(name), [*value], "{place}");
            }
            assert_eq!(page.form("Save and exit").action, wizard.at(place));
            assert!(wizard.answered(Step::Eula).is_empty(), "nothing is saved");
        }
    });
}

#[test]
fn somebody_else_who_signs_in_sees_no_draft_of_others() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let nowhere = wizard.browser.get("/nowhere");
    for (email, status) in [
        (STRANGER, 404),
        (PARTNER, 404),
        ("operator@portal.example", 404),
        (VIEWER, 403),
    ] {
        let browser = portal.anonymous();
        let answer = browser.post(
            &wizard.at("details"),
            &[("name", "Typed"), ("version", "1")],
        );
        let answer = sign_in_again(&browser, &answer.page(), email);
        assert_eq!(answer.status, status, "{email}");
        if status == 404 {
            assert_eq!(answer.body, nowhere.body, "{email}");
        }
        // They are signed in all the same, and nothing was done.
        assert_eq!(browser.get("/account").status, 200, "{email}");
    }
    assert_eq!(wizard.answered(Step::Details).get("name"), "Q1 renewals");
}

#[test]
fn what_was_saved_meanwhile_is_a_conflict_and_not_overwritten() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let typed = wizard.page("details").form("Save and continue");
    portal.clock.advance(IDLE);
    let member = portal.sign_in(MEMBER);
    let path = wizard.at("details");
    let theirs = member.get(&path).page().form("Save and continue");
    assert_eq!(
        member.submit(&path, &theirs.set("name", "Theirs")).status,
        303
    );
    let answer = wizard.submit("details", &typed.set("name", "Mine"));
    let page = sign_in_again(&wizard.browser, &answer.page(), ADMIN).page();
    assert_eq!(page.values("name"), ["Mine"]);
    let answer = wizard.submit("details", &page.form("Save and continue"));
    assert_eq!(answer.status, 409);
    assert_eq!(wizard.answered(Step::Details).get("name"), "Theirs");
}

#[test]
fn a_press_that_typed_nothing_is_not_repeated() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let review = wizard.page("review").form("Create opportunities");
    portal.clock.advance(IDLE);
    let sent = wizard.submit("review", &review);
    assert_eq!((sent.status, sent.location()), (303, "/sign-in?next="));
    let form = "kept=%2Fisv%2Fdrafts%2FX%2Freview&kept.go=create&kept.version=1&kept.a=b";
    let form = form.replace('X', &wizard.draft);
    let form = format!("{form}&email={ADMIN}&password={PASSWORD}");
    let answer = portal
        .anonymous()
        .request("POST", "/sign-in")
        .form(form)
        .send();
    assert_eq!(
        (answer.status, answer.location()),
        (303, wizard.at("review").as_str())
    );
    assert!(
        portal
            .sign_in(ADMIN)
            .get("/isv/opportunities")
            .page()
            .rows()
            .is_empty()
    );
}

#[test]
fn any_other_form_is_shown_to_be_sent_again() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Q1 renewals");
        let path = format!("/isv/opportunities/{opportunity}/revoke");
        let browser = portal.sign_in(ADMIN);
        let typed = browser.get(&path).page().form("Revoke opportunity");
        let typed = typed.set("reason", "The <price> changed");
        portal.clock.advance(IDLE);
        let answer = browser.submit(&path, &typed);
        insta::allow_duplicates! { insta::assert_snapshot!("sign_in", answer.main()) };
        let page = sign_in_again(&browser, &answer.page(), ADMIN).page();
        assert_eq!(page.heading(), "You are signed in again");
        insta::allow_duplicates! { insta::assert_snapshot!("again", page.outline()) };
        let told = page.texts("dl.summary dt, dl.summary dd");
        assert_eq!(told, ["Reason", "The <price> changed"]);
        assert!(!browser.get(&path).page().text().contains("already"));
        let again = page.form("Send it again");
        assert_eq!((sorted(&again), &again.action), (sorted(&typed), &path));
        assert_eq!(browser.submit(&path, &again).status, 303);

        let stranger = portal.anonymous();
        let answer = stranger.post(&path, &[("reason", "x")]);
        let answer = sign_in_again(&stranger, &answer.page(), PARTNER);
        assert_eq!(answer.status, 404);
    });
}

fn sorted(form: &Form) -> Vec<(String, String)> {
    // A browser writes line breaks anew whenever it sends a form.
    let mut fields: Vec<_> = form
        .fields
        .iter()
        .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n")))
        .collect();
    fields.sort();
    fields
}

#[test]
fn what_cannot_be_carried_leads_to_sign_in_all_the_same() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.anonymous();
    let send = |path: &str, body: String| {
        let answer = browser.request("POST", path).form(body).send();
        (answer.status, answer.location().to_owned())
    };
    let sign_in = (303, "/sign-in?next=".to_owned());
    assert_eq!(
        send(
            "/isv/drafts",
            "name=".to_owned() + &"x".repeat(FORM_BYTES - 5)
        ),
        sign_in,
        "too long"
    );
    assert_eq!(
        send("/isv/drafts", vec!["a=1"; 999].join("&")),
        sign_in,
        "too many fields"
    );
    assert_eq!(
        send("/isv/drafts", "a=%FF".to_owned()),
        sign_in,
        "unreadable"
    );
    assert_eq!(send("/isv/drafts", String::new()), sign_in, "nothing typed");
    assert_eq!(send("/isv/drafts", vec!["a=1"; 980].join("&")).0, 401);
    let foreign = browser
        .request("POST", "/isv/drafts")
        .header("Sec-Fetch-Site", "cross-site")
        .form("a=1")
        .send();
    assert_eq!(foreign.status, 403, "another site's form is not carried");
}

#[test]
fn of_a_form_that_is_cut_off_nothing_is_carried() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.anonymous();
    for path in ["/isv/drafts/none/details", PRICES] {
        for (length, status) in [(100, 401), (FORM_BYTES, 303)] {
            let fields = [("name", 10), ("description", length)];
            let fields = fields.map(|(name, length)| (name.to_owned(), "x".repeat(length)));
            let answer = uploads::send(&browser, path, &fields, &[]);
            assert_eq!(answer.status, status, "{path}, {length} characters");
        }
    }
}

/// An address to which people who are signed in send the prices of whole products.
const PRICES: &str = "/isv/drafts/none/discount";

/// Whether the portal answers a form for prices of which so many bytes have come, and more are to come.
fn answers_after(browser: &Client, bytes: usize) -> bool {
    let form = browser.request("POST", PRICES).form("x".repeat(MAX_BYTES));
    let mut stream = form.send_without_its_end(MAX_BYTES - bytes);
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .expect("a limit");
    let mut answer = [0; 12];
    let answered = stream.read_exact(&mut answer).is_ok();
    assert!(!answered || &answer == b"HTTP/1.1 303", "{answer:?}");
    answered
}

#[test]
fn of_strangers_no_more_is_read_where_prices_are_sent_than_elsewhere() {
    let portal = TestPortal::start(Database::Sqlite);
    let stranger = portal.anonymous();
    assert!(!answers_after(&stranger, FORM_BYTES));
    assert!(answers_after(&stranger, FORM_BYTES + 1));
    assert!(!answers_after(&portal.sign_in(ADMIN), FORM_BYTES + 1));
}

#[test]
fn a_forged_sign_in_form_leads_to_no_other_site() {
    let portal = TestPortal::start(Database::Sqlite);
    for path in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let fields = [
            ("email", MEMBER),
            ("password", PASSWORD),
            ("kept", path),
            ("kept.a", "1"),
        ];
        let answer = portal.anonymous().post("/sign-in", &fields);
        assert_eq!((answer.status, answer.location()), (303, "/"), "{path}");
    }
}

#[test]
fn a_password_is_not_carried_to_whoever_signs_in_next() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let form = browser
            .get("/account/password")
            .page()
            .form("Change password");
        let typed = form
            .set("current", PASSWORD)
            .set("password", "correct horse battery");
        portal.clock.advance(IDLE);
        let answer = browser.submit("/account/password", &typed);
        assert!(!answer.text().contains(PASSWORD), "{}", answer.text());
        let page = browser.follow(answer).page();
        assert_eq!(page.name(), "sign-in");
        assert_eq!(page.values("kept.current"), [""; 0]);
    });
}
