//! The table of opportunities: a page of it, or all of it for a download.

use crate::domain::ids::{BatchId, OpportunityId};
use crate::store::columns::AsText;
use crate::store::opportunities::filters::{self, Looking, TableQuery};
use crate::store::opportunities::row::{TableRow, buyers, rows};
use crate::store::opportunities::subquery::{Counted, ONE};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::opportunities;
use crate::store::scope::{IsvScope, Whose};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Rows are counted up to this many, forty pages: who has more searches, filters or sorts, and counting ten times as many
/// costs ten times as much as the page.
pub const COUNT_LIMIT: u64 = 1_000;
/// Rows that a download reads at once.
const CHUNK: usize = 500;

/// A page of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePage {
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// How many rows all pages have, counted up to [`COUNT_LIMIT`].
    pub total: u64,
    /// Whether that is all of them.
    pub total_is_exact: bool,
}

/// How many opportunities somebody has in all, counted up to [`COUNT_LIMIT`] and one more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InAll(i64);

/// The most that is counted.
const MOST: i64 = COUNT_LIMIT.cast_signed() + 1;

/// How many opportunities somebody has in all.
///
/// # Errors
/// When the database does not answer.
pub fn in_all(c: &mut Conn, whose: impl Into<Whose>) -> Result<InAll, Error> {
    let of_all = filters::all(whose.into()).select(ONE).at_most(MOST);
    Ok(InAll(Counted(of_all).get_result(c)?))
}

/// A page of somebody's opportunities.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    c: &mut Conn,
    whose: impl Into<Whose>,
    wants: &TableQuery,
    now: DateTime<Utc>,
) -> Result<TablePage, Error> {
    page_of(c, whose.into(), (wants, None), now)
}

/// A page of somebody's opportunities of which it is known how many there are in all: those are not counted again.
///
/// # Errors
/// When the database does not answer.
pub fn page_out_of(
    c: &mut Conn,
    whose: impl Into<Whose>,
    in_all: InAll,
    wants: &TableQuery,
    now: DateTime<Utc>,
) -> Result<TablePage, Error> {
    page_of(c, whose.into(), (wants, Some(in_all)), now)
}

fn page_of(
    c: &mut Conn,
    whose: Whose,
    (wants, in_all): (&TableQuery, Option<InAll>),
    now: DateTime<Utc>,
) -> Result<TablePage, Error> {
    let before = i64::from(wants.page.saturating_sub(1)) * i64::from(wants.per_page);
    let mut looking = Looking::new(c, whose, wants, now)?;
    if in_all == Some(InAll(MOST)) {
        looking = looking.with_rare_statuses(c)?;
    }
    // Ids first: an index alone gives them, so that rows of earlier pages are not read to be skipped.
    let ids = looking.some(c, wants.per_page.into(), before)?;
    let rows = rows(c, &ids, now)?;
    let found = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    // A page that is not full is the last one.
    let counted = if found < wants.per_page.into() && (found > 0 || before == 0) {
        before + found
    } else {
        match in_all {
            Some(InAll(counted)) if !wants.is_filtered() => counted,
            Some(_) | None => looking.count(c, MOST)?,
        }
    };
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok(TablePage {
        rows,
        total: counted.min(COUNT_LIMIT),
        total_is_exact: counted <= COUNT_LIMIT,
    })
}

/// Hands over somebody's opportunities one by one, filtered and sorted like the table but without its pages, at most `limit`
/// of them; each with the number of buyer accounts that it is limited to, 0 for any buyer. Few are in memory at a time.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each<E: From<Error>>(
    c: &mut Conn,
    whose: impl Into<Whose>,
    wants: &TableQuery,
    now: DateTime<Utc>,
    limit: u32,
    mut receive: impl FnMut(TableRow, u32) -> Result<(), E>,
) -> Result<(), E> {
    let looking = Looking::new(c, whose.into(), wants, now)?;
    let ids = looking.some(c, limit.into(), 0)?;
    for some in ids.chunks(CHUNK) {
        let buyers = buyers(c, some)?;
        for row in rows(c, some, now)? {
            let limited_to = buyers.get(&row.id).copied().unwrap_or(0);
            receive(row, limited_to)?;
        }
    }
    Ok(())
}

/// The opportunities of a batch, by reseller and product.
pub(in crate::store) fn of_batch(
    c: &mut Conn,
    scope: &IsvScope,
    batch: BatchId,
    now: DateTime<Utc>,
) -> Result<Vec<TableRow>, Error> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::batch_id.eq(AsText(batch)))
        .order((
            opportunities::reseller_name,
            opportunities::product_title,
            opportunities::id,
        ))
        .select(opportunities::id)
        .load(c)?;
    rows(c, &ids, now)
}

/// Those of these opportunities that are the ISV's, in the order given.
///
/// # Errors
/// When the database does not answer.
pub fn some(
    c: &mut Conn,
    scope: &IsvScope,
    ids: &[OpportunityId],
    now: DateTime<Utc>,
) -> Result<Vec<TableRow>, Error> {
    let wanted: Vec<_> = ids.iter().copied().map(AsText).collect();
    let ours: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(one_of(opportunities::id, wanted.clone()))
        .select(opportunities::id)
        .load(c)?;
    let in_order: Vec<_> = wanted.into_iter().filter(|id| ours.contains(id)).collect();
    rows(c, &in_order, now)
}
