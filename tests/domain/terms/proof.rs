use super::FORGET;
use crate::samples::{
    atlas_contract_ami, contoso, custom_dimension, fleet_container, flexible, found, grant,
    harbor_channel, harbor_master_services, individual_price, key, last_day_of_schedule,
    log_stream, northwind, only, organisation, percentage, proven, schedule, sentinel_ami, shaped,
    sound, today, unregistered, upfront, usage, vault_at_twenty_percent, vault_storage, vault_with,
};
use consign::domain::account::OrganisationKind;
use consign::domain::agreements::Eula;
use consign::domain::catalog::{Product, ProductState};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::duration::Duration;
use consign::domain::terms::{Parts, ProvenTerms};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn everything() -> Vec<Product> {
    vec![
        vault_storage(),
        log_stream(),
        sentinel_ami(),
        atlas_contract_ami(),
        fleet_container(),
    ]
}

#[test]
fn sound_parts_are_proven() {
    let all = everything();
    proven(sound(&all, percentage("12.5", &all)));
    let services = harbor_master_services();
    proven(sound(
        only(&services),
        individual_price("40000", only(&services), |_| Some(Months(3))),
    ));
    for product in [
        vault_storage(),
        sentinel_ami(),
        atlas_contract_ami(),
        fleet_container(),
        services,
    ] {
        proven(sound(only(&product), flexible(schedule(&product))));
    }
}

#[test]
fn three_resellers_and_two_products_make_six_opportunities() {
    let third = organisation(
        OrganisationKind::Partner,
        5,
        "121212121212",
        "Fjord Resale AS",
    );
    let products = [vault_storage(), log_stream()];
    let parts = Parts {
        resellers: Some(vec![contoso(), harbor_channel(), third]),
        ..sound(&products, percentage("20", &products))
    };
    assert_eq!(proven(parts).grants().count(), 6);
}

#[test]
fn a_part_that_is_missing_is_no_conflict_and_no_proof() {
    for forget in FORGET {
        let mut parts = vault_at_twenty_percent();
        forget(&mut parts);
        assert_eq!(found(&parts), []);
        assert_eq!(
            ProvenTerms::prove(parts, &northwind().account, today()),
            None
        );
    }
}

#[test]
fn changes_to_the_dimensions_of_what_is_no_saas_contract_are_dropped() {
    let atlas = atlas_contract_ami();
    let choices = DimensionChoices {
        removed: BTreeSet::from([key("node")]),
        custom: vec![custom_dimension(
            "rack",
            "Rack",
            &[(Months(12), "1.00"), (Months(36), "2.00")],
        )],
        fees: BTreeMap::new(),
    };
    let plain = sound(only(&atlas), percentage("20", only(&atlas)));
    let stale = BTreeMap::from([
        (atlas.id.clone(), choices.clone()),
        (vault_storage().id, choices),
    ]);
    let shaped = Parts {
        dimensions: Some(stale),
        ..plain.clone()
    };
    assert_eq!(proven(shaped), proven(plain));
}

#[test]
fn a_proven_schedule_has_the_units_of_added_dimensions_too() {
    let archive = CustomDimension {
        units: Some(40),
        ..custom_dimension("archive_gb", "Archive data", &[])
    };
    let choices = DimensionChoices {
        custom: vec![archive],
        ..DimensionChoices::default()
    };
    let vault = vault_storage();
    let proven = proven(shaped(vault_with(schedule(&vault)), choices));
    let grants = proven.schedule(&vault).unwrap().grants;
    assert_eq!(grants, [grant("plain_gb", 500), grant("archive_gb", 40)]);
}

#[test]
fn an_opportunity_covers_what_is_kept_and_then_what_is_added() {
    let prices = [
        (Months(1), "1.30"),
        (Months(12), "3.125"),
        (Months(24), "6.00"),
    ];
    let choices = DimensionChoices {
        removed: BTreeSet::from([key("plain_gb")]),
        custom: vec![custom_dimension("archive_gb", "Archive data", &prices)],
        ..DimensionChoices::default()
    };
    let covered = proven(shaped(vault_at_twenty_percent(), choices)).dimensions(&vault_storage());
    let covered: Vec<_> = covered.iter().map(|d| (d.key.as_str(), d.added)).collect();
    let expected = [
        ("enc_gb", false),
        ("plain_over", false),
        ("enc_over", false),
        ("archive_gb", true),
    ];
    assert_eq!(covered, expected);
}

