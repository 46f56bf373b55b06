//! Dimensions that a product lost since an opportunity was made or a draft was saved: named until somebody clears them.

use crate::dice::created;
use crate::draft::{
    Draft, field, flexible, individual, percentage, state, typed, vault_by_row_for_all,
};
use crate::samples::{
    atlas_contract_ami, contract_dimension, log_stream, only, sentinel_ami, vault_storage,
};
use consign::answers::{Fields, State, Step, clone, unseen};
use consign::domain::catalog::Product;

/// The product without these dimensions.
fn without(product: &Product, keys: &[&str]) -> Product {
    let mut product = product.clone();
    product
        .dimensions
        .retain(|dimension| !keys.contains(&dimension.key.as_str()));
    product
}

/// The draft that a clone of what this one creates becomes, once its product has lost these dimensions.
fn cloned(draft: &Draft, lost: &[&str]) -> Draft {
    cloned_after(draft, |product| without(product, lost))
}

/// The draft that a clone of what this one creates becomes, once its product is imported anew.
pub fn cloned_after(draft: &Draft, import: impl Fn(&Product) -> Product) -> Draft {
    let journey = draft.journey();
    let (original, product) = created(journey.proven().unwrap()).remove(0);
    let now = import(&product);
    let mut clone = draft.clone();
    clone.answers = clone::answers(&original, Some(&now));
    clone.catalogue.products = vec![now];
    clone
}

/// Saves a step with what its page sends, after these fields were changed.
pub fn saving(draft: Draft, step: Step, sent: &[(&str, &str)]) -> Draft {
    let mut draft = draft;
    let mut fields: Fields = typed(sent);
    unseen::keep(step, &mut fields, draft.answers.get(step));
    draft.answers.set(step, fields);
    draft
}

/// Exactly this is said, nothing can be created, and the step needs attention.
pub fn says(draft: &Draft, step: Step, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(at, text)| (field(at), (*text).to_owned()))
        .collect();
    assert_eq!(draft.problems(step), expected);
    if !expected.is_empty() {
        assert_eq!(state(draft, step), State::NeedsAttention);
        assert!(draft.journey().proven().is_none());
    }
}

const KEPT: &str = "plain_gb is not a dimension of Vault Storage any more – clear it to continue";

