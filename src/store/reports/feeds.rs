//! Lists for an ISV's own books: the offers made from its opportunities, and the agreements that came of them, each with
//! the opportunity's name and description and never with what a buyer pays.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{AgreementId, OfferId, OpportunityId};
use crate::domain::money::Currency;
use crate::store::columns::{AsText, Moment};
use crate::store::piece::{TakePart, one_of};
use crate::store::reports::{CHUNK, Days};
use crate::store::schema::{offer_acceptances, offers, opportunities};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The opportunity that something came of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its id.
    pub id: OpportunityId,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// The product's ID.
    pub product_id: ProductId,
    /// The product's title.
    pub product_title: String,
    /// The reseller's name.
    pub reseller_name: String,
    /// The reseller's account ID.
    pub reseller_account: AccountId,
    /// The currency of its prices.
    pub currency: Currency,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
struct OriginRow {
    id: AsText<OpportunityId>,
    name: String,
    description: Option<String>,
    product_id: AsText<ProductId>,
    product_title: String,
    reseller_name: String,
    reseller_account: AsText<AccountId>,
    currency: AsText<Currency>,
}

impl From<OriginRow> for Origin {
    fn from(row: OriginRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            description: row.description,
            product_id: row.product_id.0,
            product_title: row.product_title,
            reseller_name: row.reseller_name,
            reseller_account: row.reseller_account.0,
            currency: row.currency.0,
        }
    }
}

/// An offer of a partner's, as the ISV may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferEntry {
    /// The offer.
    pub id: OfferId,
    /// What it was made from.
    pub origin: Origin,
    /// When it was extended.
    pub extended_at: DateTime<Utc>,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
}

/// An agreement with a buyer, as the ISV may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEntry {
    /// The agreement.
    pub id: AgreementId,
    /// The offer that was accepted.
    pub offer: OfferId,
    /// What that was made from.
    pub origin: Origin,
    /// The buyer's account ID.
    pub account: AccountId,
    /// The buyer's company, as given.
    pub company: String,
    /// When it was accepted.
    pub at: DateTime<Utc>,
    /// Its first UTC day.
    pub starts_on: NaiveDate,
    /// Its last UTC day.
    pub ends_on: NaiveDate,
    /// What the partner owes for it; nothing where all is billed as used.
    pub wholesale: Option<Decimal>,
}

/// Hands over the offers made from an ISV's opportunities, newest first, at most `limit` of them.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_offer(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    limit: u32,
    mut receive: impl FnMut(OfferEntry) -> Result<(), Error>,
) -> Result<(), Error> {
    let ids: Vec<AsText<OfferId>> = offers::table
        .inner_join(opportunities::table)
        .filter(offers::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((offers::extended_at.desc(), offers::id.desc()))
        .select(offers::id)
        .at_most(limit.into())
        .load(c)?;
    type Row = (AsText<OfferId>, Moment, NaiveDate, OriginRow);
    for some in ids.chunks(CHUNK) {
        let rows: Vec<Row> = offers::table
            .inner_join(opportunities::table)
            .filter(one_of(offers::id, some.to_vec()))
            .select((
                offers::id,
                offers::extended_at,
                offers::expires_on,
                OriginRow::as_select(),
            ))
            .load(c)?;
        let entry = |(id, extended_at, expires_on, origin): Row| {
            let (extended_at, origin) = (extended_at.into(), origin.into());
            let id = id.0;
            (
                id,
                OfferEntry {
                    id,
                    origin,
                    extended_at,
                    expires_on,
                },
            )
        };
        let mut found: HashMap<OfferId, OfferEntry> = rows.into_iter().map(entry).collect();
        for entry in some.iter().filter_map(|id| found.remove(&id.0)) {
            receive(entry)?;
        }
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = offer_acceptances)]
struct AgreementRow {
    id: AsText<AgreementId>,
    offer_id: AsText<OfferId>,
    account_id: AsText<AccountId>,
    company: String,
    at: Moment,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    wholesale_total: Option<AsText<Decimal>>,
}

fn agreement((row, origin): (AgreementRow, OriginRow)) -> (AgreementId, AgreementEntry) {
    let entry = AgreementEntry {
        id: row.id.0,
        offer: row.offer_id.0,
        origin: origin.into(),
        account: row.account_id.0,
        company: row.company,
        at: row.at.into(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        wholesale: row.wholesale_total.map(|amount| amount.0),
    };
    (entry.id, entry)
}

/// Hands over the agreements that came of an ISV's opportunities, newest first, at most `limit` of them.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_agreement(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    limit: u32,
    mut receive: impl FnMut(AgreementEntry) -> Result<(), Error>,
) -> Result<(), Error> {
    let ids: Vec<AsText<AgreementId>> = offer_acceptances::table
        .inner_join(offers::table.inner_join(opportunities::table))
        .filter(offers::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((offer_acceptances::at.desc(), offer_acceptances::id.desc()))
        .select(offer_acceptances::id)
        .at_most(limit.into())
        .load(c)?;
    for some in ids.chunks(CHUNK) {
        let rows: Vec<(AgreementRow, OriginRow)> = offer_acceptances::table
            .inner_join(offers::table.inner_join(opportunities::table))
            .filter(one_of(offer_acceptances::id, some.to_vec()))
            .select((AgreementRow::as_select(), OriginRow::as_select()))
            .load(c)?;
        let mut found: HashMap<_, _> = rows.into_iter().map(agreement).collect();
        for entry in some.iter().filter_map(|id| found.remove(&id.0)) {
            receive(entry)?;
        }
    }
    Ok(())
}
