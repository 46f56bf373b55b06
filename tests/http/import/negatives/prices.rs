//! Prices: dimensions, rate cards, grants and durations.

use super::{ANNUAL, CONTAINER, CONTRACT, Case, FLEXIBLE, LISTED, TERMS, many, put, without};
use serde_json::{Value, json};

fn rate(key: &str) -> Value {
    json!({"DimensionKey": key, "Price": "1"})
}

pub fn dimensions() -> Vec<Case> {
    let key = |place: &str, key: &str, told| {
        put(
            CONTRACT,
            &format!("{TERMS}/{place}/DimensionKey"),
            json!(key),
            told,
        )
    };
    vec![
        key(
            "0/RateCards/0/RateCard/1",
            "plain_over",
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard[1].DimensionKey: plain_over is priced twice in one rate card (DUPLICATE_DIMENSION_KEYS)",
        ),
        key(
            "1/RateCards/0/RateCard/1",
            "plain_gb",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].RateCard[1].DimensionKey: plain_gb is priced twice in one rate card (DUPLICATE_DIMENSION_KEYS)",
        ),
        put(
            FLEXIBLE,
            &format!("{TERMS}/1/Grants/1/DimensionKey"),
            json!("plain_gb"),
            "ChangeSet[2].DetailsDocument.Terms[1].Grants[1].DimensionKey: plain_gb is granted twice (DUPLICATE_DIMENSION_KEYS)",
        ),
        without(
            CONTRACT,
            &format!("{TERMS}/0/RateCards/0/RateCard/1"),
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard: the usage rate of enc_over is missing (INVALID_RATE_CARD)",
        ),
        without(
            CONTAINER,
            &format!("{TERMS}/0/RateCards/0/RateCard/1"),
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard: the contract price of scan_pack is missing (INVALID_RATE_CARD)",
        ),
        key(
            "1/RateCards/0/RateCard/1",
            "plain_over",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].RateCard[1].DimensionKey: plain_over is no contract dimension of Vault Storage (INVALID_RATE_CARD)",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/0/RateCards/0/RateCard"),
            json!([rate("plain_over"), rate("enc_over"), rate("plain_gb")]),
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard[2].DimensionKey: plain_gb is no usage dimension of Vault Storage (INVALID_RATE_CARD)",
        ),
        put(
            FLEXIBLE,
            &format!("{TERMS}/1/Grants/1/DimensionKey"),
            json!("plain_over"),
            "ChangeSet[2].DetailsDocument.Terms[1].Grants[1].DimensionKey: plain_over is no contract dimension of Vault Storage (INVALID_RATE_CARD)",
        ),
        key(
            "1/RateCards/0/RateCard/1",
            "other",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].RateCard[1].DimensionKey: other is no dimension of Vault Storage; if a request adds it, put that one into the same list (INCOMPATIBLE_PRODUCT)",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/1/CurrencyCode"),
            json!("EUR"),
            "ChangeSet[2].DetailsDocument.Terms[1].CurrencyCode: must be USD, the currency of the other terms, not EUR (INCOMPATIBLE_CURRENCY_CODE)",
        ),
    ]
}

pub fn cards() -> Vec<Case> {
    const CARDS: &str = "/ChangeSet/1/DetailsDocument/Terms/1/RateCards";
    let card = |n: usize| {
        json!({"Selector": {"Type": "Duration", "Value": format!("P{}M", n + 1)},
            "RateCard": [rate("plain_gb"), rate("enc_gb")]})
    };
    let usage_card = |_| json!({"RateCard": [rate("plain_over"), rate("enc_over")]});
    let grant = |n: usize| json!({"DimensionKey": format!("g{n}"), "MaxQuantity": 1});
    let rate_of = |n: usize| rate(&format!("r{n}"));
    vec![
        put(
            LISTED,
            &format!("{CARDS}/1/Selector/Value"),
            json!("P1M"),
            "ChangeSet[1].DetailsDocument.Terms[1].RateCards[1].Selector.Value: P1M has two rate cards; each duration may have one (DUPLICATE_SELECTORS)",
        ),
        without(
            LISTED,
            &format!("{CARDS}/1/RateCard/1"),
            "ChangeSet[1].DetailsDocument.Terms[1].RateCards[1].RateCard: must price the same dimensions as the other durations (INVALID_RATE_CARD)",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/0/RateCards/0/RateCard"),
            many(801, rate_of),
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard: has 801 prices; the most are 800 (TOO_MANY_RATES)",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/0/RateCards"),
            many(2, usage_card),
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards: has 2 rate cards; the most are 1 (TOO_MANY_RATE_CARDS)",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/1/RateCards"),
            many(6, card),
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards: has 6 rate cards; the most are 5 (TOO_MANY_RATE_CARDS)",
        ),
        put(
            FLEXIBLE,
            &format!("{TERMS}/1/Grants"),
            many(201, grant),
            "ChangeSet[2].DetailsDocument.Terms[1].Grants: has 201 grants; the most are 200 (TOO_MANY_GRANTS)",
        ),
    ]
}

pub fn durations() -> Vec<Case> {
    let selector = |sound: &str, code: &str, told| {
        let place = format!("{TERMS}/1/RateCards/0/Selector/Value");
        put(sound, &place, json!(code), told)
    };
    vec![
        selector(
            CONTRACT,
            "P145M",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].Selector.Value: \"P145M\" is no contract duration – write months like P12M (1 to 144) or days like P365D (1 to 1095) (INVALID_SELECTOR_DURATION_VALUE)",
        ),
        selector(
            CONTRACT,
            "P0M",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].Selector.Value: \"P0M\" is no contract duration – write months like P12M (1 to 144) or days like P365D (1 to 1095) (INVALID_SELECTOR_DURATION_VALUE)",
        ),
        selector(
            ANNUAL,
            "P1096D",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].Selector.Value: \"P1096D\" is no contract duration – write months like P12M (1 to 144) or days like P365D (1 to 1095) (INVALID_SELECTOR_DURATION_VALUE)",
        ),
        selector(
            ANNUAL,
            "P12M",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].Selector.Value: contracts of Sentinel AMI are counted in days (INVALID_SELECTOR_DURATION_VALUE)",
        ),
        put(
            FLEXIBLE,
            &format!("{TERMS}/1/Duration"),
            json!("P145M"),
            "ChangeSet[2].DetailsDocument.Terms[1].Duration: \"P145M\" is no contract duration – write months like P12M (1 to 144) or days like P365D (1 to 1095) (INVALID_DURATION)",
        ),
    ]
}
