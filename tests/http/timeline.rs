//! What happened to an opportunity, as its ISV reads it: every kind of line, and nothing that is the partner's own.

use crate::notifications::{add, letters};
use crate::portal::{TestPortal, on_each_database};
use crate::sold::Sale;
use crate::trade::{ADMIN, PARTNER, Trade, fields};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::store::{notices, outbox};
use consign::web::letters as write;

/// The last day of the opportunity here, nine days away.
const LAST_DAY: [(&str, &str); 4] = [
    ("duration", "specific_time"),
    ("end-day", "1"),
    ("end-month", "12"),
    ("end-year", "2026"),
];

/// Creates an opportunity by the pages, which tell its reseller of it; its id.
fn created(trade: &Trade<'_>) -> String {
    let mut answers = trade.answers("Q1 renewals");
    answers.set(Step::Duration, fields(&LAST_DAY));
    let review = format!("/isv/drafts/{}/review", trade.keep(&answers));
    let browser = trade.portal.sign_in(ADMIN);
    let form = browser.get(&review).page().form("Create opportunities");
    let made = browser.follow(browser.submit(&review, &form)).page();
    made.attributes("tr[data-id]", "data-id").remove(0)
}

/// What waits is sent to these, and refused for good by all others.
fn deliver(portal: &TestPortal, reached: &[&str]) {
    let now = portal.clock.now();
    let delivered = portal.db.write_now(|c| {
        for letter in outbox::lease(c, u16::MAX, now)? {
            if reached.contains(&letter.recipient.as_str()) {
                outbox::sent(c, &letter, now)?;
            } else {
                outbox::failed(c, &letter, "550 5.1.1 nobody here", None, now)?;
            }
        }
        Ok(())
    });
    delivered.expect("it can be written");
}

/// Looks as the portal does each minute.
fn remind(portal: &TestPortal) {
    let (now, origin) = (portal.clock.now(), portal.url.parse().expect("an origin"));
    let letters =
        |c: &mut _, kind, opportunity: &_| write::of_notice(c, &origin, kind, opportunity, now);
    let told = portal
        .db
        .write_now(|c| notices::tell(c, 100, &[], &letters, now));
    assert_eq!(told.expect("it can be told").done, 1);
}

#[test]
fn everything_that_happened_is_on_the_page_with_its_reason_and_where_it_led() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        add(
            &portal.sign_in(PARTNER),
            "desk@contoso.example",
            &["opportunities", "reminders"],
        );
        letters(portal);
        let id = created(&trade);
        portal.clock.advance(TimeDelta::minutes(1));
        deliver(portal, &["resale@contoso.example"]);
        let extended = portal.clock.now() + TimeDelta::minutes(1);
        trade.sell(&Sale::of(&id, extended));
        portal.clock.advance(TimeDelta::days(2));
        remind(portal);
        deliver(portal, &["channel@northwind.example"]);

        let browser = portal.sign_in(ADMIN);
        let page = format!("/isv/opportunities/{id}");
        let draft = browser.post(&format!("{page}/clone"), &[]);
        let review = draft.location().to_owned();
        let form = browser.get(&review).page().form("Create opportunities");
        portal.clock.advance(TimeDelta::minutes(1));
        assert_eq!(browser.submit(&review, &form).status, 303);
        portal.clock.advance(TimeDelta::minutes(1));
        let revoke = format!("{page}/revoke");
        let form = browser.get(&revoke).page().form("Revoke opportunity");
        let form = form.set("reason", "Prices <b>change</b>\nsoon");
        assert_eq!(browser.submit(&revoke, &form).status, 303);

        let told = browser.get(&page).page();
        let lines = told.texts(".timeline li").join("\n");
        let lines = crate::html::number_ids(&lines);
        insta::allow_duplicates! { insta::assert_snapshot!("isv", lines) };
        let links = told.attributes(".timeline a", "href");
        for place in ["/isv/batches/bat_", "/isv/offers/off_"] {
            assert!(
                links.iter().any(|link| link.starts_with(place)),
                "{links:?}"
            );
        }
        let batches = links
            .iter()
            .filter(|link| link.starts_with("/isv/batches/"));
        assert_eq!(batches.count(), 2, "its own and the clone's: {links:?}");
        for secret in ["Tom Okafor", "desk@contoso.example"] {
            assert!(!told.text().contains(secret), "{secret}");
        }
        let partner = portal.sign_in(PARTNER);
        let theirs = partner.get(&format!("/partner/opportunities/{id}")).page();
        let lines = theirs.texts(".timeline li").join("\n");
        let lines = crate::html::number_ids(&lines);
        insta::allow_duplicates! { insta::assert_snapshot!("partner", lines) };
    });
}
