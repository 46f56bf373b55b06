//! Ending many opportunities at once: all of them or none.

use crate::store::opportunities::revoke::{NewRevocation, RevokeOutcome, revoke};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::connection::Connection;

/// The most opportunities that are revoked at once: a page of the table.
pub const MAX_AT_ONCE: usize = 100;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokedAll {
    /// All are revoked.
    Done,
    /// One of them is not there or not active any more; nothing was changed.
    NotAll,
}

/// Why it stops half-way.
enum Stop {
    NotAll,
    Failed(Error),
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Revokes opportunities if all of them are active, and tells whom it concerns, as [`revoke`] does for one.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn revoke_all(
    c: &mut Conn,
    scope: &IsvScope,
    all: &[NewRevocation<'_>],
    now: DateTime<Utc>,
) -> Result<RevokedAll, Error> {
    // Always in the same order, so that two who revoke the same ones wait for each other instead of both failing.
    let mut sorted: Vec<&NewRevocation<'_>> = all.iter().collect();
    sorted.sort_by_key(|new| new.opportunity);
    // A savepoint: what was revoked before one that could not be is active again.
    let done = c.transaction(|c| {
        for new in sorted {
            match revoke(c, scope, new, now).map_err(Stop::Failed)? {
                RevokeOutcome::Done => {}
                RevokeOutcome::Not(_) | RevokeOutcome::Missing => return Err(Stop::NotAll),
            }
        }
        Ok(())
    });
    match done {
        Ok(()) => Ok(RevokedAll::Done),
        Err(Stop::NotAll) => Ok(RevokedAll::NotAll),
        Err(Stop::Failed(error)) => Err(error),
    }
}