#[test]
fn without_a_flexible_discount_there_is_no_schedule() {
    assert_eq!(
        proven(vault_at_twenty_percent()).schedule(&vault_storage()),
        None
    );
}

fn some_of<T: Clone + std::fmt::Debug + 'static>(all: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    let count = all.len();
    proptest::sample::subsequence(all, 1..=count)
}

proptest! {
    #[test]
    fn every_reseller_gets_every_product_with_every_price(
        products in some_of(everything()),
        resellers in some_of(vec![contoso(), harbor_channel()]),
        hundredths in 0..=9_900_i64,
        left_out in proptest::option::of(proptest::sample::select(vec!["plain_gb", "enc_gb"])),
    ) {
        let off = rust_decimal::Decimal::new(hundredths, 2).to_string();
        let discount = percentage(&off, &products);
        let choices = DimensionChoices { removed: left_out.map(key).into_iter().collect(), ..DimensionChoices::default() };
        let parts = Parts { resellers: Some(resellers.clone()), ..sound(&products, discount.clone()) };
        let proven = proven(shaped(parts, choices.clone()));

        prop_assert_eq!(proven.grants().count(), resellers.len() * products.len());
        for (_, product, book) in proven.grants() {
            let kept = product.contract_dimensions().filter(|d| product.id != vault_storage().id || !choices.removed.contains(&d.key));
            let contracts = kept.flat_map(|d| discount.durations(&product.id).iter().map(|duration| upfront(d.key.as_str(), *duration)));
            let rates = product.usage_dimensions().map(|d| usage(d.key.as_str()));
            let expected: BTreeSet<_> = contracts.chain(rates).collect();
            let priced: BTreeSet<_> = book.lines.iter().map(|line| line.key.clone()).collect();
            prop_assert_eq!(priced.len(), book.lines.len(), "each price once");
            prop_assert_eq!(priced, expected);
        }
    }
}

fn any_parts() -> impl Strategy<Value = Parts> {
    let withdrawn = Product {
        state: ProductState::Withdrawn,
        ..log_stream()
    };
    let catalogue = vec![
        vault_storage(),
        withdrawn,
        sentinel_ami(),
        harbor_master_services(),
    ];
    let products = proptest::sample::subsequence(catalogue, 0..=4);
    let resellers =
        proptest::sample::subsequence(vec![contoso(), unregistered(), northwind()], 0..=3);
    let last_day = proptest::option::of(proptest::sample::select(vec![
        today(),
        super::tomorrow(),
        last_day_of_schedule(),
    ]));
    let kinds = (0..3_usize, 0..3_usize, any::<bool>(), any::<bool>());
    (products, resellers, last_day, kinds).prop_map(
        |(products, resellers, last_day, (discount, duration, standard, confirmed))| {
            let discount = match discount {
                0 => percentage("100", &products),
                1 => individual_price("0", &products, |_| Some(Months(7))),
                _ => flexible(schedule(&vault_storage())),
            };
            let duration = match (duration, last_day) {
                (0, Some(last_day)) => Duration::SpecificTime { last_day },
                (1, _) => Duration::NoSetTime,
                (_, last_day) => Duration::SingleUse { last_day },
            };
            Parts {
                resellers: Some(resellers),
                duration: Some(duration),
                eula: Some(if standard {
                    Eula::Public
                } else {
                    super::uploaded_eula()
                }),
                zero_prices_confirmed: confirmed,
                ..sound(&products, discount)
            }
        },
    )
}

proptest! {
    /// So a step can speak of a conflict as soon as it arises: nothing that is filled in later resolves it. Changes to
    /// dimensions are the exception, as they can give or take prices.
    #[test]
    fn what_conflicts_early_still_conflicts_when_more_is_known(full in any_parts(), forgotten in proptest::sample::subsequence(FORGET.to_vec(), 0..=9)) {
        let mut partial = full.clone();
        for forget in forgotten {
            forget(&mut partial);
        }
        partial.dimensions = full.dimensions.clone();
        let all = found(&full);
        for conflict in found(&partial) {
            prop_assert!(all.contains(&conflict), "{conflict:?} vanished");
        }
    }

    #[test]
    fn there_is_a_proof_exactly_when_nothing_conflicts(parts in any_parts()) {
        let conflicts = found(&parts);
        let proof = ProvenTerms::prove(parts, &northwind().account, today());
        prop_assert_eq!(proof.is_some(), conflicts.is_empty());
    }
}
