//! Contract durations that a product lost since an opportunity was made or a draft was saved: named until somebody clears
//! them.

use crate::draft::{Draft, field, flexible, individual, percentage, vault_by_row_for_all};
use crate::gone::{cloned_after, saving, says};
use crate::samples::{amount, only, sentinel_ami, vault_storage};
use consign::answers::{State, Step};
use consign::domain::catalog::{Dimension, Product};
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};
use consign::domain::pricing_model::PricingModel;

const NONE: &str = "Select at least one contract duration of Vault Storage";
const YEAR: &str =
    "12 months is not a contract duration of Vault Storage any more – clear it to continue";
const TWO_YEARS: &str =
    "24 months is not a contract duration of Vault Storage any more – clear it to continue";
const TICKED: [(&str, &str); 3] = [
    ("listed", "prod-vaultstorage1"),
    ("term[VAULT]", "P12M"),
    ("term[VAULT]", "P24M"),
];
const PRICES: [(&str, &str); 4] = [
    ("plain_gb:P12M", "11"),
    ("enc_gb:P12M", "12"),
    ("plain_gb:P24M", "21"),
    ("enc_gb:P24M", "22"),
];

/// The product imported anew: its contract dimensions are offered for these durations.
fn offered_for(product: &Product, durations: &[ContractDuration]) -> Product {
    let mut product = product.clone();
    for dimension in product.dimensions.iter_mut().filter(|d| d.is_contract()) {
        let old = std::mem::take(&mut dimension.upfront);
        let price = |each| old.get(each).copied().unwrap_or_else(|| amount("50"));
        dimension.upfront = durations.iter().map(|each| (*each, price(each))).collect();
    }
    product
}

/// Vault Storage for one year and for two at a percentage.
fn two_at_a_percentage() -> Draft {
    percentage().put(Step::Discount, &TICKED)
}

/// Vault Storage for one year and for two, each with its own prices.
fn two_with_prices() -> Draft {
    let draft = individual(&[vault_storage()]).put(Step::Discount, &TICKED);
    PRICES.iter().fold(draft, |draft, (row, price)| {
        let (rule, value) = (
            format!("rule[VAULT][{row}]"),
            format!("value[VAULT][{row}]"),
        );
        draft.put(Step::Discount, &[(&rule, "price"), (&value, price)])
    })
}

