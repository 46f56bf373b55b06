//! Individual Pricing: a percentage or a price for every line of every product.
//!
//! A product's first row, named `*`, stands for all rows that are left empty.

use crate::answers::{Fields, Problems, discount, typed};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{Discount, IndividualPricing, LineRule};
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::{Charge, LineKey};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

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

/// Reads [`line_code`]; the row that stands for all is no line.
pub fn line_of(row: &str) -> Option<LineKey> {
    let (dimension, charge) = match row.split_once(':') {
        Some((dimension, code)) => (dimension, Charge::parse(code)?),
        None => (row, Charge::Usage),
    };
    Some(LineKey {
        dimension: DimensionKey::parse(dimension)?,
        charge,
    })
}

/// The name of a row's value.
pub fn value_field(product: impl Display, row: &str) -> String {
    format!("value[{product}][{row}]")
}

/// The name of a row's rule.
pub fn rule_field(product: impl Display, row: &str) -> String {
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
        let of = of_product(product, products.len());
        let mut rules = BTreeMap::new();
        for key in lines(product, &durations) {
            let named = |name: &str| {
                let charge = charged_for(product, &key, durations.len());
                format!("{name}{of}{charge}")
            };
            match rule(fields, product, &key, currency, (named, &of)) {
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

/// Whether nothing is saved of any row of a product: its wholesale prices begin with the list prices then.
pub fn is_untouched(fields: &Fields, product: &Product) -> bool {
    let (rule, value) = (
        format!("rule[{}]", product.id),
        format!("value[{}]", product.id),
    );
    !fields
        .iter()
        .any(|(name, _)| name.starts_with(&rule) || name.starts_with(&value))
}

/// The ids of the products into whose rows a value was typed.
pub fn priced(fields: &Fields) -> BTreeSet<&str> {
    let filled = fields
        .iter()
        .filter(|(_, values)| values.iter().any(|value| !value.trim().is_empty()));
    filled
        .filter_map(|(name, _)| name.strip_prefix("value[")?.split_once(']'))
        .map(|(product, _)| product)
        .collect()
}

/// The product of a row as messages name it, when so many are chosen.
pub fn of_product(product: &Product, chosen: usize) -> String {
    if chosen > 1 {
        format!(" of {}", product.title)
    } else {
        String::new()
    }
}

/// What a row charges for as messages name it, when its dimension has several rows in so many contract durations.
pub fn charged_for(product: &Product, key: &LineKey, durations: usize) -> String {
    let is_several = match key.charge {
        Charge::Upfront(_) => durations > 1,
        Charge::Usage => false,
    };
    let dimension = product.dimension(&key.dimension);
    if is_several || dimension.is_some_and(|d| d.is_contract() && d.is_usage()) {
        format!(" for {}", key.charge.label())
    } else {
        String::new()
    }
}

/// The rule of one line: its own row's, or that of the row for all.
fn rule(
    fields: &Fields,
    product: &Product,
    key: &LineKey,
    currency: Currency,
    (named, of): (impl Fn(&str) -> String, &str),
) -> Result<Option<LineRule>, Problems> {
    let row = line_code(key);
    let own = !fields
        .get(&value_field(&product.id, &row))
        .trim()
        .is_empty();
    let (row, name) = if own {
        let dimension = product.dimension(&key.dimension);
        (row.as_str(), named(dimension.map_or("", |d| &d.name)))
    } else {
        (ALL_ROWS, format!("all dimensions{of}"))
    };
    let value = value_field(&product.id, row);
    let typed = fields.get(&value);
    if fields.get(&rule_field(&product.id, row)) == RULE_PRICE {
        let what = format!("Wholesale price for {name}");
        let price = typed::amount(typed, key.charge.kind(), currency, &value, &what)?;
        Ok(price.map(LineRule::Price))
    } else {
        let what = format!("Discount for {name}");
        Ok(typed::percent(typed, &value, &what)?.map(LineRule::Percent))
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
