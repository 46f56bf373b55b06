use super::{Case, case, said, several, taken};
use crate::draft::{Draft, eula_file, percentage};
use crate::samples::{amount, only};
use crate::samples::{
    atlas_contract_ami, harbor_master_services, log_stream, sentinel_ami, vault_storage,
};
use consign::answers::Step;
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};

const NOT_A_NUMBER: &str = "Discount must be a number, like 12.5";
const TWO_DECIMALS: &str = "Discount must have two decimals or fewer";

fn off(percent: &str) -> Draft {
    percentage().put(Step::Discount, &[("percent", percent)])
}

/// A product that also has list prices for these contract durations.
fn also_for(product: Product, durations: &[ContractDuration]) -> Product {
    let mut product = product;
    for dimension in &mut product.dimensions {
        dimension
            .upfront
            .extend(durations.iter().map(|duration| (*duration, amount("500"))));
    }
    product
}

/// A product at 20 % off with these contract durations ticked.
fn ticked(product: &Product, terms: &[&str], custom: &str) -> Draft {
    let id = product.id.as_str();
    let term = format!("term[{id}]");
    let mut pairs: Vec<(&str, &str)> = terms.iter().map(|code| (term.as_str(), *code)).collect();
    let custom_term = format!("term_custom[{id}]");
    pairs.extend([("listed", id), (&custom_term, custom)]);
    percentage()
        .choosing(only(product))
        .put(Step::Discount, &pairs)
}

fn percents() -> Vec<Case> {
    let table = [
        ("", "Enter the discount, as a percentage"),
        (" ", "Enter the discount, as a percentage"),
        ("abc", NOT_A_NUMBER),
        ("%", NOT_A_NUMBER),
        ("1e1", NOT_A_NUMBER),
        ("12,5", NOT_A_NUMBER),
        ("-0.01", "Discount must be 0 or more"),
        ("100.01", "Discount must be 100 or less"),
        (
            "9999999999999999999999999999999999",
            "Discount must be 100 or less",
        ),
        ("12.345", TWO_DECIMALS),
        ("0.001", TWO_DECIMALS),
        ("0.0000000000000000000000000000000000001", TWO_DECIMALS),
    ];
    table
        .iter()
        .map(|(typed, text)| case(off(typed), Step::Discount, "percent", text))
        .collect()
}

