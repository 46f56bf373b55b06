//! Importing a catalogue, as whoever runs the installation does it.

use std::path::Path;
use std::process::{Command, Output};

const NORTHWIND: &str = "111122223333";

fn consign(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the program runs")
}

fn import(data: &Path, name: &str, text: &str) -> (bool, String) {
    let file = data.join(name);
    std::fs::write(&file, text).expect("a file");
    let file = file.to_str().expect("its name is text");
    let output = consign(
        data,
        &["catalog", "import", file, "--organisation", NORTHWIND],
    );
    let told = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8(told).expect("it prints text"),
    )
}

#[test]
fn a_catalogue_is_imported_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let catalogue = include_str!("../../src/demo/northwind.json");
    let (done, told) = import(data, "catalogue.json", catalogue);
    assert!(
        !done && told.contains("account 111122223333 has no vendor"),
        "{told}"
    );
    let added = consign(
        data,
        &[
            "organisation",
            "add",
            "--kind",
            "isv",
            "--account",
            NORTHWIND,
            "--name",
            "Northwind Software",
            "--country",
            "US",
            "--email",
            "channel@northwind.example",
        ],
    );
    assert!(added.status.success(), "{added:?}");
    for _ in 0..2 {
        let (done, told) = import(data, "catalogue.json", catalogue);
        assert!(done && told.starts_with("14 products of "), "{told}");
    }
    let wrong = catalogue
        .replace("\"model\": \"free\"", "\"model\": \"gratis\"")
        .replace("\"440.00\"", "\"440,00\"");
    let (done, told) = import(data, "wrong.json", &wrong);
    assert!(!done, "{told}");
    let faults: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("line "))
        .collect();
    assert_eq!(faults.len(), 2, "{told}");
    assert!(
        faults[0].ends_with(
            "products[3].dimensions[1].prices.P365D: \"440,00\" is no price; write it like 1200.50"
        ),
        "{told}"
    );
    assert!(
        faults[1].contains("products[12].model: must be one of"),
        "{told}"
    );
}

#[test]
fn products_as_aws_describes_them_are_imported_with_the_prices_of_their_offers() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let added = consign(
        data,
        &[
            "organisation",
            "add",
            "--kind",
            "isv",
            "--account",
            NORTHWIND,
            "--name",
            "Northwind Software",
            "--country",
            "US",
            "--email",
            "channel@northwind.example",
        ],
    );
    assert!(added.status.success(), "{added:?}");
    let described = include_str!("../catalog_api/import/fixtures/ami_product.json");
    let (done, told) = import(data, "described.json", described);
    assert!(done && told.starts_with("1 product of "), "{told}");
    let lacking = described.replace("\"UsageBasedPricingTerm\"", "\"OtherTerm\"");
    let (done, told) = import(data, "lacking.json", &lacking);
    assert!(!done && told.contains("[0].DetailsDocument"), "{told}");
    let authorization = include_str!("../catalog_api/import/fixtures/draft.json");
    let (done, told) = import(data, "authorization.json", authorization);
    assert!(!done, "{told}");
    assert!(
        told.contains(
            "ChangeSet[0]: an authorization is no product; import it on the page for that"
        ),
        "{told}"
    );
}
