//! Complete requests, word for word.

use crate::dice::{contract_file, eula_file};
use crate::export::{around, authorization, creation, details, exported, opportunity, request};
use crate::samples::{
    account, amount, contract_dimension, custom_dimension, day, flexible, grant, harbor_channel,
    individual, instance_type, log_stream, only, payment, percentage, product, sentinel_ami,
    shaped, sound, upfront, usage, usage_dimension, vault_storage,
};
use consign::catalog_api::export::{self, Around, Purpose};
use consign::domain::agreements::{
    Eula, PublicEula, RCMP_VERSION, ResellerContract, STANDARD_EULA_VERSION,
};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::details::Details;
use consign::domain::dimensions::DimensionChoices;
use consign::domain::discount::{Discount, LineRule};
use consign::domain::duration::Duration;
use consign::domain::money::Currency;
use consign::domain::opportunity::{Revocation, Side};
use consign::domain::pricing::LineKey;
use consign::domain::pricing_model::PricingModel;
use consign::domain::schedule::Schedule;
use consign::domain::terms::Parts;
use serde_json::Value;
use std::collections::BTreeMap;

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The parts with this name and description.
fn named(parts: Parts, name: &str, description: &str) -> Parts {
    Parts {
        details: Some(Details::new(name, description).unwrap()),
        ..parts
    }
}

fn vault() -> Product {
    Product {
        public_eula: PublicEula::Custom {
            url: "https://files.example.com/vault/public-eula.pdf".to_owned(),
        },
        ..vault_storage()
    }
}

fn standard() -> Option<Eula> {
    Some(Eula::Standard {
        version: STANDARD_EULA_VERSION.to_owned(),
    })
}

fn only_for(buyers: &[&str]) -> Option<Buyers> {
    Some(Buyers::new(buyers.iter().map(|id| account(id)).collect()).unwrap())
}

fn price(key: LineKey, price: &str) -> (LineKey, LineRule) {
    (key, LineRule::Price(amount(price)))
}

#[test]
fn a_percentage_for_no_set_time() {
    let parts = sound(&[vault()], percentage("20", &[vault()]));
    let parts = named(
        parts,
        "EMEA standing 20 percent",
        "Standing resale terms 2027",
    );
    assert_eq!(
        creation(parts),
        read(include_str!("requests/percentage.json"))
    );
}

#[test]
fn individual_prices_with_an_added_dimension_until_a_date_for_two_buyers() {
    let year = Months(12);
    let rules = [
        price(upfront("plain_gb", year), "12"),
        price(upfront("enc_gb", year), "12.5"),
        price(usage("plain_over"), "0.1"),
        price(usage("enc_over"), "0.11"),
    ];
    let discount = individual(&vault(), Currency::Usd, &[year], &rules);
    let mut archive = custom_dimension("archive_gb", "Archive data", &[(year, "3.125")]);
    archive.description = "Cold archive tier, negotiated".to_owned();
    let choices = DimensionChoices {
        custom: vec![archive],
        fees: BTreeMap::from([(usage("plain_over").dimension, amount("0.075"))]),
        ..DimensionChoices::default()
    };
    let parts = Parts {
        duration: Some(Duration::SpecificTime {
            last_day: day("2027-06-30"),
        }),
        buyers: only_for(&["222233334444", "555566667777"]),
        eula: standard(),
        contract: Some(ResellerContract::Rcmp {
            version: RCMP_VERSION.to_owned(),
        }),
        ..shaped(sound(&[vault()], discount), choices)
    };
    let parts = named(parts, "Harbor Q2 special", "Negotiated archive tier");
    let export = exported(&opportunity(parts));
    let purposes: Vec<_> = export.requests.iter().map(|r| r.purpose).collect();
    assert_eq!(purposes, [Purpose::AddDimensions, Purpose::Create]);
    assert_eq!(
        request(&export, Purpose::AddDimensions),
        read(include_str!("requests/dimensions.json"))
    );
    assert_eq!(
        request(&export, Purpose::Create),
        read(include_str!("requests/individual.json"))
    );
}

#[test]
fn a_payment_schedule_for_a_single_use_with_contracts_of_ones_own() {
    let schedule = Schedule {
        contract: Months(24),
        grants: vec![grant("plain_gb", 500), grant("enc_gb", 100)],
        payments: vec![payment("2027-04-01", "7000"), payment("2028-04-01", "7496")],
    };
    let discount = Discount::Flexible {
        currency: Currency::Usd,
        schedule,
        rates: BTreeMap::from([
            (usage("plain_over"), amount("0.08")),
            (usage("enc_over"), amount("0.088")),
        ]),
    };
    let parts = Parts {
        resellers: Some(vec![harbor_channel()]),
        buyers: only_for(&["222233334444"]),
        eula: Some(Eula::Custom(eula_file())),
        contract: Some(ResellerContract::Custom(contract_file())),
        ..sound(&[vault()], discount)
    };
    let parts = named(parts, "Acme 24 month installment", "");
    assert_eq!(
        creation(parts),
        read(include_str!("requests/flexible.json"))
    );
}

#[test]
fn a_percentage_of_usage_for_a_single_use_without_a_last_day() {
    let parts = Parts {
        duration: Some(Duration::SingleUse { last_day: None }),
        eula: standard(),
        ..sound(&[log_stream()], percentage("25", &[log_stream()]))
    };
    assert_eq!(
        creation(named(parts, "LogStream one deal", "")),
        read(include_str!("requests/subscription.json"))
    );
}

