//! The tables of offers: the partner's, with what the buyer pays, and the ISV's, whose rows have no place for it.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OfferId, OpportunityId};
use crate::domain::money::Currency;
use crate::domain::offer::OfferStatus;
use crate::domain::offer::acceptance::Totals;
use crate::domain::text::clean;
use crate::store::columns::{AsText, Moment, lower};
use crate::store::conn::MultiBackend;
use crate::store::offers::accepted::{self, Sums};
use crate::store::opportunities::table::COUNT_LIMIT;
use crate::store::opportunities::{Counted, ESCAPE, ONE, Whose, pattern, ungrouped};
use crate::store::piece::{Piece, TakePart, one_of};
use crate::store::schema::{offers, opportunities};
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::helper_types::{InnerJoin, IntoBoxed, Select};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Characters of a search that count; names have hardly more.
const MAX_SEARCH: usize = 100;
/// Rows that a download reads at once.
const CHUNK: usize = 500;

/// A column that a table of offers can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferSort {
    /// Offer name.
    Name,
    /// Product name.
    Product,
    /// The other side: the vendor for a partner, the partner for an ISV.
    Counterparty,
    /// When it was extended.
    Extended,
    /// Its expiry date.
    Expires,
    /// How many of the buyer's accounts accepted it.
    Accepted,
}

/// What of a table of offers is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferQuery {
    /// A part of the name, the product, the other side, an account ID or the offer's id; nothing to see all.
    pub search: String,
    /// The statuses to see; none to see all.
    pub statuses: Vec<OfferStatus>,
    /// Made from one opportunity.
    pub opportunity: Option<OpportunityId>,
    /// By which column it is sorted.
    pub sort: OfferSort,
    /// Whether the other way round.
    pub descending: bool,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows a page has.
    pub per_page: u32,
}

impl Default for OfferQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            statuses: Vec::new(),
            opportunity: None,
            sort: OfferSort::Extended,
            descending: true,
            page: 1,
            per_page: 25,
        }
    }
}

/// A page of a table of offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferPage<R> {
    /// Its rows.
    pub rows: Vec<R>,
    /// How many rows all pages have, counted up to [`COUNT_LIMIT`].
    pub total: u64,
    /// Whether that is all of them.
    pub total_is_exact: bool,
}

impl<R> OfferPage<R> {
    /// The same page with each row made into something else.
    pub fn map<T>(self, of: impl FnMut(R) -> T) -> OfferPage<T> {
        OfferPage {
            rows: self.rows.into_iter().map(of).collect(),
            total: self.total,
            total_is_exact: self.total_is_exact,
        }
    }
}

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

/// A page of the offers that a partner extended.
///
/// # Errors
/// When the database does not answer.
pub fn page_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    wants: &OfferQuery,
    now: DateTime<Utc>,
) -> Result<OfferPage<PartnerRow>, Error> {
    page(c, scope.into(), wants, now, partner_row)
}

/// A page of the offers made from an ISV's opportunities.
///
/// # Errors
/// When the database does not answer.
pub fn page_for_isv(
    c: &mut Conn,
    scope: &IsvScope,
    wants: &OfferQuery,
    now: DateTime<Utc>,
) -> Result<OfferPage<IsvRow>, Error> {
    page(c, scope.into(), wants, now, isv_row)
}

/// Hands over a partner's offers one by one, filtered and sorted like the table but without its pages, at most `limit`.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    wants: &OfferQuery,
    (now, limit): (DateTime<Utc>, u32),
    receive: impl FnMut(PartnerRow) -> Result<(), Error>,
) -> Result<(), Error> {
    each(c, scope.into(), wants, (now, limit), partner_row, receive)
}

/// The same of the offers made from an ISV's opportunities.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_for_isv(
    c: &mut Conn,
    scope: &IsvScope,
    wants: &OfferQuery,
    (now, limit): (DateTime<Utc>, u32),
    receive: impl FnMut(IsvRow) -> Result<(), Error>,
) -> Result<(), Error> {
    each(c, scope.into(), wants, (now, limit), isv_row, receive)
}

fn partner_row(offer: OfferRow, sums: &Sums) -> PartnerRow {
    PartnerRow {
        offer,
        totals: sums.totals,
    }
}

fn isv_row(offer: OfferRow, sums: &Sums) -> IsvRow {
    IsvRow {
        offer,
        wholesale: sums.totals.wholesale,
    }
}

fn page<R>(
    c: &mut Conn,
    whose: Whose,
    wants: &OfferQuery,
    now: DateTime<Utc>,
    row: fn(OfferRow, &Sums) -> R,
) -> Result<OfferPage<R>, Error> {
    let before = i64::from(wants.page.saturating_sub(1)) * i64::from(wants.per_page);
    let ids: Vec<AsText<OfferId>> = sorted(filtered(whose, wants, now), whose, wants)
        .part(wants.per_page.into(), before)
        .load(c)?;
    let rows = rows(c, whose, &ids, now, row)?;
    let most = i64::try_from(COUNT_LIMIT).unwrap_or(i64::MAX);
    let counted: i64 =
        Counted(filtered(whose, wants, now).select(ONE).at_most(most + 1)).get_result(c)?;
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok(OfferPage {
        rows,
        total: counted.min(COUNT_LIMIT),
        total_is_exact: counted <= COUNT_LIMIT,
    })
}

