//! How the demo's files tell what an opportunity says, briefly; `terms` turns it into terms.

use crate::domain::duration::Duration;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// What the partner gets off.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// One percentage off everything.
    Percent(String),
    /// A percentage for each product: product ID, percentage.
    Each(Vec<(String, String)>),
    /// A wholesale price for every line of the only product: dimension, what it is charged for, price.
    Prices(String, Vec<(String, String, String)>),
    /// A payment schedule for the only product.
    Schedule(Plan),
}

/// A payment schedule: so many equal payments, a month or more apart.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The currency, by its code.
    pub currency: String,
    /// The contract duration, by its code.
    pub contract: String,
    /// What is bought: dimension, quantity.
    pub units: Vec<(String, u32)>,
    /// The sum of all payments.
    pub total: i64,
    /// How many payments.
    pub payments: u32,
    /// Months between two payments.
    pub every: u32,
    /// Rates of use beyond what is bought; others keep the list rate.
    pub rates: Vec<(String, String)>,
}

/// How long and how often it can be used; days count from its creation.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum For {
    /// Single Use without a last day.
    Once,
    /// Single Use until a last day.
    OnceWithin(u64),
    /// Specific Time Duration.
    Within(u64),
    /// No Set Time Duration.
    Ever,
}

impl For {
    /// The duration of what is created on this day; `None` beyond the calendar.
    pub fn duration(self, today: NaiveDate) -> Option<Duration> {
        let last_day = |days| today.checked_add_days(Days::new(days));
        Some(match self {
            Self::Once => Duration::SingleUse { last_day: None },
            Self::OnceWithin(days) => Duration::SingleUse {
                last_day: Some(last_day(days)?),
            },
            Self::Within(days) => Duration::SpecificTime {
                last_day: last_day(days)?,
            },
            Self::Ever => Duration::NoSetTime,
        })
    }
}

/// The reseller contract.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// None.
    #[default]
    None,
    /// The Reseller Contract for AWS Marketplace.
    Rcmp,
    /// The ISV's own.
    Own,
}

/// The buyer's EULA.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuyerEula {
    /// Each product's own.
    #[default]
    Public,
    /// The Standard Contract for AWS Marketplace.
    Standard,
    /// The ISV's own for services.
    Own,
}

/// A dimension added to a SaaS contract: key, name, unit, and prices by contract duration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its prices: contract duration, price.
    pub prices: Vec<(String, String)>,
}

/// One submission: opportunities for every reseller and product named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// How many days ago it was made.
    pub age: i64,
    /// The e-mail address of who made it.
    pub by: String,
    /// The opportunity name.
    pub name: String,
    /// The opportunity description; may be empty.
    #[serde(default)]
    pub about: String,
    /// The resellers' accounts.
    pub resellers: Vec<String>,
    /// The products' IDs.
    pub products: Vec<String>,
    /// What the partner gets off.
    pub off: Off,
    /// How long and how often it can be used.
    pub lasts: For,
    /// The buyers' account IDs; none is any buyer.
    #[serde(default)]
    pub buyers: Vec<String>,
    /// The buyer's EULA.
    #[serde(default)]
    pub eula: BuyerEula,
    /// The reseller contract.
    #[serde(default)]
    pub contract: Contract,
    /// Dimensions left out.
    #[serde(default)]
    pub without: Vec<String>,
    /// Dimensions added.
    #[serde(default)]
    pub extra: Vec<Extra>,
    /// Usage fees typed in place of the computed ones: dimension, rate.
    #[serde(default)]
    pub fees: Vec<(String, String)>,
    /// How many days ago the ISV revoked them, and the reason it gave; left out, it did not.
    pub revoked: Option<(i64, String)>,
}
