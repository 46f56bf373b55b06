//! Whatever is sent, the answer is what it holds or what is wrong with it.

use super::{World, seaglass};
use consign::catalog_api::import::{self, MAX_BYTES, MAX_REMARKS, MAX_VALUES};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Words that the reader knows, so that random JSON gets past its first look.
const WORDS: [&str; 40] = [
    "Catalog",
    "AWSMarketplace",
    "ChangeSet",
    "ChangeType",
    "ChangeName",
    "Entity",
    "Type",
    "Identifier",
    "DetailsDocument",
    "Details",
    "ResaleAuthorization@1.0",
    "CreateResaleAuthorization",
    "UpdatePricingTerms",
    "UpdateLegalTerms",
    "UpdateAvailability",
    "ReleaseResaleAuthorization",
    "RestrictResaleAuthorization",
    "$A.Entity.Identifier",
    "A",
    "Terms",
    "RateCards",
    "RateCard",
    "DimensionKey",
    "Price",
    "Selector",
    "Value",
    "P12M",
    "EntityType",
    "EntityIdentifier",
    "SaaSProduct@1.0",
    "Offer@1.0",
    "Dimensions",
    "Description",
    "ProductTitle",
    "Grants",
    "Schedule",
    "ResaleFixedUpfrontPricingTerm",
    "ResaleUsageBasedPricingTerm",
    "resaleauthz-x",
    "Rules",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 128, 10, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..10).prop_map(Value::from),
            proptest::collection::vec((word(), inner), 0..10)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// One value of a document in place of another.