fn each<R>(
    c: &mut Conn,
    whose: Whose,
    wants: &OfferQuery,
    (now, limit): (DateTime<Utc>, u32),
    row: fn(OfferRow, &Sums) -> R,
    mut receive: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let ids: Vec<AsText<OfferId>> = sorted(filtered(whose, wants, now), whose, wants)
        .at_most(limit.into())
        .load(c)?;
    for some in ids.chunks(CHUNK) {
        for row in rows(c, whose, some, now, row)? {
            receive(row)?;
        }
    }
    Ok(())
}

/// The ids of offers, each with the opportunity it was made from.
type Ids<'a> =
    IntoBoxed<'a, Select<InnerJoin<offers::table, opportunities::table>, offers::id>, MultiBackend>;

/// The ids of the offers that the filters leave, in no order.
fn filtered<'a>(whose: Whose, wants: &OfferQuery, now: DateTime<Utc>) -> Ids<'a> {
    let all = offers::table
        .inner_join(opportunities::table)
        .select(offers::id)
        .into_boxed();
    let mut ids: Ids<'a> = match whose {
        Whose::Isv(isv) => all.filter(offers::isv_id.eq(AsText(isv))),
        Whose::Partner(partner) => all.filter(offers::partner_id.eq(AsText(partner))),
    };
    let typed: String = clean(&wants.search).chars().take(MAX_SEARCH).collect();
    if let Ok(id) = typed.parse::<OfferId>() {
        ids = ids.filter(offers::id.eq(AsText(id)));
    } else if !typed.is_empty() {
        let like = |part: &str| offers::search.like(pattern(part)).escape(ESCAPE);
        ids = match ungrouped(&typed) {
            Some(digits) => ids.filter(like(&typed).or(like(&digits))),
            None => ids.filter(like(&typed)),
        };
    }
    if let Some(opportunity) = wants.opportunity {
        ids = ids.filter(offers::opportunity_id.eq(AsText(opportunity)));
    }
    // The same rule as `OfferStatus::at`: open until the end of the expiry date in UTC.
    let today = now.date_naive();
    let active = wants.statuses.contains(&OfferStatus::Active);
    match (active, wants.statuses.contains(&OfferStatus::Expired)) {
        (true, false) => ids.filter(offers::expires_on.ge(today)),
        (false, true) => ids.filter(offers::expires_on.lt(today)),
        (true, true) | (false, false) => ids,
    }
}

/// How many accounts accepted an offer.
fn acceptances() -> Piece<BigInt> {
    Piece::fixed(
        "(SELECT COUNT(*) FROM offer_acceptances WHERE offer_acceptances.offer_id = offers.id)",
    )
}

/// Puts them in order. The id, last, keeps rows that are otherwise alike from changing places between two pages.
fn sorted<'a>(ids: Ids<'a>, whose: Whose, wants: &OfferQuery) -> Ids<'a> {
    use offers::{expires_on, extended_at, id, name};
    use opportunities::{isv_name, product_title, reseller_name};
    if wants.descending {
        match (wants.sort, whose) {
            (OfferSort::Name, _) => ids.order_by((lower(name).desc(), id.desc())),
            (OfferSort::Product, _) => ids.order_by((lower(product_title).desc(), id.desc())),
            (OfferSort::Counterparty, Whose::Isv(_)) => {
                ids.order_by((lower(reseller_name).desc(), id.desc()))
            }
            (OfferSort::Counterparty, Whose::Partner(_)) => {
                ids.order_by((lower(isv_name).desc(), id.desc()))
            }
            (OfferSort::Extended, _) => ids.order_by((extended_at.desc(), id.desc())),
            (OfferSort::Expires, _) => ids.order_by((expires_on.desc(), id.desc())),
            (OfferSort::Accepted, _) => ids.order_by((acceptances().desc(), id.desc())),
        }
    } else {
        match (wants.sort, whose) {
            (OfferSort::Name, _) => ids.order_by((lower(name), id)),
            (OfferSort::Product, _) => ids.order_by((lower(product_title), id)),
            (OfferSort::Counterparty, Whose::Isv(_)) => ids.order_by((lower(reseller_name), id)),
            (OfferSort::Counterparty, Whose::Partner(_)) => ids.order_by((lower(isv_name), id)),
            (OfferSort::Extended, _) => ids.order_by((extended_at, id)),
            (OfferSort::Expires, _) => ids.order_by((expires_on, id)),
            (OfferSort::Accepted, _) => ids.order_by((acceptances(), id)),
        }
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
fn rows<R>(
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
