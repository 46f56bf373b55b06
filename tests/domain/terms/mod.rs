mod dimensions;
mod prices;
mod proof;
mod schedule;

use crate::samples::{
    account, contoso, day, found, harbor_channel, harbor_master_services, individual_price,
    log_stream, northwind, only, organisation, percentage, sound, today, unregistered,
    uploaded_eula, vault_at_twenty_percent, vault_storage,
};
use chrono::{Days, NaiveDate};
use consign::domain::account::{Organisation, OrganisationKind};
use consign::domain::agreements::{Eula, STANDARD_EULA_VERSION};
use consign::domain::catalog::{Product, ProductState};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::contract_duration::DurationUnit;
use consign::domain::discount::DurationsFault;
use consign::domain::duration::Duration;
use consign::domain::pricing_model::PricingModel;
use consign::domain::terms::{Conflict, Parts};

/// Each takes one part away.
pub const FORGET: [fn(&mut Parts); 9] = [
    |parts| parts.details = None,
    |parts| parts.resellers = None,
    |parts| parts.products = None,
    |parts| parts.discount = None,
    |parts| parts.duration = None,
    |parts| parts.dimensions = None,
    |parts| parts.buyers = None,
    |parts| parts.eula = None,
    |parts| parts.contract = None,
];

fn tomorrow() -> NaiveDate {
    today() + Days::new(1)
}

#[test]
fn at_least_one_reseller_and_one_product_are_chosen() {
    let vault = vault_at_twenty_percent();
    let no_reseller = Parts {
        resellers: Some(Vec::new()),
        ..vault.clone()
    };
    let no_product = Parts {
        products: Some(Vec::new()),
        ..vault
    };
    for parts in [no_reseller, no_product] {
        assert_eq!(found(&parts), [Conflict::NothingChosen]);
    }
}

#[test]
fn a_hundred_opportunities_are_made_at_once_and_not_more() {
    let resellers = |count: u8| -> Vec<Organisation> {
        let partner = |n| {
            organisation(
                OrganisationKind::Partner,
                n,
                &format!("{n:012}"),
                "Fjord Resale AS",
            )
        };
        (1..=count).map(partner).collect()
    };
    let products = [vault_storage(), log_stream()];
    let parts = |count| Parts {
        resellers: Some(resellers(count)),
        ..sound(&products, percentage("20", &products))
    };
    assert_eq!(found(&parts(50)), []);
    assert_eq!(found(&parts(51)), [Conflict::TooMany(102)]);

    let one_product = |count| Parts {
        resellers: Some(resellers(count)),
        ..vault_at_twenty_percent()
    };
    assert_eq!(found(&one_product(100)), []);
    assert_eq!(found(&one_product(101)), [Conflict::TooMany(101)]);
}

#[test]
fn only_registered_resellers_other_than_the_isv_can_be_chosen() {
    let own = Organisation {
        account: northwind().account,
        ..harbor_channel()
    };
    let parts = Parts {
        resellers: Some(vec![contoso(), unregistered(), own.clone()]),
        ..vault_at_twenty_percent()
    };
    assert_eq!(
        found(&parts),
        [
            Conflict::NotRegistered(unregistered()),
            Conflict::OwnAccount(own)
        ]
    );
}

#[test]
fn a_buyer_may_be_the_reseller_or_the_isv_itself() {
    let buyers = vec![
        contoso().account,
        northwind().account,
        account("222233334444"),
    ];
    let parts = Parts {
        buyers: Some(consign::domain::buyers::Buyers::new(buyers).unwrap()),
        ..vault_at_twenty_percent()
    };
    assert_eq!(found(&parts), []);
}

#[test]
fn a_product_that_is_not_on_sale_or_cannot_be_resold_is_named() {
    let withdrawn = Product {
        state: ProductState::Withdrawn,
        ..log_stream()
    };
    let free = Product {
        model: PricingModel::Free,
        dimensions: Vec::new(),
        ..log_stream()
    };
    for product in [withdrawn, free] {
        let products = [vault_storage(), product.clone()];
        let parts = sound(&products, percentage("20", &products));
        assert_eq!(found(&parts), [Conflict::NotOnSale(product)]);
    }
}

#[test]
fn every_product_can_have_exactly_the_discounts_of_its_model() {
    use crate::samples::{contract_dimension, flexible, product, schedule, usage_dimension};
    for model in PricingModel::ALL
        .into_iter()
        .filter(|model| model.resellable())
    {
        let duration = model.duration_unit().map(|unit| match unit {
            DurationUnit::Months => unit.duration(12).unwrap(),
            DurationUnit::Days => unit.duration(365).unwrap(),
        });
        let dimension = match duration {
            Some(duration) => contract_dimension("seat", "Seat", &[(duration, "99.00")]),
            None => usage_dimension("seat", "Seat", "0.10"),
        };
        let product = product("prod-anymodel00001", model.label(), model, vec![dimension]);
        let contract = Product {
            dimensions: vec![contract_dimension("seat", "Seat", &[])],
            ..product.clone()
        };
        for discount in [
            percentage("20", only(&product)),
            individual_price("50", only(&product), |_| duration),
            flexible(schedule(&contract)),
        ] {
            let kind = discount.kind();
            let refused = Conflict::KindNotAllowed(product.clone(), kind);
            let conflicts = found(&sound(only(&product), discount));
            if model.discount_kinds().contains(&kind) {
                assert_eq!(conflicts, [], "{model:?} with {kind:?}");
            } else {
                assert!(conflicts.contains(&refused), "{model:?} with {kind:?}");
            }
        }
    }
}

#[test]
fn the_product_that_cannot_have_the_discount_is_named_among_others() {
    let services = harbor_master_services();
    let products = [vault_storage(), services.clone()];
    let discount = percentage("20", &products);
    let kind = discount.kind();
    assert_eq!(
        found(&sound(&products, discount)),
        [Conflict::KindNotAllowed(services, kind)]
    );
}

#[test]
fn contract_durations_are_judged_for_each_product() {
    let products = [vault_storage(), log_stream()];
    let discount = percentage("20", &products[1..]);
    let expected = Conflict::Durations(vault_storage().id, DurationsFault::NoneChosen);
    assert_eq!(found(&sound(&products, discount)), [expected]);
}

#[test]
fn the_last_day_is_tomorrow_at_the_earliest() {
    for (last_day, early) in [
        (day("2026-11-21"), true),
        (today(), true),
        (tomorrow(), false),
        (day("2099-12-31"), false),
    ] {
        for duration in [
            Duration::SpecificTime { last_day },
            Duration::SingleUse {
                last_day: Some(last_day),
            },
        ] {
            let parts = Parts {
                duration: Some(duration),
                ..vault_at_twenty_percent()
            };
            assert_eq!(
                found(&parts).contains(&Conflict::LastDayTooEarly),
                early,
                "{duration:?}"
            );
        }
    }
}

#[test]
fn services_need_a_eula_of_their_own() {
    let services = harbor_master_services();
    let discount = individual_price("40000", only(&services), |_| Some(Months(3)));
    let standard = Eula::Standard {
        version: STANDARD_EULA_VERSION.to_owned(),
    };
    for (eula, refused) in [
        (Eula::Public, true),
        (standard, true),
        (uploaded_eula(), false),
    ] {
        let parts = Parts {
            eula: Some(eula),
            ..sound(only(&services), discount.clone())
        };
        assert_eq!(
            found(&parts).contains(&Conflict::ServicesEula(services.clone())),
            refused,
            "{:?}",
            parts.eula
        );
    }
}
