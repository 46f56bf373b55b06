//! Using an opportunity: an offer is extended from it.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Status;
use crate::store::columns::AsText;
use crate::store::opportunities::status::{rank, status_at};
use crate::store::schema::opportunities;
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Counts one use, if the opportunity is the partner's and can be used at this moment; whether it was. Asks and decides
/// in one statement, so that of two at the same time one wins.
pub(in crate::store) fn use_once(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OpportunityId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let usable = opportunities::table
        .filter(opportunities::id.eq(AsText(id)))
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(status_at(now).eq(rank(Status::Active)));
    let used = diesel::update(usable)
        .set(opportunities::uses.eq(opportunities::uses + 1))
        .execute(c)?;
    Ok(used == 1)
}

/// Whether an opportunity stands so at this moment; if it does, nobody ends or uses it before the transaction is over.
pub(in crate::store) fn hold_if(
    c: &mut Conn,
    id: OpportunityId,
    status: Status,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standing = opportunities::table
        .filter(opportunities::id.eq(AsText(id)))
        .filter(status_at(now).eq(rank(status)));
    let held = diesel::update(standing)
        .set(opportunities::uses.eq(opportunities::uses))
        .execute(c)?;
    Ok(held == 1)
}
