//! The rows of the tables of offers, and what each side's say.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OfferId, OpportunityId};
use crate::domain::money::Currency;
use crate::domain::offer::OfferStatus;
use crate::domain::offer::acceptance::Totals;
use crate::store::columns::{AsText, Moment};
use crate::store::offers::accepted::{self, Sums};
use crate::store::piece::one_of;
use crate::store::schema::{offers, opportunities};
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// An offer as a row of either side's table: what both may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// Its id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
    /// The opportunity it was made from.
    pub opportunity: OpportunityId,
    /// What that is called.
    pub opportunity_name: String,
    /// The product's ID.
    pub product_id: ProductId,
    /// The product's title.
    pub product_title: String,
    /// The other side's name.
    pub counterparty: String,
    /// The other side's account ID.
    pub counterparty_account: AccountId,
    /// The currency of its prices.
    pub currency: Currency,
    /// For how many of the buyer's accounts it is.
    pub buyers: u32,
    /// When it was extended.
    pub extended_at: DateTime<Utc>,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
    /// How many accounts accepted it.
    pub accepted: u32,
    /// Where it stands.
    pub status: OfferStatus,
}

/// A row of a partner's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerRow {
    /// What both sides may know.
    pub offer: OfferRow,
    /// What was bought up front by all who accepted.
    pub totals: Totals,
}

/// A row of an ISV's table: never what the buyer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsvRow {
    /// What both sides may know.
    pub offer: OfferRow,
    /// What the partner owes for what was bought up front by all who accepted.
    pub wholesale: Decimal,
}

pub(super) fn partner_row(offer: OfferRow, sums: &Sums) -> PartnerRow {
    PartnerRow {
        offer,
        totals: sums.totals,
    }
}

pub(super) fn isv_row(offer: OfferRow, sums: &Sums) -> IsvRow {
    IsvRow {
        offer,
        wholesale: sums.totals.wholesale,
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct OfferColumns {
    id: AsText<OfferId>,
    name: String,
    opportunity_id: AsText<OpportunityId>,
    expires_on: NaiveDate,
    extended_at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
struct OpportunityColumns {
    name: String,
    product_id: AsText<ProductId>,
    product_title: String,
    isv_name: String,
    isv_account: AsText<AccountId>,
    reseller_name: String,
    reseller_account: AsText<AccountId>,
    currency: AsText<Currency>,
}

/// The rows with these ids, in their order.
pub(super) fn rows<R>(
    c: &mut Conn,
    whose: Whose,
    ids: &[AsText<OfferId>],
    now: DateTime<Utc>,
    row: fn(OfferRow, &Sums) -> R,
) -> Result<Vec<R>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<(OfferColumns, OpportunityColumns)> = offers::table
        .inner_join(opportunities::table)
        .filter(one_of(offers::id, ids.to_vec()))
        .select((OfferColumns::as_select(), OpportunityColumns::as_select()))
        .load(c)?;
    let buyers = accepted::buyers(c, ids)?;
    let sums = accepted::sums(c, ids)?;
    let mut found = HashMap::with_capacity(columns.len());
    for (offer, opportunity) in columns {
        let id = offer.id.0;
        let sums = sums.get(&id).copied().unwrap_or_default();
        let known = buyers.get(&id).copied().unwrap_or(0);
        let both = known_to_both(whose, offer, opportunity, (known, sums.accepted), now);
        found.insert(id, row(both, &sums));
    }
    Ok(ids.iter().filter_map(|id| found.remove(&id.0)).collect())
}

fn known_to_both(
    whose: Whose,
    offer: OfferColumns,
    opportunity: OpportunityColumns,
    (buyers, accepted): (u32, u32),
    now: DateTime<Utc>,
) -> OfferRow {
    let (counterparty, counterparty_account) = match whose {
        Whose::Isv(_) => (opportunity.reseller_name, opportunity.reseller_account.0),
        Whose::Partner(_) => (opportunity.isv_name, opportunity.isv_account.0),
    };
    OfferRow {
        id: offer.id.0,
        name: offer.name,
        opportunity: offer.opportunity_id.0,
        opportunity_name: opportunity.name,
        product_id: opportunity.product_id.0,
        product_title: opportunity.product_title,
        counterparty,
        counterparty_account,
        currency: opportunity.currency.0,
        buyers,
        extended_at: offer.extended_at.into(),
        expires_on: offer.expires_on,
        accepted,
        status: OfferStatus::at(offer.expires_on, now),
    }
}
