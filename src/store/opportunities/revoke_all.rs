//! Ending many opportunities at once: all of them or none.

use crate::store::opportunities::changes::{self, Parties};
use crate::store::opportunities::revoke::{NewRevocation, RevokeOutcome, finish};
use crate::store::scope::IsvScope;
use crate::store::transaction::savepoint;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};

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

/// Revokes opportunities if all of them are active, and tells whom it concerns, as [`revoke`](super::revoke) does for one.
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
    let mut parties = Parties::new();
    let done = savepoint(c, |c| {
        for new in sorted {
            match finish(c, scope.into(), new, &mut parties, now)? {
                RevokeOutcome::Done => {}
                RevokeOutcome::Not(_) | RevokeOutcome::NotTheirs | RevokeOutcome::Missing => {
                    return Ok(Err(()));
                }
            }
        }
        Ok(Ok(()))
    });
    Ok(match done? {
        Ok(()) => {
            changes::note(c, &parties)?;
            RevokedAll::Done
        }
        Err(()) => RevokedAll::NotAll,
    })
}
