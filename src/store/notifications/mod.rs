//! Lists of notifications: up to ten addresses that an organisation has told besides its own.
//!
//! Whoever opens a link out of a mail is known by its secret alone, of which only the fingerprint is kept.

mod add;
mod change;
mod owner;
mod readers;

pub use add::{Added, Admitted, Again, Letters, NewAddress, Resent, add, resend};
pub use change::{Change, Changed, Farewell, change};
pub use owner::{confirm, unsubscribe};
pub use readers::{Reader, Readers, mint, prune_links, readers, refused};

use crate::domain::ids::{AddressId, EventId, OrganisationId};
use crate::domain::notification::{AddressState, Topic};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, OwnEvent};
use crate::store::organisations::take_turns;
use crate::store::outbox;
use crate::store::schema::notification_addresses as addresses;
use crate::store::scope::OwnScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// How long the link works by which an owner confirms.
pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::hours(24);

/// An address on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// The address, as it was typed.
    pub email: String,
    /// Whether it is written to.
    pub state: AddressState,
    /// What it is told of.
    pub topics: Vec<Topic>,
    /// Who put it on the list, as they were called.
    pub added_by: String,
    /// When.
    pub added_at: DateTime<Utc>,
    /// Since when its owner is asked to confirm, if that is waited for.
    pub asked_at: Option<DateTime<Utc>>,
}

impl Address {
    /// What a page has to know of an entry so that nobody overwrites what somebody else changed: it differs when the address
    /// differs, or what it is told of.
    #[must_use]
    pub fn version(&self) -> String {
        let topics = self.topics.iter().map(|topic| topic.as_str());
        let parts: Vec<&str> = std::iter::once(self.email.as_str()).chain(topics).collect();
        random::sha256_hex(parts.join(" ").as_bytes())
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = addresses)]
struct AddressRow {
    id: AsText<AddressId>,
    email: String,
    state: AsText<AddressState>,
    on_offers: bool,
    on_opportunities: bool,
    on_reminders: bool,
    added_by: String,
    added_at: Moment,
    confirm_until: Option<Moment>,
}

impl From<AddressRow> for Address {
    fn from(row: AddressRow) -> Self {
        let told = |topic: &Topic| match topic {
            Topic::Offers => row.on_offers,
            Topic::Opportunities => row.on_opportunities,
            Topic::Reminders => row.on_reminders,
        };
        Self {
            topics: Topic::ALL.into_iter().filter(told).collect(),
            id: row.id.0,
            email: row.email,
            state: row.state.0,
            added_by: row.added_by,
            added_at: row.added_at.into(),
            asked_at: row
                .confirm_until
                .map(|until| DateTime::<Utc>::from(until) - CONFIRM_WITHIN),
        }
    }
}

/// An organisation's list, in the order in which it was made.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &OwnScope) -> Result<Vec<Address>, Error> {
    let rows: Vec<AddressRow> = addresses::table
        .filter(addresses::organisation_id.eq(AsText(scope.organisation())))
        .order((addresses::added_at, addresses::id))
        .select(AddressRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().map(Address::from).collect())
}

/// One address of an organisation's list; nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &OwnScope, id: AddressId) -> Result<Option<Address>, Error> {
    let row: Option<AddressRow> = addresses::table
        .filter(addresses::id.eq(AsText(id)))
        .filter(addresses::organisation_id.eq(AsText(scope.organisation())))
        .select(AddressRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(Address::from))
}

/// Takes an address off the list; what still waits to be sent to it is not sent. Returns the address if it was there.
///
/// # Errors
/// When the database does not do it.
pub fn remove(
    c: &mut Conn,
    scope: &OwnScope,
    id: AddressId,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    // Nobody puts another address there between the look and the removal.
    take_turns(c, scope.organisation())?;
    let Some(address) = find(c, scope, id)? else {
        return Ok(None);
    };
    take_off(
        c,
        scope.organisation(),
        (id, &address.email),
        now,
        (by, "removed"),
    )?;
    Ok(Some(address.email))
}

/// Removes the row of an address, stops its letters and says who did so and how. Where another address has come in its place
/// meanwhile, that stays.
fn take_off(
    c: &mut Conn,
    organisation: OrganisationId,
    (id, email): (AddressId, &str),
    now: DateTime<Utc>,
    (by, change): (&str, &str),
) -> Result<(), Error> {
    let this = addresses::table
        .filter(addresses::id.eq(AsText(id)))
        .filter(addresses::email.eq(email));
    if diesel::delete(this).execute(c)? == 0 {
        return Ok(());
    }
    outbox::cancel_stoppable(c, organisation, email)?;
    record(c, (organisation, email, change), by, now)?;
    Ok(())
}

/// Says in the organisation's history that somebody changed its list.
fn record(
    c: &mut Conn,
    (organisation, email, change): (OrganisationId, &str, &str),
    by: &str,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let details = [("address", email), ("change", change)];
    let what = (OwnEvent::NotificationsChanged, by);
    events::record_own(c, organisation, what, &details, now)
}

/// Says in the organisation's history that an address gave way to another.
fn record_replaced(
    c: &mut Conn,
    (organisation, old, new): (OrganisationId, &str, &str),
    by: &str,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let details = [("address", new), ("before", old), ("change", "replaced")];
    let what = (OwnEvent::NotificationsChanged, by);
    events::record_own(c, organisation, what, &details, now)
}
