//! What ends soon stands above the table of both sides, and only as long as there is something.

use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, OTHER_PARTNER, PARTNER, Trade, fields};
use chrono::{Datelike, Days};
use consign::answers::Step;

/// An opportunity with so many days left.
fn with_days_left(trade: &Trade<'_>, name: &str, days: u64) -> String {
    let last = trade.portal.clock.now().date_naive() + Days::new(days);
    let mut answers = trade.answers(name);
    answers.set(
        Step::Duration,
        fields(&[
            ("duration", "specific_time"),
            ("end-day", &last.day().to_string()),
            ("end-month", &last.month().to_string()),
            ("end-year", &last.year().to_string()),
        ]),
    );
    trade.give(&answers)
}

fn radar(portal: &TestPortal, email: &str, path: &str) -> Vec<String> {
    portal
        .sign_in(email)
        .get(path)
        .page()
        .texts(".radar h2, .radar li, .radar p")
}

const ISV: &str = "/isv/opportunities";
const OURS: &str = "/partner/opportunities";

#[test]
fn the_soonest_stand_first_and_what_is_over_or_far_is_not_there() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        trade.named("Without a last day");
        with_days_left(&trade, "Too far", 31);
        for (email, path) in [(ADMIN, ISV), (PARTNER, OURS)] {
            assert!(radar(portal, email, path).is_empty(), "{path}");
        }
        with_days_left(&trade, "Far", 30);
        with_days_left(&trade, "Tomorrow's", 1);
        let revoked = with_days_left(&trade, "Revoked", 2);
        trade.revoke(&revoked);
        assert_eq!(
            radar(portal, ADMIN, ISV),
            [
                "Ending within 30 days (2)",
                "Tomorrow Tomorrow's LogStream · Contoso Consulting · 23 Nov 2026",
                "30 days Far LogStream · Contoso Consulting · 22 Dec 2026"
            ]
        );
        assert_eq!(
            radar(portal, PARTNER, OURS),
            [
                "Ending within 30 days (2)",
                "Tomorrow Tomorrow's LogStream · Northwind Software · 23 Nov 2026",
                "30 days Far LogStream · Northwind Software · 22 Dec 2026"
            ]
        );
        assert!(radar(portal, OTHER_PARTNER, OURS).is_empty());
        assert!(
            radar(portal, ADMIN, &format!("{ISV}?q=far")).is_empty(),
            "who searches looks for something else"
        );
        portal.clock.advance(chrono::TimeDelta::hours(12));
        assert_eq!(
            radar(portal, PARTNER, OURS)[1],
            "Today Tomorrow's LogStream · Northwind Software · 23 Nov 2026"
        );
        portal.clock.advance(chrono::TimeDelta::hours(24));
        assert_eq!(
            radar(portal, PARTNER, OURS)[..2],
            [
                "Ending within 30 days (2)",
                "28 days Far LogStream · Northwind Software · 22 Dec 2026"
            ],
            "what was over a moment ago is gone, and what was too far is near"
        );
    });
}

#[test]
fn five_are_shown_and_the_list_has_the_rest() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for days in (1..=7).rev() {
            with_days_left(&trade, &format!("In {days}"), days);
        }
        let browser = portal.sign_in(PARTNER);
        let page = browser.get(OURS).page();
        assert_eq!(page.texts(".radar li").len(), 5);
        assert_eq!(page.texts(".radar h2"), ["Ending within 30 days (7)"]);
        let all = page.link("All active, soonest first");
        assert_eq!(all, format!("{OURS}?status=active&sort=last_day"));
        let rows = browser.get(&all).page().rows();
        let names: Vec<_> = rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(
            names,
            ["In 1", "In 2", "In 3", "In 4", "In 5", "In 6", "In 7"]
        );
    });
}
