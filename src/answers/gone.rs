//! Dimensions and contract durations of which something was said and that their product does not have any more, because
//! the catalogue was imported anew since an opportunity was made or a draft was saved. What was said of them stays, is
//! shown on its step, and keeps the draft from being created until somebody clears it.

use super::fields::{HAD, LISTED, SCHEDULED};
use super::{Answers, Fields, Problem, Step, dimensions, discount, individual, schedule};
use crate::domain::catalog::{DimensionKey, Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::DiscountKind;
use crate::domain::pricing::{Charge, LineKey};
use std::collections::BTreeSet;

/// What a page says beside a dimension that is gone.
pub const NOTE: &str = "Not a dimension of the product any more";
/// What a page says beside a contract duration that is gone.
pub const DURATION_NOTE: &str = "Not a contract duration of the product any more";

/// The field of the dimensions that a percentage was taken off, of which nothing else is typed.
pub fn covered_field(product: &ProductId) -> String {
    format!("{HAD}[{product}]")
}

/// The field that names the dimensions for which a payment schedule of this product had boxes. Units are called by their
/// dimension alone, and those of a product that is not chosen at the moment say nothing about the chosen one.
pub fn scheduled_field(product: &ProductId) -> String {
    format!("{SCHEDULED}[{product}]")
}

/// A dimension that is gone, where there is room for one text only.
pub fn label(key: &DimensionKey) -> String {
    format!("{key} – not a dimension any more")
}

/// A contract duration that is gone, where there is room for one text only.
pub fn duration_label(duration: ContractDuration) -> String {
    format!("{} – not a contract duration any more", duration.label())
}

/// The contract durations that are ticked and are neither public nor the custom one.
pub fn durations(fields: &Fields, product: &Product) -> Vec<ContractDuration> {
    if !fields.holds(LISTED, product.id.as_str()) {
        return Vec::new();
    }
    let mut there = product.public_durations();
    there.extend(discount::custom(fields, product));
    let ticked = fields.all(&discount::term_field(&product.id)).iter();
    let ticked: BTreeSet<ContractDuration> = ticked
        .filter_map(|code| ContractDuration::parse(code))
        .collect();
    let gone = ticked.into_iter().filter(|each| !there.contains(each));
    gone.collect()
}

/// The lines that have an individual price for a contract duration that is gone: shown as long as it is ticked, as one may
/// want them for another. Clearing the duration is enough.
pub fn lines_of_durations(fields: &Fields, product: &Product) -> Vec<LineKey> {
    let gone = durations(fields, product);
    priced(fields, product)
        .filter(|line| {
            line.charge
                .contract()
                .is_some_and(|each| gone.contains(&each))
        })
        .filter(|line| is_contract(product, &line.dimension))
        .collect()
}

/// The contract dimensions of a SaaS contract that are kept: those whose boxes are ticked and, as long as the product's
/// boxes were never shown, those that have an individual price.
pub fn kept(answers: &Answers, product: &Product) -> Vec<DimensionKey> {
    if !product.model.is_saas_contract() {
        return Vec::new();
    }
    let fields = answers.get(Step::Dimensions);
    let keys: BTreeSet<DimensionKey> = if fields.holds(LISTED, product.id.as_str()) {
        filled(fields, &format!("keep[{}][", product.id))
            .filter_map(DimensionKey::parse)
            .filter(|key| dimensions::keeps(fields, &product.id, key))
            .collect()
    } else if discount::kind(answers.get(Step::Discount)) == Some(DiscountKind::Individual) {
        priced(answers.get(Step::Discount), product)
            .filter(|line| line.charge != Charge::Usage)
            .map(|line| line.dimension)
            .collect()
    } else {
        BTreeSet::new()
    };
    let gone = keys.into_iter().filter(|key| !is_contract(product, key));
    gone.collect()
}

/// The usage dimensions of a SaaS contract that have an additional usage fee.
pub fn fees(fields: &Fields, product: &Product) -> Vec<DimensionKey> {
    if !product.model.is_saas_contract() {
        return Vec::new();
    }
    filled(fields, &format!("fee[{}][", product.id))
        .filter_map(DimensionKey::parse)
        .filter(|key| !is_usage(product, key))
        .collect()
}

/// The dimensions that a percentage was taken off.
pub fn covered(fields: &Fields, product: &Product) -> Vec<DimensionKey> {
    let covered = fields.all(&covered_field(&product.id)).iter();
    covered
        .filter_map(|key| DimensionKey::parse(key))
        .filter(|key| product.dimension(key).is_none())
        .collect()
}

/// The lines that have an individual price. Contract dimensions of SaaS contracts are kept or left out on a step of their
/// own.
pub fn lines(fields: &Fields, product: &Product) -> Vec<LineKey> {
    priced(fields, product)
        .filter(|line| match line.charge {
            Charge::Usage => !is_usage(product, &line.dimension),
            Charge::Upfront(_) => {
                !product.model.is_saas_contract() && !is_contract(product, &line.dimension)
            }
        })
        .collect()
}

/// The dimensions of which a payment schedule includes units.
pub fn units(fields: &Fields, product: &Product) -> Vec<DimensionKey> {
    scheduled(fields, product)
        .filter(|key| !is_contract(product, key))
        .filter(|key| !matches!(fields.get(&schedule::units_field(key)).trim(), "" | "0"))
        .collect()
}

/// The dimensions whose further use has a rate beside a payment schedule.
pub fn rates(fields: &Fields, product: &Product) -> Vec<DimensionKey> {
    scheduled(fields, product)
        .filter(|key| !is_usage(product, key))
        .filter(|key| !fields.get(&schedule::rate_field(key)).trim().is_empty())
        .collect()
}

/// What is to be cleared, each with its step.
pub fn problems(answers: &Answers, products: &[Product]) -> Vec<(Step, Problem)> {
    let prices = answers.get(Step::Discount);
    let kind = discount::kind(prices);
    let mut found = Vec::new();
    for product in products {
        found.extend(durations_problems(prices, product));
        let mut say = |step: Step, field: String, key: &DimensionKey, what: &str| {
            let title = &product.title;
            let text =
                format!("{key} is not a dimension of {title} any more – clear {what} to continue");
            found.push((step, Problem { field, text }));
        };
        for key in kept(answers, product) {
            let field = dimensions::field("keep", &product.id, &key);
            say(Step::Dimensions, field, &key, "it");
        }
        for key in fees(answers.get(Step::Dimensions), product) {
            let field = dimensions::field("fee", &product.id, &key);
            say(Step::Dimensions, field, &key, "its fee");
        }
        for key in covered(prices, product) {
            say(Step::Discount, covered_field(&product.id), &key, "it");
        }
        match kind {
            Some(DiscountKind::Individual) => {
                for line in lines(prices, product) {
                    let row = individual::line_code(&line);
                    let field = individual::value_field(&product.id, &row);
                    let what = format!("its price for {}", line.charge.label());
                    say(Step::Discount, field, &line.dimension, &what);
                }
            }
            Some(DiscountKind::Flexible) if products.len() == 1 => {
                for key in units(prices, product) {
                    let field = schedule::units_field(&key);
                    say(Step::Discount, field, &key, "its units");
                }
                for key in rates(prices, product) {
                    let field = schedule::rate_field(&key);
                    say(Step::Discount, field, &key, "its rate");
                }
            }
            Some(DiscountKind::Percentage | DiscountKind::Flexible) | None => {}
        }
    }
    found
}

/// A payment schedule has a contract duration of its own and does not read these.
fn durations_problems(prices: &Fields, product: &Product) -> Vec<(Step, Problem)> {
    let said = |duration: ContractDuration| {
        let problem = Problem {
            field: discount::term_field(&product.id),
            text: format!(
                "{} is not a contract duration of {} any more – clear it to continue",
                duration.label(),
                product.title
            ),
        };
        (Step::Discount, problem)
    };
    match discount::kind(prices) {
        Some(DiscountKind::Percentage | DiscountKind::Individual) => {
            durations(prices, product).into_iter().map(said).collect()
        }
        Some(DiscountKind::Flexible) | None => Vec::new(),
    }
}

fn is_contract(product: &Product, key: &DimensionKey) -> bool {
    product.contract_dimensions().any(|d| d.key == *key)
}

fn is_usage(product: &Product, key: &DimensionKey) -> bool {
    product.usage_dimensions().any(|d| d.key == *key)
}

/// The lines into whose rows something is typed.
fn priced(fields: &Fields, product: &Product) -> impl Iterator<Item = LineKey> {
    filled(fields, &format!("value[{}][", product.id)).filter_map(individual::line_of)
}

/// The dimensions for which the schedule of a product had boxes, each once.
fn scheduled(fields: &Fields, product: &Product) -> impl Iterator<Item = DimensionKey> {
    let named = fields.all(&scheduled_field(&product.id)).iter();
    let keys: BTreeSet<DimensionKey> = named
        .flat_map(|keys| keys.split_whitespace())
        .filter_map(DimensionKey::parse)
        .collect();
    keys.into_iter()
}

/// What stands in the last brackets of the fields whose names begin so and into which something is typed.
fn filled<'f>(fields: &'f Fields, start: &str) -> impl Iterator<Item = &'f str> + use<'f> {
    let start = start.to_owned();
    fields.iter().filter_map(move |(name, values)| {
        let place = name.strip_prefix(start.as_str())?.strip_suffix(']')?;
        let typed = values.iter().any(|value| !value.trim().is_empty());
        typed.then_some(place)
    })
}
