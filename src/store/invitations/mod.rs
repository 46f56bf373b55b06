//! Invitations: of people into an organisation, and of partners into the portal.
//!
//! An invitation by an ISV lets a partner's first person in, and nobody once somebody is in. Whoever loses their access
//! takes the invitations that they sent along.

mod join;
mod partners;

pub use join::{find, join};
pub use partners::{
    Behind, PartnerInvited, PartnerLetter, RegisteredLetters, behind, invite_partner,
    set_registered,
};

use crate::domain::account::{Role, User};
use crate::domain::ids::{EventId, OrganisationId, UserId};
use crate::store::columns::{AsText, Moment};
use crate::store::events::{OwnEvent, record_own as record};
use crate::store::outbox::{self, Letter};
use crate::store::piece::TakePart;
use crate::store::schema::{invitations, organisations as organisation_columns};
use crate::store::scope::OwnScope;
use crate::store::{Conn, Error, organisations, users};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// How long an invitation's link works.
pub const VALID: TimeDelta = TimeDelta::hours(24);
/// Invitations of one organisation that wait at the same time: more than anybody invites in a day.
pub const MAX_OPEN: i64 = 50;

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct NewInvitation<'a> {
    /// The fingerprint of the secret in its link.
    pub hash: &'a str,
    /// Who is invited.
    pub email: &'a str,
    /// What they may do.
    pub role: Role,
    /// Who invites.
    pub by: &'a User,
    /// The letter that brings the link.
    pub letter: Letter,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// The address waits, and is written to; or it has an account elsewhere, which nobody here is told: then it waits in
    /// vain and is not.
    Done,
    /// The person is in the organisation already.
    Here,
    /// Too many wait already.
    TooMany,
    /// The organisation has caused so many letters that it has to wait for so long.
    Wait(TimeDelta),
}

/// An invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The organisation it leads into.
    pub organisation: String,
    /// Who is invited.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Who invited.
    pub by: String,
    /// Until when the link works.
    pub until: DateTime<Utc>,
}

/// Invites somebody into an organisation; an earlier invitation of the same address ends.
///
/// # Errors
/// When the database does not answer.
pub fn invite(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    new: &NewInvitation<'_>,
    now: DateTime<Utc>,
) -> Result<Invited, Error> {
    let organisation = scope.into().organisation();
    organisations::take_turns(c, organisation)?;
    let known = users::by_email(c, new.email)?;
    if known
        .as_ref()
        .is_some_and(|user| user.organisation == organisation)
    {
        return Ok(Invited::Here);
    }
    if open(c, organisation, now)? >= MAX_OPEN {
        return Ok(Invited::TooMany);
    }
    if let Some(wait) = outbox::wait(c, organisation, now)? {
        return Ok(Invited::Wait(wait));
    }
    let event = write(c, organisation, new, now)?;
    if known.is_none() {
        outbox::enqueue(c, &[(event, new.letter.clone())], now)?;
    }
    Ok(Invited::Done)
}

fn open(c: &mut Conn, organisation: OrganisationId, now: DateTime<Utc>) -> Result<i64, Error> {
    Ok(invitations::table
        .filter(invitations::organisation_id.eq(AsText(organisation)))
        .filter(invitations::created_at.gt(Moment::from(now - VALID)))
        .count()
        .get_result(c)?)
}

/// Writes an invitation down, and that it was made.
fn write(
    c: &mut Conn,
    organisation: OrganisationId,
    new: &NewInvitation<'_>,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let lower = new.email.to_lowercase();
    let earlier = invitations::table
        .filter(invitations::organisation_id.eq(AsText(organisation)))
        .filter(invitations::email_lower.eq(&lower));
    diesel::delete(earlier).execute(c)?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::hash.eq(new.hash),
            invitations::organisation_id.eq(AsText(organisation)),
            invitations::email.eq(new.email),
            invitations::email_lower.eq(lower),
            invitations::role.eq(AsText(new.role)),
            invitations::invited_by.eq(&new.by.name),
            invitations::created_at.eq(Moment::from(now)),
            invitations::inviter_id.eq(AsText(new.by.id)),
        ))
        .execute(c)?;
    let what = (OwnEvent::PersonInvited, new.by.name.as_str());
    record(c, organisation, what, &[("email", new.email)], now)
}

/// Takes an invitation back that waits: its link ends, and a letter that was not sent stays here. Whether one waited.
///
/// # Errors
/// When the database does not answer.
pub fn withdraw(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    email: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let organisation = scope.into().organisation();
    let theirs = invitations::table
        .filter(invitations::organisation_id.eq(AsText(organisation)))
        .filter(invitations::email_lower.eq(users::searchable(email)));
    let written: Option<String> = theirs
        .clone()
        .select(invitations::email)
        .get_result(c)
        .optional()?;
    let Some(written) = written else {
        return Ok(false);
    };
    diesel::delete(theirs).execute(c)?;
    let what = format!("the invitation of {written} was withdrawn");
    record_change(c, organisation, by, &what, now)?;
    outbox::cancel_invitations(c, organisation, &[written])?;
    Ok(true)
}

/// Ends the invitations that somebody sent: all of them when they lose their access, those into their own organisation
/// when they are no admin any more.
pub(in crate::store) fn end_those_of(
    c: &mut Conn,
    inviter: UserId,
    only_into: Option<OrganisationId>,
) -> Result<(), Error> {
    let theirs: Vec<(String, AsText<OrganisationId>, String)> = invitations::table
        .filter(invitations::inviter_id.eq(AsText(inviter)))
        .select((
            invitations::hash,
            invitations::organisation_id,
            invitations::email,
        ))
        .load(c)?;
    for (hash, organisation, email) in theirs {
        if only_into.is_none_or(|own| own == organisation.0) {
            diesel::delete(invitations::table.find(hash)).execute(c)?;
            outbox::cancel_invitations(c, organisation.0, &[email])?;
        }
    }
    Ok(())
}

/// Writes down that somebody's role or access was changed.
///
/// # Errors
/// When the database does not answer.
pub fn record_change(
    c: &mut Conn,
    organisation: OrganisationId,
    by: &str,
    what: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = (OwnEvent::PersonChanged, by);
    record(c, organisation, changed, &[("what", what)], now).map(|_| ())
}

type Row = (String, AsText<Role>, String, Moment, String);

fn invitation((email, role, by, at, organisation): Row) -> Invitation {
    Invitation {
        organisation,
        email,
        role: role.0,
        by,
        until: DateTime::<Utc>::from(at) + VALID,
    }
}

/// The invitations into an organisation that wait, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, Error> {
    let rows: Vec<Row> = invitations::table
        .inner_join(organisation_columns::table)
        .filter(invitations::organisation_id.eq(AsText(scope.into().organisation())))
        .filter(invitations::created_at.gt(Moment::from(now - VALID)))
        .order((invitations::created_at.desc(), invitations::email_lower))
        .select((
            invitations::email,
            invitations::role,
            invitations::invited_by,
            invitations::created_at,
            organisation_columns::name,
        ))
        .at_most(MAX_OPEN)
        .load(c)?;
    Ok(rows.into_iter().map(invitation).collect())
}

/// Removes invitations whose links do not work any more; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = invitations::table.filter(invitations::created_at.le(Moment::from(now - VALID)));
    Ok(diesel::delete(old).execute(c)?)
}
