//! Believable values of the domain: what Northwind sells, who resells it, and terms that go together.

mod catalog;
mod discount;
mod opportunity;

pub use catalog::*;
pub use discount::*;
pub use opportunity::*;
/// A list of one product.
pub use std::slice::from_ref as only;

use chrono::NaiveDate;
use consign::domain::account::{AccountId, Organisation, OrganisationKind};
use consign::domain::agreements::{Document, DocumentFormat, DocumentKind, Eula, ResellerContract};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::{DimensionKey, Product};
use consign::domain::contract_duration::ContractDuration;
use consign::domain::details::Details;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::discount::Discount;
use consign::domain::duration::Duration;
use consign::domain::ids::mint;
use consign::domain::money::{Amount, Markup, Percent};
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::pricing_model::PricingModel;
use consign::domain::schedule::Schedule;
use consign::domain::terms::{Conflict, Parts, ProvenTerms, conflicts};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn amount(text: &str) -> Amount {
    Amount::stored(decimal(text)).unwrap()
}

pub fn percent(text: &str) -> Percent {
    Percent::new(decimal(text)).unwrap()
}

pub fn markup(text: &str) -> Markup {
    Markup::new(decimal(text)).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn today() -> NaiveDate {
    day("2026-11-22")
}

pub fn key(text: &str) -> DimensionKey {
    DimensionKey::parse(text).unwrap()
}

pub fn account(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

pub fn upfront(dimension: &str, duration: ContractDuration) -> LineKey {
    LineKey {
        dimension: key(dimension),
        charge: Charge::Upfront(duration),
    }
}

pub fn usage(dimension: &str) -> LineKey {
    LineKey {
        dimension: key(dimension),
        charge: Charge::Usage,
    }
}

pub fn organisation(
    kind: OrganisationKind,
    number: u8,
    account_id: &str,
    name: &str,
) -> Organisation {
    Organisation {
        id: mint(chrono::DateTime::UNIX_EPOCH, [number; 10]),
        kind,
        account: account(account_id),
        name: name.to_owned(),
        country: "US".to_owned(),
        email: "channel@portal.example".to_owned(),
        registered: true,
    }
}

pub fn northwind() -> Organisation {
    organisation(
        OrganisationKind::Isv,
        1,
        "111122223333",
        "Northwind Software",
    )
}

pub fn contoso() -> Organisation {
    organisation(
        OrganisationKind::Partner,
        2,
        "444455556666",
        "Contoso Consulting",
    )
}

pub fn harbor_channel() -> Organisation {
    organisation(
        OrganisationKind::Partner,
        3,
        "777788889999",
        "Harbor Channel",
    )
}

pub fn unregistered() -> Organisation {
    Organisation {
        registered: false,
        ..organisation(
            OrganisationKind::Partner,
            4,
            "999900001111",
            "Late Registration Ltd",
        )
    }
}

pub fn custom_dimension(
    key_text: &str,
    name: &str,
    prices: &[(ContractDuration, &str)],
) -> CustomDimension {
    CustomDimension {
        key: key(key_text),
        name: name.to_owned(),
        description: "Negotiated".to_owned(),
        unit: "Units".to_owned(),
        prices: prices
            .iter()
            .map(|(duration, price)| (*duration, amount(price)))
            .collect(),
        units: None,
    }
}

pub fn uploaded_eula() -> Eula {
    Eula::Custom(Document {
        id: mint(chrono::DateTime::UNIX_EPOCH, [9; 10]),
        kind: DocumentKind::Eula,
        name: "statement-of-work.pdf".to_owned(),
        format: DocumentFormat::Pdf,
        size: 48_120,
        sha256: "0".repeat(64),
    })
}

/// Complete parts that go together, as long as the discount suits the products.
pub fn sound(products: &[Product], discount: Discount) -> Parts {
    let services = products
        .iter()
        .any(|p| p.model == PricingModel::ProfessionalServices);
    let duration = match &discount {
        Discount::Flexible { .. } => Duration::SingleUse {
            last_day: Some(last_day_of_schedule()),
        },
        Discount::Percentage { .. } | Discount::Individual { .. } => Duration::NoSetTime,
    };
    Parts {
        details: Some(Details::new("Q1 renewals with Acme", "Archive tier, negotiated").unwrap()),
        resellers: Some(vec![contoso()]),
        products: Some(products.to_vec()),
        discount: Some(discount),
        duration: Some(duration),
        dimensions: Some(BTreeMap::new()),
        buyers: Some(Buyers::default()),
        eula: Some(if services {
            uploaded_eula()
        } else {
            Eula::Public
        }),
        contract: Some(ResellerContract::None),
        zero_prices_confirmed: false,
    }
}

/// Vault Storage at 20 % off.
pub fn vault_at_twenty_percent() -> Parts {
    sound(&[vault_storage()], percentage("20", &[vault_storage()]))
}

/// Vault Storage under a flexible payment schedule.
pub fn vault_with(schedule: Schedule) -> Parts {
    sound(&[vault_storage()], flexible(schedule))
}

/// These parts with changes to the dimensions of Vault Storage.
pub fn shaped(parts: Parts, choices: DimensionChoices) -> Parts {
    Parts {
        dimensions: Some(BTreeMap::from([(vault_storage().id, choices)])),
        ..parts
    }
}

/// What keeps these parts from going together, seen by Northwind today.
pub fn found(parts: &Parts) -> Vec<Conflict> {
    conflicts(parts, &northwind().account, today())
}

/// The proof; the test fails with the conflicts if there is none.
pub fn proven(parts: Parts) -> ProvenTerms {
    let conflicts = found(&parts);
    ProvenTerms::prove(parts, &northwind().account, today())
        .unwrap_or_else(|| panic!("{conflicts:?}"))
}
