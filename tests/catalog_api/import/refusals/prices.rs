//! Prices that break a rule.

use super::{TERMS, World, many, prices, schedule, told, world};
use crate::samples::{contract_dimension, usage_dimension, vault_storage};
use consign::domain::catalog::Dimension;
use consign::domain::contract_duration::ContractDuration::Months;
use serde_json::{Value, json};

/// The cards of usage, and those of contracts.
const USAGE: &str = "/ChangeSet/2/DetailsDocument/Terms/0/RateCards";
const CARDS: &str = "/ChangeSet/2/DetailsDocument/Terms/1/RateCards";

fn rate(key: &str, price: &str) -> Value {
    json!({"DimensionKey": key, "Price": price})
}

#[test]
fn fixed_prices_are_zero_and_include_units_of_contract_dimensions() {
    let term = format!("{TERMS}/1");
    let field = |name: &str, value: Value| told(schedule(), &format!("{term}/{name}"), Some(value));
    let grant = |key: &str, quantity: Value| json!({"DimensionKey": key, "MaxQuantity": quantity});
    let all = [
        field("Price", json!("10.0")),
        field("Price", json!(0)),
        field("Duration", json!("P145M")),
        field("Duration", json!("P730D")),
        field("Duration", json!("P1Y")),
        field("Grants", json!([grant("plain_gb", json!(0))])),
        field(
            "Grants",
            json!([grant("plain_gb", json!(2_147_483_647_u64))]),
        ),
        field("Grants", json!([grant("plain_gb", json!("500"))])),
        field(
            "Grants",
            json!([grant("plain_gb", json!(1)), grant("plain_gb", json!(2))]),
        ),
        field("Grants", json!([grant("plain_over", json!(1))])),
        field("Grants", json!([grant("nothing", json!(1))])),
        field("Grants", json!([])),
        field(
            "Grants",
            many(201, |n| grant(&format!("g{n}"), json!(1))).unwrap(),
        ),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn each_usage_dimension_has_one_rate() {
    let rates = |value: Value| told(prices(), &format!("{USAGE}/0/RateCard"), Some(value));
    let card = |_| json!({"RateCard": [rate("plain_over", "1"), rate("enc_over", "1")]});
    let all = [
        rates(json!([
            rate("plain_over", "1"),
            rate("plain_over", "2"),
            rate("enc_over", "1")
        ])),
        rates(json!([rate("plain_over", "1")])),
        rates(json!([
            rate("plain_over", "1"),
            rate("enc_over", "1"),
            rate("plain_gb", "1")
        ])),
        rates(json!([
            rate("plain_over", "1"),
            rate("enc_over", "1"),
            rate("other", "1")
        ])),
        rates(json!([
            rate("plain_over", "0.123456789"),
            rate("enc_over", "1")
        ])),
        rates(many(801, |n| rate(&format!("r{n}"), "1")).unwrap()),
        rates(json!([])),
        told(prices(), USAGE, many(2, card)),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_rate_card_has_800_prices_and_no_more() {
    let vault = vault_storage();
    let months = [(Months(1), "1"), (Months(12), "2")];
    let name = |n: usize| (format!("r{n}"), format!("Rate {n}"));
    for count in [800, 801] {
        let mut metered = vault.clone();
        metered.dimensions.retain(Dimension::is_contract);
        let rates = (0..count).map(name);
        let rates = rates.map(|(key, name)| usage_dimension(&key, &name, "1"));
        metered.dimensions.extend(rates);
        let mut entitled = vault.clone();
        entitled.dimensions.retain(Dimension::is_usage);
        let sizes = (0..count).map(name);
        let sizes = sizes.map(|(key, name)| contract_dimension(&key, &name, &months));
        entitled.dimensions.extend(sizes);
        let card: Value = (0..count).map(|n| rate(&name(n).0, "1")).collect();
        for (product, term, cards) in [(metered, 0, 1), (entitled, 1, 2)] {
            let mut request = prices();
            for number in 0..cards {
                let place = format!("{TERMS}/{term}/RateCards/{number}/RateCard");
                *request.pointer_mut(&place).unwrap() = card.clone();
            }
            let world = World {
                products: vec![product],
                ..world()
            };
            if count == 801 {
                let told = |number| {
                    format!(
                        "ChangeSet[2].DetailsDocument.Terms[{term}].RateCards[{number}].RateCard: has 801 prices; the most are 800 (TOO_MANY_RATES)"
                    )
                };
                let all: Vec<String> = (0..cards).map(told).collect();
                assert_eq!(world.refused(&request.to_string()), all);
                continue;
            }
            let fitted = world.only(&request.to_string());
            let journey = world.journey(&fitted);
            let proven = journey.proven().expect("nothing is wrong with it");
            let (_, book) = proven.products().next().unwrap();
            assert_eq!(book.lines.len(), if term == 0 { 804 } else { 1602 });
        }
    }
}

#[test]
fn rate_cards_price_every_dimension_for_up_to_five_durations() {
    let both = json!([rate("plain_gb", "1"), rate("enc_gb", "1")]);
    let card = |n: usize| json!({"Selector": {"Type": "Duration", "Value": format!("P{}M", n + 1)}, "RateCard": both});
    let first = |value: Value| told(prices(), &format!("{CARDS}/0/RateCard"), Some(value));
    let constraint = |word: &str| {
        let place = format!("{CARDS}/0/Constraints/QuantityConfiguration");
        told(prices(), &place, Some(json!(word)))
    };
    let all = [
        told(prices(), CARDS, many(6, card)),
        told(prices(), CARDS, many(0, card)),
        first(json!([rate("plain_gb", "1")])),
        first(json!([rate("plain_gb", "1.0005"), rate("enc_gb", "1")])),
        first(json!([rate("plain_gb", "1,5"), rate("enc_gb", "1")])),
        first(json!([rate("not a key", "1"), rate("enc_gb", "1")])),
        constraint("Disallowed"),
        constraint("Yes"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn each_duration_has_one_rate_card_and_a_custom_one_stands_alone() {
    let selector = |value: &str| {
        told(
            prices(),
            &format!("{CARDS}/0/Selector/Value"),
            Some(json!(value)),
        )
    };
    let all = ["P12M", "P145M", "P0M", "P30D", "P1Y", "P7M"].map(selector);
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn terms_that_stand_together_fit_each_other() {
    let term = format!("{TERMS}/1");
    let model = "/ChangeSet/2/DetailsDocument/PricingModel";
    let all = [
        told(
            prices(),
            &format!("{term}/CurrencyCode"),
            Some(json!("EUR")),
        ),
        told(
            prices(),
            &format!("{term}/Type"),
            Some(json!("ResaleUsageBasedPricingTerm")),
        ),
        told(
            prices(),
            &format!("{term}/Type"),
            Some(json!("ByolPricingTerm")),
        ),
        told(prices(), model, Some(json!("Free"))),
        told(prices(), model, None),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
