//! An authorization as a document has it: every value read, with the place it was read from, and not yet held against
//! the catalogue.

use super::node::{At, Source};
use super::remark::Remark;
use crate::domain::account::AccountId;
use crate::domain::authorization::AuthorizationId;
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKey, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::{Amount, Currency};
use crate::domain::schedule::{Grant, Payment};
use crate::domain::web_address::WebAddress;
use chrono::NaiveDate;

/// An authorization as a document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The place of its first change, or of the entity.
    pub path: String,
    /// Where it comes from.
    pub source: Source,
    /// The ID it has at AWS, if it is there already.
    pub identifier: Option<AuthorizationId>,
    /// Its name.
    pub name: Option<At<String>>,
    /// Its description.
    pub description: Option<At<String>>,
    /// What may be resold.
    pub product: Option<At<ProductId>>,
    /// Who may resell.
    pub reseller: Option<At<AccountId>>,
    /// Who grants it; only entities say.
    pub manufacturer: Option<At<AccountId>>,
    /// Its prices.
    pub pricing: Option<Pricing>,
    /// Its payments.
    pub schedule: Option<PaymentTerm>,
    /// For which buyers.
    pub buyers: Option<Buyers>,
    /// What buyers accept.
    pub eula: Option<At<EulaChoice>>,
    /// What the partner accepts.
    pub contract: Option<At<ContractChoice>>,
    /// How long and how often it can be used.
    pub availability: Option<Availability>,
    /// The place where a request says that it renews a buyer's agreement.
    pub renewal: Option<String>,
    /// The last day on which a buyer's contract may begin.
    pub latest_start: Option<At<NaiveDate>>,
    /// Whether partners are to see it, or see it already.
    pub released: bool,
    /// Whether it was ended there.
    pub restricted: bool,
    /// Whether its single use is spent.
    pub spent: bool,
    /// Dimensions that are described beside it.
    pub definitions: Vec<At<Definition>>,
    /// What is in it and has no place in an opportunity here.
    pub left_over: Vec<Remark>,
}

impl Asked {
    /// One of which nothing is known yet.
    pub(super) fn new(path: impl Into<String>, source: Source) -> Self {
        Self {
            path: path.into(),
            source,
            identifier: None,
            name: None,
            description: None,
            product: None,
            reseller: None,
            manufacturer: None,
            pricing: None,
            schedule: None,
            buyers: None,
            eula: None,
            contract: None,
            availability: None,
            renewal: None,
            latest_start: None,
            released: false,
            restricted: false,
            spent: false,
            definitions: Vec::new(),
            left_over: Vec::new(),
        }
    }

    /// What it is called in AWS, if it stands there and partners can use it: what is created of it here is then the same
    /// authorization and no other.
    pub fn standing(&self) -> Option<&AuthorizationId> {
        let open = self.released && !self.restricted && !self.spent;
        let stands = self.source == Source::Entity && open;
        self.identifier.as_ref().filter(|_| stands)
    }
}

/// The prices of an authorization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pricing {
    /// The place of the terms.
    pub path: String,
    /// The word for how it is priced.
    pub model: Option<At<&'static str>>,
    /// The currency of the first term.
    pub currency: Option<Currency>,
    /// Rates of usage.
    pub usage: Option<Card>,
    /// Prices for contract durations, a card for each.
    pub upfront: Vec<UpfrontCard>,
    /// Units that are included in the contract, of which a schedule says what they cost.
    pub fixed: Option<Fixed>,
}

/// One list of prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its place.
    pub path: String,
    /// The prices by dimension, each with the place of its key.
    pub prices: Vec<(At<DimensionKey>, Amount)>,
}

/// Prices for one contract duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpfrontCard {
    /// The duration.
    pub duration: At<ContractDuration>,
    /// Whether a buyer picks one dimension, if it says.
    pub tiered: Option<At<bool>>,
    /// The prices.
    pub card: Card,
}

/// Units that are included in a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The place of the term.
    pub path: String,
    /// How long the contract runs.
    pub contract: At<ContractDuration>,
    /// The units.
    pub grants: Vec<At<Grant>>,
}

/// The payments of an authorization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentTerm {
    /// The place of the term.
    pub path: String,
    /// The currency.
    pub currency: Currency,
    /// The payments, each with the place of its date.
    pub payments: Vec<At<Payment>>,
}

/// The EULA an authorization names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EulaChoice {
    /// The Standard Contract for AWS Marketplace.
    Standard,
    /// A file at this address.
    Custom(WebAddress),
}

/// The reseller contract an authorization names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContractChoice {
    /// The Reseller Contract for AWS Marketplace.
    Rcmp,
    /// A file at this address.
    Custom(WebAddress),
}

/// How long and how often an authorization can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// Its place.
    pub path: String,
    /// The last day.
    pub last_day: Option<At<NaiveDate>>,
    /// Whether it is for one offer.
    pub single_use: bool,
}

/// A dimension described beside an authorization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its key.
    pub key: DimensionKey,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// Whether it is paid up front.
    pub entitled: bool,
    /// Whether it is paid as used.
    pub metered: bool,
    /// Whether the vendor's own meter counts it.
    pub external: bool,
}
