//! What Northwind sells.

use super::{amount, key};
use consign::domain::agreements::PublicEula;
use consign::domain::catalog::{Dimension, DimensionKind, Product, ProductId, ProductState};
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};
use consign::domain::pricing_model::PricingModel;
use std::collections::BTreeMap;

fn dimension(key_text: &str, name: &str, kind: DimensionKind) -> Dimension {
    Dimension {
        key: key(key_text),
        name: name.to_owned(),
        description: format!("{name}, per unit"),
        unit: "Units".to_owned(),
        kind,
        usage_rate: None,
        upfront: BTreeMap::new(),
    }
}

pub fn contract_dimension(key: &str, name: &str, prices: &[(ContractDuration, &str)]) -> Dimension {
    Dimension {
        upfront: prices
            .iter()
            .map(|(duration, price)| (*duration, amount(price)))
            .collect(),
        ..dimension(key, name, DimensionKind::Contract)
    }
}

pub fn usage_dimension(key: &str, name: &str, rate: &str) -> Dimension {
    Dimension {
        usage_rate: Some(amount(rate)),
        ..dimension(key, name, DimensionKind::Usage)
    }
}

pub fn instance_type(key: &str, hourly: &str, annual: &str) -> Dimension {
    Dimension {
        usage_rate: Some(amount(hourly)),
        upfront: BTreeMap::from([(Days(365), amount(annual))]),
        ..dimension(key, key, DimensionKind::Both)
    }
}

pub fn product(id: &str, title: &str, model: PricingModel, dimensions: Vec<Dimension>) -> Product {
    Product {
        id: ProductId::parse(id).unwrap(),
        title: title.to_owned(),
        model,
        state: ProductState::Public,
        tiered: false,
        dimensions,
        public_eula: PublicEula::Standard,
    }
}

pub fn vault_storage() -> Product {
    let prices = |one, twelve, twenty_four| {
        [
            (Months(1), one),
            (Months(12), twelve),
            (Months(24), twenty_four),
        ]
    };
    product(
        "prod-vaultstorage1",
        "Vault Storage",
        PricingModel::SaasContractWithConsumption,
        vec![
            contract_dimension(
                "plain_gb",
                "Unencrypted data",
                &prices("1.50", "16.00", "30.00"),
            ),
            contract_dimension(
                "enc_gb",
                "Encrypted data",
                &prices("1.55", "16.60", "31.20"),
            ),
            usage_dimension("plain_over", "Unencrypted overage", "0.1"),
            usage_dimension("enc_over", "Encrypted overage", "0.11"),
        ],
    )
}

/// Seats are paid up front and, beyond what was paid, as used.
pub fn desk_share() -> Product {
    let seat = Dimension {
        usage_rate: Some(amount("0.50")),
        upfront: BTreeMap::from([(Months(12), amount("120.00"))]),
        ..dimension("seat", "Seat", DimensionKind::Both)
    };
    let room = contract_dimension("room", "Meeting room", &[(Months(12), "900.00")]);
    product(
        "prod-deskshare0001",
        "Desk Share",
        PricingModel::SaasContractWithConsumption,
        vec![seat, room],
    )
}

pub fn log_stream() -> Product {
    product(
        "prod-logstream0001",
        "LogStream",
        PricingModel::SaasSubscription,
        vec![
            usage_dimension("ingest_gb", "Ingested data", "0.20"),
            usage_dimension("scan_host", "Scanned host", "0.05"),
        ],
    )
}

pub fn sentinel_ami() -> Product {
    product(
        "prod-sentinelami01",
        "Sentinel AMI",
        PricingModel::AmiHourlyWithAnnual,
        vec![
            instance_type("t3.medium", "0.17", "220.00"),
            instance_type("m5.large", "0.34", "440.00"),
        ],
    )
}

pub fn atlas_contract_ami() -> Product {
    product(
        "prod-atlasami00001",
        "Atlas Contract AMI",
        PricingModel::AmiContract,
        vec![contract_dimension(
            "node",
            "Node",
            &[(Months(12), "900.00"), (Months(36), "2400.00")],
        )],
    )
}

pub fn fleet_container() -> Product {
    product(
        "prod-fleetcontain1",
        "Fleet Container",
        PricingModel::ContainerLongTerm,
        vec![instance_type("task", "0.04", "290.00")],
    )
}

pub fn harbor_master_services() -> Product {
    product(
        "prod-harbormaster1",
        "Harbor Master Services",
        PricingModel::ProfessionalServices,
        vec![contract_dimension("migration", "Migration project", &[])],
    )
}
