//! Products of entities and their public offers: how each is priced, and what every dimension costs.

use super::Contents;
use super::asked::{Card, Definition, EulaChoice};
use super::node::At;
use super::product::{Kind, ProductEntity, PublicOffer};
use super::remark::Faults;
use crate::domain::agreements::PublicEula;
use crate::domain::catalog::{Dimension, DimensionKey, DimensionKind, Product};
use crate::domain::contract_duration::DurationUnit;
use crate::domain::listing;
use crate::domain::money::Amount;
use crate::domain::pricing_model::PricingModel;
use std::collections::{BTreeMap, BTreeSet};

/// The unit in which AWS counts running instances itself.
const HOURS: &str = "Hrs";

/// Makes products of the entities in a document, each with the prices of its public offer.
///
/// # Errors
/// What is missing or does not go together; nothing is made then.
pub fn listing(contents: &Contents) -> Result<Vec<Product>, Faults> {
    let mut faults = Faults::default();
    let mut products = Vec::new();
    let mut ids = BTreeSet::new();
    for entity in &contents.products {
        if !ids.insert(&entity.id.value) {
            faults.add(
                &entity.id.path,
                format!("{} is described twice", entity.id.value),
            );
            continue;
        }
        let mut offers = contents
            .offers
            .iter()
            .filter(|offer| offer.product.value == entity.id.value);
        match (offers.next(), offers.next()) {
            (Some(offer), None) => products.extend(product(entity, offer, &mut faults)),
            (Some(_), Some(second)) => {
                faults.add(
                    &second.path,
                    format!("a second public offer of {}", entity.id.value),
                );
            }
            (None, _) => without_offer(entity, &mut faults),
        }
    }
    let unknown = |offer: &&PublicOffer| !ids.contains(&offer.product.value);
    for offer in contents.offers.iter().filter(unknown) {
        let text = format!(
            "the offer is of {}, which is not described here; import both together",
            offer.product.value
        );
        faults.add(&offer.product.path, text);
    }
    if faults.is_empty() {
        Ok(products)
    } else {
        Err(faults)
    }
}

fn without_offer(entity: &ProductEntity, faults: &mut Faults) {
    let text = format!(
        "{} has no prices: they stand in its public offer, an entity of Offer@1.0; put it beside the product in a list",
        entity.title
    );
    faults.add(&entity.path, text);
    for at in &entity.dimensions {
        faults.add(
            &at.path,
            format!("the price of {} is missing", at.value.key),
        );
    }
}

fn product(entity: &ProductEntity, offer: &PublicOffer, faults: &mut Faults) -> Option<Product> {
    let before = faults.len();
    let Some(model) = model(entity, offer) else {
        let text = format!(
            "how {} is priced cannot be told from its dimensions and its offer",
            entity.title
        );
        faults.add(&entity.path, text);
        return None;
    };
    unknown_prices(entity, offer, faults);
    let dimensions: Vec<Dimension> = entity
        .dimensions
        .iter()
        .filter_map(|at| dimension(at, model, offer, faults))
        .collect();
    let public_eula = match offer.eula.as_ref().map(|at| &at.value) {
        Some(EulaChoice::Standard) => Some(PublicEula::Standard),
        Some(EulaChoice::Custom(url)) => Some(PublicEula::Custom {
            url: url.to_string(),
        }),
        None => {
            faults.add(
                &offer.path,
                format!("the EULA of {} is missing", entity.title),
            );
            None
        }
    };
    let product = Product {
        id: entity.id.value.clone(),
        title: entity.title.clone(),
        model,
        state: entity.state,
        tiered: tiered(model, offer),
        dimensions,
        public_eula: public_eula?,
    };
    // What is wrong with single dimensions comes first; all together would only repeat it.
    if faults.len() == before {
        for fault in listing::product(&product, true) {
            let at = fault
                .dimension
                .and_then(|position| entity.dimensions.get(position));
            faults.add(at.map_or(&entity.path, |at| &at.path), fault.reason);
        }
    }
    (faults.len() == before).then_some(product)
}

