//! The operator's view of mails that could not be sent.

use crate::client::Client;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, Trade};
use chrono::TimeDelta;
use consign::store::outbox;
use consign::store::schema::events;
use diesel::prelude::*;

const OUTBOX: &str = "/ops/outbox";

fn operator(portal: &TestPortal) -> Client {
    portal.sign_in("operator@portal.example")
}

#[test]
fn the_operator_sees_what_stands_still_and_why_and_nothing_of_what_it_says() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = operator(portal);
        let quiet = browser.get(OUTBOX);
        insta::allow_duplicates! { insta::assert_snapshot!("quiet", quiet.main()) };
        trade.given_up(&trade.answers("Q1 renewals"));
        let (_, waiting) = trade.create_told(&trade.answers("Q2 renewals"));
        let now = portal.clock.now();
        let again = now + TimeDelta::minutes(5);
        let failed = portal.db.write_now(|c| {
            outbox::failed(c, &waiting[0], "452 4.2.2 mailbox full", Some(again), now)
        });
        assert!(failed.expect("it can be written"));
        let page = browser.get(OUTBOX);
        insta::allow_duplicates! { insta::assert_snapshot!("stuck", page.main()) };
        for said in ["For you.", "USD", "12.5"] {
            assert!(!page.text().contains(said), "{said}");
        }
        portal.clock.advance(TimeDelta::minutes(16));
        let late = operator(portal).get(OUTBOX).page();
        assert_eq!(
            late.texts(".warning"),
            [
                "Mails have waited for more than 15 minutes. Look at the mail server and its settings."
            ]
        );
        assert!(late.text().contains("16 minutes ago"), "{}", late.text());
    });
}

#[test]
fn a_mail_is_tried_again_or_given_up_for_good() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for name in ["One", "Two"] {
            trade.given_up(&trade.answers(name));
        }
        let browser = operator(portal);
        let press = |button: &str, path: &str| {
            let page = browser.get(OUTBOX).page();
            let action = page
                .attributes(&format!("form[action$={path}]"), "action")
                .remove(0);
            let answer = browser.follow(browser.post(&action, &[]));
            (
                answer.page().texts("[data-banner]").remove(0),
                button.to_owned(),
                action,
            )
        };
        let (banner, ..) = press("Retry", "retry");
        assert_eq!(banner, "Done: It is tried again now.");
        let (banner, _, action) = press("Give up", "give-up");
        assert_eq!(banner, "Done: It is given up for good.");
        let page = browser.get(OUTBOX).page();
        assert_eq!(
            page.text().matches("Withdrawn1").count(),
            1,
            "{}",
            page.text()
        );
        assert_eq!(browser.post(&action, &[]).status, 404, "it is decided");
        let now = portal.clock.now();
        let due = portal
            .db
            .write_now(|c| outbox::lease(c, 9, now))
            .expect("it can be written");
        assert_eq!(
            (due.len(), due[0].attempt),
            (1, 1),
            "it has all its tries again"
        );
        assert_eq!(portal.sign_in(ADMIN).get(OUTBOX).status, 404);
        // Who decided is on record.
        let told = portal.db.read_now(|c| {
            let decided: Vec<(String, String)> = events::table
                .filter(events::kind.eq("letter.decided"))
                .order(events::id)
                .select((events::actor, events::details))
                .load(c)?;
            Ok(decided)
        });
        let told = told.expect("it is read");
        assert_eq!(told.len(), 2, "{told:?}");
        for what in ["tried again", "given up"] {
            let decided = told.iter().filter(|(_, details)| details.contains(what));
            assert_eq!(decided.count(), 1, "{what}: {told:?}");
        }
        assert!(
            told.iter().all(|(actor, _)| actor == "Robin Hale"),
            "{told:?}"
        );
    });
}

#[test]
fn the_operator_is_told_when_mails_go_to_files_and_reach_nobody() {
    for (sends, expected) in [(true, 1), (false, 0)] {
        let portal =
            TestPortal::start_with(Database::Sqlite, |config| config.without_mail = !sends);
        let warnings = operator(&portal).get(OUTBOX).page().texts(".warning");
        assert_eq!(warnings.len(), expected, "{warnings:?}");
        assert!(
            warnings
                .iter()
                .all(|text| text.starts_with("No mail server is set"))
        );
    }
}
