//! Invitations: of people into an organisation, and of partners into the portal.

use crate::domain::account::{Organisation, OrganisationKind, Role, User};
use crate::domain::ids::{EventId, OrganisationId, UserId};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::db::insert_unless_there;
use crate::store::events::{self, Details, EventKind, NewEvent};
use crate::store::organisations::{self, Added};
use crate::store::outbox::{self, Letter};
use crate::store::schema::{
    invitations, organisations as organisation_columns, reseller_invitations, users as user_columns,
};
use crate::store::scope::{IsvScope, OwnScope};
use crate::store::{Conn, Error, users};
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
    /// Who invites, as they are called.
    pub by: &'a str,
    /// The letter that brings the link.
    pub letter: Letter,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// The address is written to; or it has an account elsewhere, which nobody here is told, and is not.
    Done,
    /// The person is in the organisation already.
    Here,
    /// Too many wait already.
    TooMany,
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
    if known.is_none() {
        write(c, organisation, new, now)?;
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

fn write(
    c: &mut Conn,
    organisation: OrganisationId,
    new: &NewInvitation<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
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
            invitations::invited_by.eq(new.by),
            invitations::created_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    let details = [("email".to_owned(), new.email.to_owned())].into();
    let event = record(
        c,
        organisation,
        (EventKind::PersonInvited, new.by),
        details,
        now,
    )?;
    outbox::enqueue(c, &[(event, new.letter.clone())], now)
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
    let details = [("what".to_owned(), what.to_owned())].into();
    record(
        c,
        organisation,
        (EventKind::PersonChanged, by),
        details,
        now,
    )
    .map(|_| ())
}

/// Writes an event of an organisation's own.
fn record(
    c: &mut Conn,
    organisation: OrganisationId,
    (kind, actor): (EventKind, &str),
    details: Details,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let id: EventId = random::id(now);
    let event = NewEvent {
        id: AsText(id),
        organisation_id: AsText(organisation),
        opportunity_id: None,
        offer_id: None,
        kind: AsText(kind),
        actor: actor.to_owned(),
        at: now.into(),
        details: AsText(details),
    };
    events::record(c, &[event])?;
    Ok(id)
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

/// The invitation to which a link leads, as long as it works.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<Option<Invitation>, Error> {
    let row: Option<Row> = invitations::table
        .inner_join(organisation_columns::table)
        .filter(invitations::hash.eq(hash))
        .filter(invitations::created_at.gt(Moment::from(now - VALID)))
        .select((
            invitations::email,
            invitations::role,
            invitations::invited_by,
            invitations::created_at,
            organisation_columns::name,
        ))
        .first(c)
        .optional()?;
    Ok(row.map(invitation))
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
        .limit(MAX_OPEN)
        .select((
            invitations::email,
            invitations::role,
            invitations::invited_by,
            invitations::created_at,
            organisation_columns::name,
        ))
        .load(c)?;
    Ok(rows.into_iter().map(invitation).collect())
}

/// Lets somebody in who was invited, under the name and password they chose. Nobody when the link does not work (any
/// more), or the address got an account meanwhile.
///
/// # Errors
/// When the database does not answer.
pub fn join(
    c: &mut Conn,
    hash: &str,
    (name, password_hash): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<UserId>, Error> {
    let waiting = invitations::table
        .filter(invitations::hash.eq(hash))
        .filter(invitations::created_at.gt(Moment::from(now - VALID)));
    let found: Option<(AsText<OrganisationId>, String, AsText<Role>)> = waiting
        .select((
            invitations::organisation_id,
            invitations::email,
            invitations::role,
        ))
        .first(c)
        .optional()?;
    let Some((organisation, email, role)) = found else {
        return Ok(None);
    };
    // Who takes the invitation away comes in; a second press finds it gone.
    if diesel::delete(waiting).execute(c)? == 0 {
        return Ok(None);
    }
    let user = User {
        id: random::id(now),
        organisation: organisation.0,
        email,
        name: name.to_owned(),
        role: role.0,
    };
    if users::add(c, &user, password_hash, now)? == Added::Taken {
        return Ok(None);
    }
    let what = (EventKind::PersonJoined, user.name.as_str());
    record(c, user.organisation, what, Details::new(), now)?;
    Ok(Some(user.id))
}

/// What became of inviting a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnerInvited {
    /// It is written to, and the ISV is told once it is registered.
    Done,
    /// It is registered already and can be chosen: under this name.
    Registered(String),
    /// Too many invitations wait.
    TooMany,
}

/// Invites a partner into the portal: it is there from now on, not registered, and the first of its people gets a link.
/// The ISV is told when the operator registers it.
///
/// # Errors
/// When the database does not answer.
pub fn invite_partner(
    c: &mut Conn,
    scope: &IsvScope,
    partner: &Organisation,
    new: &NewInvitation<'_>,
    now: DateTime<Utc>,
) -> Result<PartnerInvited, Error> {
    let known = organisations::by_account(c, &partner.account, OrganisationKind::Partner)?;
    let id = match known {
        Some(known) if known.registered => return Ok(PartnerInvited::Registered(known.name)),
        Some(known) => known.id,
        None => {
            organisations::add(c, partner, now)?;
            partner.id
        }
    };
    if open(c, id, now)? >= MAX_OPEN {
        return Ok(PartnerInvited::TooMany);
    }
    insert_unless_there(c, |c| {
        diesel::insert_into(reseller_invitations::table)
            .values((
                reseller_invitations::isv_id.eq(AsText(scope.isv())),
                reseller_invitations::partner_id.eq(AsText(id)),
                reseller_invitations::invited_by.eq(new.by),
                reseller_invitations::created_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    let details = [("partner".to_owned(), partner.name.clone())].into();
    record(
        c,
        scope.isv(),
        (EventKind::ResellerInvited, new.by),
        details,
        now,
    )?;
    // Somebody of it may be in already; then there is nobody to let in first.
    let people: i64 = user_columns::table
        .filter(user_columns::organisation_id.eq(AsText(id)))
        .count()
        .get_result(c)?;
    if people == 0 && users::by_email(c, new.email)?.is_none() {
        write(c, id, new, now)?;
    }
    Ok(PartnerInvited::Done)
}

/// Writes the letters that tell an ISV that a partner it invited is registered. It must do nothing else.
pub type RegisteredLetters<'a> =
    dyn Fn(&Organisation, &Organisation) -> Result<Vec<Letter>, Error> + 'a;

/// Registers a partner as a reseller, or ends that, and tells the ISVs that invited it. Whether anything changed.
///
/// # Errors
/// When the database does not answer.
pub fn set_registered(
    c: &mut Conn,
    (id, registered): (OrganisationId, bool),
    by: &str,
    letters: &RegisteredLetters<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let Some(partner) = organisations::find(c, id)? else {
        return Ok(false);
    };
    if partner.kind != OrganisationKind::Partner || partner.registered == registered {
        return Ok(false);
    }
    organisations::set_registered(c, id, registered)?;
    let details: Details = [("registered".to_owned(), registered.to_string())].into();
    record(
        c,
        id,
        (EventKind::RegistrationChanged, by),
        details.clone(),
        now,
    )?;
    if !registered {
        return Ok(true);
    }
    let waiting: Vec<AsText<OrganisationId>> = reseller_invitations::table
        .filter(reseller_invitations::partner_id.eq(AsText(id)))
        .select(reseller_invitations::isv_id)
        .load(c)?;
    for isv in waiting {
        let Some(isv) = organisations::find(c, isv.0)? else {
            continue;
        };
        let what = (EventKind::RegistrationChanged, partner.name.as_str());
        let event = record(c, isv.id, what, details.clone(), now)?;
        let told: Vec<_> = letters(&isv, &partner)?
            .into_iter()
            .map(|letter| (event, letter))
            .collect();
        outbox::enqueue(c, &told, now)?;
    }
    let done = reseller_invitations::table.filter(reseller_invitations::partner_id.eq(AsText(id)));
    diesel::delete(done).execute(c)?;
    Ok(true)
}

/// Removes invitations whose links do not work any more; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = invitations::table.filter(invitations::created_at.le(Moment::from(now - VALID)));
    Ok(diesel::delete(old).execute(c)?)
}
