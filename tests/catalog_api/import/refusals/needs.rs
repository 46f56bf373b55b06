//! Prices that a product needs and a request lacks, and prices of what is no part of the product.

use super::super::World;
use super::{prices, schedule, told, world};
use crate::import::remarks;
use crate::samples::{contract_dimension, instance_type, product, vault_storage};
use consign::domain::catalog::{Dimension, Product};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::pricing_model::PricingModel;
use serde_json::{Value, json};

const TERM: &str = "ChangeSet[2].DetailsDocument.Terms";

/// The request without one of its two terms of prices.
fn without(mut request: Value, term: usize) -> Value {
    let terms = request.pointer_mut(super::TERMS).unwrap();
    terms.as_array_mut().unwrap().remove(term);
    request
}

/// The request without its release.
fn unreleased(mut request: Value) -> Value {
    request["ChangeSet"].as_array_mut().unwrap().remove(5);
    request
}

/// A product in the place of Vault Storage.
fn holding(model: PricingModel, dimensions: Vec<Dimension>) -> World {
    let product = product(vault_storage().id.as_str(), "Atlas", model, dimensions);
    World {
        products: vec![product],
        ..world()
    }
}

/// The request with these contract prices and no rates of usage.
fn priced(keys: &[&str], durations: &[&str]) -> Value {
    let rates: Vec<Value> = keys
        .iter()
        .map(|key| json!({"DimensionKey": key, "Price": "10"}))
        .collect();
    let cards: Vec<Value> = durations
        .iter()
        .map(|each| json!({"Selector": {"Type": "Duration", "Value": each}, "RateCard": rates}))
        .collect();
    let mut request = without(prices(), 0);
    request.pointer_mut(super::TERMS).unwrap()[0]["RateCards"] = cards.into();
    request
}

#[test]
fn a_released_request_without_a_kind_of_prices_that_its_product_needs_is_refused() {
    let usage = format!(
        "{TERM}: it is released without usage rates, which Vault Storage needs (MISSING_MANDATORY_TERMS)"
    );
    let contract = format!(
        "{TERM}: it is released without contract prices, which Vault Storage needs (MISSING_MANDATORY_TERMS)"
    );
    for (request, expected) in [
        (without(prices(), 0), &usage),
        (without(schedule(), 0), &usage),
        (without(prices(), 1), &contract),
    ] {
        assert_eq!(world().refused(&request.to_string()), [expected.as_str()]);
    }
}

#[test]
fn a_release_that_stands_before_the_prices_is_one_all_the_same() {
    let mut early = prices();
    let changes = early["ChangeSet"].as_array_mut().unwrap();
    let release = changes.remove(5);
    changes.insert(0, release);
    assert!(world().fitted(&early.to_string()).is_ok());
    early["ChangeSet"][3]["DetailsDocument"]["Terms"]
        .as_array_mut()
        .unwrap()
        .remove(0);
    let told = world().refused(&early.to_string());
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("ChangeSet[3].DetailsDocument.Terms: it is released without"),
        "{told:?}"
    );
}

#[test]
fn what_is_not_released_may_still_get_the_prices_it_lacks() {
    for (term, what) in [(0, "usage rates"), (1, "contract prices")] {
        let fitted = world().only(&unreleased(without(prices(), term)).to_string());
        let expected = format!("{TERM}: It has no {what}, which Vault Storage needs; enter them");
        assert_eq!(remarks(&fitted), [expected]);
    }
}

#[test]
fn an_hourly_product_with_annual_prices_needs_both() {
    let world = holding(
        PricingModel::AmiHourlyWithAnnual,
        vec![
            instance_type("plain_over", "0.1", "200"),
            instance_type("enc_over", "0.2", "400"),
        ],
    );
    let only_rates = without(prices(), 1);
    let only_annual = priced(&["plain_over", "enc_over"], &["P365D"]);
    let all = [only_rates, only_annual].map(|request| world.refused(&request.to_string()));
    insta::assert_snapshot!(all.concat().join("\n"));
}

#[test]
fn contract_prices_of_what_is_no_contract_dimension_are_refused() {
    let cards = "/ChangeSet/2/DetailsDocument/Terms/1/RateCards";
    let with = |key: &str| {
        let rates = json!([{"DimensionKey": "plain_gb", "Price": "1"}, {"DimensionKey": key, "Price": "1"}]);
        let card = |duration: &str| json!({"Selector": {"Type": "Duration", "Value": duration}, "RateCard": rates});
        told(prices(), cards, Some(json!([card("P1M"), card("P12M")])))
    };
    insta::assert_snapshot!(["nothing", "plain_over"].map(with).join("\n"));
}

#[test]
fn contracts_of_images_and_containers_price_every_dimension() {
    let months =
        |key: &str| contract_dimension(key, key, &[(Months(12), "20"), (Months(24), "30")]);
    let mut all = Vec::new();
    for model in [PricingModel::AmiContract, PricingModel::ContainerContract] {
        let world = holding(
            model,
            vec![months("admins"), months("readers"), months("writers")],
        );
        let whole = priced(&["admins", "readers", "writers"], &["P12M", "P24M"]);
        assert!(world.fitted(&whole.to_string()).is_ok());
        let lacking = priced(&["readers"], &["P12M", "P24M"]);
        all.extend(world.refused(&lacking.to_string()));
    }
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn contracts_of_saas_leave_out_what_they_do_not_price() {
    let months = |key: &str| contract_dimension(key, key, &[(Months(12), "20")]);
    let world = holding(
        PricingModel::SaasContract,
        vec![months("admins"), months("readers")],
    );
    let only: &Product = &world.products[0];
    let fitted = world.only(&priced(&["readers"], &["P12M"]).to_string());
    let choices = &fitted.parts.dimensions.as_ref().unwrap()[&only.id];
    assert_eq!(choices.removed, [crate::samples::key("admins")].into());
}
