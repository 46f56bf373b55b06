use crate::samples::{
    contract_dimension, custom_dimension, found, grant, key, schedule, shaped, usage_dimension,
    vault_at_twenty_percent, vault_storage, vault_with,
};
use consign::domain::catalog::{MAX_DIMENSIONS, Product};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::schedule::{MAX_GRANTS, MAX_QUANTITY, Schedule};
use consign::domain::terms::{Conflict, Parts};
use std::collections::BTreeSet;

fn priced(key: &str, name: &str) -> CustomDimension {
    custom_dimension(
        key,
        name,
        &[
            (Months(1), "0.30"),
            (Months(12), "3.125"),
            (Months(24), "6.00"),
        ],
    )
}

fn adding(custom: Vec<CustomDimension>) -> DimensionChoices {
    DimensionChoices {
        custom,
        ..DimensionChoices::default()
    }
}

fn leaving_out(keys: &[&str]) -> DimensionChoices {
    DimensionChoices {
        removed: keys.iter().map(|text| key(text)).collect::<BTreeSet<_>>(),
        ..DimensionChoices::default()
    }
}

#[test]
fn at_least_one_dimension_remains() {
    let refused = [Conflict::NothingKept(vault_storage())];
    assert_eq!(
        found(&shaped(
            vault_at_twenty_percent(),
            leaving_out(&["plain_gb"])
        )),
        []
    );
    assert_eq!(
        found(&shaped(
            vault_at_twenty_percent(),
            leaving_out(&["plain_gb", "enc_gb"])
        )),
        refused
    );
}

#[test]
fn a_dimension_added_is_enough_to_remain() {
    let choices = DimensionChoices {
        custom: vec![priced("archive_gb", "Archive data")],
        ..leaving_out(&["plain_gb", "enc_gb"])
    };
    assert_eq!(found(&shaped(vault_at_twenty_percent(), choices)), []);
}

#[test]
fn keys_and_names_are_unique_in_the_product_with_those_left_out() {
    let vault = vault_storage;
    let added = |key, name| vec![priced("archive_gb", "Archive data"), priced(key, name)];
    for (key, name, expected) in [
        ("cold_gb", "Cold data", None),
        (
            "archive_gb",
            "Cold data",
            Some(Conflict::KeyTwice(vault().into(), 2)),
        ),
        (
            "plain_gb",
            "Cold data",
            Some(Conflict::KeyTwice(vault().into(), 2)),
        ),
        (
            "plain_over",
            "Cold data",
            Some(Conflict::KeyTwice(vault().into(), 2)),
        ),
        (
            "cold_gb",
            "Archive data",
            Some(Conflict::NameTwice(vault().into(), 2)),
        ),
        (
            "cold_gb",
            "ARCHIVE DATA",
            Some(Conflict::NameTwice(vault().into(), 2)),
        ),
        (
            "cold_gb",
            "Unencrypted data",
            Some(Conflict::NameTwice(vault().into(), 2)),
        ),
        (
            "archive_gb",
            "Archive data",
            Some(Conflict::NameTwice(vault().into(), 2)),
        ),
    ] {
        let choices = DimensionChoices {
            custom: added(key, name),
            ..leaving_out(&["plain_gb"])
        };
        let conflicts = found(&shaped(vault_at_twenty_percent(), choices));
        assert_eq!(
            conflicts,
            expected.into_iter().collect::<Vec<_>>(),
            "{key} {name}"
        );
    }
}

#[test]
fn a_product_has_up_to_two_hundred_contract_dimensions_with_those_added_and_left_out() {
    let custom = |count| {
        adding(
            (0..count)
                .map(|n| priced(&format!("tier_{n}"), &format!("Tier {n}")))
                .collect(),
        )
    };
    let own = vault_storage().contract_dimensions().count();
    assert_eq!(
        found(&shaped(
            vault_at_twenty_percent(),
            custom(MAX_DIMENSIONS - own)
        )),
        []
    );

    let one_more = DimensionChoices {
        removed: BTreeSet::from([key("plain_gb")]),
        ..custom(MAX_DIMENSIONS - own + 1)
    };
    let refused = [Conflict::TooManyDimensions(
        vault_storage(),
        MAX_DIMENSIONS + 1,
    )];
    assert_eq!(found(&shaped(vault_at_twenty_percent(), one_more)), refused);
}

