//! Products as AWS describes them.

use super::lines;
use consign::catalog_api::import;
use consign::domain::agreements::PublicEula;
use consign::domain::catalog::{DimensionKind, Product, ProductState};
use consign::domain::pricing_model::PricingModel;
use serde_json::{Value, json};

const SAAS: &str = include_str!("fixtures/saas_product.json");
const AMI: &str = include_str!("fixtures/ami_product.json");
const CONTAINER: &str = include_str!("fixtures/container_product.json");

fn listed(text: &str) -> Result<Vec<Product>, Vec<String>> {
    let contents = import::read(text).map_err(lines)?;
    import::listing(&contents).map_err(lines)
}

fn only(text: &str) -> Product {
    let mut products = listed(text).unwrap_or_else(|told| panic!("{told:?}"));
    assert_eq!(products.len(), 1);
    products.remove(0)
}

fn changed(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(text).unwrap();
    change(&mut value);
    value.to_string()
}

#[test]
fn a_saas_product_has_the_prices_of_its_public_offer() {
    let product = only(SAAS);
    assert_eq!(product.id.as_str(), "prod-kelpstorage01");
    assert_eq!(
        (product.title.as_str(), product.model),
        ("Kelp Storage", PricingModel::SaasContractWithConsumption)
    );
    assert_eq!(product.state, ProductState::Public);
    let url = "https://files.example.com/kelp/eula.pdf".to_owned();
    assert_eq!(product.public_eula, PublicEula::Custom { url });
    let durations: Vec<String> = product
        .public_durations()
        .iter()
        .map(|d| d.code())
        .collect();
    assert_eq!(durations, ["P1M", "P12M"]);
    let over = &product.dimensions[1];
    assert_eq!(
        (over.kind, over.usage_rate.unwrap().value().to_string()),
        (DimensionKind::Usage, "0.1".to_owned())
    );
}

#[test]
fn an_image_by_the_hour_and_the_year_has_both_prices_of_each_type() {
    let product = only(AMI);
    assert_eq!(
        (product.model, product.state),
        (PricingModel::AmiHourlyWithAnnual, ProductState::Limited)
    );
    assert!(
        product
            .dimensions
            .iter()
            .all(|d| d.kind == DimensionKind::Both && d.upfront.len() == 1)
    );
    let hourly = changed(AMI, |all| {
        all[1]["DetailsDocument"]["Terms"]
            .as_array_mut()
            .unwrap()
            .remove(1);
    });
    assert_eq!(only(&hourly).model, PricingModel::AmiHourly);
    let metered = changed(&hourly, |all| {
        for dimension in all[0]["DetailsDocument"]["Dimensions"]
            .as_array_mut()
            .unwrap()
        {
            dimension["Types"] = json!(["ExternallyMetered"]);
            dimension["Unit"] = "Units".into();
        }
    });
    assert_eq!(only(&metered).model, PricingModel::AmiUsage);
}

#[test]
fn a_container_by_tiers_is_tiered() {
    let product = only(CONTAINER);
    assert_eq!(
        (product.model, product.tiered),
        (PricingModel::ContainerContract, true)
    );
}

#[test]
fn several_products_come_in_one_list() {
    let all: Vec<Value> = [SAAS, AMI, CONTAINER]
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Value>>(text).unwrap())
        .rev()
        .collect();
    assert_eq!(listed(&json!(all).to_string()).unwrap().len(), 3);
}

#[test]
fn prices_that_are_missing_are_named_and_nothing_is_made() {
    let alone = changed(SAAS, |all| {
        all.as_array_mut().unwrap().pop();
    });
    insta::assert_snapshot!(listed(&alone).unwrap_err().join("\n"));
    let lacking = changed(SAAS, |all| {
        all[1]["DetailsDocument"]["Terms"][1]["RateCards"][0]["RateCard"][0]["DimensionKey"] =
            "other".into();
        all[1]["DetailsDocument"]["Terms"]
            .as_array_mut()
            .unwrap()
            .remove(2);
    });
    insta::assert_snapshot!(listed(&lacking).unwrap_err().join("\n"));
}

#[test]
fn offers_without_their_product_and_private_ones_are_refused() {
    let offer = changed(SAAS, |all| {
        all.as_array_mut().unwrap().remove(0);
    });
    let private = changed(SAAS, |all| {
        all[1]["DetailsDocument"]["Rules"][0]["PositiveTargeting"] =
            json!({"BuyerAccounts": ["222233334444"]});
    });
    let resold = changed(SAAS, |all| {
        all[1]["DetailsDocument"]["MarkupPercentage"] = "20".into();
    });
    let twice = changed(SAAS, |all| {
        let offer = all[1].clone();
        all.as_array_mut().unwrap().push(offer);
    });
    let foreign = changed(SAAS, |all| {
        all[1]["DetailsDocument"]["Terms"][0]["CurrencyCode"] = "EUR".into();
    });
    let told: Vec<String> = [offer, private, resold, twice, foreign]
        .iter()
        .flat_map(|text| listed(text).unwrap_err())
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_address_of_a_eula_is_one_that_people_may_be_led_to() {
    let long = format!("https://x.example/{}", "a".repeat(1983));
    let lines: Vec<String> = [
        "http://x.example/eula",
        "https://?X-Amz-Signature=abc",
        "https:///eula",
        "https://x.example/a b",
        "https://x.example/a\u{7}b",
        &long,
    ]
    .iter()
    .flat_map(|url| {
        let text = changed(SAAS, |all| {
            let terms = all[1]["DetailsDocument"]["Terms"].as_array_mut().unwrap();
            let legal = terms.iter_mut().find(|term| term["Type"] == "LegalTerm");
            legal.unwrap()["Documents"][0]["Url"] = (*url).into();
        });
        listed(&text).unwrap_err()
    })
    .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
