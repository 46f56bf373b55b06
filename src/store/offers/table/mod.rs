//! The tables of offers: the partner's, with what the buyer pays, and the ISV's, whose rows have no place for it.

mod query;
mod rows;

pub use query::{OfferQuery, OfferSort};
pub use rows::{IsvRow, OfferRow, PartnerRow};

use crate::domain::ids::OfferId;
use crate::store::columns::AsText;
use crate::store::offers::accepted::Sums;
use crate::store::opportunities::table::COUNT_LIMIT;
use crate::store::opportunities::{Counted, ONE};
use crate::store::piece::TakePart;
use crate::store::scope::{IsvScope, PartnerScope, Whose};
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use query::Looking;
use rows::{isv_row, partner_row, rows};

/// Rows that a download reads at once.
const CHUNK: usize = 500;

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
    /// This page with each row made into something else.
    pub fn map<T>(self, of: impl FnMut(R) -> T) -> OfferPage<T> {
        OfferPage {
            rows: self.rows.into_iter().map(of).collect(),
            total: self.total,
            total_is_exact: self.total_is_exact,
        }
    }
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

/// Hands over the offers made from an ISV's opportunities one by one, as [`each_for_partner`] does a partner's.
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

fn page<R>(
    c: &mut Conn,
    whose: Whose,
    wants: &OfferQuery,
    now: DateTime<Utc>,
    row: fn(OfferRow, &Sums) -> R,
) -> Result<OfferPage<R>, Error> {
    let page = PageOf {
        number: wants.page,
        size: wants.per_page,
    };
    let looking = Looking::new(c, whose, wants, now)?;
    let ids: Vec<AsText<OfferId>> = looking.wanted_ids().page(page).load(c)?;
    let rows = rows(c, whose, &ids, now, row)?;
    let most = i64::try_from(COUNT_LIMIT).unwrap_or(i64::MAX);
    let counted: i64 = Counted(looking.filtered().select(ONE).at_most(most + 1)).get_result(c)?;
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
    let ids: Vec<AsText<OfferId>> = Looking::new(c, whose, wants, now)?
        .wanted_ids()
        .at_most(limit.into())
        .load(c)?;
    for some in ids.chunks(CHUNK) {
        for row in rows(c, whose, some, now, row)? {
            receive(row)?;
        }
    }
    Ok(())
}
