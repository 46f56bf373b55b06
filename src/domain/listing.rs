//! What must hold of a product before it can stand in a catalogue (Seller Guide, pricing of SaaS, AMI and container
//! products; Catalog API, rate cards). The fields are named as in a catalogue file.

use crate::domain::catalog::{Dimension, DimensionKind, MAX_DIMENSIONS, Product};
use crate::domain::contract_duration::{ContractDuration, DurationUnit};
use crate::domain::discount::MAX_DURATIONS;
use crate::domain::money::Amount;
use crate::domain::pricing_model::PricingModel;

/// The one public duration of an annual AMI price (Seller Guide, annual pricing).
const ANNUAL: ContractDuration = ContractDuration::Days(365);

/// What a model's dimensions are charged by.
enum Shape {
    /// Usage only.
    Usage,
    /// Up front only.
    Contract,
    /// Up front, and usage beyond it.
    ContractAndUsage,
    /// Each by usage and long term alike.
    Both,
    /// Up front, but without list prices.
    Unpriced,
    /// Not resold here, so however it likes.
    Any,
}

fn shape(model: PricingModel) -> Shape {
    match model {
        PricingModel::SaasSubscription
        | PricingModel::AmiHourly
        | PricingModel::AmiUsage
        | PricingModel::ContainerHourly
        | PricingModel::ContainerUsage => Shape::Usage,
        PricingModel::SaasContract
        | PricingModel::AmiContract
        | PricingModel::ContainerContract => Shape::Contract,
        PricingModel::SaasContractWithConsumption => Shape::ContractAndUsage,
        PricingModel::AmiHourlyWithAnnual | PricingModel::ContainerLongTerm => Shape::Both,
        PricingModel::ProfessionalServices => Shape::Unpriced,
        PricingModel::Free
        | PricingModel::Byol
        | PricingModel::AmiMonthly
        | PricingModel::ContainerMonthly
        | PricingModel::CloudFormation
        | PricingModel::SecondParty
        | PricingModel::MachineLearning
        | PricingModel::Data => Shape::Any,
    }
}

/// What is wrong with a dimension of a product of this model, by field.
pub fn dimension_of(model: PricingModel, dimension: &Dimension) -> Vec<(&'static str, String)> {
    let shape = shape(model);
    let mut wrong = Vec::new();
    let allowed: &[DimensionKind] = match shape {
        Shape::Usage => &[DimensionKind::Usage],
        Shape::Contract | Shape::Unpriced => &[DimensionKind::Contract],
        Shape::Both => &[DimensionKind::Both],
        Shape::ContractAndUsage => &DimensionKind::ALL,
        Shape::Any => return wrong,
    };
    if !allowed.contains(&dimension.kind) {
        let words: Vec<_> = allowed.iter().map(|kind| kind.as_str()).collect();
        wrong.push((
            "kind",
            format!("must be {} for {}", words.join(" or "), model.as_str()),
        ));
        return wrong;
    }
    if let Shape::Unpriced = shape {
        if !dimension.upfront.is_empty() {
            wrong.push((
                "prices",
                "professional services have no list prices".to_owned(),
            ));
        }
    } else if dimension.is_contract() && dimension.upfront.is_empty() {
        wrong.push((
            "prices",
            format!("is needed for kind {}", dimension.kind.as_str()),
        ));
    } else if !dimension.is_contract() && !dimension.upfront.is_empty() {
        wrong.push(("prices", "must be left out for kind usage".to_owned()));
    }
    match (dimension.is_usage(), dimension.usage_rate) {
        (true, None) => wrong.push((
            "usage_rate",
            format!("is needed for kind {}", dimension.kind.as_str()),
        )),
        (false, Some(_)) => wrong.push((
            "usage_rate",
            "must be left out for kind contract".to_owned(),
        )),
        (true, Some(_)) | (false, None) => {}
    }
    if let Some(unit) = model.duration_unit() {
        wrong.extend(foreign_durations(model, unit, dimension));
    }
    wrong
}

