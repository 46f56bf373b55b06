//! The rules between the parts of an authorization (Catalog API, error codes of change sets).

use super::asked::{Asked, Pricing};
use super::remark::Faults;
use crate::domain::buyers::Buyers;

/// What must hold between the parts whatever the product is.
pub(super) fn check(asked: &Asked, faults: &mut Faults) {
    if let Some(pricing) = &asked.pricing {
        combination(pricing, faults);
    }
    schedule(asked, faults);
    if asked.released {
        complete(asked, faults);
    }
}

fn combination(pricing: &Pricing, faults: &mut Faults) {
    if let (Some(fixed), false) = (&pricing.fixed, pricing.upfront.is_empty()) {
        let text = "a fixed price and configurable prices cannot stand together";
        faults.rule(&fixed.path, "INCOMPATIBLE_TERMS", text);
    }
    if let Some(model) = pricing.model.as_ref().filter(|model| model.value == "Free") {
        let text = "a free product cannot be resold; the pricing model must be Usage or Contract";
        faults.rule(&model.path, "INCOMPATIBLE_TERMS", text);
    }
}

fn schedule(asked: &Asked, faults: &mut Faults) {
    let fixed = asked
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.fixed.as_ref());
    match (&asked.schedule, fixed) {
        (None, None) => {}
        (None, Some(fixed)) => {
            let text = "a fixed price of 0 needs a payment schedule that says what is paid";
            faults.rule(&fixed.path, "MISSING_MANDATORY_TERMS", text);
        }
        (Some(schedule), None) => {
            let text = "a payment schedule needs a ResaleFixedUpfrontPricingTerm";
            faults.rule(&schedule.path, "INCOMPATIBLE_TERMS", text);
        }
        (Some(schedule), Some(_)) => {
            let currency = asked.pricing.as_ref().and_then(|pricing| pricing.currency);
            if let Some(currency) = currency.filter(|currency| *currency != schedule.currency) {
                let text = format!(
                    "must be {currency}, the currency of the prices, not {}",
                    schedule.currency
                );
                faults.rule(
                    format!("{}.CurrencyCode", schedule.path),
                    "INCOMPATIBLE_CURRENCY_CODE",
                    text,
                );
            }
        }
    }
    let Some(schedule) = &asked.schedule else {
        return;
    };
    let limits = asked.availability.as_ref();
    let last_day = limits.and_then(|limits| limits.last_day.as_ref());
    let single_use = limits.is_some_and(|limits| limits.single_use);
    if last_day.is_none() || !single_use {
        let text =
            "a payment schedule needs both AvailabilityEndDate and an OffersMaxQuantity of 1";
        faults.rule(&schedule.path, "INCOMPATIBLE_TERMS", text);
    }
}

/// What partners see must be complete.
fn complete(asked: &Asked, faults: &mut Faults) {
    if asked.pricing.is_none() {
        let text = "it is released without prices";
        faults.rule(&asked.path, "MISSING_MANDATORY_TERMS", text);
    }
    if asked.eula.is_none() {
        let text = "it is released without a EULA: a BuyerLegalTerm is missing";
        faults.rule(&asked.path, "MISSING_MANDATORY_TERMS", text);
    }
    let anyone = asked.buyers.as_ref().is_none_or(Buyers::is_anyone);
    if let Some(path) = asked.renewal.as_ref().filter(|_| anyone) {
        let text = "a renewal needs the account of at least one buyer";
        faults.rule(path, "INCOMPATIBLE_BUYER_TARGETING", text);
    }
}
