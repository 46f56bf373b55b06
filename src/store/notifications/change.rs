//! Changing an entry of a list in its place: which address it is, and what that is told of.
//!
//! Another address is another reader. It gets there as a new one does, and nothing that the old one was sent works for it.

use crate::domain::ids::{AddressId, OrganisationId};
use crate::domain::notification::{AddressState, Topic};
use crate::store::columns::AsText;
use crate::store::notifications::add::columns;
use crate::store::notifications::{Address, Admitted, Letters, find, record, record_replaced};
use crate::store::organisations::take_turns;
use crate::store::outbox::{self, Letter, wait};
use crate::store::schema::{notification_addresses as addresses, unsubscribe_links};
use crate::store::scope::OwnScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// Writes the letter to an address that gave way to another.
pub type Farewell<'a> = dyn Fn(&str) -> Result<Letter, Error> + 'a;

/// What an entry is to become.
pub struct Change<'a> {
    /// Its id, which it keeps.
    pub id: AddressId,
    /// How it stood when whoever changes it looked: see [`Address::version`].
    pub version: &'a str,
    /// The address.
    pub email: &'a str,
    /// What it is told of: one thing at the least.
    pub topics: &'a [Topic],
    /// Who changes it, as they are called.
    pub by: &'a str,
    /// How another address gets there.
    pub admitted: Admitted,
    /// The letter that tells the owner of another address.
    pub letter: &'a Letters<'a>,
    /// The letter that tells the owner of the address that was there.
    pub farewell: &'a Farewell<'a>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The address is told of something else.
    Topics,
    /// Another address is in the place of this one, and its owner is told.
    Replaced(String),
    /// It was as it is to be.
    Same,
    /// Somebody changed it meanwhile: how it is now.
    Stale(Address),
    /// The other address is on the list already, in whichever letters.
    Taken,
    /// The organisation has caused so many letters that it has to wait for so long.
    TooMany(TimeDelta),
    /// There is no such entry on the list.
    Missing,
}

/// Changes an entry of an organisation's list.
///
/// # Errors
/// When the database does not do it.
pub fn change(
    c: &mut Conn,
    scope: &OwnScope,
    new: &Change<'_>,
    now: DateTime<Utc>,
) -> Result<Changed, Error> {
    let organisation = scope.organisation();
    take_turns(c, organisation)?;
    let Some(old) = find(c, scope, new.id)? else {
        return Ok(Changed::Missing);
    };
    let stays = old.email == new.email;
    if stays && old.topics == new.topics {
        return Ok(Changed::Same);
    }
    if old.version() != new.version {
        return Ok(Changed::Stale(old));
    }
    if stays {
        return set_topics(c, organisation, new, now);
    }
    let other: Option<AsText<AddressId>> = addresses::table
        .filter(addresses::organisation_id.eq(AsText(organisation)))
        .filter(addresses::email_lower.eq(new.email.to_lowercase()))
        .filter(addresses::id.ne(AsText(new.id)))
        .select(addresses::id)
        .get_result(c)
        .optional()?;
    if other.is_some() {
        return Ok(Changed::Taken);
    }
    if let Some(wait) = wait(c, organisation, now)? {
        return Ok(Changed::TooMany(wait));
    }
    replace(c, organisation, old, new, now)
}

fn set_topics(
    c: &mut Conn,
    organisation: OrganisationId,
    new: &Change<'_>,
    now: DateTime<Utc>,
) -> Result<Changed, Error> {
    let set = diesel::update(addresses::table.find(AsText(new.id)))
        .set((
            addresses::on_offers.eq(new.topics.contains(&Topic::Offers)),
            addresses::on_opportunities.eq(new.topics.contains(&Topic::Opportunities)),
            addresses::on_reminders.eq(new.topics.contains(&Topic::Reminders)),
        ))
        .execute(c)?;
    // Its owner may have stopped messages this very moment.
    if set == 0 {
        return Ok(Changed::Missing);
    }
    record(c, (organisation, new.email, "changed"), new.by, now)?;
    Ok(Changed::Topics)
}

/// Puts another address in the place of one.
fn replace(
    c: &mut Conn,
    organisation: OrganisationId,
    old: Address,
    new: &Change<'_>,
    now: DateTime<Utc>,
) -> Result<Changed, Error> {
    let (state, hash, until) = columns(&new.admitted, now);
    let lower = new.email.to_lowercase();
    let replaced = diesel::update(addresses::table.find(AsText(old.id)))
        .set((
            addresses::email.eq(new.email),
            addresses::email_lower.eq(&lower),
            addresses::state.eq(AsText(state)),
            addresses::on_offers.eq(new.topics.contains(&Topic::Offers)),
            addresses::on_opportunities.eq(new.topics.contains(&Topic::Opportunities)),
            addresses::on_reminders.eq(new.topics.contains(&Topic::Reminders)),
            addresses::confirm_hash.eq(hash),
            addresses::confirm_until.eq(until),
        ))
        .execute(c)?;
    if replaced == 0 {
        return Ok(Changed::Missing);
    }
    let links = unsubscribe_links::table.filter(unsubscribe_links::address_id.eq(AsText(old.id)));
    diesel::delete(links).execute(c)?;
    outbox::cancel_stoppable(c, organisation, &old.email)?;
    let event = record_replaced(c, (organisation, &old.email, new.email), new.by, now)?;
    let mut told = vec![(event, (new.letter)(c, old.id)?)];
    // Nothing more goes to an owner who never agreed, nor where nothing can be delivered; and who is only written
    // otherwise is the same.
    if old.state == AddressState::Active && old.email.to_lowercase() != lower {
        told.push((event, (new.farewell)(&old.email)?));
    }
    outbox::enqueue(c, &told, now)?;
    Ok(Changed::Replaced(old.email))
}
