use super::{Case, case, said, several, taken};
use crate::draft::{Draft, flexible, percentage, vault_by_row_for_all};
use crate::samples::{contract_dimension, vault_storage};
use consign::answers::Step;
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::Months;

const NAME: &str = "dim_name[VAULT][1]";
const KEY: &str = "dim_key[VAULT][1]";
const UNITS: &str = "dim_units[VAULT][1]";
const PRICE: &str = "dim_price[VAULT][1][P12M]";

/// Vault Storage for 12 months with a dimension of Northwind's own, and this typed into the step.
fn added(pairs: &[(&str, &str)]) -> Draft {
    with_all_kept(vault_by_row_for_all())
        .put(Step::Dimensions, &[(NAME, "Archive"), (PRICE, "5")])
        .put(Step::Dimensions, pairs)
}

fn with_all_kept(draft: Draft) -> Draft {
    draft.put(
        Step::Dimensions,
        &[
            ("listed", vault_storage().id.as_str()),
            ("keep[VAULT][plain_gb]", "yes"),
            ("keep[VAULT][enc_gb]", "yes"),
        ],
    )
}

/// A product with so many contract dimensions, and one more added.
fn one_more_than(count: usize) -> Draft {
    let own = (0..count).map(|n| {
        contract_dimension(
            &format!("d{n}"),
            &format!("Dimension {n}"),
            &[(Months(12), "1")],
        )
    });
    let product = Product {
        dimensions: own.collect(),
        ..vault_storage()
    };
    vault_by_row_for_all()
        .choosing(&[product])
        .put(Step::Dimensions, &[(NAME, "Archive"), (PRICE, "5")])
}

fn texts_of_a_row() -> Vec<Case> {
    let long = |count: usize| "x".repeat(count);
    let key = "Dimension key must use only letters, numbers, dots, dashes and underscores";
    let name = "Dimension name must be one line of 80 characters or less";
    let unit = "Dimension unit must be one line of 20 characters or less";
    let description = "Dimension description must be 1,000 characters or less";
    let one = |pairs: &[(&str, &str)], at: &str, text: &str| {
        case(added(pairs), Step::Dimensions, at, text)
    };
    vec![
        one(
            &[(NAME, "")],
            NAME,
            "Enter a name for dimension 1 of Vault Storage",
        ),
        one(&[(NAME, &long(81))], NAME, name),
        one(&[(NAME, "two\nlines")], NAME, name),
        one(&[(KEY, "a b")], KEY, key),
        one(&[(KEY, "größe")], KEY, key),
        one(
            &[(KEY, &long(101))],
            KEY,
            "Dimension key must be 100 characters or less",
        ),
        one(&[(NAME, "容量")], KEY, key),
        one(
            &[("dim_description[VAULT][1]", &long(1001))],
            "dim_description[VAULT][1]",
            description,
        ),
        one(
            &[("dim_unit[VAULT][1]", &long(21))],
            "dim_unit[VAULT][1]",
            unit,
        ),
        one(
            &[("dim_unit[VAULT][1]", "GB\nTB")],
            "dim_unit[VAULT][1]",
            unit,
        ),
        one(
            &[(NAME, "encrypted DATA")],
            NAME,
            "Dimension names of Vault Storage must differ – \"encrypted DATA\" is used twice",
        ),
        one(
            &[(KEY, "enc_gb")],
            KEY,
            "Dimension keys of Vault Storage must differ – \"enc_gb\" is used twice",
        ),
        several(
            added(&[(NAME, &long(81)), (KEY, "a b"), (PRICE, "five")]),
            Step::Dimensions,
            &[(NAME, name), (KEY, key)],
        ),
    ]
}

fn prices_of_a_row() -> Vec<Case> {
    let price = |typed, text| case(added(&[(PRICE, typed)]), Step::Dimensions, PRICE, text);
    vec![
        price("", "Enter a price for Archive"),
        price("five", "Price for Archive must be a number, like 1,200.50"),
        price("-5", "Price for Archive must be 0 or more"),
        price(
            "0.0001",
            "Price for Archive must have three decimals or fewer",
        ),
        price(
            "100000000.001",
            "Price for Archive must be 100,000,000 or less",
        ),
    ]
}

fn of_a_schedule() -> Vec<Case> {
    let custom = |units: &str| {
        with_all_kept(flexible()).put(Step::Dimensions, &[(NAME, "Archive"), (UNITS, units)])
    };
    let range = "Units of Archive must be a whole number from 1 to 2,147,483,646";
    let one = |draft, at: &str, text: &str| case(draft, Step::Dimensions, at, text);
    vec![
        one(custom(""), UNITS, "Enter the units of Archive"),
        one(custom("0"), UNITS, range),
        one(custom("2147483647"), UNITS, range),
        one(custom("some"), UNITS, range),
        one(
            with_all_kept(flexible()).without(Step::Dimensions, &["keep[VAULT][plain_gb]"]),
            "keep[VAULT][plain_gb]",
            "Keep Unencrypted data – the payment schedule includes units of it",
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    let one = |draft, at: &str, text: &str| case(draft, Step::Dimensions, at, text);
    let fee = |typed, text| {
        let at = "fee[VAULT][plain_over]";
        one(percentage().put(Step::Dimensions, &[(at, typed)]), at, text)
    };
    let mut cases = vec![
        one(
            percentage().put(Step::Dimensions, &[("listed", vault_storage().id.as_str())]),
            "keep[VAULT][plain_gb]",
            "Keep at least one dimension of Vault Storage",
        ),
        one(
            one_more_than(200),
            NAME,
            "Vault Storage can have up to 200 contract dimensions",
        ),
        fee(
            "cheap",
            "Additional usage fee for Unencrypted overage must be a number, like 0.05",
        ),
        fee(
            "-0.1",
            "Additional usage fee for Unencrypted overage must be 0 or more",
        ),
        fee(
            "100000001",
            "Additional usage fee for Unencrypted overage must be 100,000,000 or less",
        ),
        fee(
            "0.000000001",
            "Additional usage fee for Unencrypted overage must have eight decimals or fewer",
        ),
        case(
            percentage().put(Step::Dimensions, &[("fee[VAULT][plain_over]", "0")]),
            Step::Discount,
            "zero",
            "Confirm that the wholesale price is zero",
        ),
    ];
    cases.extend(texts_of_a_row());
    cases.extend(prices_of_a_row());
    cases.extend(of_a_schedule());
    cases
}

#[test]
fn what_is_wrong_with_dimensions_is_said_at_its_control() {
    said(&cases());
}

#[test]
fn dimensions_are_taken_up_to_their_bounds() {
    let long = |count: usize| "x".repeat(count);
    for draft in [
        added(&[(NAME, &long(80))]),
        added(&[(KEY, &long(100))]),
        added(&[(KEY, "Az-09_.")]),
        added(&[("dim_description[VAULT][1]", &"é".repeat(1000))]),
        added(&[("dim_unit[VAULT][1]", &"é".repeat(20))]),
        added(&[(PRICE, "0.001")]),
        added(&[("fee[VAULT][plain_over]", "0.00000001")]),
        one_more_than(199),
        with_all_kept(flexible()).put(
            Step::Dimensions,
            &[(NAME, "Archive"), (UNITS, "2147483646")],
        ),
    ] {
        taken(&draft);
    }
}
