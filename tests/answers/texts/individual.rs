use super::{Case, case, said, several, taken};
use crate::draft::{Draft, individual, vault_by_row_for_all};
use crate::samples::{log_stream, only, sentinel_ami, vault_storage};
use consign::answers::Step;
use consign::domain::catalog::Product;

const ROW: &str = "value[VAULT][plain_gb:P12M]";
const USAGE_ROW: &str = "value[VAULT][plain_over]";

/// Vault Storage with everything at 10 % off except one row, which has a price.
fn priced(row: &str, price: &str) -> Draft {
    let rule = row.replace("value[", "rule[");
    vault_by_row_for_all().put(Step::Discount, &[(&rule, "price"), (row, price)])
}

/// LogStream with the same value in the row for all dimensions.
fn for_all(rule: &str, value: &str) -> Draft {
    individual(&[log_stream()]).put(
        Step::Discount,
        &[("rule[LOG][*]", rule), ("value[LOG][*]", value)],
    )
}

/// A product sold for one custom contract duration, everything at one price.
fn custom_duration(product: &Product, count: &str) -> Draft {
    let id = product.id.as_str();
    individual(only(product)).put(
        Step::Discount,
        &[
            ("listed", id),
            (&format!("term[{id}]"), "custom"),
            (&format!("term_custom[{id}]"), count),
            (&format!("rule[{id}][*]"), "price"),
            (&format!("value[{id}][*]"), "20"),
        ],
    )
}

fn in_currency(code: &str, row: &str, price: &str) -> Draft {
    let rows = ["plain_gb:P12M", "enc_gb:P12M", "plain_over", "enc_over"];
    rows.iter()
        .fold(priced(row, price), |draft, other| {
            let other = format!("value[VAULT][{other}]");
            if other == row {
                draft
            } else {
                let rule = other.replace("value[", "rule[");
                draft.put(Step::Discount, &[(&rule, "price"), (&other, "5")])
            }
        })
        .put(Step::Discount, &[("currency", code)])
}

fn prices() -> Vec<Case> {
    let what = "Wholesale price for Unencrypted data must";
    let over = "Wholesale price for Unencrypted overage must";
    [
        (ROW, "twelve", format!("{what} be a number, like 1,200.50")),
        (ROW, "1.200,50", format!("{what} be written like 1,200.50")),
        (ROW, "-0.001", format!("{what} be 0 or more")),
        (
            ROW,
            "100000000.001",
            format!("{what} be 100,000,000 or less"),
        ),
        (
            ROW,
            "99999999999999999999999999999999",
            format!("{what} be 100,000,000 or less"),
        ),
        (
            ROW,
            "0.0001",
            format!("{what} have three decimals or fewer"),
        ),
        (USAGE_ROW, "cheap", format!("{over} be a number, like 0.05")),
        (USAGE_ROW, "-1", format!("{over} be 0 or more")),
        (
            USAGE_ROW,
            "100000000.00000001",
            format!("{over} be 100,000,000 or less"),
        ),
        (
            USAGE_ROW,
            "0.000000001",
            format!("{over} have eight decimals or fewer"),
        ),
        (
            USAGE_ROW,
            "0.0000000000000000000000000000000000001",
            format!("{over} have eight decimals or fewer"),
        ),
    ]
    .iter()
    .map(|(row, typed, text)| case(priced(row, typed), Step::Discount, row, text))
    .collect()
}

fn missing() -> Vec<Case> {
    let nothing = vault_by_row_for_all().put(Step::Discount, &[("value[VAULT][*]", "")]);
    let enter = |name: &str| format!("Enter a discount or price for {name} of Vault Storage");
    let no_list = |name: &str| {
        format!("{name} of Vault Storage has no list price for 18 months – enter a wholesale price")
    };
    let foreign = |name: &str| {
        format!("List prices are in USD – enter a wholesale price for {name} of Vault Storage")
    };
    let custom = custom_duration(&vault_storage(), "18").put(
        Step::Discount,
        &[
            ("rule[VAULT][*]", "percent"),
            ("rule[VAULT][enc_gb:P18M]", "price"),
            ("value[VAULT][enc_gb:P18M]", "3"),
        ],
    );
    vec![
        case(
            nothing.clone(),
            Step::Discount,
            "value[VAULT][*]",
            "Enter a discount or price for Vault Storage",
        ),
        several(
            nothing.put(Step::Discount, &[("value[VAULT][plain_over]", "5")]),
            Step::Discount,
            &[
                (ROW, &enter("Unencrypted data")),
                ("value[VAULT][enc_gb:P12M]", &enter("Encrypted data")),
            ],
        ),
        case(
            custom,
            Step::Discount,
            "value[VAULT][plain_gb:P18M]",
            &no_list("Unencrypted data"),
        ),
        case(
            in_currency("EUR", ROW, "7").without(Step::Discount, &[USAGE_ROW]),
            Step::Discount,
            USAGE_ROW,
            &foreign("Unencrypted overage"),
        ),
    ]
}