#[test]
fn a_percentage_off_a_dimension_that_is_gone_is_said_where_it_is_kept() {
    let clone = cloned(&percentage(), &["plain_gb"]);
    says(&clone, Step::Dimensions, &[("keep[VAULT][plain_gb]", KEPT)]);
    says(&clone, Step::Discount, &[]);
    // The box is still ticked.
    let sent = [
        ("listed", "prod-vaultstorage1"),
        ("keep[VAULT][enc_gb]", "yes"),
        ("keep[VAULT][plain_gb]", "yes"),
    ];
    let again = saving(clone.clone(), Step::Dimensions, &sent);
    says(&again, Step::Dimensions, &[("keep[VAULT][plain_gb]", KEPT)]);
    let cleared = saving(clone, Step::Dimensions, &sent[..2]);
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn a_percentage_off_what_has_no_step_of_its_own_is_said_beside_the_discount() {
    let vault = cloned(&percentage(), &["plain_over"]);
    says(&vault, Step::Dimensions, &[]);
    let gone = "plain_over is not a dimension of Vault Storage any more – clear it to continue";
    says(&vault, Step::Discount, &[("had[VAULT]", gone)]);
    let sent = [("discount_type", "percentage"), ("percent", "20")];
    let cleared = saving(vault, Step::Discount, &sent);
    assert!(cleared.journey().proven().is_some());

    let machine = cloned(&percentage().choosing(only(&sentinel_ami())), &["m5.large"]);
    let gone = "m5.large is not a dimension of Sentinel AMI any more – clear it to continue";
    says(&machine, Step::Discount, &[("had[AMI]", gone)]);
    let whole = cloned(&percentage().choosing(only(&sentinel_ami())), &[]);
    assert!(whole.journey().proven().is_some());
}

#[test]
fn individual_prices_of_a_dimension_that_is_gone_are_said_in_their_rows() {
    let draft = individual(only(&sentinel_ami())).put(
        Step::Discount,
        &[("rule[AMI][*]", "percent"), ("value[AMI][*]", "10")],
    );
    let clone = cloned(&draft, &["m5.large"]);
    let text = |what: &str| {
        format!(
            "m5.large is not a dimension of Sentinel AMI any more – clear its price for {what} to continue"
        )
    };
    says(
        &clone,
        Step::Discount,
        &[
            ("value[AMI][m5.large:P365D]", &text("365 days")),
            ("value[AMI][m5.large]", &text("usage")),
        ],
    );
    let cleared = clone.put(
        Step::Discount,
        &[
            ("value[AMI][m5.large]", ""),
            ("value[AMI][m5.large:P365D]", " "),
        ],
    );
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn individual_prices_of_a_saas_contract_are_said_where_its_dimensions_are_kept() {
    let clone = cloned(&vault_by_row_for_all(), &["plain_gb"]);
    says(&clone, Step::Dimensions, &[("keep[VAULT][plain_gb]", KEPT)]);
    says(&clone, Step::Discount, &[]);

    // Of a draft whose dimensions were never shown, the price says that it was kept.
    let mut draft = vault_by_row_for_all().put(
        Step::Discount,
        &[
            ("rule[VAULT][plain_gb:P12M]", "price"),
            ("value[VAULT][plain_gb:P12M]", "9"),
        ],
    );
    assert!(draft.journey().proven().is_some());
    draft.catalogue.products = vec![without(&vault_storage(), &["plain_gb"])];
    says(&draft, Step::Dimensions, &[("keep[VAULT][plain_gb]", KEPT)]);
    let sent = [
        ("listed", "prod-vaultstorage1"),
        ("keep[VAULT][enc_gb]", "yes"),
    ];
    let cleared = saving(draft, Step::Dimensions, &sent);
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn a_fee_of_a_usage_dimension_that_is_gone_is_said_at_its_box() {
    let draft = percentage().put(Step::Dimensions, &[("fee[VAULT][plain_over]", "0.05")]);
    let clone = cloned(&draft, &["plain_over"]);
    let gone =
        "plain_over is not a dimension of Vault Storage any more – clear its fee to continue";
    says(
        &clone,
        Step::Dimensions,
        &[("fee[VAULT][plain_over]", gone)],
    );
    says(&clone, Step::Discount, &[]);
    let cleared = clone.put(Step::Dimensions, &[("fee[VAULT][plain_over]", "")]);
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn units_and_rates_of_dimensions_that_are_gone_are_said_on_the_schedule() {
    let draft = flexible().put(
        Step::Discount,
        &[("units[enc_gb]", "20"), ("rate[plain_over]", "0.05")],
    );
    let clone = cloned(&draft, &["plain_gb", "plain_over"]);
    let units =
        "plain_gb is not a dimension of Vault Storage any more – clear its units to continue";
    let rate =
        "plain_over is not a dimension of Vault Storage any more – clear its rate to continue";
    says(
        &clone,
        Step::Discount,
        &[("units[plain_gb]", units), ("rate[plain_over]", rate)],
    );
    says(&clone, Step::Dimensions, &[("keep[VAULT][plain_gb]", KEPT)]);
    let sent = [
        ("listed", "prod-vaultstorage1"),
        ("keep[VAULT][enc_gb]", "yes"),
    ];
    let cleared = saving(clone, Step::Dimensions, &sent).put(
        Step::Discount,
        &[("units[plain_gb]", ""), ("rate[plain_over]", "")],
    );
    assert!(cleared.journey().proven().is_some());
}

#[test]
fn units_of_a_product_that_is_not_chosen_say_nothing_about_the_one_that_is() {
    let clone = cloned(&flexible(), &[]);
    let other = clone
        .choosing(only(&atlas_contract_ami()))
        .put(Step::Discount, &[("units[node]", "1")]);
    assert_eq!(other.problems(Step::Discount), []);
    assert!(other.journey().proven().is_some());
}

#[test]
fn what_is_not_chosen_and_what_is_there_again_is_not_gone() {
    let clone = cloned(&percentage(), &["plain_gb", "plain_over"]);
    assert!(clone.journey().proven().is_none());
    let other = clone.clone().choosing(&[log_stream()]);
    assert!(other.journey().proven().is_some());
    let back = clone.choosing(&[vault_storage()]);
    assert!(back.journey().proven().is_some());

    // A dimension that was left out is not missed.
    let mut product = vault_storage();
    let more = contract_dimension("cold_gb", "Cold data", &[]);
    product.dimensions.push(more);
    let left_out = percentage().put(
        Step::Dimensions,
        &[
            ("listed", "prod-vaultstorage1"),
            ("keep[VAULT][plain_gb]", "yes"),
            ("keep[VAULT][enc_gb]", "yes"),
        ],
    );
    let clone = cloned(&left_out.choosing(&[product]), &["cold_gb"]);
    assert!(clone.journey().proven().is_some());
}