/// How a product is priced, as its kind, its dimensions and the terms of its offer say.
fn model(entity: &ProductEntity, offer: &PublicOffer) -> Option<PricingModel> {
    let any = |is: fn(&Definition) -> bool| entity.dimensions.iter().any(|at| is(&at.value));
    let (entitled, metered) = (any(|d| d.entitled), any(|d| d.metered));
    let unit = offer.upfront.first().map(|card| card.duration.value.unit());
    let own_meter = any(|d| d.metered && d.external);
    if offer.byol && offer.usage.is_none() && offer.upfront.is_empty() {
        return Some(PricingModel::Byol);
    }
    match (entity.kind, unit, offer.usage.is_some()) {
        (Kind::Saas, _, _) => match (entitled, metered) {
            (true, true) => Some(PricingModel::SaasContractWithConsumption),
            (true, false) => Some(PricingModel::SaasContract),
            (false, true) => Some(PricingModel::SaasSubscription),
            (false, false) => None,
        },
        (Kind::Ami, _, _) if offer.monthly => Some(PricingModel::AmiMonthly),
        (Kind::Container, _, _) if offer.monthly => Some(PricingModel::ContainerMonthly),
        (Kind::Ami, Some(DurationUnit::Months), false) => Some(PricingModel::AmiContract),
        (Kind::Ami, Some(DurationUnit::Days), true) => Some(PricingModel::AmiHourlyWithAnnual),
        (Kind::Ami, None, true) if own_meter || !any(|d| d.unit == HOURS) => {
            Some(PricingModel::AmiUsage)
        }
        (Kind::Ami, None, true) => Some(PricingModel::AmiHourly),
        (Kind::Container, Some(DurationUnit::Months), false) => {
            Some(PricingModel::ContainerContract)
        }
        (Kind::Container, Some(DurationUnit::Days), true) => Some(PricingModel::ContainerLongTerm),
        (Kind::Container, None, true) if own_meter => Some(PricingModel::ContainerUsage),
        (Kind::Container, None, true) => Some(PricingModel::ContainerHourly),
        // Only the dimensions are left to tell it.
        (Kind::Ami, None, false) if entitled => Some(PricingModel::AmiContract),
        (Kind::Container, None, false) if entitled => Some(PricingModel::ContainerContract),
        (Kind::Ami, None, false) if metered => Some(PricingModel::AmiHourly),
        (Kind::Container, None, false) if metered => Some(PricingModel::ContainerHourly),
        (Kind::Ami | Kind::Container, _, _) => None,
    }
}

/// A buyer picks one dimension when no card lets several be combined.
fn tiered(model: PricingModel, offer: &PublicOffer) -> bool {
    let months = model.duration_unit() == Some(DurationUnit::Months);
    let picks = |tiered: &Option<At<bool>>| tiered.as_ref().is_some_and(|at| at.value);
    months && offer.upfront.iter().any(|card| picks(&card.tiered))
}

fn unknown_prices(entity: &ProductEntity, offer: &PublicOffer, faults: &mut Faults) {
    let known = |key: &DimensionKey| entity.dimensions.iter().any(|at| at.value.key == *key);
    let cards = offer
        .upfront
        .iter()
        .map(|card| &card.card)
        .chain(&offer.usage);
    for (key, _) in cards.flat_map(|card| &card.prices) {
        if !known(&key.value) {
            faults.add(
                &key.path,
                format!("{} is no dimension of {}", key.value, entity.title),
            );
        }
    }
}

fn dimension(
    at: &At<Definition>,
    model: PricingModel,
    offer: &PublicOffer,
    faults: &mut Faults,
) -> Option<Dimension> {
    let definition = &at.value;
    let usage_rate = offer
        .usage
        .as_ref()
        .and_then(|card| price(card, &definition.key));
    let upfront: BTreeMap<_, _> = offer
        .upfront
        .iter()
        .filter_map(|card| Some((card.duration.value, price(&card.card, &definition.key)?)))
        .collect();
    let long_term = model.duration_unit() == Some(DurationUnit::Days);
    let kind = match (definition.entitled, definition.metered) {
        _ if long_term => DimensionKind::Both,
        (true, true) => DimensionKind::Both,
        (true, false) => DimensionKind::Contract,
        (false, true) => DimensionKind::Usage,
        (false, false) => {
            faults.add(
                format!("{}.Types", at.path),
                "must hold Entitled or Metered",
            );
            return None;
        }
    };
    let dimension = Dimension {
        key: definition.key.clone(),
        name: definition.name.clone(),
        description: definition.description.clone(),
        unit: definition.unit.clone(),
        kind,
        usage_rate,
        upfront,
    };
    let before = faults.len();
    if model.resellable() {
        if dimension.is_contract() && dimension.upfront.is_empty() {
            faults.add(
                &at.path,
                format!(
                    "the contract price of {} is missing in the public offer",
                    dimension.key
                ),
            );
        }
        if dimension.is_usage() && dimension.usage_rate.is_none() {
            faults.add(
                &at.path,
                format!(
                    "the usage rate of {} is missing in the public offer",
                    dimension.key
                ),
            );
        }
        if faults.len() == before {
            let wrong = listing::dimension_of(model, &dimension);
            for (field, reason) in wrong {
                faults.add(&at.path, format!("{field} {reason}"));
            }
        }
    }
    (faults.len() == before).then_some(dimension)
}

fn price(card: &Card, key: &DimensionKey) -> Option<Amount> {
    let found = card.prices.iter().find(|(at, _)| at.value == *key);
    found.map(|(_, price)| *price)
}
