//! Individual Pricing: rows of their own, and the row for all.

use crate::draft::{Draft, individual, vault_by_row_for_all};
use crate::samples::{key, log_stream, sentinel_ami, upfront, usage, vault_storage};
use consign::answers::Step;
use consign::answers::individual::{line_code, lines, rule_field, value_field};
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::money::Currency;

/// Every line's code and wholesale price, as the preview shows them.
fn prices(draft: &Draft) -> Vec<(String, String)> {
    let journey = draft.journey();
    let all = journey.prices();
    let books = all.iter().map(|(_, book)| book.as_ref().unwrap());
    books
        .flat_map(|book| {
            let shown = |line: &consign::domain::pricing::PriceLine| {
                (line_code(&line.key), line.wholesale.plain(book.currency))
            };
            book.lines.iter().map(shown).collect::<Vec<_>>()
        })
        .collect()
}

fn shown(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(code, price)| ((*code).to_owned(), (*price).to_owned()))
        .collect()
}

#[test]
fn the_row_for_all_dimensions_fills_the_rows_left_empty() {
    let expected = shown(&[
        ("plain_gb:P12M", "14.40"),
        ("enc_gb:P12M", "14.94"),
        ("plain_over", "0.09"),
        ("enc_over", "0.099"),
    ]);
    assert_eq!(prices(&vault_by_row_for_all()), expected);
}

#[test]
fn a_row_of_its_own_wins_with_its_own_rule() {
    let draft = vault_by_row_for_all().put(
        Step::Discount,
        &[
            ("rule[VAULT][plain_gb:P12M]", "price"),
            ("value[VAULT][plain_gb:P12M]", "17.005"),
            ("rule[VAULT][enc_gb:P12M]", "percent"),
            ("value[VAULT][enc_gb:P12M]", "50"),
            ("rule[VAULT][plain_over]", "price"),
            ("value[VAULT][plain_over]", " "),
            ("value[VAULT][enc_over]", "20"),
        ],
    );
    let expected = shown(&[
        ("plain_gb:P12M", "17.005"),
        ("enc_gb:P12M", "8.30"),
        ("plain_over", "0.09"),
        ("enc_over", "0.088"),
    ]);
    assert_eq!(prices(&draft), expected);
}

#[test]
fn each_product_has_rules_of_its_own() {
    let draft = individual(&[vault_storage(), log_stream()]).put(
        Step::Discount,
        &[
            ("listed", vault_storage().id.as_str()),
            ("term[VAULT]", "P1M"),
            ("value[VAULT][*]", "20"),
            ("rule[LOG][*]", "price"),
            ("value[LOG][*]", "0.01"),
        ],
    );
    let expected = shown(&[
        ("plain_gb:P1M", "1.20"),
        ("enc_gb:P1M", "1.24"),
        ("plain_over", "0.08"),
        ("enc_over", "0.088"),
        ("ingest_gb", "0.01"),
        ("scan_host", "0.01"),
    ]);
    assert_eq!(prices(&draft), expected);
}

#[test]
fn prices_are_in_the_chosen_currency() {
    for currency in Currency::ALL {
        let draft = individual(&[log_stream()]).put(
            Step::Discount,
            &[
                ("currency", currency.code()),
                ("rule[LOG][*]", "price"),
                ("value[LOG][*]", "3"),
            ],
        );
        let journey = draft.journey();
        let (_, book) = journey.proven().unwrap().products().next().unwrap();
        assert_eq!(book.currency, currency);
        assert_eq!(book.lines[0].wholesale.value(), 3.into());
    }
}

#[test]
fn a_product_has_a_row_for_every_contract_duration_and_every_usage() {
    let codes = |product, durations: &[_]| {
        lines(&product, durations)
            .iter()
            .map(line_code)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(vault_storage(), &[Months(1), Months(12)]),
        [
            "plain_gb:P1M",
            "plain_gb:P12M",
            "enc_gb:P1M",
            "enc_gb:P12M",
            "plain_over",
            "enc_over"
        ]
    );
    assert_eq!(codes(vault_storage(), &[]), ["plain_over", "enc_over"]);
    assert_eq!(
        codes(sentinel_ami(), &[Days(365)]),
        ["t3.medium:P365D", "m5.large:P365D", "t3.medium", "m5.large"]
    );
    assert_eq!(
        lines(&log_stream(), &[Months(1)]),
        [usage("ingest_gb"), usage("scan_host")]
    );
    assert_eq!(line_code(&upfront("users", Months(6))), "users:P6M");
    assert_eq!(line_code(&usage("users")), key("users").as_str());
}

#[test]
fn rows_have_names_by_product_and_line() {
    let id = vault_storage().id;
    assert_eq!(value_field(&id, "*"), "value[prod-vaultstorage1][*]");
    assert_eq!(
        rule_field(&id, "plain_gb:P1M"),
        "rule[prod-vaultstorage1][plain_gb:P1M]"
    );
}

#[test]
fn what_is_wrong_with_the_row_for_all_is_said_once_and_with_own_rows_beside_it() {
    let draft = vault_by_row_for_all().put(
        Step::Discount,
        &[
            ("value[VAULT][*]", "200"),
            ("rule[VAULT][enc_over]", "price"),
            ("value[VAULT][enc_over]", "-1"),
        ],
    );
    let said = draft.problems(Step::Discount);
    assert_eq!(
        said,
        [
            (
                crate::draft::field("value[VAULT][*]"),
                "Discount for all dimensions must be 100 or less".to_owned()
            ),
            (
                crate::draft::field("value[VAULT][enc_over]"),
                "Wholesale price for Encrypted overage must be 0 or more".to_owned()
            ),
        ]
    );
}

#[test]
fn a_price_or_a_rate_of_usage_left_empty_is_the_list_price_in_its_own_currency() {
    let draft = individual(&[vault_storage()]).put(
        Step::Discount,
        &[
            ("listed", vault_storage().id.as_str()),
            ("term[VAULT]", "P12M"),
            ("rule[VAULT][plain_gb:P12M]", "price"),
            ("rule[VAULT][enc_gb:P12M]", "price"),
            ("value[VAULT][enc_gb:P12M]", "15"),
        ],
    );
    let expected = shown(&[
        ("plain_gb:P12M", "16.00"),
        ("enc_gb:P12M", "15.00"),
        ("plain_over", "0.10"),
        ("enc_over", "0.11"),
    ]);
    assert_eq!(prices(&draft), expected);
    let euro = draft.put(Step::Discount, &[("currency", "EUR")]);
    assert_eq!(euro.problems(Step::Discount).len(), 3);
}