#[test]
fn what_was_revoked_is_restricted_once_its_id_is_known() {
    let parts = sound(&[vault()], percentage("20", &[vault()]));
    let mut revoked = opportunity(parts);
    revoked.revocation = Some(Revocation {
        by: Side::Isv,
        person: "Dana Li".to_owned(),
        at: around().now,
        reason: None,
    });
    let id = authorization();
    let known = Around {
        authorization: Some(&id),
        ..around()
    };
    let export = export::opportunity(&revoked, known);
    assert_eq!(export.requests.len(), 1);
    assert_eq!(
        request(&export, Purpose::Revoke),
        read(include_str!("requests/restrict.json"))
    );
    assert!(exported(&revoked).requests.is_empty());
}

/// What is said about prices.
fn prices(product: &Product, discount: Discount) -> Value {
    let creation = creation(sound(only(product), discount));
    details(&creation, "UpdatePricingTerms").unwrap().clone()
}

fn tiered(product: Product) -> Product {
    Product {
        tiered: true,
        ..product
    }
}

#[test]
fn hourly_prices_with_a_year_ahead() {
    let sentinel = sentinel_ami();
    assert_eq!(
        prices(&sentinel, percentage("15", only(&sentinel))),
        read(include_str!("prices/hourly_with_annual.json"))
    );
    let schedule = Schedule {
        contract: Days(730),
        grants: vec![grant("t3.medium", 10)],
        payments: vec![payment("2027-04-01", "200")],
    };
    let discount = Discount::Flexible {
        currency: Currency::Usd,
        schedule,
        rates: BTreeMap::from([
            (usage("t3.medium"), amount("0.15")),
            (usage("m5.large"), amount("0.3")),
        ]),
    };
    assert_eq!(
        prices(&sentinel, discount),
        read(include_str!("prices/hourly_with_annual_flexible.json"))
    );
    let node = instance_type("node_hr", "1.00", "4380");
    let fleet = product(
        "prod-fleetcontain1",
        "Fleet",
        PricingModel::ContainerLongTerm,
        vec![node],
    );
    assert_eq!(
        prices(&fleet, percentage("10", only(&fleet))),
        read(include_str!("prices/container_long_term.json"))
    );
}

#[test]
fn hourly_prices_alone() {
    for model in [
        PricingModel::AmiHourly,
        PricingModel::AmiUsage,
        PricingModel::ContainerHourly,
        PricingModel::ContainerUsage,
    ] {
        let dimensions = ["t3.medium", "m5.large"].map(|key| usage_dimension(key, key, "1"));
        let hourly = product("prod-hourly0000001", "Hourly", model, dimensions.into());
        let rules = [
            price(usage("t3.medium"), "0.13"),
            price(usage("m5.large"), "0.26"),
        ];
        assert_eq!(
            prices(&hourly, individual(&hourly, Currency::Usd, &[], &rules)),
            read(include_str!("prices/hourly.json"))
        );
    }
}

#[test]
fn contracts_of_two_lengths_in_euro() {
    let years = [(Months(12), "100"), (Months(36), "300")];
    let dimensions = ["ReadOnlyUsers", "AdminUsers"];
    let users = product(
        "prod-atlasami00001",
        "Atlas",
        PricingModel::AmiContract,
        dimensions
            .map(|key| contract_dimension(key, key, &years))
            .into(),
    );
    let rules = [
        price(upfront("ReadOnlyUsers", Months(12)), "90.5"),
        price(upfront("ReadOnlyUsers", Months(36)), "240"),
        price(upfront("AdminUsers", Months(12)), "180"),
        price(upfront("AdminUsers", Months(36)), "480"),
    ];
    let durations = [Months(36), Months(12)];
    assert_eq!(
        prices(
            &users,
            individual(&users, Currency::Eur, &durations, &rules)
        ),
        read(include_str!("prices/contract_in_euro.json"))
    );
}

#[test]
fn tiers_of_a_length_of_ones_own() {
    let dimensions = ["basic", "pro"].map(|key| contract_dimension(key, key, &[]));
    let tiers = tiered(product(
        "prod-tiers00000001",
        "Tiers",
        PricingModel::ContainerContract,
        dimensions.into(),
    ));
    let half_more = Months(18);
    let rules = [
        price(upfront("basic", half_more), "1200"),
        price(upfront("pro", half_more), "4800"),
    ];
    assert_eq!(
        prices(
            &tiers,
            individual(&tiers, Currency::Usd, &[half_more], &rules)
        ),
        read(include_str!("prices/tiered_contract.json"))
    );
    let schedule = Schedule {
        contract: Months(12),
        grants: vec![grant("pro", 1)],
        payments: vec![payment("2027-04-01", "200")],
    };
    assert_eq!(
        prices(&tiers, flexible(schedule)),
        read(include_str!("prices/contract_flexible.json"))
    );
}

#[test]
fn services_by_people() {
    let dimensions = ["silver", "gold"].map(|key| contract_dimension(key, key, &[]));
    let services = tiered(product(
        "prod-harbormaster1",
        "Services",
        PricingModel::ProfessionalServices,
        dimensions.into(),
    ));
    let rules = [
        price(upfront("silver", Months(6)), "8000"),
        price(upfront("gold", Months(6)), "15000"),
    ];
    assert_eq!(
        prices(
            &services,
            individual(&services, Currency::Usd, &[Months(6)], &rules)
        ),
        read(include_str!("prices/services.json"))
    );
}
