//! Coming in by an invitation.

use crate::domain::account::{Role, User};
use crate::domain::ids::{OrganisationId, UserId};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{OwnEvent, record_own as record};
use crate::store::invitations::{Invitation, VALID};
use crate::store::organisations::{self, Added};
use crate::store::schema::{invitations, users as user_columns};
use crate::store::{Conn, Error, users};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// An invitation that waits, and into where.
struct Waiting {
    organisation: OrganisationId,
    email: String,
    role: Role,
    by: String,
    at: DateTime<Utc>,
    /// Whether somebody of another organisation sent it, as an ISV does to a partner: it is for the first person there.
    is_from_outside: bool,
}

type Row = (
    AsText<OrganisationId>,
    String,
    AsText<Role>,
    String,
    Moment,
    AsText<OrganisationId>,
    AsText<Role>,
);

/// The invitation of a secret with this fingerprint, as long as it works: whoever invited may still invite.
fn waiting(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<Option<Waiting>, Error> {
    let row: Option<Row> = invitations::table
        .inner_join(user_columns::table.on(user_columns::id.eq(invitations::inviter_id)))
        .filter(invitations::hash.eq(hash))
        .filter(invitations::created_at.gt(Moment::from(now - VALID)))
        .filter(user_columns::disabled.eq(false))
        .select((
            invitations::organisation_id,
            invitations::email,
            invitations::role,
            invitations::invited_by,
            invitations::created_at,
            user_columns::organisation_id,
            user_columns::role,
        ))
        .get_result(c)
        .optional()?;
    let Some((organisation, email, role, by, at, inviters, inviters_role)) = row else {
        return Ok(None);
    };
    let waiting = Waiting {
        is_from_outside: inviters.0 != organisation.0,
        organisation: organisation.0,
        email,
        role: role.0,
        by,
        at: at.into(),
    };
    let is_good = if waiting.is_from_outside {
        users::count(c, waiting.organisation)? == 0
    } else {
        inviters_role.0 == Role::Admin
    };
    Ok(is_good.then_some(waiting))
}

/// The invitation to which a link leads, as long as it works.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<Option<Invitation>, Error> {
    let Some(waiting) = waiting(c, hash, now)? else {
        return Ok(None);
    };
    let organisation = organisations::find(c, waiting.organisation)?;
    Ok(organisation.map(|organisation| Invitation {
        organisation: organisation.name,
        email: waiting.email,
        role: waiting.role,
        by: waiting.by,
        until: waiting.at + VALID,
    }))
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
    let Some(Waiting { organisation, .. }) = waiting(c, hash, now)? else {
        return Ok(None);
    };
    // Of two who come by invitations from outside, the second finds the first one in.
    organisations::take_turns(c, organisation)?;
    let Some(invited) = waiting(c, hash, now)? else {
        return Ok(None);
    };
    // Who takes the invitation away comes in; a second press finds it gone.
    if diesel::delete(invitations::table.find(hash)).execute(c)? == 0 {
        return Ok(None);
    }
    let user = User {
        id: random::id(now),
        organisation,
        email: invited.email,
        name: name.to_owned(),
        role: invited.role,
    };
    if users::add(c, &user, password_hash, now)? == Added::Taken {
        return Ok(None);
    }
    if invited.is_from_outside {
        let others = invitations::organisation_id.eq(AsText(organisation));
        diesel::delete(invitations::table.filter(others)).execute(c)?;
    }
    let what = (OwnEvent::PersonJoined, user.name.as_str());
    record(c, organisation, what, &[], now)?;
    Ok(Some(user.id))
}
