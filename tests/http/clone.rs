//! Cloning: everything an opportunity says comes back as a draft that can be created as it is.

use crate::portal::on_each_database;
use crate::trade::{ADMIN, RELAY, Trade, VIEWER, fields};
use chrono::TimeDelta;
use consign::answers::Step;

#[test]
fn a_clone_opens_at_its_review_and_is_created_with_one_press() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let answer = browser.post(&format!("/isv/opportunities/{id}/clone"), &[]);
        assert_eq!(answer.status, 303);
        let review = answer.location().to_owned();
        let page = browser.follow(answer).page();
        assert_eq!(
            (page.heading().as_str(), page.errors().len()),
            ("Review opportunity", 0)
        );
        let made = browser.submit(&review, &page.form("Create opportunities"));
        assert_eq!(
            browser.follow(made).page().heading(),
            "1 opportunity created"
        );
        let rows = browser.get("/isv/opportunities").page().rows();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0][1..5], rows[1][1..5]);
        let original = browser.get(&format!("/isv/opportunities/{id}")).page();
        let batch = browser.submit(&review, &page.form("Create opportunities"));
        let batch = batch.location().trim_start_matches("/isv/batches/");
        let told = format!("Cloned by Dana Li to {batch}");
        let timeline = original.texts(".timeline li");
        assert!(
            timeline.iter().any(|line| line.ends_with(&told)),
            "{timeline:?}"
        );
        assert_eq!(
            portal
                .sign_in(VIEWER)
                .post(&format!("/isv/opportunities/{id}/clone"), &[])
                .status,
            403
        );
    });
}

#[test]
fn what_is_over_can_be_cloned_and_says_what_to_mend() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Short");
        answers.set(
            Step::Duration,
            fields(&[
                ("duration", "specific_time"),
                ("end-day", "23"),
                ("end-month", "11"),
                ("end-year", "2026"),
            ]),
        );
        let id = trade.give(&answers);
        portal.clock.advance(TimeDelta::days(3));
        let browser = portal.sign_in(ADMIN);
        let answer = browser.post(&format!("/isv/opportunities/{id}/clone"), &[]);
        let draft = trade.draft(answer.location());
        assert_eq!(
            draft.answers.get(Step::Duration),
            answers.get(Step::Duration)
        );
        assert_eq!(
            browser.follow(answer).page().errors().len(),
            1,
            "the last day is over"
        );
    });
}

#[test]
fn with_too_many_drafts_nothing_is_cloned() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Two years");
        answers.set(Step::Products, fields(&[("product", RELAY)]));
        answers.set(
            Step::Discount,
            fields(&[
                ("discount_type", "percentage"),
                ("percent", "10"),
                ("listed", RELAY),
                (&format!("term[{RELAY}]"), "P24M"),
            ]),
        );
        let id = trade.give(&answers);
        trade.many_drafts(50);
        let answer = portal
            .sign_in(ADMIN)
            .post(&format!("/isv/opportunities/{id}/clone"), &[]);
        assert_eq!(answer.status, 422);
        assert_eq!(
            answer.page().errors(),
            [(
                "drafts".to_owned(),
                "You have 50 drafts – discard one to begin another".to_owned()
            )]
        );
    });
}
