//! Who gets a letter, and how each of them can stop such letters.

use crate::domain::ids::{AddressId, EventId, OrganisationId};
use crate::domain::notification::{AddressState, Topic};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{
    events, notification_addresses as addresses, organisations, unsubscribe_links,
};
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::collections::HashMap;

/// How long the link works by which somebody stops messages: longer than anybody searches for a mail.
const LINKS_KEPT: TimeDelta = TimeDelta::days(366);

/// Somebody to be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The address.
    pub email: String,
    /// The secret by which it stops such messages; nothing for the organisation's own address.
    pub stop: Option<String>,
}

/// Everybody of an organisation who is to be written to, its own address first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readers {
    /// The organisation's name.
    pub organisation: String,
    /// The readers, each once.
    pub all: Vec<Reader>,
}

/// Who of an organisation is told of a topic: itself, and the addresses on its list that may be written to and want to know.
/// For letters alone: no page shows who is on another's list.
///
/// # Errors
/// When the database does not do it.
pub fn readers(
    c: &mut Conn,
    organisation: OrganisationId,
    topic: Topic,
    now: DateTime<Utc>,
) -> Result<Readers, Error> {
    let (name, own) = name_and_email(c, organisation)?;
    let mut links = HashMap::new();
    for (id, email) in listed(c, organisation, topic)? {
        if !email.eq_ignore_ascii_case(&own) {
            links.insert(id.0, mint(c, id.0, now)?);
        }
    }
    let mut all = vec![Reader {
        email: own,
        stop: None,
    }];
    if links.is_empty() {
        return Ok(Readers {
            organisation: name,
            all,
        });
    }
    // Somebody may have put another address in the place of one meanwhile, and its link would be that one's. From now on
    // nobody can: the link holds the entry until all is written.
    for (id, email) in listed(c, organisation, topic)? {
        if let Some(secret) = links.remove(&id.0) {
            let stop = Some(secret);
            all.push(Reader { email, stop });
        }
    }
    Ok(Readers {
        organisation: name,
        all,
    })
}

/// The addresses on an organisation's list that may be written to and want to know of a topic.
fn listed(
    c: &mut Conn,
    organisation: OrganisationId,
    topic: Topic,
) -> Result<Vec<(AsText<AddressId>, String)>, Error> {
    let active = addresses::table
        .filter(addresses::organisation_id.eq(AsText(organisation)))
        .filter(addresses::state.eq(AsText(AddressState::Active)))
        .order((addresses::added_at, addresses::id))
        .select((addresses::id, addresses::email))
        .into_boxed();
    Ok(match topic {
        Topic::Offers => active.filter(addresses::on_offers.eq(true)),
        Topic::Opportunities => active.filter(addresses::on_opportunities.eq(true)),
        Topic::Reminders => active.filter(addresses::on_reminders.eq(true)),
    }
    .load(c)?)
}

/// An organisation's name and own address.
fn name_and_email(c: &mut Conn, organisation: OrganisationId) -> Result<(String, String), Error> {
    Ok(organisations::table
        .find(AsText(organisation))
        .select((organisations::name, organisations::email))
        .get_result(c)?)
}

/// A new secret by which an address stops messages. Each letter has its own, since only fingerprints are kept.
///
/// # Errors
/// When the database does not do it.
pub fn mint(c: &mut Conn, address: AddressId, now: DateTime<Utc>) -> Result<String, Error> {
    let secret = random::secret();
    diesel::insert_into(unsubscribe_links::table)
        .values((
            unsubscribe_links::hash.eq(random::fingerprint(&secret)),
            unsubscribe_links::address_id.eq(AsText(address)),
            unsubscribe_links::created_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(secret)
}

/// Removes the links that are too old to be of use, at most so many. Returns how many.
///
/// # Errors
/// When the database does not do it.
pub fn prune_links(c: &mut Conn, limit: u16, now: DateTime<Utc>) -> Result<usize, Error> {
    let old: Vec<String> = unsubscribe_links::table
        .filter(unsubscribe_links::created_at.lt(Moment::from(now - LINKS_KEPT)))
        .order(unsubscribe_links::created_at)
        .select(unsubscribe_links::hash)
        .at_most(limit.into())
        .load(c)?;
    if old.is_empty() {
        return Ok(0);
    }
    let old = unsubscribe_links::table.filter(one_of(unsubscribe_links::hash, old));
    Ok(diesel::delete(old).execute(c)?)
}

/// The mail server of a reader refused a letter about an event for good, because of who it was for: if the address is on
/// the list of the organisation that was told, nothing more is sent there.
///
/// # Errors
/// When the database does not do it.
pub fn refused(c: &mut Conn, event: EventId, recipient: &str) -> Result<(), Error> {
    let told: Option<AsText<OrganisationId>> = events::table
        .find(AsText(event))
        .select(events::organisation_id)
        .get_result(c)
        .optional()?;
    let Some(organisation) = told else {
        return Ok(());
    };
    let listed = addresses::table
        .filter(addresses::organisation_id.eq(organisation))
        .filter(addresses::email_lower.eq(recipient.to_lowercase()));
    diesel::update(listed)
        .set((
            addresses::state.eq(AsText(AddressState::Undeliverable)),
            addresses::confirm_hash.eq(None::<String>),
            addresses::confirm_until.eq(None::<Moment>),
        ))
        .execute(c)?;
    Ok(())
}
