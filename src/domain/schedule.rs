//! Flexible payment schedules: what is bought, for how long, and who pays how much when (Seller Guide, flexible
//! payment scheduler; Catalog API, UpdatePaymentScheduleTerms).

use crate::domain::catalog::DimensionKey;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::{self, Amount, Currency};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

/// The most payments of one schedule (Catalog API, ResalePaymentScheduleTerm).
pub const MAX_PAYMENTS: usize = 60;
/// The largest quantity of one dimension (Catalog API, Grant).
pub const MAX_QUANTITY: u32 = 2_147_483_646;
/// The most dimensions with units (Catalog API, ResaleFixedUpfrontPricingTerm).
pub const MAX_GRANTS: usize = 200;

/// A dated amount, charged at midnight UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The UTC day on which it falls due.
    pub date: NaiveDate,
    /// How much.
    pub amount: Amount,
}

/// So many units of a dimension, included in the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The dimension.
    pub dimension: DimensionKey,
    /// How many units: 1 to [`MAX_QUANTITY`].
    pub quantity: u32,
}

/// What a flexible payment schedule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// How long the buyer's contract runs.
    pub contract: ContractDuration,
    /// What it includes, each dimension once.
    pub grants: Vec<Grant>,
    /// The payments, earliest first, on different days.
    pub payments: Vec<Payment>,
}

impl Schedule {
    /// The wholesale total of the contract: the sum of all payments.
    pub fn total(&self) -> Decimal {
        money::total(self.payments.iter().map(|payment| payment.amount))
    }

    /// How many units of a dimension it includes.
    pub fn quantity(&self, key: &DimensionKey) -> Option<u32> {
        self.grants
            .iter()
            .find(|grant| grant.dimension == *key)
            .map(|grant| grant.quantity)
    }
}

/// How often generated payments fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year.
    Annually,
    /// Every so many months.
    Every(u32),
}

impl Frequency {
    fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::Annually => 12,
            Self::Every(months) => months,
        }
    }
}

/// What the generator of payments is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The contract total.
    pub total: Decimal,
    /// A first payment that differs from the others.
    pub first_payment: Option<Amount>,
    /// How often.
    pub frequency: Frequency,
    /// When the first payment falls due.
    pub first_date: NaiveDate,
    /// How many payments, the first included.
    pub count: u32,
}

/// Fills a schedule: equal payments, the remainder of the division on the last (Seller Guide, installment plans).
///
/// Returns `None` when the plan makes no schedule: no payments, more than [`MAX_PAYMENTS`], a first payment above the
/// total or not leaving anything to the others, payments less than a month apart, or days beyond the calendar.
pub fn generate(plan: Plan, currency: Currency) -> Option<Vec<Payment>> {
    let count = usize::try_from(plan.count).ok()?;
    if count == 0 || count > MAX_PAYMENTS || plan.frequency.months() == 0 {
        return None;
    }
    let amounts = match plan.first_payment {
        None => money::split(plan.total, plan.count, currency)?,
        Some(first) if count == 1 => (first.value() == plan.total).then(|| vec![first])?,
        Some(first) if first.value() >= plan.total => return None,
        Some(first) => {
            let rest = money::split(plan.total - first.value(), plan.count - 1, currency)?;
            std::iter::once(first).chain(rest).collect()
        }
    };
    (0_u32..)
        .zip(amounts)
        .map(|(position, amount)| {
            let months = plan.frequency.months().checked_mul(position)?;
            Some(Payment {
                date: plan.first_date.checked_add_months(Months::new(months))?,
                amount,
            })
        })
        .collect()
}