fn changed(document: &mut Value, at: usize, with: &Value) {
    fn walk(value: &mut Value, left: &mut usize, with: &Value) -> bool {
        if *left == 0 {
            *value = with.clone();
            return true;
        }
        *left -= 1;
        match value {
            Value::Array(items) => items.iter_mut().any(|item| walk(item, left, with)),
            Value::Object(fields) => fields.values_mut().any(|item| walk(item, left, with)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
    walk(document, &mut { at }, with);
}

fn every_path_is_told(text: &str) {
    let world = World::of_2023(seaglass());
    if let Err(faults) = world.fitted(text) {
        let told = super::lines(faults);
        assert!(!told.is_empty() && told.len() <= MAX_REMARKS + 1);
        assert!(told.iter().all(|line| line.len() < 4_000), "{told:?}");
    }
    if let Ok(contents) = import::read(text) {
        let _ = import::listing(&contents);
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        every_path_is_told(&text);
    }

    #[test]
    fn any_json_is_answered(value in json_value()) {
        every_path_is_told(&value.to_string());
    }

    #[test]
    fn a_request_with_anything_in_any_place_is_answered(at in 0_usize..90, with in json_value()) {
        let mut document: Value = serde_json::from_str(include_str!("fixtures/flexible.json")).unwrap();
        changed(&mut document, at, &with);
        every_path_is_told(&document.to_string());
    }
}

#[test]
fn one_mebibyte_is_read_and_one_byte_more_is_not() {
    let start = include_str!("fixtures/draft.json").trim_end();
    let fits = format!("{start}{}", " ".repeat(MAX_BYTES - start.len()));
    assert_eq!(fits.len(), MAX_BYTES);
    assert!(import::read(&fits).is_ok());
    let told = super::lines(import::read(&format!("{fits} ")).unwrap_err());
    assert_eq!(
        told,
        ["The JSON must be 1 MB or less – import it in several parts"]
    );
}

#[test]
fn what_is_no_json_is_told_by_line_and_column() {
    for (text, told) in [
        ("", "There is no JSON in it"),
        (" \n", "There is no JSON in it"),
        (
            "{\n  \"Catalog\": ,\n}",
            "Line 2, column 14: expected value",
        ),
        ("{} x", "Line 1, column 4: trailing characters"),
        ("{\"a\": 1e999}", "Line 1, column 11: number out of range"),
    ] {
        assert_eq!(
            super::lines(import::read(text).unwrap_err()),
            [told],
            "{text}"
        );
    }
}

#[test]
fn deep_json_is_refused_in_words() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let told = super::lines(import::read(&nested(128)).unwrap_err());
    assert_eq!(
        told,
        ["Line 1, column 128: more than 127 lists and objects stand inside each other"]
    );
    let within = super::lines(import::read(&nested(127)).unwrap_err());
    assert!(!within[0].contains("127 lists"), "{within:?}");
    let huge = super::lines(import::read(&nested(500_000)).unwrap_err());
    assert_eq!(huge, told);
    let text = json!({"ChangeSet": [{"ChangeType": "CreateResaleAuthorization",
        "Entity": {"Type": "ResaleAuthorization@1.0"}, "Details": nested(8_000)}]});
    let inner = super::lines(import::read(&text.to_string()).unwrap_err());
    assert_eq!(inner, [format!("ChangeSet[0].Details: {}", told[0])]);
}

const TOO_MANY: &str = "It has more than 100,000 values – split it into several";

#[test]
fn so_many_values_are_read_and_one_more_is_not() {
    let told = |text: &str| super::lines(import::read(text).unwrap_err());
    // The list itself, or the list and its object, are values as well.
    let lists = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
    let objects = |values: usize| format!("{{\"a\":[{}0]}}", "0,".repeat(values - 3));
    let within = told(&lists(MAX_VALUES));
    assert_eq!(within[0], "[0]: must be an object, {…}; this is a number");
    assert_eq!(within[MAX_REMARKS], "and 99899 more");
    assert_eq!(told(&lists(MAX_VALUES + 1)), [TOO_MANY]);
    let within = told(&objects(MAX_VALUES));
    assert_eq!(within.len(), 1);
    assert!(
        within[0].starts_with("The JSON must be a request"),
        "{within:?}"
    );
    assert_eq!(told(&objects(MAX_VALUES + 1)), [TOO_MANY]);
    // What goes wrong before there are too many is told as it is.
    let broken = lists(MAX_VALUES).replace("0]", "x]");
    assert!(told(&broken)[0].ends_with("expected value"));
}

#[test]
fn values_in_the_texts_of_a_document_are_counted_with_its_own() {
    const CHANGES: usize = 20;
    // As many as the text of one change may have: 8,190, so that the thirteenth is too many.
    let details = format!("[{}0]", "[0],".repeat(4_094));
    let change = json!({"ChangeType": "CreateResaleAuthorization",
        "Entity": {"Type": "ResaleAuthorization@1.0"}, "Details": details});
    let text = json!({"ChangeSet": vec![change; CHANGES]}).to_string();
    assert!(text.len() < MAX_BYTES);
    let told = super::lines(import::read(&text).unwrap_err());
    let too_many: Vec<&String> = told.iter().filter(|line| line.contains(TOO_MANY)).collect();
    assert_eq!(too_many.len(), CHANGES - 12);
    assert_eq!(*too_many[0], format!("ChangeSet[12].Details: {TOO_MANY}"));
}

#[test]
fn many_faults_are_counted_and_the_first_hundred_told() {
    let unknown: String = (0..40_000).map(|n| format!("\"k{n}\":0,")).collect();
    let text = format!("{{\"ChangeSet\":[],{unknown}\"z\":0}}");
    let told = super::lines(import::read(&text).unwrap_err());
    assert_eq!(told.len(), MAX_REMARKS + 1);
    assert_eq!(told[MAX_REMARKS], "and 39902 more");
    let twice = format!(
        "{{{}\"ChangeSet\":[]}}",
        "\"Catalog\":\"AWSMarketplace\",".repeat(30_000)
    );
    assert_eq!(
        super::lines(import::read(&twice).unwrap_err()).len(),
        MAX_REMARKS + 1
    );
}