fn foreign_durations(
    model: PricingModel,
    unit: DurationUnit,
    dimension: &Dimension,
) -> impl Iterator<Item = (&'static str, String)> {
    let annual = model == PricingModel::AmiHourlyWithAnnual;
    dimension.upfront.keys().filter_map(move |duration| {
        let code = duration.code();
        if duration.unit() != unit {
            Some((
                "prices",
                format!(
                    "{code} must be counted in {} for {}",
                    unit.label(),
                    model.as_str()
                ),
            ))
        } else if annual && *duration != ANNUAL {
            Some((
                "prices",
                format!("{code} must be {} for {}", ANNUAL.code(), model.as_str()),
            ))
        } else {
            None
        }
    })
}

/// What is wrong with a product's dimensions taken together.
pub struct Together {
    /// The position of the dimension it concerns; `None` for all.
    pub dimension: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

/// Judges a product's dimensions together. What is missing is only told when all entries could be read.
pub fn product(product: &Product, complete: bool) -> Vec<Together> {
    let mut wrong: Vec<Together> = Vec::new();
    let mut all = |reason: String| {
        wrong.push(Together {
            dimension: None,
            reason,
        })
    };
    let contract = product.contract_dimensions().count();
    let usage = product.usage_dimensions().count();
    for (count, kind) in [(contract, "contract"), (usage, "usage")] {
        if count > MAX_DIMENSIONS {
            all(format!(
                "{count} {kind} dimensions; the most are {MAX_DIMENSIONS}"
            ));
        }
    }
    let durations = product.public_durations();
    if durations.len() > MAX_DURATIONS {
        all(format!(
            "{} contract durations; the most are {MAX_DURATIONS}",
            durations.len()
        ));
    }
    if product.tiered && product.model.duration_unit() != Some(DurationUnit::Months) {
        all("only a product with contracts of months can be tiered".to_owned());
    }
    if complete && let Some(kind) = missing_kind(product, contract, usage) {
        all(format!(
            "{} needs a {kind} dimension",
            product.model.as_str()
        ));
    }
    for (position, dimension) in product.dimensions.iter().enumerate() {
        // A dimension without any price was named already.
        if dimension.upfront.is_empty() {
            continue;
        }
        let missing = durations
            .iter()
            .filter(|duration| !dimension.upfront.contains_key(duration));
        wrong.extend(missing.map(|duration| Together {
            dimension: Some(position),
            reason: format!(
                "has none for {}, which another dimension has",
                duration.code()
            ),
        }));
    }
    if let Shape::Both = shape(product.model) {
        wrong.extend(free_long_terms(product));
    }
    wrong
}

/// The kind of dimension that a product cannot do without and does not have.
fn missing_kind(product: &Product, contract: usize, usage: usize) -> Option<&'static str> {
    let none = product.dimensions.is_empty();
    match shape(product.model) {
        Shape::Usage if none => Some("usage"),
        Shape::Contract | Shape::Unpriced if none => Some("contract"),
        Shape::Both if none => Some("contract and usage"),
        Shape::ContractAndUsage if contract == 0 => Some("contract"),
        Shape::ContractAndUsage if usage == 0 => Some("usage"),
        Shape::Usage
        | Shape::Contract
        | Shape::Unpriced
        | Shape::Both
        | Shape::ContractAndUsage
        | Shape::Any => None,
    }
}

/// A long-term price of zero needs an hourly price of zero, and another long-term price above it (Seller Guide,
/// annual pricing).
fn free_long_terms(product: &Product) -> impl Iterator<Item = Together> {
    let any_above_zero = product
        .dimensions
        .iter()
        .flat_map(|d| d.upfront.values())
        .any(|price| !price.is_zero());
    product
        .dimensions
        .iter()
        .enumerate()
        .filter_map(move |(position, dimension)| {
            let free = dimension.upfront.values().any(|price| price.is_zero());
            let hourly_is_free = dimension.usage_rate.is_some_and(Amount::is_zero);
            (free && !(hourly_is_free && any_above_zero)).then(|| Together {
                dimension: Some(position),
                reason: "can be 0 only if usage_rate is 0 and another dimension has one above 0"
                    .to_owned(),
            })
        })
}
