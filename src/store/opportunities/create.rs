//! Making the opportunities of a batch: all of them or none.

use crate::domain::account::{Organisation, User};
use crate::domain::catalog::Product;
use crate::domain::ids::{BatchId, DraftId, OpportunityId};
use crate::domain::terms::ProvenTerms;
use crate::store::columns::AsText;
use crate::store::opportunities::changes;
use crate::store::opportunities::rows::Rows;
use crate::store::outbox::Letter;
use crate::store::schema::drafts;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Writes the letters that tell of an opportunity for this reseller and product, whose readers it looks up. It must do
/// nothing else.
pub type Letters<'a> =
    dyn Fn(&mut Conn, OpportunityId, &Organisation, &Product) -> Result<Vec<Letter>, Error> + 'a;

/// What one press of *Create opportunities* makes.
pub struct NewBatch<'a> {
    /// The draft it is made from, which goes.
    pub draft: DraftId,
    /// The version of the draft that was reviewed.
    pub version: i32,
    /// What the draft says, proved.
    pub terms: &'a ProvenTerms,
    /// Who presses.
    pub creator: &'a User,
    /// The opportunity that the draft was cloned from.
    pub cloned_from: Option<OpportunityId>,
    /// The letters that tell of an opportunity, once it has its id.
    pub letters: &'a Letters<'a>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was made.
    New(BatchId),
    /// The same draft has made a batch before: this one.
    Already(BatchId),
    /// Somebody saved the draft since it was reviewed; nothing was made.
    Stale,
    /// There is no such draft (any more); nothing was made.
    Gone,
}

/// Makes one opportunity for each reseller and product of proven terms, and tells whom it concerns. To be called in the
/// write in which the terms were proved.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn create_batch(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewBatch<'_>,
    now: DateTime<Utc>,
) -> Result<Created, Error> {
    // Who takes the draft away makes the batch; a second press finds the draft gone.
    let reviewed = drafts::table
        .filter(drafts::id.eq(AsText(new.draft)))
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::version.eq(new.version));
    if diesel::delete(reviewed).execute(c)? == 0 {
        return without_draft(c, scope, new.draft);
    }
    let mut rows = Rows::of(c, scope)?;
    let batch = rows.add(c, new, now)?;
    let parties = rows.insert(c, now)?;
    changes::note(c, &parties)?;
    Ok(Created::New(batch))
}

/// Why the draft, as it was reviewed, is not there.
fn without_draft(c: &mut Conn, scope: &IsvScope, draft: DraftId) -> Result<Created, Error> {
    if let Some(batch) = crate::store::batches::of_draft(c, scope, draft)? {
        return Ok(Created::Already(batch));
    }
    let draft = drafts::table
        .filter(drafts::id.eq(AsText(draft)))
        .filter(drafts::isv_id.eq(AsText(scope.isv())));
    let there: i64 = draft.count().get_result(c)?;
    Ok(if there > 0 {
        Created::Stale
    } else {
        Created::Gone
    })
}
