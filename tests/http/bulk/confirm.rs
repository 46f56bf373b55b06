//! One press creates all good rows: once, all together, at the prices that were shown.

use super::{file, finished, good, press, taken, upload};
use crate::no_room::on_a_full_disk;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, HARBOR, LOGSTREAM, MEMBER, STRANGER, Trade};
use consign::domain::catalog::{ProductId, ProductState};
use consign::domain::money::Amount;
use consign::store::{outbox, products};
use serde_json::Value;
use std::time::Instant;

#[test]
fn good_rows_become_opportunities_and_the_page_stays() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let rows = [
            good("Q1 Contoso", CONTOSO),
            good("Q1 Harbor", HARBOR),
            "x,y,z,percentage,1,no set time,".to_owned(),
        ];
        let at = taken(&browser, "q1.csv", &file(&rows));
        let answer = press(&browser, &at);
        assert_eq!((answer.status, answer.location()), (303, at.as_str()));
        let answer = browser.get(&at);
        insta::allow_duplicates! { insta::assert_snapshot!("result", answer.main()) };
        let ids = answer.page().attributes("tr[data-id^=opp_]", "data-id");
        assert_eq!(ids.len(), 2);
        for (id, reseller) in ids.iter().zip(["Contoso Consulting", "Harbor Channel"]) {
            let detail = browser.get(&format!("/isv/opportunities/{id}")).page();
            assert!(detail.text().contains(reseller));
            let opportunity = id.parse().expect("an id");
            let told = portal
                .db
                .read_now(|c| outbox::of_opportunity(c, &trade.scope, opportunity));
            assert_eq!(told.expect("the mails").len(), 1, "its reseller is told");
        }
        let aws = answer.page().link("Requests for AWS");
        let shown = browser.get(&aws);
        assert_eq!(shown.page().heading(), "2 opportunities in AWS");
        assert!(shown.text().contains("AWS keeps prices and no percentage"));
        assert_eq!(shown.page().attributes("tr[data-id]", "data-id"), ids);
        let json = browser.get(&format!("{aws}.json"));
        let list = |text: &str| serde_json::from_str::<Vec<Value>>(text).expect("a list");
        let requests = list(json.text());
        assert_eq!(list(&shown.page().texts("textarea")[0]), requests);
        let names = requests
            .iter()
            .map(|request| &request["ChangeSet"][0]["DetailsDocument"]["Name"]);
        assert_eq!(names.collect::<Vec<_>>(), ["Q1 Contoso", "Q1 Harbor"]);
        let stranger = portal.sign_in(STRANGER);
        let nowhere = stranger.get("/nowhere").body;
        for path in [&aws, &format!("{aws}.json")] {
            assert_eq!(stranger.get(path).body, nowhere);
        }
        assert_eq!(browser.get("/isv/opportunities").page().rows().len(), 2);
        assert!(browser.get("/isv/bulk").text().contains("2 opportunities"));
        let form = browser.post(&format!("{at}/discard"), &[]);
        assert_eq!(form.location(), at, "what was made of it stays");
        assert_eq!(browser.get(&at).status, 200);
    });
}

#[test]
fn two_presses_make_one_result() {
    on_each_database(|portal| {
        let at = {
            let browser = portal.sign_in(ADMIN);
            taken(&browser, "q1.csv", &file(&[good("Q1", CONTOSO)]))
        };
        let form = {
            let browser = portal.sign_in(ADMIN);
            browser.get(&at).page().form("Create 1 opportunity")
        };
        let browsers: Vec<_> = (0..6).map(|_| portal.sign_in(MEMBER)).collect();
        std::thread::scope(|scope| {
            for browser in browsers {
                let (at, form) = (&at, &form);
                scope.spawn(move || {
                    let answer = browser.submit(at, form);
                    assert_eq!((answer.status, answer.location()), (303, at.as_str()));
                });
            }
        });
        let browser = portal.sign_in(ADMIN);
        assert_eq!(browser.get("/isv/opportunities").page().rows().len(), 1);
    });
}

#[test]
fn the_same_file_and_the_same_row_in_another_create_nothing() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let bytes = file(&[good("Q1", CONTOSO)]);
        let at = taken(&browser, "q1.csv", &bytes);
        assert_eq!(
            taken(&browser, "again.csv", &bytes),
            at,
            "before it is created"
        );
        press(&browser, &at);
        let answer = upload(&browser, "other name.csv", &bytes);
        assert_eq!(answer.location(), at);
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Note: This file was uploaded before. This is what became of it."]
        );
        let more = file(&[good("Q1", CONTOSO), good("Q2", CONTOSO)]);
        let second = taken(&browser, "more.csv", &more);
        let page = browser.get(&second).page();
        assert!(page.text().contains("created from the same row before"));
        press(&browser, &second);
        assert_eq!(browser.get("/isv/opportunities").page().rows().len(), 2);
    });
}

#[test]
fn two_files_with_the_same_row_at_once_make_it_once() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let uploads: Vec<(String, crate::html::Form)> = (0..4)
            .map(|number| {
                let rows = [
                    good("Same", CONTOSO),
                    good(&format!("Own {number}"), CONTOSO),
                ];
                let at = taken(&browser, "f.csv", &file(&rows));
                let form = browser.get(&at).page().form("Create 2 opportunities");
                (at, form)
            })
            .collect();
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let asked: Vec<_> = uploads
                .iter()
                .map(|(at, form)| {
                    scope.spawn(move || portal.sign_in(ADMIN).submit(at, form).status)
                })
                .collect();
            asked
                .into_iter()
                .map(|answer| answer.join().expect("an answer"))
                .collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1);
        assert!(statuses.iter().all(|status| matches!(status, 303 | 409)));
        let page = browser.get("/isv/opportunities").page();
        assert_eq!(page.rows().len(), 2, "all of a file or none of it");
    });
}

