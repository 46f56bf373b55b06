//! Confirming: the good rows of an upload become opportunities, all of them or none.
//!
//! Each row is a batch of its own, since a batch is what has the same terms; the upload ties them together.

use crate::answers::bulk::Sheet;
use crate::domain::account::User;
use crate::domain::ids::{OpportunityId, OrganisationId, UploadId};
use crate::domain::terms::ProvenTerms;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_all;
use crate::store::opportunities::changes::{self, Parties};
use crate::store::opportunities::rows::Rows;
use crate::store::opportunities::{Letters, NewBatch};
use crate::store::schema::{bulk_rows, bulk_uploads};
use crate::store::scope::IsvScope;
use crate::store::transaction::savepoint;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows that are written together: few enough that whoever waits sees them counted, and enough that a database on a server is
/// not asked for every row.
pub const TOGETHER: usize = 50;

/// A good row.
pub struct NewRow<'a> {
    /// Its number.
    pub number: u32,
    /// The SHA-256 of all that it says.
    pub fingerprint: String,
    /// What it says, proved: one reseller and one product.
    pub terms: &'a ProvenTerms,
    /// The letters that tell of its opportunity.
    pub letters: Box<Letters<'a>>,
}

/// What somebody confirms.
pub struct Confirming<'a> {
    /// Which upload.
    pub upload: UploadId,
    /// Its good rows.
    pub rows: Vec<NewRow<'a>>,
    /// Its other rows, with why they were refused.
    pub refused: Sheet,
    /// Who confirms.
    pub by: &'a User,
    /// How many of the rows are written so far, for whoever waits: opportunities they are only once all are.
    pub written: &'a AtomicUsize,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// Opportunities were made of all its good rows, now or by an earlier press.
    Done,
    /// There is no such upload (any more); nothing was made.
    Gone,
    /// Somebody made opportunities of some of the same rows at this moment; nothing was made.
    Repeated,
}

#[derive(Insertable)]
#[diesel(table_name = bulk_rows)]
struct MadeRow {
    upload_id: AsText<UploadId>,
    number: i32,
    isv_id: AsText<OrganisationId>,
    sha256: String,
    opportunity_id: AsText<OpportunityId>,
}

/// Why it stops half-way.
enum Stop {
    Repeated,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<DieselError> for Stop {
    fn from(error: DieselError) -> Self {
        if let DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) = error {
            Self::Repeated
        } else {
            Self::Failed(error.into())
        }
    }
}

/// Makes an opportunity of each good row, and tells whom it concerns. To be called in the write in which the rows were
/// proved.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn confirm(
    c: &mut Conn,
    scope: &IsvScope,
    new: &Confirming<'_>,
    now: DateTime<Utc>,
) -> Result<Confirmed, Error> {
    let mine = || {
        bulk_uploads::table
            .filter(bulk_uploads::id.eq(AsText(new.upload)))
            .filter(bulk_uploads::isv_id.eq(AsText(scope.isv())))
    };
    // A savepoint: when somebody else made one of the rows, this upload waits on.
    let done = savepoint(c, |c| {
        // Who marks it makes the opportunities; a second press finds it marked.
        let marked = diesel::update(mine().filter(bulk_uploads::made.is_null()))
            .set((
                bulk_uploads::made.eq(Some(i32::try_from(new.rows.len()).unwrap_or(i32::MAX))),
                bulk_uploads::confirmed_by.eq(Some(AsText(new.by.id))),
                bulk_uploads::confirmed_by_name.eq(Some(&new.by.name)),
                bulk_uploads::confirmed_at.eq(Some(Moment::from(now))),
                bulk_uploads::sheet.eq(AsText(new.refused.clone())),
            ))
            .execute(c)?;
        if marked == 0 {
            return Ok(Ok(false));
        }
        match make(c, scope, new, now) {
            Ok(()) => Ok(Ok(true)),
            Err(Stop::Repeated) => Ok(Err(Confirmed::Repeated)),
            Err(Stop::Failed(error)) => Err(error),
        }
    });
    match done? {
        Ok(true) => Ok(Confirmed::Done),
        Ok(false) => {
            let there: i64 = mine().count().get_result(c)?;
            Ok(if there > 0 {
                Confirmed::Done
            } else {
                Confirmed::Gone
            })
        }
        Err(repeated) => Ok(repeated),
    }
}

fn make(
    c: &mut Conn,
    scope: &IsvScope,
    new: &Confirming<'_>,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    // What got in another transaction's way is run again.
    new.written.store(0, Ordering::Relaxed);
    let mut parties = Parties::new();
    for some in new.rows.chunks(TOGETHER) {
        parties.extend(make_some(c, scope, (new, some), now)?);
        new.written.fetch_add(some.len(), Ordering::Relaxed);
    }
    Ok(changes::note(c, &parties)?)
}

fn make_some(
    c: &mut Conn,
    scope: &IsvScope,
    (new, some): (&Confirming<'_>, &[NewRow<'_>]),
    now: DateTime<Utc>,
) -> Result<Parties, Stop> {
    let mut rows = Rows::of(c, scope)?;
    let mut made = Vec::with_capacity(some.len());
    for row in some {
        let batch = NewBatch {
            // A row has no draft; the id that one would have had is not used again.
            draft: random::id(now),
            version: 1,
            terms: row.terms,
            creator: new.by,
            cloned_from: None,
            letters: &*row.letters,
        };
        rows.add(c, &batch, now)?;
        let opportunity = rows
            .last()
            .ok_or_else(|| Error::broken("a row without an opportunity"))?;
        made.push(MadeRow {
            upload_id: AsText(new.upload),
            number: i32::try_from(row.number).unwrap_or(i32::MAX),
            isv_id: AsText(scope.isv()),
            sha256: row.fingerprint.clone(),
            opportunity_id: AsText(opportunity),
        });
    }
    let parties = rows.insert(c, now)?;
    insert_all!(c, bulk_rows::table, &made);
    Ok(parties)
}
