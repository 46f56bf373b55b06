//! Batches: what one press of *Create opportunities* made.

use crate::domain::ids::{BatchId, DraftId, OpportunityId};
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::{TableRow, table};
use crate::store::outbox::{self, ResellerMail};
use crate::store::piece::TakePart;
use crate::store::schema::batches;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Clones of one opportunity that its timeline tells of: more than anybody makes by hand.
pub const MAX_CLONES: i64 = 100;

/// What one press of *Create opportunities* made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The name that its opportunities have.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it, as they were called.
    pub created_by: String,
    /// The opportunity it was cloned from.
    pub cloned_from: Option<OpportunityId>,
    /// Its opportunities, by reseller and product.
    pub rows: Vec<TableRow>,
    /// How its resellers are being told.
    pub mails: Vec<ResellerMail>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = batches)]
struct Row {
    name: String,
    created_at: Moment,
    created_by_name: String,
    cloned_from: Option<AsText<OpportunityId>>,
}

/// An ISV's batch; nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    c: &mut Conn,
    scope: &IsvScope,
    id: BatchId,
    now: DateTime<Utc>,
) -> Result<Option<Batch>, Error> {
    let row: Option<Row> = batches::table
        .filter(batches::id.eq(AsText(id)))
        .filter(batches::isv_id.eq(AsText(scope.isv())))
        .select(Row::as_select())
        .get_result(c)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Batch {
        id,
        name: row.name,
        created_at: row.created_at.into(),
        created_by: row.created_by_name,
        cloned_from: row.cloned_from.map(|from| from.0),
        rows: table::of_batch(c, scope, id, now)?,
        mails: outbox::of_batch(c, scope, id)?,
    }))
}

/// Whether a batch is an ISV's.
///
/// # Errors
/// When the database does not answer.
pub fn is_of(c: &mut Conn, scope: &IsvScope, id: BatchId) -> Result<bool, Error> {
    let found: Option<AsText<BatchId>> = batches::table
        .filter(batches::id.eq(AsText(id)))
        .filter(batches::isv_id.eq(AsText(scope.isv())))
        .select(batches::id)
        .get_result(c)
        .optional()?;
    Ok(found.is_some())
}

/// A batch that was cloned from an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClonedTo {
    /// The batch.
    pub batch: BatchId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it, as they were called.
    pub by: String,
}

/// The batches that were cloned from an opportunity, newest first, up to [`MAX_CLONES`].
///
/// # Errors
/// When the database does not answer.
pub fn cloned_from(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: OpportunityId,
) -> Result<Vec<ClonedTo>, Error> {
    let rows: Vec<(AsText<BatchId>, Moment, String)> = batches::table
        .filter(batches::isv_id.eq(AsText(scope.isv())))
        .filter(batches::cloned_from.eq(AsText(opportunity)))
        .order((batches::created_at.desc(), batches::id.desc()))
        .select((batches::id, batches::created_at, batches::created_by_name))
        .at_most(MAX_CLONES)
        .load(c)?;
    let cloned = |(id, at, by): (AsText<BatchId>, Moment, String)| ClonedTo {
        batch: id.0,
        at: at.into(),
        by,
    };
    Ok(rows.into_iter().map(cloned).collect())
}

/// The batch that was made from a draft.
///
/// # Errors
/// When the database does not answer.
pub fn of_draft(c: &mut Conn, scope: &IsvScope, draft: DraftId) -> Result<Option<BatchId>, Error> {
    let id: Option<AsText<BatchId>> = batches::table
        .filter(batches::draft_id.eq(AsText(draft)))
        .filter(batches::isv_id.eq(AsText(scope.isv())))
        .select(batches::id)
        .get_result(c)
        .optional()?;
    Ok(id.map(|id| id.0))
}