/// What a draft would be created with: the code of each contract duration with the price of unencrypted data.
fn created_for(draft: &Draft) -> Vec<(String, String)> {
    let journey = draft.journey();
    let (_, book) = journey.proven().unwrap().products().next().unwrap();
    let lines = book
        .lines
        .iter()
        .filter(|line| line.name == "Unencrypted data");
    let pairs = lines.filter_map(|line| {
        let price = line.wholesale.plain(book.currency);
        Some((line.key.charge.contract()?.code(), price))
    });
    pairs.collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, price): &(&str, &str)| ((*code).to_owned(), (*price).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn a_duration_ticked_under_a_percentage_is_said_until_it_is_cleared() {
    let mut draft = two_at_a_percentage();
    let before = created_for(&draft);
    assert_eq!(before.len(), 2);
    draft.catalogue.products = vec![offered_for(&vault_storage(), &[Months(1), Months(12)])];
    says(&draft, Step::Discount, &[("term[VAULT]", TWO_YEARS)]);

    // The box is still ticked.
    let mut sent = vec![("discount_type", "percentage"), ("percent", "20")];
    sent.extend(TICKED);
    let again = saving(draft.clone(), Step::Discount, &sent);
    says(&again, Step::Discount, &[("term[VAULT]", TWO_YEARS)]);
    sent.pop();
    let cleared = saving(draft.clone(), Step::Discount, &sent);
    assert_eq!(created_for(&cleared), before[..1]);

    draft.catalogue.products = vec![vault_storage()];
    assert_eq!(created_for(&draft), before, "it is offered again");
}

#[test]
fn a_clone_says_each_duration_that_is_gone_and_keeps_its_prices() {
    let import = |product: &Product| offered_for(product, &[Months(1), Months(36)]);
    let clone = cloned_after(&two_with_prices(), import);
    says(
        &clone,
        Step::Discount,
        &[
            ("term[VAULT]", NONE),
            ("term[VAULT]", YEAR),
            ("term[VAULT]", TWO_YEARS),
        ],
    );
    // Two years as a custom duration: the prices that were given for them count, and one year is still said.
    let custom = [
        ("listed", "prod-vaultstorage1"),
        ("term[VAULT]", "P12M"),
        ("term[VAULT]", "custom"),
        ("term_custom[VAULT]", "24"),
    ];
    let half = clone.put(Step::Discount, &custom);
    says(&half, Step::Discount, &[("term[VAULT]", YEAR)]);
    let cleared = half.put(Step::Discount, &[custom[0], custom[2], custom[3]]);
    assert_eq!(created_for(&cleared), pairs(&[("P24M", "21.00")]));
    let kept = cleared.answers.get(Step::Discount);
    assert_eq!(kept.get(&field("value[VAULT][plain_gb:P12M]")), "11.00");
}

#[test]
fn of_two_durations_the_one_that_is_gone_is_said() {
    let import = |product: &Product| offered_for(product, &[Months(12)]);
    for draft in [two_at_a_percentage(), two_with_prices()] {
        let clone = cloned_after(&draft, import);
        says(&clone, Step::Discount, &[("term[VAULT]", TWO_YEARS)]);
    }
}

#[test]
fn a_single_duration_that_is_gone_is_asked_for_as_the_custom_one() {
    let single = two_with_prices().put(Step::Discount, &TICKED[..2]);
    let before = created_for(&single);
    let clone = cloned_after(&single, |product| offered_for(product, &[Months(36)]));
    let fields = clone.answers.get(Step::Discount);
    assert!(fields.is(&field("term[VAULT]"), "custom"));
    assert_eq!(created_for(&clone), before);

    // A box that says the same as the custom duration says nothing more.
    let both = clone.put(
        Step::Discount,
        &[("term[VAULT]", "P12M"), ("term[VAULT]", "custom")],
    );
    says(&both, Step::Discount, &[]);
    assert_eq!(created_for(&both), before);
}

#[test]
fn a_duration_in_another_unit_is_no_custom_one() {
    let hourly = |product: &Product| {
        let product = offered_for(product, &[Days(365)]);
        Product {
            model: PricingModel::AmiHourlyWithAnnual,
            ..product
        }
    };
    let draft = vault_by_row_for_all();
    let clone = cloned_after(&draft, hourly);
    let said = clone.problems(Step::Discount);
    assert!(
        said.contains(&(field("term[VAULT]"), YEAR.to_owned())),
        "{said:?}"
    );

    let machine = percentage().choosing(only(&sentinel_ami()));
    let clone = cloned_after(&machine, |product| {
        let usage = |dimension: &Dimension| Dimension {
            upfront: std::collections::BTreeMap::new(),
            kind: consign::domain::catalog::DimensionKind::Usage,
            ..dimension.clone()
        };
        Product {
            model: PricingModel::AmiHourly,
            dimensions: product.dimensions.iter().map(usage).collect(),
            ..product.clone()
        }
    });
    let gone =
        "365 days is not a contract duration of Sentinel AMI any more – clear it to continue";
    says(&clone, Step::Discount, &[("term[AMI]", gone)]);
    let cleared = clone.without(Step::Discount, &["term[AMI]"]);
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn ticks_that_nobody_reads_are_not_gone() {
    let ticked = [
        ("term[VAULT]", "P60M"),
        ("term[VAULT]", "P12M"),
        ("term[VAULT]", "P1Y"),
    ];
    // As long as the boxes were never shown, the durations of the public offer are meant.
    assert!(
        percentage()
            .put(Step::Discount, &ticked)
            .journey()
            .proven()
            .is_some()
    );
    let shown = [ticked[1], ticked[2], ("listed", "prod-vaultstorage1")];
    let draft = percentage().put(Step::Discount, &shown);
    assert_eq!(created_for(&draft).len(), 1);

    // A payment schedule has a contract duration of its own.
    let mut scheduled = flexible().put(Step::Discount, &TICKED);
    scheduled.catalogue.products = vec![offered_for(&vault_storage(), &[Months(1)])];
    assert!(scheduled.journey().proven().is_some());
    let journey = scheduled.journey();
    assert!(journey.steps().contains(&(Step::Discount, State::Done)));
}
