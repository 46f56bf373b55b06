//! Uploaded spreadsheets: kept from their dry run on, and made into opportunities once somebody confirms.

mod confirm;
mod keep;

pub use confirm::{Confirmed, Confirming, NewRow, TOGETHER, confirm};
pub use keep::{Kept, MAX_WAITING, NewUpload, keep};

use crate::answers::bulk::Sheet;
use crate::domain::ids::{OpportunityId, UploadId};
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::{TableRow, table};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{bulk_rows, bulk_uploads};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The most uploads that a page lists, newest first.
pub const MAX_LISTED: i64 = 20;
/// How long an upload is kept that nobody confirms.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// What was made of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Of how many rows opportunities were made.
    pub count: u32,
    /// Who confirmed it, as they were called.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// An upload without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its id.
    pub id: UploadId,
    /// The name of its file.
    pub file_name: String,
    /// How many rows the file had.
    pub size: u32,
    /// Who uploaded it, as they were called.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was made of it; nothing while it waits.
    pub made: Option<Made>,
}

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What is told of it in a list.
    pub summary: Summary,
    /// Its rows; once it is confirmed, those that were refused.
    pub sheet: Sheet,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = bulk_uploads)]
struct Row {
    id: AsText<UploadId>,
    file_name: String,
    size: i32,
    uploaded_by_name: String,
    uploaded_at: Moment,
    made: Option<i32>,
    confirmed_by_name: Option<String>,
    confirmed_at: Option<Moment>,
}

impl TryFrom<Row> for Summary {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let count =
            |number: i32| u32::try_from(number).map_err(|_| Error::broken("rows below zero"));
        let made = match (row.made, row.confirmed_by_name, row.confirmed_at) {
            (Some(number), Some(by), Some(at)) => Some(Made {
                count: count(number)?,
                by,
                at: at.into(),
            }),
            (None, None, None) => None,
            (..) => return Err(Error::broken("an upload that is half confirmed")),
        };
        Ok(Self {
            id: row.id.0,
            file_name: row.file_name,
            size: count(row.size)?,
            by: row.uploaded_by_name,
            at: row.uploaded_at.into(),
            made,
        })
    }
}

/// Makes a second press on *Create opportunities* wait for the first until the transaction ends: what it then reads is what
/// the first made. On SQLite only one transaction writes at a time anyway.
///
/// # Errors
/// When the database does not answer.
pub fn hold(c: &mut Conn, scope: &IsvScope, id: UploadId) -> Result<(), Error> {
    let mine = bulk_uploads::table
        .filter(bulk_uploads::id.eq(AsText(id)))
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .select(bulk_uploads::size);
    match c {
        Conn::Sqlite(c) => mine.load::<i32>(c)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => mine.for_update().load::<i32>(c)?,
    };
    Ok(())
}

/// An ISV's upload; nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &IsvScope, id: UploadId) -> Result<Option<Upload>, Error> {
    let row: Option<(Row, AsText<Sheet>)> = bulk_uploads::table
        .filter(bulk_uploads::id.eq(AsText(id)))
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .select((Row::as_select(), bulk_uploads::sheet))
        .get_result(c)
        .optional()?;
    row.map(|(row, sheet)| {
        Ok(Upload {
            summary: row.try_into()?,
            sheet: sheet.0,
        })
    })
    .transpose()
}

/// An upload without its rows, which may be many.
///
/// # Errors
/// When the database does not answer.
pub fn summary(c: &mut Conn, scope: &IsvScope, id: UploadId) -> Result<Option<Summary>, Error> {
    let row: Option<Row> = bulk_uploads::table
        .filter(bulk_uploads::id.eq(AsText(id)))
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .select(Row::as_select())
        .get_result(c)
        .optional()?;
    row.map(Summary::try_from).transpose()
}

/// The ISV's uploads, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &IsvScope) -> Result<Vec<Summary>, Error> {
    let rows: Vec<Row> = bulk_uploads::table
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .order((bulk_uploads::uploaded_at.desc(), bulk_uploads::id.desc()))
        .select(Row::as_select())
        .at_most(MAX_LISTED)
        .load(c)?;
    rows.into_iter().map(Summary::try_from).collect()
}

/// Those of the fingerprints of rows of which this ISV made opportunities before.
///
/// # Errors
/// When the database does not answer.
pub fn made_before(
    c: &mut Conn,
    scope: &IsvScope,
    fingerprints: &[String],
) -> Result<BTreeSet<String>, Error> {
    let found: Vec<String> = bulk_rows::table
        .filter(bulk_rows::isv_id.eq(AsText(scope.isv())))
        .filter(one_of(bulk_rows::sha256, fingerprints.to_vec()))
        .select(bulk_rows::sha256)
        .load(c)?;
    Ok(found.into_iter().collect())
}

/// A page of the opportunities made of an upload, each with the number of its row, in the order of the file.
///
/// # Errors
/// When the database does not answer.
pub fn rows(
    c: &mut Conn,
    scope: &IsvScope,
    id: UploadId,
    page: PageOf,
    now: DateTime<Utc>,
) -> Result<Vec<(u32, TableRow)>, Error> {
    let found: Vec<(i32, AsText<OpportunityId>)> = bulk_rows::table
        .filter(bulk_rows::isv_id.eq(AsText(scope.isv())))
        .filter(bulk_rows::upload_id.eq(AsText(id)))
        .order(bulk_rows::number)
        .select((bulk_rows::number, bulk_rows::opportunity_id))
        .page(page)
        .load(c)?;
    let ids: Vec<OpportunityId> = found.iter().map(|(_, id)| id.0).collect();
    let opportunities = table::some(c, scope, &ids, now)?;
    let numbers = found
        .into_iter()
        .map(|(number, _)| u32::try_from(number).unwrap_or(0));
    Ok(numbers.zip(opportunities).collect())
}

/// The opportunities made of an upload, in the order of the file; none while it waits, and none of another's.
///
/// # Errors
/// When the database does not answer.
pub fn made(c: &mut Conn, scope: &IsvScope, id: UploadId) -> Result<Vec<OpportunityId>, Error> {
    let found: Vec<AsText<OpportunityId>> = bulk_rows::table
        .filter(bulk_rows::isv_id.eq(AsText(scope.isv())))
        .filter(bulk_rows::upload_id.eq(AsText(id)))
        .order(bulk_rows::number)
        .select(bulk_rows::opportunity_id)
        .load(c)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

/// Removes an upload that waits. Whether it was there and waited.
///
/// # Errors
/// When the database does not answer.
pub fn discard(c: &mut Conn, scope: &IsvScope, id: UploadId) -> Result<bool, Error> {
    let waiting = bulk_uploads::table
        .filter(bulk_uploads::id.eq(AsText(id)))
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .filter(bulk_uploads::made.is_null());
    Ok(diesel::delete(waiting).execute(c)? == 1)
}

/// Removes uploads that nobody has confirmed for [`KEPT`]; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = bulk_uploads::table
        .filter(bulk_uploads::made.is_null())
        .filter(bulk_uploads::uploaded_at.le(Moment::from(now - KEPT)));
    Ok(diesel::delete(old).execute(c)?)
}
