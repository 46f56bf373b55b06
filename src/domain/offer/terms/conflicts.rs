//! What keeps parts of an offer from going together and with their opportunity.

use super::{OfferParts, SubscriptionEnd, subscription_end};
use crate::domain::account::AccountId;
use crate::domain::agreements::ResellerContract;
use crate::domain::buyers::Buyers;
use crate::domain::offer::adjustment::{self, Adjustment, PriceRefusal};
use crate::domain::opportunity::Opportunity;
use chrono::NaiveDate;

/// What keeps parts of an offer from going together, or from going with their opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferConflict {
    /// There is a reseller contract, and it was not accepted.
    ContractNotAccepted,
    /// An offer is for somebody.
    NoBuyers,
    /// The opportunity is for certain buyers, and this account is none of them.
    ForeignBuyer(AccountId),
    /// The prices cannot be made so.
    Price(PriceRefusal),
    /// The expiry date is not tomorrow or later.
    ExpiryTooEarly,
    /// The product needs the day on which the subscription ends.
    SubscriptionEndMissing,
    /// The subscription does not end after the offer's expiry date.
    SubscriptionEndTooEarly,
    /// The subscription ends later than it may.
    SubscriptionEndTooLate(NaiveDate),
    /// So many payments fall due before the offer expires, and only one may (Catalog API, TOO_MANY_BACKDATED_CHARGES).
    PaymentsBeforeExpiry(usize),
    /// A payment falls due when the contract of even the last buyer to accept is over.
    PaymentAfterContract(usize),
}

/// What keeps these parts from being an offer from this opportunity. A part that is not there is not judged.
pub fn conflicts(
    opportunity: &Opportunity,
    parts: &OfferParts,
    today: NaiveDate,
) -> Vec<OfferConflict> {
    let mut found = Vec::new();
    if opportunity.contract != ResellerContract::None && !parts.contract_accepted {
        found.push(OfferConflict::ContractNotAccepted);
    }
    if let Some(buyers) = &parts.buyers {
        buyer_conflicts(opportunity, buyers, &mut found);
    }
    if let Some(adjustment) = &parts.adjustment {
        found.extend(
            price_refusals(opportunity, adjustment)
                .into_iter()
                .map(OfferConflict::Price),
        );
    }
    if let Some(expires_on) = parts.expires_on {
        let ends = parts.subscription_end;
        found.extend(expiry_conflicts(opportunity, expires_on, ends, today));
    }
    found
}

fn buyer_conflicts(opportunity: &Opportunity, buyers: &Buyers, found: &mut Vec<OfferConflict>) {
    if buyers.accounts().is_empty() {
        found.push(OfferConflict::NoBuyers);
    }
    if !opportunity.buyers.is_anyone() {
        let foreign = buyers
            .accounts()
            .iter()
            .filter(|account| !opportunity.buyers.accounts().contains(account));
        found.extend(foreign.cloned().map(OfferConflict::ForeignBuyer));
    }
}

fn price_refusals(opportunity: &Opportunity, adjustment: &Adjustment) -> Vec<PriceRefusal> {
    let currency = opportunity.prices.currency;
    let of_schedule = match &opportunity.schedule {
        Some(schedule) => adjustment::payments(schedule, adjustment, currency).err(),
        None if matches!(adjustment, Adjustment::OwnAmounts(_)) => {
            Some(vec![PriceRefusal::AmountsWithoutSchedule])
        }
        None => None,
    };
    match of_schedule {
        Some(refusals) => refusals,
        None => adjustment::lines(&opportunity.prices, adjustment)
            .err()
            .unwrap_or_default(),
    }
}

/// What keeps an offer from expiring on this day; also asked when the day is moved later.
pub fn expiry_conflicts(
    opportunity: &Opportunity,
    expires_on: NaiveDate,
    subscription_ends: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<OfferConflict> {
    let mut found = Vec::new();
    if expires_on <= today {
        found.push(OfferConflict::ExpiryTooEarly);
    }
    match (subscription_end(opportunity, today), subscription_ends) {
        (SubscriptionEnd::Fixed(_), _) => {}
        (SubscriptionEnd::Chosen { .. }, None) => found.push(OfferConflict::SubscriptionEndMissing),
        (SubscriptionEnd::Chosen { .. }, Some(end)) if end <= expires_on => {
            found.push(OfferConflict::SubscriptionEndTooEarly);
        }
        (SubscriptionEnd::Chosen { latest }, Some(end)) if end > latest => {
            found.push(OfferConflict::SubscriptionEndTooLate(latest));
        }
        (SubscriptionEnd::Chosen { .. }, Some(_)) => {}
    }
    let Some(schedule) = &opportunity.schedule else {
        return found;
    };
    let before = schedule
        .payments
        .iter()
        .filter(|payment| payment.date < expires_on)
        .count();
    if before > 1 {
        found.push(OfferConflict::PaymentsBeforeExpiry(before));
    }
    let over = schedule.contract.end_after(expires_on);
    let late = schedule
        .payments
        .iter()
        .position(|payment| over.is_some_and(|over| payment.date >= over));
    found.extend(late.map(|index| OfferConflict::PaymentAfterContract(index + 1)));
    found
}
