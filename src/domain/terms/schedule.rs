//! What keeps a flexible payment schedule from going with the other parts (Seller Guide, flexible payment scheduler;
//! Catalog API, UpdatePaymentSchedule).

use super::{Conflict, Parts};
use crate::domain::catalog::Product;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::duration::{Duration, DurationKind};
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::{MAX_GRANTS, MAX_PAYMENTS, MAX_QUANTITY, Schedule};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What keeps the units of a schedule from going with the product and its dimensions.
pub fn units(parts: &Parts, products: &[Product], schedule: &Schedule, found: &mut Vec<Conflict>) {
    let [product] = products else { return };
    let choices = parts.choices(product);
    let mut seen = BTreeSet::new();
    for grant in &schedule.grants {
        let listed = product
            .contract_dimensions()
            .any(|d| d.key == grant.dimension);
        if !listed || choices.removed.contains(&grant.dimension) {
            found.push(Conflict::UnitsOfRemoved(grant.dimension.clone()));
        } else if !seen.insert(&grant.dimension) {
            found.push(Conflict::UnitsTwice(grant.dimension.clone()));
        } else if !possible_quantity(grant.quantity) {
            found.push(Conflict::UnitsOutOfRange(grant.dimension.clone()));
        }
    }
    found.extend(choices.custom.iter().filter_map(|d| match d.units {
        None => Some(Conflict::CustomWithoutUnits(d.key.clone())),
        Some(units) if possible_quantity(units) => None,
        Some(_) => Some(Conflict::UnitsOutOfRange(d.key.clone())),
    }));
    let count = schedule.grants.len() + choices.custom.len();
    if count == 0 {
        found.push(Conflict::NoUnits);
    } else if product.model == PricingModel::ProfessionalServices && count > 1 {
        found.push(Conflict::ServicesUnits(count));
    } else if product.tiered && count > 1 {
        found.push(Conflict::TierUnits(product.clone(), count));
    } else if count > MAX_GRANTS {
        found.push(Conflict::TooManyUnits(count));
    }
    if product.tiered {
        tier_quantities(schedule, &choices, found);
    }
}

/// Of a tier one unit is bought: its buyer picks the dimension and no quantity (Seller Guide, SaaS contracts).
fn tier_quantities(schedule: &Schedule, choices: &DimensionChoices, found: &mut Vec<Conflict>) {
    let own = schedule.grants.iter();
    let own = own.map(|grant| (&grant.dimension, grant.quantity));
    let added = choices.custom.iter();
    let added = added.filter_map(|dimension| Some((&dimension.key, dimension.units?)));
    for (key, quantity) in own.chain(added) {
        if quantity != 1 && possible_quantity(quantity) {
            found.push(Conflict::TierQuantity(key.clone()));
        }
    }
}

fn possible_quantity(quantity: u32) -> bool {
    (1..=MAX_QUANTITY).contains(&quantity)
}

/// What keeps the payments of a schedule from going with the duration, and the duration with a schedule.
pub fn payments(parts: &Parts, schedule: &Schedule, today: NaiveDate, found: &mut Vec<Conflict>) {
    let count = schedule.payments.len();
    if count == 0 || count > MAX_PAYMENTS {
        found.push(Conflict::PaymentCount(count));
    }
    let last_day = parts.duration.and_then(Duration::last_day);
    let contract_end = last_day.and_then(|day| schedule.contract.end_after(day));
    for (number, payment) in (1..).zip(&schedule.payments) {
        let earlier = schedule
            .payments
            .iter()
            .take(number - 1)
            .position(|other| other.date == payment.date);
        if let Some(position) = earlier {
            found.push(Conflict::PaymentsOnOneDay(position + 1, number));
        } else if payment.date <= today {
            found.push(Conflict::PaymentNotInFuture(number));
        } else if let Some(day) = last_day.filter(|day| payment.date <= *day) {
            found.push(Conflict::PaymentBeforeLastDay(number, day));
        } else if let Some(end) = contract_end.filter(|end| payment.date >= *end) {
            found.push(Conflict::PaymentAfterContract(number, end));
        }
    }
    match parts.duration {
        Some(Duration::SingleUse { last_day: None }) => found.push(Conflict::ScheduleNeedsLastDay),
        Some(duration) if duration.kind() != DurationKind::SingleUse => {
            found.push(Conflict::ScheduleNeedsSingleUse(duration.kind()));
        }
        Some(_) | None => {}
    }
}
