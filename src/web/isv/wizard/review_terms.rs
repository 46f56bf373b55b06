//! What the review says of the discount, of the dimensions and of the EULA, and where its documents are.

use crate::answers::{Journey, Step};
use crate::domain::agreements::{Eula, PublicEula, ResellerContract};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::dimensions::{CustomDimension, DEFAULT_UNIT, DimensionChoices};
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::schedule::{Grant, Schedule};
use crate::domain::terms::Parts;
use crate::web::{paths, view};

/// A label and what it says.
type Row = (String, String);

/// Where the document is with which somebody answered this step, if it was one.
pub fn document(step: Step, parts: &Parts) -> Option<String> {
    let document = match (step, &parts.eula, &parts.contract) {
        (Step::Eula, Some(Eula::Custom(document)), _)
        | (Step::Rcmp, _, Some(ResellerContract::Custom(document))) => document,
        _ => return None,
    };
    Some(paths::document(document.id))
}

/// The discount: its kind, what belongs to that, and the contract durations.
pub fn discount_rows(discount: &Discount, journey: &Journey) -> Vec<Row> {
    let parts = journey.parts();
    let mut rows = vec![(
        "Discount type".to_owned(),
        discount.kind().label().to_owned(),
    )];
    match discount {
        Discount::Percentage { percent, .. } => {
            rows.push(("Percentage".to_owned(), format!("{percent}%")))
        }
        Discount::Individual { currency, .. } => {
            rows.push(("Currency".to_owned(), currency.code().to_owned()))
        }
        Discount::Flexible {
            schedule, currency, ..
        } => {
            rows.push(("Currency".to_owned(), currency.code().to_owned()));
            if let Some(product) = parts.products.iter().flatten().next() {
                rows.extend(unit_rows(product, schedule, journey));
            }
        }
    }
    for product in parts
        .products
        .iter()
        .flatten()
        .filter(|product| product.model.duration_unit().is_some())
    {
        let durations: Vec<String> = discount
            .durations(&product.id)
            .iter()
            .map(|duration| duration.label())
            .collect();
        let label = if discount.kind() == DiscountKind::Flexible {
            "Contract duration".to_owned()
        } else {
            format!("Contract durations of {}", product.title)
        };
        rows.push((label, durations.join(", ")));
    }
    rows
}

/// The units that a payment schedule includes: of the product's own dimensions, and once all is proved of those added as
/// well.
fn unit_rows(product: &Product, typed: &Schedule, journey: &Journey) -> Vec<Row> {
    let proven = journey
        .proven()
        .and_then(|terms| terms.schedule(product))
        .map_or_else(|| typed.grants.clone(), |schedule| schedule.grants);
    let added = choices(product, journey.parts()).map_or(&[][..], |choices| &choices.custom);
    let row = |grant: Grant| {
        let custom = added.iter().find(|added| added.key == grant.dimension);
        let own = product.dimension(&grant.dimension);
        let unit = custom.map(|added| &added.unit).or(own.map(|own| &own.unit));
        let name = custom.map_or_else(
            || name(product, &grant.dimension),
            |added| added.name.clone(),
        );
        (name, units(grant.quantity, unit.map_or("", String::as_str)))
    };
    proven.into_iter().map(row).collect()
}

/// So many of a dimension's unit.
fn units(quantity: u32, unit: &str) -> String {
    if unit.is_empty() || unit.eq_ignore_ascii_case(DEFAULT_UNIT) {
        view::count(quantity, "unit", "units")
    } else {
        view::count(quantity, unit, unit)
    }
}

/// What is changed about the dimensions of each SaaS contract, and every dimension that is added with all that is said of
/// it; its prices are in the table of prices.
pub fn dimension_rows(parts: &Parts) -> Vec<Row> {
    let mut rows = Vec::new();
    for product in parts.products.iter().flatten() {
        let Some(choices) = choices(product, parts) else {
            continue;
        };
        let removed = choices.removed.iter();
        let fees = choices.fees.keys();
        let words: Vec<String> = removed
            .map(|key| format!("without {}", name(product, key)))
            .chain(
                choices
                    .custom
                    .iter()
                    .map(|dimension| format!("with {} added", dimension.name)),
            )
            .chain(fees.map(|key| format!("own fee for {}", name(product, key))))
            .collect();
        rows.push((product.title.clone(), words.join("; ")));
        let added = choices.custom.iter();
        rows.extend(added.map(|dimension| (format!("Added: {}", dimension.name), said(dimension))));
    }
    rows
}

/// What is said of an added dimension.
fn said(dimension: &CustomDimension) -> String {
    let description = Some(&dimension.description).filter(|text| **text != dimension.name);
    let mut words = vec![format!("key {}", dimension.key)];
    words.extend(description.cloned());
    words.push(format!("unit {}", dimension.unit));
    let included = dimension.units;
    words.extend(included.map(|quantity| units(quantity, &dimension.unit)));
    words.join(" · ")
}

fn choices<'p>(product: &Product, parts: &'p Parts) -> Option<&'p DimensionChoices> {
    parts.dimensions.as_ref()?.get(&product.id)
}

fn name(product: &Product, key: &DimensionKey) -> String {
    product
        .dimension(key)
        .map_or_else(|| key.to_string(), |dimension| dimension.name.clone())
}

/// What buyers accept. Where that is each product's own EULA, the addresses of those that are not the standard contract.
pub fn eula_rows(eula: &Eula, parts: &Parts) -> Vec<Row> {
    let words = match eula {
        Eula::Public => "Each product's own EULA".to_owned(),
        Eula::Standard { version } => format!("Standard contract, version {version}"),
        Eula::Custom(document) => document.name.clone(),
    };
    let products = parts.products.iter().flatten();
    let own = products.filter(|_| *eula == Eula::Public);
    let own = own.filter_map(|product| match &product.public_eula {
        PublicEula::Standard => None,
        PublicEula::Custom { url } => Some((product.title.clone(), url.clone())),
    });
    let accepted = ("EULA".to_owned(), words);
    std::iter::once(accepted).chain(own).collect()
}