#[test]
fn what_changed_since_it_was_shown_is_shown_again_and_nothing_is_created() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let at = taken(&browser, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        let form = browser.get(&at).page().form("Create 1 opportunity");
        let change = |withdraw: bool| {
            let id = ProductId::parse(LOGSTREAM).expect("an ID");
            let changed = portal.db.write_now(|c| {
                let mut product = products::find(c, &trade.scope, &id)?.expect("LogStream");
                product.dimensions[0].usage_rate =
                    Some(Amount::stored("0.30".parse().expect("a number")).expect("an amount"));
                if withdraw {
                    product.state = ProductState::Withdrawn;
                }
                products::put(c, &trade.scope, &product)
            });
            changed.expect("it can be written");
        };
        change(false);
        let answer = browser.submit(&at, &form);
        assert_eq!(answer.status, 409, "another price than was shown");
        assert!(
            answer
                .text()
                .contains("Nothing was created. Check the rows again.")
        );
        let form = answer.page().form("Create 1 opportunity");
        change(true);
        let answer = browser.submit(&at, &form);
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("LogStream is not on sale any more"));
        let seen = answer.page().values("seen");
        assert!(seen.is_empty(), "there is nothing to confirm");
        assert!(browser.get("/isv/opportunities").page().rows().is_empty());
    });
}

#[test]
fn without_a_good_row_there_is_nothing_to_create() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let at = taken(
            &browser,
            "q1.csv",
            &file(&["x,y,z,percentage,1,no set time,".to_owned()]),
        );
        let page = browser.get(&at).page();
        assert!(!page.text().contains("Create 1"));
        assert_eq!(
            page.texts(".summary dd"),
            ["1 · shown", "0", "0", "1 · Show Refused"],
            "nothing leads to no row"
        );
        let narrowed = browser.get(&page.link("Show Refused")).page();
        assert_eq!(
            narrowed.texts(".summary dd"),
            ["1 · Show All rows", "0", "0", "1 · shown"]
        );
        let none = browser.get(&format!("{at}?show=good")).page();
        assert_eq!(none.texts(".summary dd")[1], "0 · shown");
        let answer = browser.post(&at, &[("seen", "")]);
        assert_eq!(answer.status, 409);
    });
}

#[test]
fn a_thousand_rows_are_created_at_one_press_and_one_more_is_refused() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let rows = |count: usize| -> Vec<String> {
            let reseller = |number: usize| [CONTOSO, HARBOR][number % 2];
            (0..count)
                .map(|number| good(&format!("Row {number}"), reseller(number)))
                .collect()
        };
        let answer = upload(&browser, "many.csv", &file(&rows(1001)));
        assert_eq!(
            (answer.status, answer.page().error_for("file").as_deref()),
            (
                422,
                Some("The file has more than 1,000 rows – split it into several files")
            )
        );
        let at = taken(&browser, "many.csv", &file(&rows(1000)));
        let page = browser.get(&at).page();
        let form = page.form("Create 1,000 opportunities");
        let begun = Instant::now();
        let answer = finished(&browser, &at, browser.submit(&at, &form));
        // Shown when asked for: how long one press takes, without optimisation.
        println!("1,000 rows took {:?}", begun.elapsed());
        assert_eq!(answer.status, 303);
        let page = browser.get(&at).page();
        assert_eq!(page.heading(), "1,000 opportunities created");
        assert!(page.text().contains("Rows 1 to 50 of 1000"));
        let last = browser.get(&format!("{at}?page=20")).page();
        assert_eq!(last.rows().len(), 50);
        assert_eq!(
            last.rows()[49][..2],
            ["1001".to_owned(), "Row 999".to_owned()]
        );
        let list = browser.get("/isv/opportunities").page();
        assert!(list.heading().contains("1,000"), "{}", list.heading());
        let aws = browser.get(&format!("{at}/aws"));
        assert!(aws.text().contains("1,000 requests"), "{}", aws.main());
        assert!(aws.body.len() < 20_000, "{}", aws.body.len());
        let all = browser.get(&aws.page().link("Download as JSON"));
        let requests: Vec<Value> = serde_json::from_str(all.text()).expect("a list");
        assert_eq!(requests.len(), 1000);
    });
}

#[test]
fn a_failure_half_way_leaves_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let at = taken(
        &browser,
        "q1.csv",
        &file(&[good("Q1", CONTOSO), good("Q2", CONTOSO)]),
    );
    let form = browser.get(&at).page().form("Create 2 opportunities");
    let sql = |text: &'static str| {
        let run = portal.db.write_now(|c| {
            use diesel::connection::SimpleConnection;
            Ok(c.batch_execute(text)?)
        });
        run.expect("it can be run");
    };
    sql(
        "CREATE TRIGGER stop BEFORE INSERT ON bulk_rows WHEN NEW.number = 3 BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    let before = crate::dump::of(&portal);
    assert_eq!(browser.submit(&at, &form).status, 500);
    assert_eq!(crate::dump::of(&portal), before);
    sql("DROP TRIGGER stop");
    assert_eq!(browser.submit(&at, &form).status, 303);
    assert_eq!(browser.get("/isv/opportunities").page().rows().len(), 2);
}

#[test]
fn rows_that_a_full_disk_does_not_take_become_opportunities_once_there_is_room() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let rows = [good("Q1 Contoso", CONTOSO), good("Q1 Harbor", HARBOR)];
    let at = taken(&browser, "q1.csv", &file(&rows));
    let answer = on_a_full_disk(&portal, || press(&browser, &at));
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(press(&browser, &at).status, 303);
}
