//! The way from an opportunity back to the answers that would create it again.

use crate::dice::{Dice, created};
use crate::draft::{
    Draft, contract_file, eula_file, field, flexible, percentage, vault_by_row_for_all,
};
use crate::samples::{contoso, day, northwind, today, uploaded_eula, vault_storage};
use consign::answers::{Answers, Catalogue, Journey, State, Step, clone};
use consign::domain::account::Organisation;
use consign::domain::agreements::Rcmp;
use consign::domain::catalog::{Product, ProductState};
use consign::domain::terms::ProvenTerms;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn catalogue(resellers: &[Organisation], product: &Product) -> Catalogue {
    Catalogue {
        isv: northwind(),
        products: vec![product.clone()],
        resellers: resellers.to_vec(),
        documents: vec![eula_file(), contract_file()],
        rcmp: Rcmp::default(),
    }
}

/// Creates every opportunity of the terms again from its clone, and finds what differs.
pub fn comes_back(proven: &ProvenTerms) -> Result<(), String> {
    for (original, product) in created(proven) {
        let answers = clone::answers(&original, Some(&product));
        let stored: Answers =
            serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
        let journey = Journey::of(
            &stored,
            &catalogue(&proven.terms().resellers, &product),
            today(),
        );
        let Some(again) = journey.proven() else {
            let problems: Vec<_> = journey.all_problems().collect();
            return Err(format!("{problems:?} of the clone of {original:?}"));
        };
        let [(copy, _)] = created(again)
            .try_into()
            .map_err(|_| "more than one".to_owned())?;
        if copy != original {
            return Err(format!("{copy:?} is the clone of {original:?}"));
        }
    }
    Ok(())
}

/// Creates the whole batch again from its clone, and finds what differs.
fn batch_comes_back(proven: &ProvenTerms) -> Result<(), String> {
    let made = created(proven);
    let mut seen = BTreeSet::new();
    let each: Vec<_> = made
        .iter()
        .filter(|(_, product)| seen.insert(&product.id))
        .map(|(opportunity, product)| (opportunity.clone(), Some(product.clone())))
        .collect();
    let resellers: Vec<_> = proven.terms().resellers.iter().map(|r| r.id).collect();
    let now = Catalogue {
        products: proven.terms().products.clone(),
        ..catalogue(&proven.terms().resellers, &vault_storage())
    };
    let journey = Journey::of(&clone::together(&each, &resellers), &now, today());
    let Some(again) = journey.proven() else {
        let problems: Vec<_> = journey.all_problems().collect();
        return Err(format!("{problems:?} of the clone of {made:?}"));
    };
    let copies = created(again);
    if copies != made {
        return Err(format!("{copies:?} is the clone of {made:?}"));
    }
    Ok(())
}

fn cloned(draft: &Draft) -> (Answers, Product) {
    let journey = draft.journey();
    let (original, product) = created(journey.proven().unwrap()).remove(0);
    (clone::answers(&original, Some(&product)), product)
}

proptest! {
    #[test]
    fn a_clone_unchanged_creates_the_same_again(throws in proptest::collection::vec(any::<u32>(), 0..120)) {
        let parts = Dice::new(throws).parts();
        let proven = ProvenTerms::prove(parts, &northwind().account, today());
        prop_assume!(proven.is_some());
        let back = comes_back(&proven.unwrap());
        prop_assert!(back.is_ok(), "{}", back.unwrap_err());
    }

    #[test]
    fn a_clone_of_a_batch_of_several_products_creates_the_same_again(throws in proptest::collection::vec(any::<u32>(), 0..300)) {
        let parts = Dice::new(throws).parts_of_several();
        let proven = ProvenTerms::prove(parts, &northwind().account, today());
        prop_assume!(proven.is_some());
        let back = batch_comes_back(&proven.unwrap());
        prop_assert!(back.is_ok(), "{}", back.unwrap_err());
    }
}

#[test]
fn the_dice_throw_several_products_with_changed_terms() {
    let mut runner = TestRunner::deterministic();
    let throws = proptest::collection::vec(any::<u32>(), 300);
    let mut changed = 0;
    for _ in 0..200 {
        let throws = throws.new_tree(&mut runner).unwrap().current();
        let parts = Dice::new(throws).parts_of_several();
        let Some(proven) = ProvenTerms::prove(parts, &northwind().account, today()) else {
            continue;
        };
        let terms = proven.terms();
        let is_changed = |product: &&Product| {
            proven.durations(product) != product.public_durations()
                || terms.dimensions.contains_key(&product.id)
        };
        changed += usize::from(terms.products.iter().filter(is_changed).count() > 1);
    }
    assert!(changed > 20, "{changed} of 200");
}

#[test]
fn the_dice_throw_every_discount_with_every_duration_and_product_that_may_have_it() {
    let mut seen = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    let throws = proptest::collection::vec(any::<u32>(), 120);
    for _ in 0..2000 {
        let throws = throws.new_tree(&mut runner).unwrap().current();
        let parts = Dice::new(throws).parts();
        let Some(proven) = ProvenTerms::prove(parts, &northwind().account, today()) else {
            continue;
        };
        let terms = proven.terms();
        for product in &terms.products {
            seen.insert(format!(
                "{:?} {:?} {:?}",
                product.model,
                terms.discount.kind(),
                terms.duration.kind()
            ));
        }
    }
    // Six models with two kinds and three durations each, less a percentage for services, and a schedule for all
    // but the subscription, which is for a single use.
    assert_eq!(seen.len(), (6 * 2 - 1) * 3 + 5, "{seen:#?}");
}

