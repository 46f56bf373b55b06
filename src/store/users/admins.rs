//! What admins change of the people of their organisation.

use crate::domain::account::Role;
use crate::domain::ids::{OrganisationId, UserId};
use crate::store::columns::AsText;
use crate::store::schema::users;
use crate::store::users::{set_disabled, who};
use crate::store::{Conn, Error, invitations, organisations};
use diesel::prelude::*;

/// What became of changing a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// They are changed; this is what they are called.
    Done(String),
    /// There is no such person in the organisation.
    Missing,
    /// Whoever wanted it lost the right to it a moment before: nothing is changed.
    NotAllowed,
}

/// The name of somebody of an organisation.
fn name_in(
    c: &mut Conn,
    organisation: OrganisationId,
    id: UserId,
) -> Result<Option<String>, Error> {
    Ok(users::table
        .filter(users::id.eq(AsText(id)))
        .filter(users::organisation_id.eq(AsText(organisation)))
        .select(users::name)
        .get_result(c)
        .optional()?)
}

/// Whether somebody is still an admin of an organisation. Until the transaction ends nobody else changes its people, so of
/// two admins who take each other's rights at once the second has none any more, and one of them stays.
fn is_admin_still(c: &mut Conn, organisation: OrganisationId, by: UserId) -> Result<bool, Error> {
    organisations::take_turns(c, organisation)?;
    Ok(who(c, by)?
        .is_some_and(|who| who.user.organisation == organisation && who.user.role == Role::Admin))
}

/// Gives somebody of an organisation another role, as one of its admins wants; it counts from their next click on.
///
/// # Errors
/// When the database does not answer.
pub fn set_role(
    c: &mut Conn,
    (organisation, by): (OrganisationId, UserId),
    id: UserId,
    role: Role,
) -> Result<Changed, Error> {
    if !is_admin_still(c, organisation, by)? {
        return Ok(Changed::NotAllowed);
    }
    let Some(name) = name_in(c, organisation, id)? else {
        return Ok(Changed::Missing);
    };
    diesel::update(users::table.find(AsText(id)))
        .set(users::role.eq(AsText(role)))
        .execute(c)?;
    if role != Role::Admin {
        invitations::end_those_of(c, id, Some(organisation))?;
    }
    Ok(Changed::Done(name))
}

/// Keeps somebody of an organisation out, which ends their sessions, or lets them in again, as one of its admins wants.
///
/// # Errors
/// When the database does not answer.
pub fn set_access(
    c: &mut Conn,
    (organisation, by): (OrganisationId, UserId),
    id: UserId,
    disabled: bool,
) -> Result<Changed, Error> {
    if !is_admin_still(c, organisation, by)? {
        return Ok(Changed::NotAllowed);
    }
    let Some(name) = name_in(c, organisation, id)? else {
        return Ok(Changed::Missing);
    };
    set_disabled(c, id, disabled)?;
    Ok(Changed::Done(name))
}
