//! What narrows the lists of opportunities of both sides alike: last days and products.

use crate::client::Client;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::routes;
use crate::trade::{ADMIN, HARBOR, LOGSTREAM, OTHER_PARTNER, PARTNER, RELAY, Trade, fields};
use consign::answers::{Fields, Step};

const LISTS: [(&str, &str); 2] = [
    (ADMIN, "/isv/opportunities"),
    (PARTNER, "/partner/opportunities"),
];

/// One without a last day, and two that end with December and January.
fn three(trade: &Trade<'_>) {
    trade.named("Open");
    for (name, month, year) in [("December", "12", "2026"), ("January", "1", "2027")] {
        let mut answers = trade.answers(name);
        let last_day = [
            ("duration", "specific_time"),
            ("end-day", "31"),
            ("end-month", month),
            ("end-year", year),
        ];
        answers.set(Step::Duration, fields(&last_day));
        trade.give(&answers);
    }
}

/// The names that a list has.
fn names(browser: &Client, list: &str, query: &str) -> Vec<String> {
    let rows = browser.get(&format!("{list}?{query}")).page().rows();
    rows.into_iter().map(|row| row[1].clone()).collect()
}

/// The names that the file of a list has.
fn names_in_file(browser: &Client, list: &str, query: &str) -> Vec<String> {
    let answer = browser.get(&format!("{list}.csv?{query}"));
    let lines = answer.text().lines().skip(1);
    lines
        .map(|line| line.split(',').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn last_days_narrow_the_list_and_what_has_none_is_not_among_them() {
    on_each_database(|portal| {
        three(&Trade::begin(portal));
        for (email, list) in LISTS {
            let browser = portal.sign_in(email);
            for (query, expected) in [
                ("ends-from=2026-12-31", &["December", "January"][..]),
                ("ends-from=2027-01-01", &["January"]),
                ("ends-from=2027-02-01", &[]),
                ("ends-to=2026-12-30", &[]),
                ("ends-to=31+Dec+2026", &["December"]),
                ("ends-to=2027-01-31", &["December", "January"]),
                ("ends-from=2026-12-31&ends-to=2026-12-31", &["December"]),
                ("ends-to=2027-01-31&q=jan", &["January"]),
                ("ends-to=2027-01-31&to=2026-11-21", &[]),
            ] {
                let query = format!("{query}&sort=last_day");
                assert_eq!(names(&browser, list, &query), expected, "{list}?{query}");
                assert_eq!(names_in_file(&browser, list, &query), expected, "{query}");
            }
            let latest_first = "ends-from=2026-12-01&sort=-last_day";
            assert_eq!(names(&browser, list, latest_first), ["January", "December"]);
            let query = "ends-from=2026-12-01&ends-to=2027-01-31";
            let page = browser.get(&format!("{list}?{query}")).page();
            let told = ["Last day from 1 Dec 2026", "Last day to 31 Jan 2027"];
            let chips = told.map(|filter| format!("Remove filter {filter}"));
            assert_eq!(page.texts(".chip"), chips);
            for (chip, left) in chips
                .iter()
                .zip(["ends-to=2027-01-31", "ends-from=2026-12-01"])
            {
                assert_eq!(page.link(chip), format!("{list}?{left}"));
            }
            assert_eq!(page.link("Clear all"), list);
            assert!(
                page.link("Download 2 as CSV")
                    .ends_with(&format!("?{query}"))
            );
            let form = page.form("Apply").set("ends-from", "1 Jan 2027");
            let found = browser.submit(list, &form).page().rows();
            assert_eq!(found.len(), 1, "{list}");
        }
    });
}

#[test]
fn last_days_that_are_none_or_in_the_wrong_order_are_told_beside_their_boxes() {
    let portal = TestPortal::start(Database::Sqlite);
    three(&Trade::begin(&portal));
    for (email, list) in LISTS {
        let browser = portal.sign_in(email);
        for (query, field, text) in [
            (
                "ends-from=soon&ends-to=2026-11-30",
                "ends-from",
                "Last day from must be a real date, like 2026-11-22",
            ),
            (
                "ends-to=2026-02-30",
                "ends-to",
                "Last day to must be a real date, like 2026-11-22",
            ),
            (
                "ends-from=2027-01-02&ends-to=2027-01-01",
                "ends-to",
                "Last day to must not be before Last day from",
            ),
        ] {
            let answer = browser.get(&format!("{list}?{query}"));
            assert_eq!(answer.status, 422, "{query}");
            let page = answer.page();
            assert_eq!(page.errors(), [(field.to_owned(), text.to_owned())]);
            assert_eq!(page.error_for(field).as_deref(), Some(text));
            assert_eq!(page.texts("details[open] summary"), ["Filters"]);
            let typed = query.split('&').filter_map(|pair| pair.split_once('='));
            for (field, typed) in typed {
                assert_eq!(page.values(field), [typed], "{query}");
            }
        }
    }
}

#[test]
fn a_partner_narrows_its_list_to_a_product_that_it_was_given() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        northwind.named("Streams");
        let mut answers = fabrikam.answers("Queues");
        let mut chosen = Fields::default();
        chosen.add("product", "prod-fabrikamqueue");
        answers.set(Step::Products, chosen);
        fabrikam.give(&answers);
        let mut answers = northwind.answers("Desks for Harbor");
        let harbor = northwind.reseller(HARBOR).to_string();
        answers.set(Step::Resellers, fields(&[("reseller", &harbor)]));
        answers.set(Step::Products, fields(&[("product", RELAY)]));
        let discount = [
            ("discount_type", "percentage"),
            ("percent", "5"),
            ("listed", RELAY),
            ("term[prod-relaydesk0001]", "P12M"),
        ];
        answers.set(Step::Discount, fields(&discount));
        northwind.give(&answers);
        let list = "/partner/opportunities";
        let contoso = portal.sign_in(PARTNER);
        let offered = |browser: &Client| {
            let page = browser.get(list).page();
            page.attributes("#product option", "value")
        };
        assert_eq!(offered(&contoso), ["", "prod-fabrikamqueue", LOGSTREAM]);
        assert_eq!(offered(&portal.sign_in(OTHER_PARTNER)), ["", RELAY]);
        let query = format!("product={LOGSTREAM}");
        assert_eq!(names(&contoso, list, &query), ["Streams"]);
        assert_eq!(names_in_file(&contoso, list, &query), ["Streams"]);
        let page = contoso.get(&format!("{list}?{query}")).page();
        assert_eq!(page.texts(".chip"), ["Remove filter Product: LogStream"]);
        assert_eq!(page.link("Remove filter Product: LogStream"), list);
        let foreign = contoso.get(&format!("{list}?product={RELAY}"));
        assert_eq!(foreign.page().rows().len(), 0);
        assert!(
            !foreign.text().contains("Relay Desk"),
            "what others were given has no name here"
        );
    });
}