#[test]
fn a_clone_is_complete_and_every_step_of_it_is_done() {
    for draft in [percentage(), vault_by_row_for_all(), flexible()] {
        let (answers, product) = cloned(&draft);
        let journey = Journey::of(&answers, &catalogue(&[contoso()], &product), today());
        assert!(journey.proven().is_some());
        assert!(journey.may_review());
        assert!(
            journey
                .steps()
                .iter()
                .all(|(_, state)| matches!(state, State::Done | State::NotGiven))
        );
    }
}

#[test]
fn a_schedule_that_comes_to_nothing_is_cloned_with_its_confirmation() {
    let draft = flexible().put(
        Step::Discount,
        &[("amount[1]", "0"), ("amount[2]", "0"), ("zero", "yes")],
    );
    assert_eq!(comes_back(draft.journey().proven().unwrap()), Ok(()));
    let (answers, _) = cloned(&percentage());
    assert!(
        !answers.get(Step::Discount).has("zero"),
        "nothing to confirm"
    );
}

#[test]
fn what_no_longer_fits_is_in_the_clone_and_said() {
    let specific = percentage().put(
        Step::Duration,
        &[
            ("duration", "specific_time"),
            ("end-day", "1"),
            ("end-month", "2"),
            ("end-year", "2027"),
        ],
    );
    let (answers, product) = cloned(&specific);
    let later = Journey::of(
        &answers,
        &catalogue(&[contoso()], &product),
        day("2027-02-01"),
    );
    assert_eq!(
        later.problems(Step::Duration).for_field("end-day"),
        Some("Last day must be tomorrow or later")
    );

    let withdrawn = Product {
        state: ProductState::Withdrawn,
        ..product.clone()
    };
    let deregistered = Organisation {
        registered: false,
        ..contoso()
    };
    let mut now = catalogue(&[deregistered], &withdrawn);
    let journey = Journey::of(&answers, &now, today());
    assert_eq!(journey.problems(Step::Products).len(), 1);
    assert_eq!(journey.problems(Step::Resellers).len(), 1);

    let mut reduced = vault_storage();
    reduced.dimensions.remove(0);
    now = catalogue(&[contoso()], &reduced);
    let journey = Journey::of(&answers, &now, today());
    assert_eq!(
        journey
            .problems(Step::Dimensions)
            .for_field(&field("keep[VAULT][plain_gb]")),
        Some("plain_gb is not a dimension of Vault Storage any more – clear it to continue")
    );
    assert!(journey.proven().is_none());

    let uploaded = percentage().put(Step::Eula, &[("eula", &eula_file().id.to_string())]);
    let (answers, product) = cloned(&uploaded);
    now = catalogue(&[contoso()], &product);
    let journey = Journey::of(&answers, &now, today());
    assert_eq!(journey.parts().eula, Some(uploaded_eula()));
    now.documents.clear();
    let journey = Journey::of(&answers, &now, today());
    assert!(!journey.problems(Step::Eula).is_empty());
}

#[test]
fn a_clone_of_a_product_that_is_gone_asks_for_a_product() {
    let journey = percentage().journey();
    let (original, product) = created(journey.proven().unwrap()).remove(0);
    let answers = clone::answers(&original, None);
    let mut now = catalogue(&[contoso()], &product);
    now.products.clear();
    let journey = Journey::of(&answers, &now, today());
    assert_eq!(
        journey.problems(Step::Products).for_field("product"),
        Some("Select at least one product")
    );
}

#[test]
fn a_dimension_that_the_product_gained_meanwhile_is_not_in_the_clone() {
    let (answers, mut product) = cloned(&percentage());
    let mut gained = product.dimensions[0].clone();
    gained.key = crate::samples::key("gained");
    gained.name = "Gained".to_owned();
    product.dimensions.push(gained);
    let journey = Journey::of(&answers, &catalogue(&[contoso()], &product), today());
    let covered = journey.proven().unwrap().dimensions(&product);
    assert!(
        covered
            .iter()
            .all(|dimension| dimension.key.as_str() != "gained")
    );
}

#[test]
fn the_units_of_an_added_dimension_are_cloned_in_its_row_and_nowhere_else() {
    let draft = flexible().put(
        Step::Dimensions,
        &[
            ("dim_name[VAULT][1]", "Archive"),
            ("dim_units[VAULT][1]", "40"),
        ],
    );
    let (answers, _) = cloned(&draft);
    assert!(!answers.get(Step::Discount).has("units[archive]"));
    let row = field("dim_units[VAULT][1]");
    assert_eq!(answers.get(Step::Dimensions).get(&row), "40");
}

#[test]
fn an_additional_usage_fee_is_cloned_where_it_is_typed_and_nowhere_else() {
    for draft in [vault_by_row_for_all(), flexible()] {
        let draft = draft.put(Step::Dimensions, &[("fee[VAULT][plain_over]", "0.05")]);
        let (answers, _) = cloned(&draft);
        let fee = field("fee[VAULT][plain_over]");
        assert_eq!(answers.get(Step::Dimensions).get(&fee), "0.05");
        let discount = answers.get(Step::Discount);
        let said = |name: &str, value: &str| name.contains("plain_over") && value == "0.05";
        assert!(
            !discount
                .iter()
                .any(|(name, values)| values.iter().any(|value| said(name, value))),
            "{discount:?}"
        );
        // The other rate is where it was.
        assert!(discount.iter().any(|(name, _)| name.contains("enc_over")));
        comes_back(draft.journey().proven().unwrap()).unwrap();
    }
}
