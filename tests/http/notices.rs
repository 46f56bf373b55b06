//! What is told of the passing of time, once and never late.

use crate::notifications::{add, letters};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER, Trade, fields};
use chrono::{Days, TimeDelta};
use consign::answers::Step;
use consign::store::notices;
use consign::store::outbox::{Leased, MessageKind};
use consign::web::letters as write;
use diesel::connection::SimpleConnection;

/// Makes an opportunity that ends so many days from now.
pub fn ends_in(trade: &Trade<'_>, days: u64, kind: &str) -> String {
    let day = trade.portal.clock.today() + Days::new(days);
    let mut answers = trade.answers("Q1 renewals");
    let date =
        [day.format("%-d"), day.format("%-m"), day.format("%Y")].map(|part| part.to_string());
    let fields = fields(&[
        ("duration", kind),
        ("end-day", &date[0]),
        ("end-month", &date[1]),
        ("end-year", &date[2]),
    ]);
    answers.set(Step::Duration, fields);
    trade.give(&answers)
}

/// Looks as the portal does each minute, as a process of its own would.
fn look(portal: &TestPortal) -> usize {
    let (now, origin) = (portal.clock.now(), portal.url.parse().expect("an origin"));
    let letters =
        |c: &mut _, kind, opportunity: &_| write::of_notice(c, &origin, kind, opportunity, now);
    portal
        .db
        .write_now(|c| notices::tell(c, 100, &[], &letters, now))
        .expect("it can be told")
        .done
}

/// What is told when it is so many days later.
fn told_after(portal: &TestPortal, days: i64) -> Vec<Leased> {
    portal.clock.advance(TimeDelta::days(days));
    for _ in 0..3 {
        look(portal);
    }
    letters(portal)
}

#[test]
fn an_opportunity_that_cannot_be_read_keeps_nobody_else_from_being_told() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let broken = ends_in(&trade, 39, "specific_time");
        ends_in(&trade, 40, "specific_time");
        let rename = |name: &str| {
            let words = format!("UPDATE opportunities SET name = '{name}' WHERE id = '{broken}'");
            let renamed = portal.db.write_now(|c| Ok(c.batch_execute(&words)?));
            renamed.expect("the database takes it");
        };
        // No page takes such a name.
        rename(" ");
        portal.clock.advance(TimeDelta::days(10));
        let (told, unreadable) = watched(portal);
        assert_eq!((told, unreadable), (1, vec![broken.clone()]));
        assert_eq!(
            subjects(&letters(portal)),
            both("30 days left: Q1 renewals")
        );
        // It is tried again, and told once it can be read.
        assert_eq!(watched(portal), (0, vec![broken.clone()]));
        rename("Mended");
        assert_eq!(watched(portal), (1, Vec::new()));
        assert_eq!(subjects(&letters(portal)), both("29 days left: Mended"));
    });
}

/// Looks as the portal does each minute, one opportunity at a time: how many were told of, and which could not be read.
fn watched(portal: &TestPortal) -> (usize, Vec<String>) {
    let (now, origin) = (portal.clock.now(), portal.url.parse().expect("an origin"));
    let letters =
        |c: &mut _, kind, opportunity: &_| write::of_notice(c, &origin, kind, opportunity, now);
    let (mut done, mut unreadable) = (0, Vec::new());
    while portal
        .db
        .read_now(|c| notices::is_due(c, &unreadable, now))
        .expect("it is read")
    {
        let tell = |c: &mut _| notices::tell(c, 1, &unreadable, &letters, now);
        let told = portal.db.write_now(tell).expect("it can be told");
        done += told.done;
        unreadable.extend(told.unreadable.into_iter().map(|(id, _)| id));
    }
    (done, unreadable.iter().map(ToString::to_string).collect())
}

fn subjects(letters: &[Leased]) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = letters
        .iter()
        .map(|l| (l.recipient.as_str(), l.subject.as_str()))
        .collect();
    all.sort_unstable();
    all
}

fn both(subject: &str) -> [(&str, &str); 2] {
    [
        ("channel@northwind.example", subject),
        ("resale@contoso.example", subject),
    ]
}

