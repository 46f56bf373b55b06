//! What stands in an index by status: it has the order within each, but where the active ones end and the expired ones begin
//! depends on the day, so one status is read after the other.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Status;
use crate::store::columns::AsText;
use crate::store::opportunities::filters::{Ids, TableQuery};
use crate::store::opportunities::status::{standing_so, until};
use crate::store::opportunities::subquery::{Counted, ONE};
use crate::store::piece::TakePart;
use crate::store::schema::opportunities;
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// So many ids of somebody's opportunities, after so many others, of the statuses wanted and in their order.
pub(super) fn some(
    c: &mut Conn,
    (whose, wants): (Whose, &TableQuery),
    now: DateTime<Utc>,
    limit: i64,
    offset: i64,
) -> Result<Vec<AsText<OpportunityId>>, Error> {
    let mut statuses = statuses(wants);
    if wants.descending {
        statuses.reverse();
    }
    let (mut found, mut to_skip) = (Vec::new(), offset);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    for status in statuses {
        let ids = sorted(standing_so(whose, status, now), wants.descending);
        // Always as many, though fewer may be missing: so it is one statement.
        let more: Vec<AsText<OpportunityId>> = ids.part(limit, to_skip).load(c)?;
        if more.is_empty() && to_skip > 0 {
            let of_status = standing_so(whose, status, now).select(ONE);
            let skipped: i64 = Counted(of_status).get_result(c)?;
            to_skip -= skipped;
            continue;
        }
        to_skip = 0;
        found.extend(more);
        if found.len() >= wanted {
            break;
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// How many opportunities somebody has of the statuses wanted, counted up to `most`.
pub(super) fn count(
    c: &mut Conn,
    (whose, wants): (Whose, &TableQuery),
    now: DateTime<Utc>,
    most: i64,
) -> Result<i64, Error> {
    let mut counted = 0;
    for status in statuses(wants) {
        let of_status = standing_so(whose, status, now).select(ONE);
        let more: i64 = Counted(of_status.at_most(most)).get_result(c)?;
        counted += more;
        if counted >= most {
            break;
        }
    }
    Ok(counted.min(most))
}

fn statuses(wants: &TableQuery) -> Vec<Status> {
    let wanted = |status: &Status| wants.statuses.is_empty() || wants.statuses.contains(status);
    Status::ALL.into_iter().filter(wanted).collect()
}

fn sorted(ids: Ids<'_>, descending: bool) -> Ids<'_> {
    if descending {
        ids.order_by((until().desc(), opportunities::id.desc()))
    } else {
        ids.order_by((until(), opportunities::id))
    }
}
