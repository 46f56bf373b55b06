//! Putting an address on a list, and writing to it again.

use crate::domain::ids::AddressId;
use crate::domain::notification::{AddressState, MAX_ADDRESSES, Topic};
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_unless_there;
use crate::store::notifications::{Address, CONFIRM_WITHIN, find, record};
use crate::store::organisations::take_turns;
use crate::store::outbox::{self, Letter, wait};
use crate::store::schema::notification_addresses as addresses;
use crate::store::scope::OwnScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// Writes the letter to an address that was put on a list. It must do nothing else but mint the secret of its link.
pub type Letters<'a> = dyn Fn(&mut Conn, AddressId) -> Result<Letter, Error> + 'a;

/// Writes the letter to an address as it stands on the list at that moment, likewise.
pub type Again<'a> = dyn Fn(&mut Conn, &Address) -> Result<Letter, Error> + 'a;

/// How an address gets on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admitted {
    /// It is written to at once.
    AtOnce,
    /// It is not written to until its owner has opened a link; of its secret this is the fingerprint.
    OnceConfirmed(String),
}

/// An address to be put on a list.
pub struct NewAddress<'a> {
    /// Its id.
    pub id: AddressId,
    /// The address.
    pub email: &'a str,
    /// What it is told of: one thing at the least.
    pub topics: &'a [Topic],
    /// Who puts it there, as they are called.
    pub by: &'a str,
    /// How it gets there.
    pub admitted: Admitted,
    /// The letter that tells its owner.
    pub letter: &'a Letters<'a>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is on the list, and its owner is told.
    Done,
    /// It was on the list already, in whichever letters.
    Taken,
    /// There are as many as a list may have.
    Full,
    /// The organisation has caused so many letters that it has to wait for so long.
    TooMany(TimeDelta),
}

/// Puts an address on an organisation's list.
///
/// # Errors
/// When the database does not do it.
pub fn add(
    c: &mut Conn,
    scope: &OwnScope,
    new: &NewAddress<'_>,
    now: DateTime<Utc>,
) -> Result<Added, Error> {
    let organisation = scope.organisation();
    take_turns(c, organisation)?;
    let there: Vec<(i32, String)> = addresses::table
        .filter(addresses::organisation_id.eq(AsText(organisation)))
        .select((addresses::slot, addresses::email_lower))
        .load(c)?;
    let lower = new.email.to_lowercase();
    if there.iter().any(|(_, email)| *email == lower) {
        return Ok(Added::Taken);
    }
    let is_free = |slot: &i32| there.iter().all(|(taken, _)| taken != slot);
    let Some(slot) = (0..).take(MAX_ADDRESSES).find(is_free) else {
        return Ok(Added::Full);
    };
    if let Some(wait) = wait(c, organisation, now)? {
        return Ok(Added::TooMany(wait));
    }
    let (state, hash, until) = columns(&new.admitted, now);
    let inserted = insert_unless_there(c, |c| {
        diesel::insert_into(addresses::table)
            .values((
                addresses::id.eq(AsText(new.id)),
                addresses::organisation_id.eq(AsText(organisation)),
                addresses::slot.eq(slot),
                addresses::email.eq(new.email),
                addresses::email_lower.eq(&lower),
                addresses::state.eq(AsText(state)),
                addresses::on_offers.eq(new.topics.contains(&Topic::Offers)),
                addresses::on_opportunities.eq(new.topics.contains(&Topic::Opportunities)),
                addresses::on_reminders.eq(new.topics.contains(&Topic::Reminders)),
                addresses::added_by.eq(new.by),
                addresses::added_at.eq(Moment::from(now)),
                addresses::confirm_hash.eq(hash),
                addresses::confirm_until.eq(until),
            ))
            .execute(c)
    })?;
    if !inserted {
        return Ok(Added::Taken);
    }
    let event = record(c, (organisation, new.email, "added"), new.by, now)?;
    let letter = (new.letter)(c, new.id)?;
    outbox::enqueue(c, &[(event, letter)], now)?;
    Ok(Added::Done)
}

/// What became of writing to an address again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resent {
    /// Its owner is told again; how it stood before.
    Done(Address),
    /// This address is written to as it is.
    NotNeeded(String),
    /// The organisation has caused so many letters that it has to wait for so long.
    TooMany(TimeDelta),
    /// There is no such address on the list.
    Missing,
}

/// Writes again to an address whose owner has not confirmed or whose mail server refused a message: it begins anew as it
/// was admitted. The letter goes to whoever stands there now, which somebody may have changed a moment before.
///
/// # Errors
/// When the database does not do it.
pub fn resend(
    c: &mut Conn,
    scope: &OwnScope,
    id: AddressId,
    admitted: &Admitted,
    (by, letter): (&str, &Again<'_>),
    now: DateTime<Utc>,
) -> Result<Resent, Error> {
    let organisation = scope.organisation();
    take_turns(c, organisation)?;
    let Some(address) = find(c, scope, id)? else {
        return Ok(Resent::Missing);
    };
    if address.state == AddressState::Active {
        return Ok(Resent::NotNeeded(address.email));
    }
    if let Some(wait) = wait(c, organisation, now)? {
        return Ok(Resent::TooMany(wait));
    }
    let (state, hash, until) = columns(admitted, now);
    diesel::update(addresses::table.find(AsText(id)))
        .set((
            addresses::state.eq(AsText(state)),
            addresses::confirm_hash.eq(hash),
            addresses::confirm_until.eq(until),
        ))
        .execute(c)?;
    let change = (organisation, address.email.as_str(), "written to again");
    let event = record(c, change, by, now)?;
    let letter = letter(c, &address)?;
    outbox::enqueue(c, &[(event, letter)], now)?;
    Ok(Resent::Done(address))
}

pub(super) type Columns<'a> = (AddressState, Option<&'a str>, Option<Moment>);

/// The columns of an address that gets on a list: how it stands, and the link by which its owner confirms.
pub(super) fn columns(admitted: &Admitted, now: DateTime<Utc>) -> Columns<'_> {
    match admitted {
        Admitted::AtOnce => (AddressState::Active, None, None),
        Admitted::OnceConfirmed(hash) => {
            let until = Moment::from(now + CONFIRM_WITHIN);
            (AddressState::Waiting, Some(hash), Some(until))
        }
    }
}
