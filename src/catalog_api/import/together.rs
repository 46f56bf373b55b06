//! The rules between the parts of an authorization (Catalog API, error codes of change sets), and between an authorization and
//! the dimensions that are added for it.

use super::Contents;
use super::asked::{Asked, Card, Pricing};
use super::remark::{Faults, Remark};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::DimensionKey;

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

/// What is added to a product is added for an authorization of the same document: that is the only place it has here.
pub(super) fn added(contents: &mut Contents, faults: &mut Faults) {
    for (product, at) in &contents.dimensions {
        let key = &at.value.key;
        let mut of_product: Vec<&mut Asked> = contents
            .asked
            .iter_mut()
            .filter(|asked| {
                asked
                    .product
                    .as_ref()
                    .is_some_and(|at| at.value == *product)
            })
            .collect();
        if of_product.iter().any(|asked| prices(asked, key)) {
            continue;
        }
        match of_product.first_mut() {
            Some(asked) => {
                let text = format!("{key} has no price in an authorization here and is not kept");
                asked.left_over.push(Remark::new(&at.path, text));
            }
            None => {
                let text = format!(
                    "{key} is added to {product}, and nothing here authorizes anybody to resell that; put this request and the one that does into one list"
                );
                faults.add(&at.path, text);
            }
        }
    }
}

/// Whether an authorization has a price or units of a dimension.
fn prices(asked: &Asked, key: &DimensionKey) -> bool {
    let Some(pricing) = &asked.pricing else {
        return false;
    };
    let in_card = |card: &Card| card.prices.iter().any(|(at, _)| at.value == *key);
    let fixed = pricing.fixed.iter().flat_map(|fixed| &fixed.grants);
    pricing.usage.as_ref().is_some_and(in_card)
        || pricing.upfront.iter().any(|upfront| in_card(&upfront.card))
        || fixed.into_iter().any(|at| at.value.dimension == *key)
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