#[test]
fn both_sides_are_told_30_days_7_days_and_1_day_before_the_end_and_of_the_end_once_each() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        ends_in(&trade, 40, "specific_time");
        assert!(told_after(portal, 9).is_empty());
        assert_eq!(
            subjects(&told_after(portal, 1)),
            both("30 days left: Q1 renewals")
        );
        assert!(told_after(portal, 22).is_empty());
        assert_eq!(
            subjects(&told_after(portal, 1)),
            both("7 days left: Q1 renewals")
        );
        assert!(told_after(portal, 5).is_empty());
        assert_eq!(
            subjects(&told_after(portal, 1)),
            both("1 day left: Q1 renewals")
        );
        assert!(told_after(portal, 1).is_empty(), "the last day has begun");
        assert_eq!(subjects(&told_after(portal, 1)), both("Ended: Q1 renewals"));
        assert!(told_after(portal, 1).is_empty());
    });
}

#[test]
fn lists_are_told_of_what_they_want_to_know() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        add(&isv, "soon@northwind.example", &["reminders"]);
        add(&isv, "ends@northwind.example", &["opportunities"]);
        add(&partner, "soon@contoso.example", &["reminders"]);
        letters(portal);
        ends_in(&Trade::begin(portal), 8, "specific_time");
        let soon = told_after(portal, 1);
        let listed: Vec<_> = soon.iter().filter(|l| l.unsubscribe.is_some()).collect();
        assert_eq!(soon.len(), 4);
        assert!(
            listed
                .iter()
                .all(|l| l.recipient.starts_with("soon@")
                    && l.kind == MessageKind::OpportunityEnding)
        );
        told_after(portal, 6);
        let over = told_after(portal, 2);
        assert_eq!(over.len(), 3, "{:?}", subjects(&over));
        assert!(over.iter().any(|l| l.recipient == "ends@northwind.example"));
    });
}

#[test]
fn what_was_near_at_creation_or_is_missed_is_not_told_late() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        ends_in(&trade, 10, "specific_time");
        assert!(
            told_after(portal, 0).is_empty(),
            "30 days were over when it was created"
        );
        assert_eq!(
            subjects(&told_after(portal, 3)),
            both("7 days left: Q1 renewals")
        );

        // Nobody looks for a while: what was missed gives way to what is true now.
        ends_in(&trade, 60, "specific_time");
        let late = told_after(portal, 56);
        assert_eq!(
            subjects(&late)
                .into_iter()
                .filter(|(_, s)| s.contains("left"))
                .collect::<Vec<_>>(),
            both("4 days left: Q1 renewals")
        );
        ends_in(&trade, 20, "specific_time");
        told_after(portal, 60);
        assert!(told_after(portal, 400).is_empty(), "long past");
    });
}

#[test]
fn what_is_used_or_revoked_does_not_end_again() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (used, revoked) = (
            ends_in(&trade, 8, "single_use"),
            ends_in(&trade, 8, "specific_time"),
        );
        trade.used(&used, 1);
        trade.revoke(&revoked);
        for days in [1, 6, 2, 30] {
            assert!(told_after(portal, days).is_empty());
        }
    });
}

#[test]
fn no_clock_that_is_set_back_and_no_second_process_tells_anything_twice() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for _ in 0..5 {
            ends_in(&trade, 31, "specific_time");
        }
        portal.clock.advance(TimeDelta::days(1));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| look(portal));
            }
        });
        assert_eq!(letters(portal).len(), 10);
        for days in [-1, 1, -10, 10] {
            assert!(told_after(portal, days).is_empty(), "{days}");
        }
        assert_eq!(
            told_after(portal, 400).len(),
            0,
            "nobody looked while it was news"
        );
    });
}

#[test]
fn once_the_end_is_told_nothing_is_told_of_it_coming_near() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        ends_in(&trade, 60, "specific_time");
        assert_eq!(
            subjects(&told_after(portal, 61)),
            both("Ended: Q1 renewals")
        );
        for days in [-1, -1, -10, -20] {
            assert!(told_after(portal, days).is_empty(), "{days}");
        }
        for days in [20, 10, 2] {
            assert!(told_after(portal, days).is_empty(), "{days}");
        }
    });
}
