//! The partner's seller report: what it made of each opportunity, with its own margin.

use crate::domain::ids::OpportunityId;
use crate::domain::money::Currency;
use crate::store::columns::AsText;
use crate::store::opportunities::{TableRow, active_count, rows};
use crate::store::piece::TakePart;
use crate::store::reports::came::came_of;
use crate::store::reports::{CHUNK, Days, MAX_SHOWN, Sums, add, counted};
use crate::store::schema::{offer_acceptances, offers, opportunities};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, sum};
use diesel::prelude::*;
use rust_decimal::Decimal;

/// What a partner made of its opportunities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerReport {
    /// All together.
    pub total: SoldTotals,
    /// Opportunities with the most uses first, at most [`MAX_SHOWN`].
    pub opportunities: Vec<Sold>,
}

/// All together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoldTotals {
    /// How many opportunities there are.
    pub created: u64,
    /// How many of them are active.
    pub active: u64,
    /// How often they were used.
    pub uses: u64,
    /// How many offers were extended from them.
    pub offers: u64,
    /// How many times a buyer's account accepted one.
    pub accepted: u64,
    /// What buyers pay for that, where it is paid up front.
    pub purchase: Sums,
    /// What the partner owes for it.
    pub wholesale: Sums,
}

impl SoldTotals {
    /// What is left of what buyers pay.
    pub fn margin(&self) -> Sums {
        let mut margin = self.purchase.clone();
        for (currency, amount) in &self.wholesale {
            add(&mut margin, *currency, -*amount);
        }
        margin
    }
}

/// What a partner made of one opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// The opportunity.
    pub row: TableRow,
    /// How many offers were extended from it.
    pub offers: u64,
    /// How many times a buyer's account accepted one.
    pub accepted: u64,
    /// What buyers pay for that, in the opportunity's currency.
    pub purchase: Decimal,
    /// What the partner owes for it.
    pub wholesale: Decimal,
    /// When the first offer was extended.
    pub first_use: Option<DateTime<Utc>>,
    /// When the last one was.
    pub last_use: Option<DateTime<Utc>>,
}

impl Sold {
    /// What is left of what buyers pay.
    pub fn margin(&self) -> Decimal {
        self.purchase - self.wholesale
    }
}

/// The seller report of a partner about what it was granted on some days.
///
/// # Errors
/// When the database does not answer.
pub fn partner(
    c: &mut Conn,
    scope: &PartnerScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<PartnerReport, Error> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((opportunities::uses.desc(), opportunities::id.desc()))
        .select(opportunities::id)
        .at_most(MAX_SHOWN.into())
        .load(c)?;
    Ok(PartnerReport {
        total: totals(c, scope, days, now)?,
        opportunities: sold(c, &ids, now)?,
    })
}

fn totals(
    c: &mut Conn,
    scope: &PartnerScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<SoldTotals, Error> {
    let (created, uses, active): (i64, Option<i64>, Option<i64>) = opportunities::table
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .select((count_star(), sum(opportunities::uses), active_count(now)))
        .get_result(c)?;
    let extended: i64 = offers::table
        .inner_join(opportunities::table)
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .count()
        .get_result(c)?;
    type Accepted = (
        AsText<Currency>,
        Option<AsText<Decimal>>,
        Option<AsText<Decimal>>,
    );
    let accepted: Vec<Accepted> = offer_acceptances::table
        .inner_join(offers::table.inner_join(opportunities::table))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .select((
            opportunities::currency,
            offer_acceptances::wholesale_total,
            offer_acceptances::purchase_total,
        ))
        .load(c)?;
    let mut totals = SoldTotals {
        created: counted(created),
        active: counted(active),
        uses: counted(uses),
        offers: counted(extended),
        ..SoldTotals::default()
    };
    for (currency, wholesale, purchase) in accepted {
        totals.accepted += 1;
        if let Some((wholesale, purchase)) = wholesale.zip(purchase) {
            add(&mut totals.wholesale, currency.0, wholesale.0);
            add(&mut totals.purchase, currency.0, purchase.0);
        }
    }
    Ok(totals)
}

fn sold(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
    now: DateTime<Utc>,
) -> Result<Vec<Sold>, Error> {
    let came = came_of(c, ids)?;
    let sold = |row: TableRow| {
        let came = came.get(&row.id).copied().unwrap_or_default();
        Sold {
            offers: came.offers,
            accepted: came.accepted,
            purchase: came.purchase,
            wholesale: came.wholesale,
            first_use: came.first_use,
            last_use: came.last_use,
            row,
        }
    };
    Ok(rows(c, ids, now)?.into_iter().map(sold).collect())
}

/// Hands over what a partner made of each opportunity, newest first, at most `limit` of them.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_sold(
    c: &mut Conn,
    scope: &PartnerScope,
    days: Days,
    now: DateTime<Utc>,
    limit: u32,
    mut receive: impl FnMut(Sold) -> Result<(), Error>,
) -> Result<(), Error> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((opportunities::created_at.desc(), opportunities::id.desc()))
        .select(opportunities::id)
        .at_most(limit.into())
        .load(c)?;
    for some in ids.chunks(CHUNK) {
        for sold in sold(c, some, now)? {
            receive(sold)?;
        }
    }
    Ok(())
}
