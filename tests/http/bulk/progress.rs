//! What takes longer than an answer should goes on without it, and a page tells how far it is.

use super::{file, finished, good, taken};
use crate::client::{Client, Response};
use crate::held::Held;
use crate::html::Form;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, LOGSTREAM, MEMBER, STRANGER, Trade, VIEWER};
use consign::domain::catalog::{ProductId, ProductState};
use consign::store::bulk::TOGETHER;
use consign::store::{Conn, products};
use diesel::connection::{Connection, SimpleConnection};

/// Rows of which one part is written when the first row of the next waits.
const ROWS: usize = TOGETHER + 10;
/// The number of that row: the headings are row 1.
const FIRST_OF_NEXT: usize = TOGETHER + 2;

/// An upload and the form that confirms it.
fn ready(browser: &Client, rows: usize) -> (String, Form) {
    let rows: Vec<String> = (0..rows)
        .map(|row| good(&format!("Row {row}"), CONTOSO))
        .collect();
    let at = taken(browser, "long.csv", &file(&rows));
    let page = browser.get(&at).page();
    let button = format!("Create {} opportunities", rows.len());
    (at, page.form(&button))
}

fn is_sent_to(answer: &Response, path: &str) {
    assert_eq!((answer.status, answer.location()), (303, path));
}

#[test]
fn long_work_tells_how_many_rows_are_written_and_leads_to_the_result() {
    on_each_database(|portal| {
        // Nobody can sign in while SQLite writes.
        let [browser, member, viewer, stranger] =
            [ADMIN, MEMBER, VIEWER, STRANGER].map(|email| portal.sign_in(email));
        let (at, form) = ready(&browser, ROWS);
        let progress = format!("{at}/progress");
        let held = Held::at_row(portal, FIRST_OF_NEXT);
        is_sent_to(&browser.submit(&at, &form), &progress);
        let answer = browser.get(&progress);
        assert_eq!((answer.status, answer.header("refresh")), (200, Some("2")));
        let page = answer.page();
        insta::allow_duplicates! { insta::assert_snapshot!("progress", answer.main()) };
        assert_eq!(page.texts("label[for=written]"), ["50 of 60 rows written"]);
        assert_eq!(page.attributes("progress", "value"), ["50"]);
        assert_eq!(page.attributes("progress", "max"), ["60"]);
        assert_eq!(page.link("Look again"), progress);
        let still = browser.get(&page.link("Stop looking by itself"));
        assert_eq!((still.status, still.header("refresh")), (200, None));
        assert_eq!(still.page().link("Look again by itself"), progress);
        assert!(browser.get("/isv/opportunities").page().rows().is_empty());
        // A second press waits for the first and makes nothing of its own.
        is_sent_to(&member.submit(&at, &form), &progress);
        assert_eq!(viewer.get(&progress).status, 200);
        assert_eq!(stranger.get(&progress).body, stranger.get("/nowhere").body);
        held.let_go();
        is_sent_to(&finished(&browser, &at, browser.get(&progress)), &at);
        let page = browser.get(&at).page();
        assert_eq!(page.heading(), "60 opportunities created");
        is_sent_to(&browser.get(&progress), &at);
        is_sent_to(&browser.submit(&at, &form), &at);
        let list = browser.get("/isv/opportunities").page();
        assert!(list.heading().contains("60"), "once: {}", list.heading());
    });
}

#[test]
fn a_failure_after_the_answer_is_told_on_the_page_of_the_upload_and_leaves_nothing() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let (at, form) = ready(&browser, ROWS);
        let progress = format!("{at}/progress");
        let held = Held::at_row(portal, FIRST_OF_NEXT);
        let before = crate::dump::of(portal);
        is_sent_to(&browser.submit(&at, &form), &progress);
        held.let_fail();
        let answer = finished(&browser, &at, browser.get(&progress));
        is_sent_to(&answer, &at);
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            [
                "Note: Something broke on our side. Nothing was created. Choose Create again; if it happens again, tell whoever runs the portal."
            ]
        );
        assert_eq!(page.form("Create 60 opportunities").action, at);
        assert_eq!(crate::dump::of(portal), before);
        assert_eq!(browser.get(&progress).status, 200, "it is told once");
    });
}

#[test]
fn rows_that_fare_otherwise_by_the_time_they_are_written_are_shown_again() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let browser = portal.sign_in(ADMIN);
    let (at, form) = ready(&browser, 2);
    let progress = format!("{at}/progress");
    let patient = portal
        .db
        .write_now(|c| Ok(c.batch_execute("PRAGMA busy_timeout = 60000")?));
    patient.expect("it can be told to wait");
    // Another process has the database.
    let file = portal.data.join("consign.sqlite");
    let file = file.to_str().expect("its name is text");
    let mut other = Conn::Sqlite(Connection::establish(file).expect("it opens"));
    other.batch_execute("BEGIN IMMEDIATE").expect("it is ours");
    is_sent_to(&browser.submit(&at, &form), &progress);
    let page = browser.get(&progress).page();
    assert!(
        page.text()
            .contains("The rows are being checked once more.")
    );
    let id = ProductId::parse(LOGSTREAM).expect("an ID");
    let mut product = products::find(&mut other, &trade.scope, &id)
        .expect("it answers")
        .expect("LogStream");
    product.state = ProductState::Withdrawn;
    products::put(&mut other, &trade.scope, &product).expect("it can be written");
    other.batch_execute("COMMIT").expect("it is written");
    let answer = finished(&browser, &at, browser.get(&progress));
    is_sent_to(&answer, &at);
    let page = browser.follow(answer).page();
    assert_eq!(
        page.texts("[data-banner]"),
        [
            "Note: Products, prices, resellers or opportunities changed since you looked. Nothing was created. Check the rows again."
        ]
    );
    assert!(browser.get("/isv/opportunities").page().rows().is_empty());
}

#[test]
fn where_nothing_is_under_way_the_page_says_so_and_leads_on() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let (at, form) = ready(&browser, 2);
        let progress = format!("{at}/progress");
        let answer = browser.get(&progress);
        assert_eq!((answer.status, answer.header("refresh")), (200, None));
        let page = answer.page();
        assert_eq!(page.heading(), "Nothing is created from “long.csv” yet");
        assert_eq!(page.link("Check the rows"), at);
        is_sent_to(&finished(&browser, &at, browser.submit(&at, &form)), &at);
        is_sent_to(&browser.get(&progress), &at);
    });
}
