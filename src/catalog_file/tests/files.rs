//! Files as a whole: how what is wrong is told, what is no catalogue, and the files that come with the program.

use crate::catalog_file::*;
use crate::domain::pricing_model::PricingModel;
use serde_json::json;

const WRONG_THROUGHOUT: &str = r#"{
  "products": [
    {"id": "p1", "title": "A", "model": "rented", "state": "public", "eula": "standard", "dimensions": [
      {"key": "a", "name": "A", "kind": "usage", "usage_rate": "1", "colour": "red"},
      {"key": "b", "name": "B", "kind": "usage", "usage_rate": 0.5},
      {"key": "c", "name": "C", "kind": "contract", "prices": {"P1M": "1", "P1M": "2"}},
      {"key": "d", "name": "D", "name": "E", "kind": "usage"},
      {"key": "e", "name": "E",
       "kind": 7}
    ]},
    {"id": "p2", "title": "B", "model": "free", "state": "public", "eula": "other", "dimensions": []},
    {"id": "p1", "title": "C", "model": "saas_subscription", "state": "public", "eula": "standard", "dimensions": [
      {"key": "a", "name": "A", "kind": "usage", "usage_rate": "1"},
      {"key": "a", "name": "A", "kind": "usage", "usage_rate": "1"}
    ]},
    {"id": "p3", "title": "D"}
  ]
}"#;

#[test]
fn everything_that_is_wrong_is_named_with_its_line() {
    let all: Vec<String> = parse(WRONG_THROUGHOUT)
        .unwrap_err()
        .iter()
        .map(Fault::to_string)
        .collect();
    let models = "saas_subscription, saas_contract, saas_contract_with_consumption, ami_hourly, ami_usage, \
        ami_hourly_with_annual, ami_contract, container_hourly, container_usage, container_long_term, container_contract, \
        professional_services, free, byol, ami_monthly, container_monthly, cloudformation, second_party, \
        machine_learning, data";
    let expected = [
        format!("line 3, products[0].model: must be one of {models}"),
        "line 4, products[0].dimensions[0]: unknown field `colour`, expected one of `key`, `name`, `description`, `unit`, \
            `kind`, `usage_rate`, `prices`".to_owned(),
        "line 5, products[0].dimensions[1]: invalid type: floating point `0.5`, expected a price as text, like \"16.00\"".to_owned(),
        "line 6, products[0].dimensions[2]: P1M is priced twice".to_owned(),
        "line 7, products[0].dimensions[3]: duplicate field `name`".to_owned(),
        "line 9, products[0].dimensions[4]: invalid type: integer `7`, expected a string".to_owned(),
        "line 11, products[1]: unknown variant `other`, expected `standard` or `url`".to_owned(),
        "line 12, products[2].id: p1 is in the file twice".to_owned(),
        "line 14, products[2].dimensions[1].key: a is in this product twice".to_owned(),
        "line 16, products[3]: missing field `model`".to_owned(),
    ];
    assert_eq!(all, expected);
}

#[test]
fn what_is_no_catalogue_file_is_refused_as_a_whole() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_inside = format!(r#"{{"products": [{deep}]}}"#);
    let too_many = json!({"products": vec![json!({}); MAX_PRODUCTS + 1]}).to_string();
    for (text, said) in [
        ("", "line 1: EOF while parsing a value"),
        ("{\n\"products\": [}", "line 2: expected value"),
        ("{}", "line 1: missing field `products`"),
        (
            r#"{"products": [], "resellers": []}"#,
            "line 1: unknown field `resellers`, expected `products`",
        ),
        (deep.as_str(), "line 1: must be an object"),
        (
            deep_inside.as_str(),
            "line 1, products[0]: must be an object",
        ),
        (
            too_many.as_str(),
            "line 1, products: 1001 entries; the most are 1000",
        ),
    ] {
        let first = parse(text).unwrap_err()[0].to_string();
        let start: String = text.chars().take(40).collect();
        assert!(first.starts_with(said), "{start}: {first}");
    }
    assert_eq!(parse("\u{feff}{\"products\": []}"), Ok(Vec::new()));
}

#[test]
fn a_file_is_read_up_to_its_largest_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.json");
    let size = usize::try_from(MAX_FILE_BYTES).unwrap();
    std::fs::write(&path, vec![b' '; size]).unwrap();
    assert_eq!(read(&path).unwrap().len(), size);
    std::fs::write(&path, vec![b' '; size + 1]).unwrap();
    assert!(read(&path).unwrap_err().to_string().contains("larger"));
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(read(&path).unwrap_err().to_string().contains("UTF-8"));
    assert!(read(&folder.path().join("absent.json")).is_err());
}

#[test]
fn the_files_of_the_demo_are_good() {
    for text in [
        include_str!("../../demo/northwind.json"),
        include_str!("../../demo/fabrikam.json"),
    ] {
        let faults = parse(text).err().unwrap_or_default();
        assert_eq!(faults, []);
    }
}

#[test]
fn the_example_in_the_readme_is_good() {
    let readme = include_str!("../../../README.md");
    let (_, rest) = readme.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    assert_eq!(parse(example).unwrap().len(), 1);
    for model in PricingModel::ALL
        .into_iter()
        .filter(|model| model.resellable())
    {
        assert!(
            readme.contains(&format!("`{}`", model.as_str())),
            "{}",
            model.as_str()
        );
    }
}
