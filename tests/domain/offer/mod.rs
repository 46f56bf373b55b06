//! Private offers: how wholesale prices become the buyer's, what keeps an offer from being extended, what a buyer takes.

mod acceptance;
mod markup;
mod prices;
mod terms;

use crate::samples::{
    account, day, flexible, opportunity_of, percentage, schedule, today, vault_storage,
};
use consign::domain::buyers::Buyers;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{
    OfferConflict, OfferDetails, OfferParts, OfferTerms, conflicts,
};
use consign::domain::opportunity::Opportunity;

const BUYER: &str = "210987654321";
const OTHER_BUYER: &str = "123456789012";

/// Vault Storage at so many percent off, for 1, 12 and 24 months.
fn vault_at(percent: &str) -> Opportunity {
    let vault = vault_storage();
    let discount = percentage(percent, std::slice::from_ref(&vault));
    opportunity_of(&vault, discount)
}

/// Vault Storage under a payment schedule: 200.00 on 1 April and 250.00 on 1 October 2027.
fn scheduled() -> Opportunity {
    let vault = vault_storage();
    let discount = flexible(schedule(&vault));
    opportunity_of(&vault, discount)
}

/// Everything an offer of a contract needs.
fn parts(adjustment: Adjustment) -> OfferParts {
    OfferParts {
        contract_accepted: false,
        buyers: Some(Buyers::new(vec![account(BUYER)]).unwrap()),
        adjustment: Some(adjustment),
        amendments: Some(Vec::new()),
        details: Some(OfferDetails::new("Vault for Acme", "Negotiated by Tom").unwrap()),
        expires_on: Some(day("2026-12-31")),
        subscription_end: None,
    }
}

/// What keeps these parts from being an offer today; if nothing does there is a proof, and otherwise none.
fn found(opportunity: &Opportunity, parts: &OfferParts) -> Vec<OfferConflict> {
    let found = conflicts(opportunity, parts, today());
    let proof = OfferTerms::prove(opportunity, parts.clone(), today());
    assert_eq!(proof.is_some(), found.is_empty(), "{found:?}");
    found
}

fn proof(opportunity: &Opportunity, parts: OfferParts) -> OfferTerms {
    let conflicts = conflicts(opportunity, &parts, today());
    OfferTerms::prove(opportunity, parts, today()).unwrap_or_else(|| panic!("{conflicts:?}"))
}