fn long_term_zeros() -> Vec<Case> {
    let zero_term = |hourly: &str, other: &str| {
        custom_duration(&sentinel_ami(), "365").put(
            Step::Discount,
            &[
                ("zero", "yes"),
                ("rule[AMI][t3.medium:P365D]", "price"),
                ("value[AMI][t3.medium:P365D]", "0"),
                ("rule[AMI][t3.medium]", "price"),
                ("value[AMI][t3.medium]", hourly),
                ("rule[AMI][m5.large:P365D]", "price"),
                ("value[AMI][m5.large:P365D]", other),
            ],
        )
    };
    let zero = |name: &str| {
        format!(
            "The long-term price of {name} can be zero only if its hourly price is zero and another long-term price is not"
        )
    };
    vec![
        case(
            zero_term("0.10", "440"),
            Step::Discount,
            "zero",
            &zero("t3.medium"),
        ),
        several(
            zero_term("0", "0"),
            Step::Discount,
            &[("zero", &zero("t3.medium")), ("zero", &zero("m5.large"))],
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    let row = |draft, at: &str, text: &str| case(draft, Step::Discount, at, text);
    let all = "value[LOG][*]";
    let mut cases = vec![
        row(
            for_all("percent", "100.01"),
            all,
            "Discount for all dimensions must be 100 or less",
        ),
        row(
            for_all("percent", "-1"),
            all,
            "Discount for all dimensions must be 0 or more",
        ),
        row(
            for_all("percent", "a tenth"),
            all,
            "Discount for all dimensions must be a number, like 12.5",
        ),
        row(
            for_all("percent", "1.005"),
            all,
            "Discount for all dimensions must have two decimals or fewer",
        ),
        row(
            for_all("price", "cheap"),
            all,
            "Wholesale price for all dimensions must be a number, like 0.05",
        ),
        row(
            for_all("price", "0"),
            "zero",
            "Confirm that the wholesale price is zero",
        ),
        row(
            in_currency("JPY", ROW, "1200.5"),
            ROW,
            "Wholesale price for Unencrypted data must have no decimals",
        ),
        row(
            custom_duration(&vault_storage(), "145"),
            "term_custom[VAULT]",
            "Custom contract duration of Vault Storage must be a whole number of months from 1 to 144",
        ),
        row(
            custom_duration(&sentinel_ami(), "1096"),
            "term_custom[AMI]",
            "Custom contract duration of Sentinel AMI must be a whole number of days from 1 to 1095",
        ),
        row(
            custom_duration(&vault_storage(), "18").put(
                Step::Discount,
                &[("term[VAULT]", "custom"), ("term[VAULT]", "P12M")],
            ),
            "term[VAULT]",
            "Select either public contract durations or one custom duration of Vault Storage, not both",
        ),
    ];
    cases.extend(prices());
    cases.extend(missing());
    cases.extend(long_term_zeros());
    cases
}

#[test]
fn what_is_wrong_with_individual_pricing_is_said_at_its_row() {
    said(&cases());
}

#[test]
fn prices_are_taken_up_to_their_bounds() {
    for (row, typed) in [
        (ROW, "0.001"),
        (ROW, "$1,200.50"),
        (ROW, "100,000,000"),
        (ROW, "100000000.000"),
        (USAGE_ROW, "0.00000001"),
        (USAGE_ROW, "100000000"),
    ] {
        taken(&priced(row, typed));
    }
    taken(&in_currency("JPY", ROW, "1200"));
    taken(&in_currency("JPY", USAGE_ROW, "0.00000001"));
    taken(&in_currency("EUR", ROW, "0.001"));
}

#[test]
fn custom_contract_durations_are_taken_up_to_twelve_years_or_three() {
    for count in ["1", "18", "144"] {
        taken(&custom_duration(&vault_storage(), count));
    }
    for count in ["1", "1095"] {
        taken(&custom_duration(&sentinel_ami(), count));
    }
}

#[test]
fn a_long_term_price_is_zero_beside_an_hourly_price_of_zero_and_one_that_is_not() {
    let draft = custom_duration(&sentinel_ami(), "365").put(
        Step::Discount,
        &[
            ("zero", "yes"),
            ("rule[AMI][t3.medium:P365D]", "price"),
            ("value[AMI][t3.medium:P365D]", "0"),
            ("rule[AMI][t3.medium]", "price"),
            ("value[AMI][t3.medium]", "0"),
        ],
    );
    taken(&draft);
}
