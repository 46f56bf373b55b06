//! Discounts on what Northwind sells.

use super::{amount, day, key, percent, upfront, usage};
use chrono::NaiveDate;
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};
use consign::domain::contract_duration::DurationUnit;
use consign::domain::discount::{Discount, IndividualPricing, LineRule};
use consign::domain::money::Currency;
use consign::domain::pricing::LineKey;
use consign::domain::schedule::{Grant, Payment, Schedule};
use std::collections::BTreeMap;

/// One percentage off, for every contract duration of the public offers that a product takes at once.
pub fn percentage(text: &str, products: &[Product]) -> Discount {
    let durations = |product: &Product| {
        let mut public = product.public_durations();
        if product.model.duration_unit() == Some(DurationUnit::Days) {
            public.truncate(1);
        }
        public
    };
    Discount::Percentage {
        percent: percent(text),
        durations: products
            .iter()
            .map(|p| (p.id.clone(), durations(p)))
            .collect(),
    }
}

/// A rule for each line of one product.
pub fn individual(
    product: &Product,
    currency: Currency,
    durations: &[ContractDuration],
    rules: &[(LineKey, LineRule)],
) -> Discount {
    let pricing = IndividualPricing {
        durations: durations.to_vec(),
        rules: rules.iter().cloned().collect(),
    };
    Discount::Individual {
        currency,
        products: BTreeMap::from([(product.id.clone(), pricing)]),
    }
}

/// One wholesale price for every line of every product.
pub fn individual_price(
    price: &str,
    products: &[Product],
    duration_of: impl Fn(&Product) -> Option<ContractDuration>,
) -> Discount {
    let pricing = |product: &Product| {
        let durations: Vec<_> = duration_of(product).into_iter().collect();
        let contract = durations.first().into_iter().flat_map(|duration| {
            product
                .contract_dimensions()
                .map(|d| upfront(d.key.as_str(), *duration))
        });
        let keys = contract.chain(product.usage_dimensions().map(|d| usage(d.key.as_str())));
        let rules = keys
            .map(|key| (key, LineRule::Price(amount(price))))
            .collect();
        IndividualPricing { durations, rules }
    };
    Discount::Individual {
        currency: Currency::Usd,
        products: products
            .iter()
            .map(|p| (p.id.clone(), pricing(p)))
            .collect(),
    }
}

pub fn payment(date: &str, value: &str) -> Payment {
    Payment {
        date: day(date),
        amount: amount(value),
    }
}

pub fn grant(dimension: &str, quantity: u32) -> Grant {
    Grant {
        dimension: key(dimension),
        quantity,
    }
}

/// Two payments after [`last_day_of_schedule`], for a contract of a year, with units of the product's first dimension.
pub fn schedule(product: &Product) -> Schedule {
    let first = product.contract_dimensions().next().unwrap();
    let contract = match product.model.duration_unit() {
        Some(DurationUnit::Days) => Days(365),
        Some(DurationUnit::Months) | None => Months(12),
    };
    Schedule {
        contract,
        grants: vec![grant(first.key.as_str(), 500)],
        payments: vec![
            payment("2027-04-01", "200.00"),
            payment("2027-10-01", "250.00"),
        ],
    }
}

pub fn last_day_of_schedule() -> NaiveDate {
    day("2027-03-31")
}

pub fn flexible(schedule: Schedule) -> Discount {
    Discount::Flexible {
        currency: Currency::Usd,
        schedule,
        rates: BTreeMap::new(),
    }
}
