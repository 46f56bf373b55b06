//! What lists of notifications need to know of the letters they cause, and do to them.

use crate::domain::ids::OrganisationId;
use crate::store::columns::{AsText, Moment};
use crate::store::events::EventKind;
use crate::store::outbox::{MessageKind, MessageState};
use crate::store::schema::{events, outbox};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// When an organisation's letters to addresses it put on its list were written, since a moment; the newest first, at most
/// so many.
pub(in crate::store) fn lately(
    c: &mut Conn,
    organisation: OrganisationId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DateTime<Utc>>, Error> {
    let kinds = [
        AsText(MessageKind::AddressWelcome),
        AsText(MessageKind::AddressConfirm),
    ];
    let written: Vec<Moment> = outbox::table
        .inner_join(events::table)
        .filter(events::organisation_id.eq(AsText(organisation)))
        .filter(events::opportunity_id.is_null())
        .filter(events::kind.eq(AsText(EventKind::NotificationsChanged)))
        .filter(events::at.gt(Moment::from(since)))
        .filter(outbox::kind.eq_any(kinds))
        .order(outbox::created_at.desc())
        .limit(limit)
        .select(outbox::created_at)
        .load(c)?;
    Ok(written.into_iter().map(DateTime::from).collect())
}

/// Stops an organisation's letters to an address that can be stopped and were not sent. One that a worker has in its hands
/// goes out.
pub(in crate::store) fn cancel_stoppable(
    c: &mut Conn,
    organisation: OrganisationId,
    recipient: &str,
) -> Result<(), Error> {
    let theirs = events::table
        .filter(events::organisation_id.eq(AsText(organisation)))
        .select(events::id);
    let stoppable = outbox::unsubscribe
        .is_not_null()
        .or(outbox::kind.eq(AsText(MessageKind::AddressConfirm)));
    let unsent = outbox::table
        .filter(outbox::state.eq_any([AsText(MessageState::Queued), AsText(MessageState::Dead)]))
        .filter(outbox::recipient.eq(recipient))
        .filter(stoppable)
        .filter(outbox::event_id.eq_any(theirs));
    diesel::update(unsent)
        .set(outbox::state.eq(AsText(MessageState::Cancelled)))
        .execute(c)?;
    Ok(())
}
