//! Files that are taken, and all that is said of files that are not.

mod files;

use super::*;
use serde_json::{Value, json};

fn faults(file: &Value) -> Vec<String> {
    match parse(&file.to_string()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .iter()
            .map(|fault| format!("{}: {}", fault.path, fault.reason))
            .collect(),
    }
}

/// A file with one product of this model.
fn of(model: &str, dimensions: &Value) -> Value {
    json!({"products": [{"id": "prod-1", "title": "One", "model": model, "state": "public", "eula": "standard",
        "dimensions": dimensions}]})
}

fn contract(key: &str, prices: &Value) -> Value {
    json!({"key": key, "name": key, "kind": "contract", "prices": prices})
}

fn usage(key: &str, rate: &str) -> Value {
    json!({"key": key, "name": key, "kind": "usage", "usage_rate": rate})
}

fn both(key: &str, rate: &str, annual: &str) -> Value {
    json!({"key": key, "name": key, "kind": "both", "usage_rate": rate, "prices": {"P365D": annual}})
}

#[test]
fn what_is_left_out_has_its_default() {
    let products =
        parse(&of("saas_subscription", &json!([usage("a", "0.05")])).to_string()).unwrap();
    let [product] = products.as_slice() else {
        panic!("one product")
    };
    assert!(!product.tiered);
    let dimension = &product.dimensions[0];
    assert_eq!(
        (dimension.unit.as_str(), dimension.description.as_str()),
        ("Units", "")
    );
    assert_eq!(dimension.usage_rate.unwrap().value().to_string(), "0.05");
}

#[test]
fn every_model_takes_the_prices_it_has() {
    let months = json!({"P1M": "1.5", "P12M": "16.00"});
    for (model, dimensions) in [
        (
            "saas_subscription",
            json!([usage("a", "0.20"), usage("b", "0.00000001")]),
        ),
        (
            "saas_contract",
            json!([contract("a", &months), contract("b", &months)]),
        ),
        (
            "saas_contract_with_consumption",
            json!([contract("a", &months), usage("b", "0.1")]),
        ),
        ("ami_hourly", json!([usage("a", "0")])),
        ("ami_usage", json!([usage("a", "1")])),
        (
            "ami_hourly_with_annual",
            json!([both("a", "0.17", "220.00"), both("b", "0", "0")]),
        ),
        ("ami_contract", json!([contract("a", &months)])),
        ("container_hourly", json!([usage("a", "1")])),
        ("container_usage", json!([usage("a", "1")])),
        (
            "container_contract",
            json!([contract("a", &json!({"P144M": "100000000"}))]),
        ),
        (
            "professional_services",
            json!([{"key": "a", "name": "A", "kind": "contract"}]),
        ),
        ("free", json!([])),
        ("ami_monthly", json!([contract("a", &json!({"P1M": "9"}))])),
    ] {
        assert_eq!(
            faults(&of(model, &dimensions)),
            Vec::<String>::new(),
            "{model}"
        );
    }
    let long_term = json!([{"key": "a", "name": "A", "kind": "both", "usage_rate": "1", "prices": {"P90D": "9", "P365D": "30"}}]);
    assert_eq!(
        faults(&of("container_long_term", &long_term)),
        Vec::<String>::new()
    );
}

