//! What comes of an offer: a buyer accepts it and, of a contract, says how much it takes.

use crate::domain::account::AccountId;
use crate::domain::catalog::DimensionKey;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::ids::AgreementId;
use crate::domain::money::{self, Amount};
use crate::domain::offer::Offer;
use crate::domain::offer::adjustment::OfferLine;
use crate::domain::pricing::Charge;
use crate::domain::schedule::Grant;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// Characters of the buyer's company, and of the name of who accepts for it.
pub const MAX_COMPANY: usize = 255;

/// What a buyer takes up front: nothing of a product that is only billed as used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purchase {
    /// For how long.
    pub contract: Option<ContractDuration>,
    /// How much of what, each dimension once.
    pub units: Vec<Grant>,
}

/// Why a purchase cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PurchaseError {
    /// The contract duration must be one of those offered.
    Duration,
    /// There must be at least one unit of something.
    NothingTaken,
    /// Of tiers one is taken, once.
    OneTier,
    /// This dimension is not offered for this duration.
    NotOffered(DimensionKey),
}

/// What a purchase costs up front: the sums of rounded lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// What the partner pays the ISV.
    pub wholesale: Decimal,
    /// What the buyer pays.
    pub purchase: Decimal,
}

impl Totals {
    /// What the partner keeps.
    pub fn margin(self) -> Decimal {
        self.purchase - self.wholesale
    }
}

/// What a purchase comes to, as its buyer may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What is taken up front.
    pub purchase: Purchase,
    /// What is paid for that; nothing where all is billed as used.
    pub total: Option<Decimal>,
    /// The last UTC day of the agreement.
    pub ends_on: NaiveDate,
}

impl Quote {
    /// What comes of a purchase that is made on this day: what an acceptance would record.
    ///
    /// # Errors
    /// When the offer does not offer that.
    pub fn of(offer: &Offer, purchase: Purchase, today: NaiveDate) -> Result<Self, PurchaseError> {
        let (purchase, totals, ends_on) = settle(offer, purchase, today)?;
        Ok(Self {
            purchase,
            total: totals.map(|totals| totals.purchase),
            ends_on,
        })
    }
}

/// That a buyer accepted an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The agreement that came of it.
    pub id: AgreementId,
    /// The account that accepted.
    pub account: AccountId,
    /// Whether the buyer did it by the link; otherwise the partner noted it.
    pub by_buyer: bool,
    /// The buyer's company, as given.
    pub company: String,
    /// Who accepted, as given.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The first UTC day of the agreement.
    pub starts_on: NaiveDate,
    /// Its last UTC day.
    pub ends_on: NaiveDate,
    /// What was taken up front.
    pub purchase: Purchase,
    /// What that costs; nothing where all is billed as used.
    pub totals: Option<Totals>,
}

/// The contract durations among which a buyer chooses: none where all is billed as used, one under a payment schedule.
pub fn durations(offer: &Offer) -> Vec<ContractDuration> {
    if let Some(schedule) = &offer.opportunity.schedule {
        return vec![schedule.contract];
    }
    let mut durations: Vec<ContractDuration> = offer
        .lines
        .iter()
        .filter_map(|line| line.key.charge.contract())
        .collect();
    durations.sort_unstable();
    durations.dedup();
    durations
}

/// Whether a buyer must take something up front: contracts yes, what is billed by the hour with a contract beside it no.
pub fn must_take(offer: &Offer) -> bool {
    offer.opportunity.schedule.is_none()
        && offer.subscription_end.is_none()
        && !durations(offer).is_empty()
}

/// What a purchase costs, and the last day of the agreement it makes on this day. Under a payment schedule the schedule
/// says what is bought, and what is given here does not count.
///
/// # Errors
/// When the offer does not offer that.
pub fn settle(
    offer: &Offer,
    purchase: Purchase,
    today: NaiveDate,
) -> Result<(Purchase, Option<Totals>, NaiveDate), PurchaseError> {
    if let (Some(schedule), Some(payments)) = (&offer.opportunity.schedule, &offer.payments) {
        let bought = Purchase {
            contract: Some(schedule.contract),
            units: schedule.grants.clone(),
        };
        let totals = Totals {
            wholesale: schedule.total(),
            purchase: money::total(payments.iter().map(|payment| payment.amount)),
        };
        return Ok((bought, Some(totals), last_day(schedule.contract, today)));
    }
    if purchase.units.is_empty() && !must_take(offer) {
        let end = offer.subscription_end.unwrap_or(today);
        return Ok((Purchase::default(), None, end));
    }
    let contract = purchase.contract.ok_or(PurchaseError::Duration)?;
    if !durations(offer).contains(&contract) {
        return Err(PurchaseError::Duration);
    }
    if purchase.units.is_empty() {
        return Err(PurchaseError::NothingTaken);
    }
    let one = matches!(purchase.units.as_slice(), [grant] if grant.quantity == 1);
    if offer.opportunity.product.tiered && !one {
        return Err(PurchaseError::OneTier);
    }
    let mut totals = Totals {
        wholesale: Decimal::ZERO,
        purchase: Decimal::ZERO,
    };
    for grant in &purchase.units {
        let line = line(&offer.lines, &grant.dimension, contract)
            .ok_or_else(|| PurchaseError::NotOffered(grant.dimension.clone()))?;
        totals.wholesale += times(line.wholesale, grant.quantity);
        totals.purchase += times(line.price, grant.quantity);
    }
    let end = offer
        .subscription_end
        .unwrap_or_else(|| last_day(contract, today));
    Ok((purchase, Some(totals), end))
}

fn line<'a>(
    lines: &'a [OfferLine],
    dimension: &DimensionKey,
    contract: ContractDuration,
) -> Option<&'a OfferLine> {
    lines.iter().find(|line| {
        line.key.dimension == *dimension && line.key.charge == Charge::Upfront(contract)
    })
}

fn times(price: Amount, quantity: u32) -> Decimal {
    price.value() * Decimal::from(quantity)
}

/// The last day of a contract that begins today.
fn last_day(contract: ContractDuration, today: NaiveDate) -> NaiveDate {
    contract
        .end_after(today)
        .and_then(|day| day.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}
