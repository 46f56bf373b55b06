//! Individual Pricing: a percentage or a price for every line of every product.
//!
//! A product's first row, named `*`, stands for all rows that are left empty.

use crate::answers::{Fields, Problems, discount, typed};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{Discount, IndividualPricing, LineRule};
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::{Charge, LineKey};
use std::collections::BTreeMap;

/// The name of the row that stands for all rows left empty; no dimension key has such a character.
pub const ALL_ROWS: &str = "*";
/// The rule of a percentage.
pub const RULE_PERCENT: &str = "percent";
/// The rule of a price.
pub const RULE_PRICE: &str = "price";

/// The lines of a product that have a row: its contract dimensions for every contract duration, then its usage.
pub fn lines(product: &Product, durations: &[ContractDuration]) -> Vec<LineKey> {
    let upfront = product.contract_dimensions().flat_map(|dimension| {
        durations.iter().map(|duration| LineKey {
            dimension: dimension.key.clone(),
            charge: Charge::Upfront(*duration),
        })
    });
    let usage = product.usage_dimensions().map(|dimension| LineKey {
        dimension: dimension.key.clone(),
        charge: Charge::Usage,
    });
    upfront.chain(usage).collect()
}

/// The name of a line within a product: `users` for usage, `users:P12M` for a contract duration.
pub fn line_code(key: &LineKey) -> String {
    match key.charge {
        Charge::Usage => key.dimension.to_string(),
        Charge::Upfront(duration) => format!("{}:{}", key.dimension, duration.code()),
    }
}

/// The name of a row's value.
pub fn value_field(product: &ProductId, row: &str) -> String {
    format!("value[{product}][{row}]")
}

/// The name of a row's rule.
pub fn rule_field(product: &ProductId, row: &str) -> String {
    format!("rule[{product}][{row}]")
}

/// Reads the rules of all products. Rows without a value and without one for all rows keep the list price if a price is
/// asked for, and have no rule if a percentage is.
///
/// # Errors
/// What is wrong with the values and contract durations.
pub fn parse(fields: &Fields, products: &[Product]) -> Result<Discount, Problems> {
    let currency = discount::currency(fields);
    let mut problems = Problems::none();
    let mut parsed = BTreeMap::new();
    for product in products {
        let durations = discount::durations(fields, product).unwrap_or_else(|found| {
            problems.append(found);
            Vec::new()
        });
        let mut rules = BTreeMap::new();
        for key in lines(product, &durations) {
            match rule(fields, product, &key, currency) {
                Ok(Some(rule)) => {
                    rules.insert(key, rule);
                }
                Ok(None) => {
                    let kept = list_price(fields, product, &key, currency);
                    rules.extend(kept.map(|price| (key, LineRule::Price(price))));
                }
                // The row for all rows is read for every line, and what is wrong with it said once.
                Err(found) => problems.append_new(found),
            }
        }
        parsed.insert(product.id.clone(), IndividualPricing { durations, rules });
    }
    problems.unless_any(Discount::Individual {
        currency,
        products: parsed,
    })
}

/// The rule of one line: its own row's, or that of the row for all.
fn rule(
    fields: &Fields,
    product: &Product,
    key: &LineKey,
    currency: Currency,
) -> Result<Option<LineRule>, Problems> {
    let row = line_code(key);
    let own = !fields
        .get(&value_field(&product.id, &row))
        .trim()
        .is_empty();
    let dimension = product.dimension(&key.dimension);
    let (row, name) = if own {
        (row.as_str(), dimension.map_or("", |d| d.name.as_str()))
    } else {
        (ALL_ROWS, "all dimensions")
    };
    let value = value_field(&product.id, row);
    if fields.get(&rule_field(&product.id, row)) == RULE_PRICE {
        let what = format!("Wholesale price for {name}");
        let price = typed::amount(
            fields.get(&value),
            key.charge.kind(),
            currency,
            &value,
            &what,
        )?;
        Ok(price.map(LineRule::Price))
    } else {
        Ok(typed::percent(fields.get(&value), &value)?.map(LineRule::Percent))
    }
}

/// The list price that a row keeps into which nothing is typed: wholesale prices begin with the list prices, and so do
/// rates of usage (Seller Guide, selling authorizations). There are list prices in their own currency only.
fn list_price(
    fields: &Fields,
    product: &Product,
    key: &LineKey,
    currency: Currency,
) -> Option<Amount> {
    let rule = rule_field(&product.id, &line_code(key));
    let dimension = product.dimension(&key.dimension)?;
    let list = match key.charge {
        Charge::Usage => dimension.usage_rate,
        Charge::Upfront(duration) if fields.get(&rule) == RULE_PRICE => {
            dimension.upfront.get(&duration).copied()
        }
        Charge::Upfront(_) => None,
    };
    list.filter(|_| currency == Currency::LIST)
}