/// Asks of files with one product what is wrong with its first dimension; `YEAR` in them stands for a price for a year.
fn refused_dimensions(cases: &[(&str, &str, &str)]) {
    for (model, dimensions, fault) in cases {
        let dimensions = dimensions.replace("YEAR", r#""prices": {"P12M": "16"}"#);
        let file = of(model, &serde_json::from_str(&dimensions).unwrap());
        let expected = format!("products[0].dimensions[0].{fault}");
        assert_eq!(faults(&file), [expected], "{dimensions}");
    }
}

#[test]
fn products_paid_as_used_have_rates_and_nothing_else() {
    refused_dimensions(&[
        (
            "saas_subscription",
            r#"[{"key": "a", "name": "A", "kind": "contract", YEAR}]"#,
            "kind: must be usage for saas_subscription",
        ),
        (
            "container_usage",
            r#"[{"key": "a", "name": "A", "kind": "usage"}]"#,
            "usage_rate: is needed for kind usage",
        ),
        (
            "ami_hourly",
            r#"[{"key": "a", "name": "A", "kind": "usage", "usage_rate": "1", YEAR}]"#,
            "prices: must be left out for kind usage",
        ),
    ]);
}

#[test]
fn contracts_have_a_price_for_every_public_duration() {
    refused_dimensions(&[
        (
            "saas_contract",
            r#"[{"key": "a", "name": "A", "kind": "usage", "usage_rate": "1"}]"#,
            "kind: must be contract for saas_contract",
        ),
        (
            "saas_contract",
            r#"[{"key": "a", "name": "A", "kind": "contract"}]"#,
            "prices: is needed for kind contract",
        ),
        (
            "container_contract",
            r#"[{"key": "a", "name": "A", "kind": "contract", "prices": {"P365D": "1"}}]"#,
            "prices: P365D must be counted in months for container_contract",
        ),
        (
            "saas_contract",
            r#"[{"key": "a", "name": "A", "kind": "contract", YEAR},
                {"key": "b", "name": "B", "kind": "contract", "prices": {"P12M": "1", "P24M": "2"}}]"#,
            "prices: has none for P24M, which another dimension has",
        ),
        (
            "ami_contract",
            r#"[{"key": "a", "name": "A", "kind": "contract", "usage_rate": "1", YEAR}]"#,
            "usage_rate: must be left out for kind contract",
        ),
        (
            "professional_services",
            r#"[{"key": "a", "name": "A", "kind": "contract", YEAR}]"#,
            "prices: professional services have no list prices",
        ),
    ]);
}

#[test]
fn long_terms_go_with_hourly_prices() {
    refused_dimensions(&[
        (
            "ami_hourly_with_annual",
            r#"[{"key": "a", "name": "A", "kind": "usage", "usage_rate": "1"},
                {"key": "b", "name": "B", "kind": "both", "usage_rate": "1", "prices": {"P365D": "9"}}]"#,
            "kind: must be both for ami_hourly_with_annual",
        ),
        (
            "ami_hourly_with_annual",
            r#"[{"key": "a", "name": "A", "kind": "both", "prices": {"P365D": "9"}}]"#,
            "usage_rate: is needed for kind both",
        ),
        (
            "ami_hourly_with_annual",
            r#"[{"key": "a", "name": "A", "kind": "both", "usage_rate": "1", "prices": {"P30D": "9"}}]"#,
            "prices: P30D must be P365D for ami_hourly_with_annual",
        ),
        (
            "container_long_term",
            r#"[{"key": "a", "name": "A", "kind": "both", "usage_rate": "0.1", "prices": {"P365D": "0"}},
                {"key": "b", "name": "B", "kind": "both", "usage_rate": "1", "prices": {"P365D": "9"}}]"#,
            "prices: can be 0 only if usage_rate is 0 and another dimension has one above 0",
        ),
        (
            "container_long_term",
            r#"[{"key": "a", "name": "A", "kind": "both", "usage_rate": "0", "prices": {"P365D": "0"}}]"#,
            "prices: can be 0 only if usage_rate is 0 and another dimension has one above 0",
        ),
        (
            "container_long_term",
            r#"[{"key": "a", "name": "A", "kind": "both", "usage_rate": "1", YEAR}]"#,
            "prices: P12M must be counted in days for container_long_term",
        ),
    ]);
}

#[test]
fn every_product_has_the_dimensions_it_cannot_do_without() {
    let months = |count: usize| {
        (1..=count)
            .map(|n| (format!("P{n}M"), json!("1")))
            .collect()
    };
    let six_durations = json!([contract("a", &Value::Object(months(6)))]);
    let contract_only = json!([contract("a", &json!({"P12M": "16"}))]);
    for (model, dimensions, fault) in [
        (
            "saas_contract",
            six_durations,
            "6 contract durations; the most are 5",
        ),
        (
            "saas_contract",
            json!([]),
            "saas_contract needs a contract dimension",
        ),
        (
            "saas_contract_with_consumption",
            contract_only,
            "saas_contract_with_consumption needs a usage dimension",
        ),
        (
            "container_usage",
            json!([]),
            "container_usage needs a usage dimension",
        ),
        (
            "professional_services",
            json!([]),
            "professional_services needs a contract dimension",
        ),
        (
            "ami_hourly_with_annual",
            json!([]),
            "ami_hourly_with_annual needs a contract and usage dimension",
        ),
    ] {
        let expected = format!("products[0].dimensions: {fault}");
        assert_eq!(faults(&of(model, &dimensions)), [expected], "{model}");
    }
}

