//! Reports: what came of opportunities, in figures. The ISV's have its own part of the money and never a buyer's price;
//! the partner's have both, as the difference is its own.
//!
//! All figures of a report are about the opportunities created on certain days and whatever came of them, whenever that
//! was. Money is added up per currency and never across; sums are made here, as they are stored as text.

mod came;
mod feeds;
mod groups;
mod isv;
mod over_time;
mod partner;

pub use feeds::{AgreementEntry, OfferEntry, Origin, each_agreement, each_offer};
pub use isv::{
    IsvReport, OpportunityFigures, ProductFigures, ResellerFigures, each_opportunity, isv,
};
pub use over_time::{Discounts, MAX_MONTHS, Month, STEPS};
pub use partner::{PartnerReport, Sold, SoldTotals, each_sold, partner};

use crate::domain::money::Currency;
use crate::store::columns::Moment;
use crate::store::opportunities::midnight;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Opportunities that a report lists, those with the most uses first; a file has all.
pub const MAX_SHOWN: u32 = 20;

/// Opportunities that are looked up at once.
const CHUNK: usize = 500;

/// The last year that dates are stored of.
const LAST_YEAR: i32 = 9999;

/// On which UTC days the opportunities of a report were created, both included; open where none is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Option<NaiveDate>,
    /// The last.
    pub to: Option<NaiveDate>,
}

impl Days {
    /// When they begin.
    fn begin(self) -> Moment {
        self.from
            .map_or_else(|| Moment::from(DateTime::UNIX_EPOCH), midnight)
    }

    /// When they are over.
    fn end(self) -> Moment {
        let after = self.to.and_then(|day| day.succ_opt());
        let after = after.filter(|day| day.year() <= LAST_YEAR);
        let last = NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31);
        after
            .or(last)
            .map_or_else(|| Moment::from(DateTime::<Utc>::MAX_UTC), midnight)
    }
}

/// Sums of money, one for each currency.
pub type Sums = BTreeMap<Currency, Decimal>;

/// Adds to the sum of a currency.
fn add(sums: &mut Sums, currency: Currency, amount: Decimal) {
    *sums.entry(currency).or_default() += amount;
}

/// What came of some opportunities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many there are.
    pub created: u64,
    /// How many of them are active.
    pub active: u64,
    /// How often they were used.
    pub uses: u64,
    /// How many offers were extended from them.
    pub offers: u64,
    /// How many times a buyer's account accepted one.
    pub accepted: u64,
    /// What partners owe for what was accepted, where that is paid up front.
    pub wholesale: Sums,
    /// When the first offer was extended.
    pub first_use: Option<DateTime<Utc>>,
    /// When the last one was.
    pub last_use: Option<DateTime<Utc>>,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.created += other.created;
        self.active += other.active;
        self.uses += other.uses;
        self.offers += other.offers;
        self.accepted += other.accepted;
        for (currency, amount) in &other.wholesale {
            add(&mut self.wholesale, *currency, *amount);
        }
        self.first_use = [self.first_use, other.first_use]
            .into_iter()
            .flatten()
            .min();
        self.last_use = self.last_use.max(other.last_use);
    }
}

/// A count as the database gives it.
fn counted(number: impl Into<Option<i64>>) -> u64 {
    number
        .into()
        .and_then(|number| u64::try_from(number).ok())
        .unwrap_or(0)
}
