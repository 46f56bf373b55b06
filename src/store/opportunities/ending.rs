//! What ends soon: the first that both parties should look at.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Status;
use crate::store::columns::AsText;
use crate::store::opportunities::filters::all;
use crate::store::opportunities::row::{TableRow, rows};
use crate::store::opportunities::status::{rank, status_at};
use crate::store::opportunities::{Whose, subquery::Counted};
use crate::store::schema::opportunities;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, Days, Utc};
use diesel::prelude::*;

/// How many days ahead is soon.
pub const ENDING_DAYS: u64 = 30;
/// How many are shown; the list has the rest.
pub const MAX_ENDING: u32 = 5;
/// How far they are counted.
const MOST_COUNTED: i64 = 1000;

/// What ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The first, soonest first.
    pub rows: Vec<TableRow>,
    /// How many there are, up to a bound.
    pub total: u64,
}

/// Which of an ISV's active opportunities end within [`ENDING_DAYS`].
///
/// # Errors
/// When the database does not answer.
pub fn ending(c: &mut Conn, scope: &IsvScope, now: DateTime<Utc>) -> Result<Ending, Error> {
    ending_of(c, scope.into(), now)
}

/// The same of the opportunities that a partner has.
///
/// # Errors
/// When the database does not answer.
pub fn ending_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    now: DateTime<Utc>,
) -> Result<Ending, Error> {
    ending_of(c, scope.into(), now)
}

fn ending_of(c: &mut Conn, whose: Whose, now: DateTime<Utc>) -> Result<Ending, Error> {
    let today = now.date_naive();
    let until = today.checked_add_days(Days::new(ENDING_DAYS));
    let soon = || {
        all(whose)
            .filter(opportunities::last_day.ge(today))
            .filter(opportunities::last_day.le(until.unwrap_or(today)))
            .filter(status_at(now).eq(rank(Status::Active)))
    };
    // As the list is sorted by its last day, so that the same index gives both.
    let first = soon().order_by((
        opportunities::last_day.is_null(),
        opportunities::last_day,
        opportunities::id,
    ));
    let ids: Vec<AsText<OpportunityId>> = first.limit(MAX_ENDING.into()).load(c)?;
    let total = if ids.is_empty() {
        0
    } else {
        Counted(soon().limit(MOST_COUNTED)).get_result::<i64>(c)?
    };
    Ok(Ending {
        rows: rows(c, &ids, now)?,
        total: u64::try_from(total).unwrap_or(0),
    })
}
