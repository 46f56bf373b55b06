//! Where drafts of offers are begun, listed and thrown away.

use super::{COLLEAGUE, OTHER_PARTNER, Offer, complete, keep, logstream, once, person, vault};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{PARTNER, Trade};
use chrono::TimeDelta;
use consign::store::drafts::MAX_PER_PERSON;

#[test]
fn looking_begins_nothing_and_two_presses_begin_one_draft() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Q1 renewals");
        let browser = portal.sign_in(PARTNER);
        let path = format!("/partner/opportunities/{opportunity}/offers/new");
        let page = browser.get(&path).page();
        assert_eq!(page.heading(), "Create an offer from “Q1 renewals”");
        assert!(
            browser
                .get("/partner/offer-drafts")
                .page()
                .rows()
                .is_empty()
        );
        let form = page.form("Create offer");
        let first = browser.submit(&path, &form);
        assert_eq!(first.status, 303);
        assert!(first.location().starts_with("/partner/offer-drafts/ofd_"));
        assert!(first.location().ends_with("/terms"));
        assert_eq!(browser.submit(&path, &form).location(), first.location());
        assert_eq!(browser.get("/partner/offer-drafts").page().rows().len(), 1);
        // A colleague's press begins a draft of their own.
        portal.clock.advance(TimeDelta::minutes(1));
        let other = portal.sign_in(COLLEAGUE).submit(&path, &form);
        assert_ne!(other.location(), first.location());
        insta::assert_snapshot!("begin", browser.get(&path).main());
    });
}

#[test]
fn the_list_says_how_far_each_is_and_what_cannot_be_extended() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(PARTNER);
    insta::assert_snapshot!("none", browser.get("/partner/offer-drafts").main());
    let offer = Offer::sound(&portal, once);
    keep(&portal, &offer.who, &offer.opportunity, &complete());
    portal.clock.advance(TimeDelta::minutes(1));
    Offer::empty(&portal, vault);
    assert_eq!(offer.extend().status, 303);
    let page = browser.get("/partner/offer-drafts");
    insta::assert_snapshot!("some", page.main());
    assert_eq!(page.page().texts(".tag"), ["Used"]);
    let theirs = portal.sign_in(OTHER_PARTNER).get("/partner/offer-drafts");
    assert!(theirs.page().rows().is_empty());
}

#[test]
fn a_draft_is_discarded_after_asking() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, logstream);
        let path = offer.at("discard");
        let page = offer.browser.get(&path).page();
        assert_eq!(page.heading(), "Discard “Offer for Acme”?");
        let answer = offer.browser.submit(&path, &page.form("Discard draft"));
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/partner/offer-drafts")
        );
        let page = offer.browser.follow(answer).page();
        assert!(page.texts("[data-banner]")[0].contains("“Offer for Acme” is discarded."));
        for place in ["terms", "review", "discard"] {
            assert_eq!(offer.browser.get(&offer.at(place)).status, 404, "{place}");
        }
        assert_eq!(offer.browser.post(&path, &[]).status, 404);
    });
}

#[test]
fn nobody_begins_more_drafts_than_anybody_keeps_in_mind() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let opportunity = trade.named("Q1 renewals");
    let who = person(&portal, PARTNER);
    for _ in 0..MAX_PER_PERSON {
        keep(&portal, &who, &opportunity, &complete());
    }
    let browser = portal.sign_in(PARTNER);
    let path = format!("/partner/opportunities/{opportunity}/offers/new");
    let answer = browser.post(&path, &[]);
    assert_eq!(answer.status, 422);
    let text = "You have 50 drafts – discard one to begin another";
    let error = ("drafts".to_owned(), text.to_owned());
    assert_eq!(answer.page().errors(), [error]);
    let colleague = portal.sign_in(COLLEAGUE);
    assert_eq!(colleague.post(&path, &[]).status, 303);
}