fn durations() -> Vec<Case> {
    let one = |draft, at: &str, text: &str| case(draft, Step::Discount, at, text);
    let custom = |typed| {
        let text = "Custom contract duration of Vault Storage must be a whole number of months from 1 to 144";
        one(
            ticked(&vault_storage(), &["custom"], typed),
            "term_custom[VAULT]",
            text,
        )
    };
    let six = also_for(
        atlas_contract_ami(),
        &[Months(1), Months(6), Months(18), Months(24)],
    );
    let codes = ["P1M", "P6M", "P12M", "P18M", "P24M", "P36M"];
    let no_list = |name: &str| {
        format!(
            "{name} of Vault Storage has no list price for 18 months – choose a public contract duration or Individual Pricing"
        )
    };
    vec![
        one(
            ticked(&vault_storage(), &[], ""),
            "term[VAULT]",
            "Select at least one contract duration of Vault Storage",
        ),
        one(
            ticked(
                &also_for(sentinel_ami(), &[Days(730)]),
                &["P365D", "P730D"],
                "",
            ),
            "term[AMI]",
            "Select one contract duration of Sentinel AMI – hourly prices go with one long term",
        ),
        one(
            ticked(&six, &codes, ""),
            "term[ATLAS]",
            "You can select up to 5 contract durations of Atlas Contract AMI",
        ),
        custom(""),
        custom("0"),
        custom("145"),
        custom("1.5"),
        custom("a year"),
        one(
            ticked(&sentinel_ami(), &["custom"], "1096"),
            "term_custom[AMI]",
            "Custom contract duration of Sentinel AMI must be a whole number of days from 1 to 1095",
        ),
        several(
            ticked(&vault_storage(), &["custom"], "18"),
            Step::Discount,
            &[
                ("percent", &no_list("Unencrypted data")),
                ("percent", &no_list("Encrypted data")),
            ],
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    let kind = |draft, text| case(draft, Step::Discount, "discount_type", text);
    let services = percentage()
        .choosing(&[harbor_master_services()])
        .put(Step::Discount, &[("term_custom[SERVICES]", "12")])
        .put(Step::Eula, &[("eula", &eula_file().id.to_string())]);
    let as_schedule = |products: &[Product]| crate::draft::flexible().choosing(products);
    let mut cases = vec![
        kind(
            percentage().put(Step::Discount, &[("discount_type", "")]),
            "Select the kind of discount",
        ),
        kind(
            percentage().put(Step::Discount, &[("discount_type", "Percentage")]),
            "Select the kind of discount",
        ),
        kind(
            services,
            "Percentage Discount is not for Harbor Master Services: it has no list price – choose another kind of discount",
        ),
        kind(
            as_schedule(&[log_stream()]),
            "LogStream has no contract prices – choose another kind of discount",
        ),
        kind(
            as_schedule(&[vault_storage(), atlas_contract_ami()]),
            "A flexible payment schedule is for one product, and 2 are chosen – choose one product or another kind of discount",
        ),
        several(
            as_schedule(&[vault_storage(), log_stream()]),
            Step::Discount,
            &[
                (
                    "discount_type",
                    "Flexible payment schedule is not for LogStream: it is only paid as used – choose another kind of discount",
                ),
                (
                    "discount_type",
                    "A flexible payment schedule is for one product, and 2 are chosen – choose one product or another kind of discount",
                ),
            ],
        ),
        case(
            off("100"),
            Step::Discount,
            "zero",
            "Confirm that the wholesale price is zero",
        ),
    ];
    cases.extend(["EUR", "GBP", "AUD", "JPY"].map(|currency| {
        case(
            percentage().put(Step::Discount, &[("currency", currency)]),
            Step::Discount,
            "currency",
            "List prices are in USD – choose USD or Individual Pricing",
        )
    }));
    cases.extend(percents());
    cases.extend(durations());
    cases
}

#[test]
fn what_is_wrong_with_the_discount_is_said_at_its_control() {
    said(&cases());
}

#[test]
fn a_discount_goes_from_nothing_to_everything_in_hundredths() {
    let log_stream_at = |percent| off(percent).choosing(&[log_stream()]);
    for typed in ["0", "0.01", "99.99", "12.5 %", "12.500", ".5"] {
        taken(&log_stream_at(typed));
    }
    taken(&off("100").put(Step::Discount, &[("zero", "yes")]));
    taken(&off("20").put(Step::Discount, &[("currency", "USD")]));
}

#[test]
fn five_public_contract_durations_are_taken() {
    let six = also_for(
        atlas_contract_ami(),
        &[Months(1), Months(6), Months(18), Months(24)],
    );
    taken(&ticked(&six, &["P1M", "P6M", "P12M", "P18M", "P24M"], ""));
}

#[test]
fn a_custom_duration_that_is_a_public_one_is_that_one() {
    let draft = ticked(&vault_storage(), &["P12M", "custom"], "12");
    taken(&draft);
    let journey = draft.journey();
    let discount = journey.parts().discount.as_ref().unwrap();
    assert_eq!(discount.durations(&vault_storage().id), [Months(12)]);
}

#[test]
fn until_its_boxes_were_shown_a_product_has_its_public_contract_durations() {
    let journey = percentage().journey();
    let discount = journey.parts().discount.as_ref().unwrap();
    assert_eq!(
        discount.durations(&vault_storage().id),
        [Months(1), Months(12), Months(24)]
    );
}
