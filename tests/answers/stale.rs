//! Answers that the catalogue or other answers have overtaken: kept, named, and never created as they stand.

use crate::draft::{eula_file, percentage, state, vault_by_row_for_all};
use crate::samples::{
    atlas_contract_ami, contoso, harbor_channel, log_stream, unregistered, vault_storage,
};
use consign::answers::{Answers, State, Step};
use consign::domain::catalog::{Product, ProductState};
use consign::domain::contract_duration::ContractDuration::Months;

#[test]
fn a_product_withdrawn_or_a_reseller_deregistered_meanwhile_is_named_and_never_created() {
    let two = percentage().choosing(&[vault_storage(), log_stream()]);
    assert!(two.journey().proven().is_some());
    let mut withdrawn = two;
    withdrawn.catalogue.products[0].state = ProductState::Withdrawn;
    let journey = withdrawn.journey();
    assert_eq!(
        journey.problems(Step::Products).for_field("product"),
        Some("Vault Storage is not on sale any more – clear it to continue")
    );
    assert!(journey.proven().is_none());

    let mut deregistered = percentage().granting(&[contoso(), unregistered()]);
    assert_eq!(state(&deregistered, Step::Resellers), State::NeedsAttention);
    deregistered.catalogue.resellers[1].registered = true;
    assert_eq!(state(&deregistered, Step::Resellers), State::Done);
    assert!(deregistered.journey().proven().is_some());
}

#[test]
fn what_does_not_exist_for_the_isv_counts_as_not_ticked() {
    let both = percentage().granting(&[contoso(), harbor_channel()]);
    let mut known = both.clone();
    known.catalogue.resellers.pop();
    let terms = known.journey();
    assert_eq!(terms.proven().unwrap().terms().resellers, [contoso()]);
    known.catalogue.resellers.clear();
    assert_eq!(
        known.problems(Step::Resellers)[0].1,
        "Select at least one reseller"
    );

    let mut foreign = percentage();
    foreign.catalogue.products.clear();
    assert_eq!(
        foreign.problems(Step::Products)[0].1,
        "Select at least one product"
    );
    for nonsense in ["", "Vault Storage", "prod/../1", "\u{0}", "org_zzz"] {
        let draft = both.clone().put(Step::Products, &[("product", nonsense)]);
        assert_eq!(
            draft.problems(Step::Products)[0].1,
            "Select at least one product"
        );
        let draft = both.clone().put(Step::Resellers, &[("reseller", nonsense)]);
        assert_eq!(
            draft.problems(Step::Resellers)[0].1,
            "Select at least one reseller"
        );
    }
    let ticked_twice = percentage().put(
        Step::Products,
        &[
            ("product", vault_storage().id.as_str()),
            ("product", vault_storage().id.as_str()),
        ],
    );
    assert_eq!(
        ticked_twice
            .journey()
            .proven()
            .unwrap()
            .terms()
            .products
            .len(),
        1
    );
}

#[test]
fn what_the_catalogue_holds_beyond_what_is_ticked_is_not_chosen() {
    let mut draft = percentage();
    draft.catalogue.products.push(log_stream());
    draft.catalogue.resellers.push(harbor_channel());
    let journey = draft.journey();
    let terms = journey.proven().unwrap().terms();
    assert_eq!((terms.products.len(), terms.resellers.len()), (1, 1));
}

#[test]
fn answers_name_what_is_to_be_looked_up() {
    let eula = eula_file().id;
    let draft = percentage()
        .put(Step::Eula, &[("eula", &eula.to_string())])
        .put(Step::Rcmp, &[("contract", "none")]);
    let named = draft.answers.named();
    assert_eq!(named.products, [vault_storage().id]);
    assert_eq!(named.resellers, [contoso().id]);
    assert_eq!(named.documents, [eula]);
    assert_eq!(Answers::default().named(), Default::default());
}

#[test]
fn answers_about_a_product_sleep_while_it_is_not_chosen_and_come_back_with_it() {
    let shaped = vault_by_row_for_all().put(
        Step::Dimensions,
        &[
            ("dim_name[VAULT][1]", "Archive"),
            ("dim_price[VAULT][1][P12M]", "5"),
        ],
    );
    let before = shaped.journey();
    assert!(before.proven().is_some());

    let other = shaped.clone().choosing(&[log_stream()]).put(
        Step::Discount,
        &[("rule[LOG][*]", "percent"), ("value[LOG][*]", "5")],
    );
    let meanwhile = other.journey();
    assert!(!meanwhile.applies(Step::Dimensions));
    assert!(meanwhile.proven().unwrap().terms().dimensions.is_empty());

    let back = other.choosing(&[vault_storage()]).journey();
    assert_eq!(back.proven(), before.proven());
}

#[test]
fn answers_under_another_kind_of_discount_sleep_and_come_back_with_it() {
    let before = vault_by_row_for_all();
    let percentage = before.clone().put(
        Step::Discount,
        &[("discount_type", "percentage"), ("percent", "7")],
    );
    assert_ne!(percentage.journey().proven(), before.journey().proven());
    let back = percentage.put(Step::Discount, &[("discount_type", "individual")]);
    assert_eq!(back.journey().proven(), before.journey().proven());
}

#[test]
fn a_product_added_later_asks_for_its_prices() {
    let draft = vault_by_row_for_all().choosing(&[vault_storage(), atlas_contract_ami()]);
    assert_eq!(state(&draft, Step::Discount), State::NeedsAttention);
    assert_eq!(
        draft.problems(Step::Discount)[0].1,
        "Enter a discount or price for Atlas Contract AMI"
    );
}

#[test]
fn a_contract_duration_that_the_product_lost_is_not_chosen_any_more() {
    let mut lost: Product = vault_storage();
    for dimension in &mut lost.dimensions {
        dimension.upfront.remove(&Months(12));
    }
    let draft = vault_by_row_for_all().choosing(&[lost]);
    let said = draft.problems(Step::Discount).into_iter();
    let said: Vec<String> = said.map(|(_, text)| text).collect();
    assert_eq!(
        said,
        [
            "Select at least one contract duration of Vault Storage",
            "12 months is not a contract duration of Vault Storage any more – clear it to continue"
        ]
    );
}