/// Changes one field of a good dimension and asks what is wrong with it.
fn refused_fields(cases: &[(&str, Value, &str)]) {
    for (field, value, fault) in cases {
        let mut dimension = contract("a", &json!({"P12M": "1"}));
        dimension[field] = value.clone();
        let expected = format!("products[0].dimensions[0].{fault}");
        assert_eq!(
            faults(&of("saas_contract", &json!([dimension]))),
            [expected]
        );
    }
}

#[test]
fn the_texts_of_a_dimension_are_held_to_their_bounds() {
    let key = "key: must be 1 to 100 letters, digits, dots, dashes and underscores";
    refused_fields(&[
        ("key", json!("a b"), key),
        ("key", json!("k".repeat(101)), key),
        ("name", json!(" "), "name: must not be empty"),
        ("name", json!("two\nlines"), "name: must be one line"),
        (
            "name",
            json!("n".repeat(81)),
            "name: must have 80 characters or fewer",
        ),
        (
            "unit",
            json!("u".repeat(21)),
            "unit: must have 20 characters or fewer",
        ),
        (
            "description",
            json!("d".repeat(1001)),
            "description: must have 1000 characters or fewer",
        ),
        (
            "kind",
            json!("rent"),
            "kind: must be one of contract, usage, both",
        ),
    ]);
}

#[test]
fn prices_are_exact_and_held_to_their_bounds() {
    for (price, fault) in [
        ("1.2345", "must have 3 decimals or fewer"),
        ("-1", "must be 0 or more"),
        ("100000000.001", "must be 100000000 or less"),
        ("1e3", "\"1e3\" is no price; write it like 1200.50"),
        ("1,200", "\"1,200\" is no price; write it like 1200.50"),
        (".5", "\".5\" is no price; write it like 1200.50"),
        ("", "\"\" is no price; write it like 1200.50"),
        (
            &"9".repeat(31),
            &format!("\"{}\" has too many digits", "9".repeat(31)),
        ),
    ] {
        let fault = format!("prices.P12M: {fault}");
        refused_fields(&[("prices", json!({"P12M": price}), &fault)]);
    }
    for code in ["P1Y", "P145M", "P0M", "12"] {
        let no_duration = "is no contract duration; write months like P12M, days like P365D";
        let fault = format!("prices.{code}: {no_duration}");
        refused_fields(&[("prices", json!({code: "1"}), &fault)]);
    }
    assert_eq!(
        faults(&of(
            "saas_subscription",
            &json!([usage("a", "0.000000001")])
        )),
        ["products[0].dimensions[0].usage_rate: must have 8 decimals or fewer"]
    );
}

#[test]
fn what_is_said_of_a_product_is_held_to_its_bounds() {
    let address = "eula.url: must be an address like https://…";
    for (field, value, fault) in [
        (
            "id",
            json!("prod 1"),
            "id: must be 1 to 50 letters, digits, dots, dashes and underscores",
        ),
        ("title", json!("\u{202e}"), "title: must not be empty"),
        (
            "title",
            json!("t".repeat(256)),
            "title: must have 255 characters or fewer",
        ),
        (
            "state",
            json!("live"),
            "state: must be one of draft, limited, public, withdrawn",
        ),
        ("eula", json!({"url": "http://x.example/eula"}), address),
        ("eula", json!({"url": "https:///eula"}), address),
        ("eula", json!({"url": "https://x.example/a b"}), address),
        (
            "tiered",
            json!(true),
            "dimensions: only a product with contracts of months can be tiered",
        ),
    ] {
        let mut file = of("saas_subscription", &json!([usage("a", "1")]));
        file["products"][0][field] = value;
        assert_eq!(faults(&file), [format!("products[0].{fault}")]);
    }
}

#[test]
fn two_hundred_dimensions_of_a_kind_are_taken_and_one_more_is_not() {
    let file = |count: usize| {
        let of_kind = |n| {
            [
                contract(&format!("c{n}"), &json!({"P1M": "1"})),
                usage(&format!("u{n}"), "1"),
            ]
        };
        of(
            "saas_contract_with_consumption",
            &(0..count).flat_map(of_kind).collect(),
        )
    };
    assert_eq!(faults(&file(200)), Vec::<String>::new());
    assert_eq!(
        faults(&file(201)),
        [
            "products[0].dimensions: 201 contract dimensions; the most are 200",
            "products[0].dimensions: 201 usage dimensions; the most are 200",
        ]
    );
}
