//! A spreadsheet is kept from its dry run on, each file once and not too many at a time.

use crate::answers::bulk::Sheet;
use crate::domain::account::User;
use crate::domain::ids::UploadId;
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_unless_there;
use crate::store::schema::bulk_uploads;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Uploads of one ISV that wait for somebody to confirm them: more than anybody prepares at a time.
pub const MAX_WAITING: i64 = 20;

/// A spreadsheet to be kept.
#[derive(Debug, Clone)]
pub struct NewUpload<'a> {
    /// Its id.
    pub id: UploadId,
    /// The name of its file.
    pub file_name: &'a str,
    /// The SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Its rows.
    pub sheet: &'a Sheet,
    /// Who uploads.
    pub by: &'a User,
}

/// What became of a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    New,
    /// The same file was uploaded before.
    Already(UploadId),
    /// The ISV has [`MAX_WAITING`] waiting.
    TooMany,
}

/// Keeps a spreadsheet for its dry run.
///
/// # Errors
/// When the database does not answer.
pub fn keep(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewUpload<'_>,
    now: DateTime<Utc>,
) -> Result<Kept, Error> {
    if let Some(id) = with_bytes(c, scope, new.sha256)? {
        return Ok(Kept::Already(id));
    }
    let waiting: i64 = bulk_uploads::table
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .filter(bulk_uploads::made.is_null())
        .count()
        .get_result(c)?;
    if waiting >= MAX_WAITING {
        return Ok(Kept::TooMany);
    }
    let size = i32::try_from(new.sheet.rows.len()).unwrap_or(i32::MAX);
    let kept = insert_unless_there(c, |c| {
        diesel::insert_into(bulk_uploads::table)
            .values((
                bulk_uploads::id.eq(AsText(new.id)),
                bulk_uploads::isv_id.eq(AsText(scope.isv())),
                bulk_uploads::file_name.eq(new.file_name),
                bulk_uploads::sha256.eq(new.sha256),
                bulk_uploads::sheet.eq(AsText(new.sheet.clone())),
                bulk_uploads::size.eq(size),
                bulk_uploads::uploaded_by.eq(AsText(new.by.id)),
                bulk_uploads::uploaded_by_name.eq(&new.by.name),
                bulk_uploads::uploaded_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    if kept {
        return Ok(Kept::New);
    }
    // Somebody uploaded the same file at this moment.
    with_bytes(c, scope, new.sha256)?
        .map(Kept::Already)
        .ok_or(Error::Busy)
}

fn with_bytes(c: &mut Conn, scope: &IsvScope, sha256: &str) -> Result<Option<UploadId>, Error> {
    let id: Option<AsText<UploadId>> = bulk_uploads::table
        .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
        .filter(bulk_uploads::sha256.eq(sha256))
        .select(bulk_uploads::id)
        .get_result(c)
        .optional()?;
    Ok(id.map(|id| id.0))
}