#[test]
fn a_schedule_includes_units_of_at_least_one_dimension() {
    let empty = Schedule {
        grants: Vec::new(),
        ..schedule(&vault_storage())
    };
    assert_eq!(found(&vault_with(empty.clone())), [Conflict::NoUnits]);

    let archive = CustomDimension {
        units: Some(40),
        ..custom_dimension("archive_gb", "Archive data", &[])
    };
    assert_eq!(found(&shaped(vault_with(empty), adding(vec![archive]))), []);
}

#[test]
fn units_are_of_contract_dimensions_that_are_kept_each_once() {
    let with = |grants| Schedule {
        grants,
        ..schedule(&vault_storage())
    };
    for (grants, expected) in [
        (vec![grant("plain_gb", 1), grant("enc_gb", 1)], None),
        (
            vec![grant("plain_gb", 1), grant("plain_gb", 2)],
            Some(Conflict::UnitsTwice(key("plain_gb"))),
        ),
        (
            vec![grant("plain_over", 1)],
            Some(Conflict::UnitsOfRemoved(key("plain_over"))),
        ),
        (
            vec![grant("unheard_of", 1)],
            Some(Conflict::UnitsOfRemoved(key("unheard_of"))),
        ),
    ] {
        assert_eq!(
            found(&vault_with(with(grants))),
            expected.into_iter().collect::<Vec<_>>()
        );
    }
    let left_out = shaped(
        vault_with(schedule(&vault_storage())),
        leaving_out(&["plain_gb"]),
    );
    assert_eq!(
        found(&left_out),
        [Conflict::UnitsOfRemoved(key("plain_gb"))]
    );
}

#[test]
fn units_go_from_one_to_the_largest_quantity() {
    for (quantity, possible) in [
        (0, false),
        (1, true),
        (MAX_QUANTITY, true),
        (MAX_QUANTITY + 1, false),
    ] {
        let refused = |dimension| {
            if possible {
                Vec::new()
            } else {
                vec![Conflict::UnitsOutOfRange(key(dimension))]
            }
        };
        let own = Schedule {
            grants: vec![grant("plain_gb", quantity)],
            ..schedule(&vault_storage())
        };
        assert_eq!(found(&vault_with(own)), refused("plain_gb"), "{quantity}");

        let archive = CustomDimension {
            units: Some(quantity),
            ..custom_dimension("archive_gb", "Archive data", &[])
        };
        let added = shaped(
            vault_with(schedule(&vault_storage())),
            adding(vec![archive]),
        );
        assert_eq!(found(&added), refused("archive_gb"), "{quantity}");
    }
}

#[test]
fn a_dimension_added_under_a_schedule_needs_units_and_no_price() {
    let archive = custom_dimension("archive_gb", "Archive data", &[]);
    let parts = shaped(
        vault_with(schedule(&vault_storage())),
        adding(vec![archive]),
    );
    assert_eq!(
        found(&parts),
        [Conflict::CustomWithoutUnits(key("archive_gb"))]
    );
}

#[test]
fn two_hundred_dimensions_have_units_and_not_one_more() {
    let parts = |count: usize| {
        let keys: Vec<_> = (0..count).map(|n| format!("tier_{n}")).collect();
        let mut dimensions: Vec<_> = keys
            .iter()
            .map(|key| contract_dimension(key, key, &[]))
            .collect();
        dimensions.push(usage_dimension("over", "Overage", "0.1"));
        let vault = Product {
            dimensions,
            ..vault_storage()
        };
        let schedule = Schedule {
            grants: keys.iter().map(|key| grant(key, 1)).collect(),
            ..schedule(&vault)
        };
        Parts {
            products: Some(vec![vault]),
            ..vault_with(schedule)
        }
    };
    assert_eq!(found(&parts(MAX_GRANTS)), []);
    assert_eq!(
        found(&parts(MAX_GRANTS + 1)),
        [Conflict::TooManyUnits(MAX_GRANTS + 1)]
    );
}
