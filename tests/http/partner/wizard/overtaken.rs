//! What comes too late while it is being saved leaves nothing: no file, and no word about the reseller contract.

use super::{Offer, complete, vault};
use crate::overtaken::overtaken;
use crate::portal::{Database, TestPortal};
use crate::trade::fields;
use crate::wizard::uploads;
use consign::answers::Step;
use consign::answers::offer::OfferStep;
use consign::domain::agreements::DocumentKind;
use consign::store::documents;
use consign::store::events::{self, OpportunityEvent};
use consign::store::offers::contract_acceptance;

/// A draft of an offer whose reseller contract is the standard one.
fn with_contract(portal: &TestPortal) -> Offer<'_> {
    Offer::with(
        portal,
        |trade| {
            let mut answers = vault(trade);
            answers.set(Step::Rcmp, fields(&[("contract", "rcmp")]));
            answers
        },
        &complete(),
    )
}

fn is_accepted(offer: &Offer<'_>) -> bool {
    let id = offer.draft.parse().expect("an id");
    let db = &offer.trade.portal.db;
    let read = db.read_now(|c| contract_acceptance(c, id));
    read.expect("it can be read").is_some()
}

/// How often an acceptance was recorded, and how often it was taken back.
fn told(offer: &Offer<'_>) -> (usize, usize) {
    let (opportunity, scope) = (offer.opportunity.parse().expect("an id"), offer.who.1);
    let db = &offer.trade.portal.db;
    let events = db.read_now(|c| events::of_partner(c, &scope, opportunity));
    let events = events.expect("they can be read");
    let of = |kind| events.iter().filter(|event| event.kind == kind).count();
    (
        of(OpportunityEvent::ContractAccepted),
        of(OpportunityEvent::ContractWithdrawn),
    )
}

fn saves(offer: &Offer<'_>) -> String {
    let draft = &offer.draft;
    format!("UPDATE offer_drafts SET version = version + 1 WHERE id = '{draft}'")
}

#[test]
fn the_acceptance_stays_that_an_offer_was_extended_with_meanwhile() {
    let portal = TestPortal::start(Database::Postgres);
    let offer = with_contract(&portal);
    offer.accepts(OfferStep::Terms, &[("accept", "yes")], "price");
    let form = offer.page("terms").form("Save and continue");
    let form = form.choose("accept", &[]);
    // Whoever extends the offer takes its draft away, and the offer has the acceptance by the draft's id.
    let extends = format!("DELETE FROM offer_drafts WHERE id = '{}'", offer.draft);
    let answer = overtaken(&portal, &extends, || offer.submit("terms", &form));
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert!(is_accepted(&offer));
    assert_eq!(told(&offer), (1, 0));
}

#[test]
fn a_contract_is_neither_accepted_nor_withdrawn_by_who_comes_too_late() {
    let portal = TestPortal::start(Database::Postgres);
    let offer = with_contract(&portal);
    let form = offer.page("terms").form("Save and continue");
    let ticked = form.choose("accept", &["yes"]);
    let answer = overtaken(&portal, &saves(&offer), || offer.submit("terms", &ticked));
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(!is_accepted(&offer));
    offer.accepts(OfferStep::Terms, &[("accept", "yes")], "price");
    let form = offer.page("terms").form("Save and continue");
    let free = form.choose("accept", &[]);
    let answer = overtaken(&portal, &saves(&offer), || offer.submit("terms", &free));
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(is_accepted(&offer));
    assert_eq!(told(&offer), (1, 0));
}

#[test]
fn a_document_that_comes_too_late_is_not_kept() {
    let portal = TestPortal::start(Database::Postgres);
    let offer = Offer::sound(&portal, vault);
    let form = offer.page("documents").form("Save and continue");
    let files = [("amendment_file", "late.pdf", &b"%PDF-1.7 late"[..])];
    let send = || uploads::send(&offer.browser, &form.action, &form.fields, &files);
    let answer = overtaken(&portal, &saves(&offer), send);
    assert_eq!(answer.status, 409, "{}", answer.text());
    let scope = offer.who.1;
    let kept = portal
        .db
        .read_now(|c| documents::list(c, &scope, DocumentKind::Eula));
    assert_eq!(kept.expect("they can be read"), []);
}
