//! What admins change of the people of their organisation. Each answers what the person is called, or nothing when there is no
//! such person in it.

use crate::domain::account::{Role, User};
use crate::domain::ids::{OrganisationId, UserId};
use crate::store::columns::AsText;
use crate::store::outbox::Letter;
use crate::store::schema::users;
use crate::store::users::{UserRow, set_disabled};
use crate::store::{Conn, Error, invitations, second_steps, sessions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Somebody of an organisation, kept out or not.
fn find_in(c: &mut Conn, organisation: OrganisationId, id: UserId) -> Result<Option<User>, Error> {
    let row = users::table
        .filter(users::id.eq(AsText(id)))
        .filter(users::organisation_id.eq(AsText(organisation)))
        .select(UserRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(User::from))
}

/// Gives somebody of an organisation another role, as one of its admins wants; it counts from their next click on.
///
/// # Errors
/// When the database does not answer.
pub fn set_role(
    c: &mut Conn,
    organisation: OrganisationId,
    id: UserId,
    role: Role,
) -> Result<Option<String>, Error> {
    let Some(user) = find_in(c, organisation, id)? else {
        return Ok(None);
    };
    diesel::update(users::table.find(AsText(id)))
        .set(users::role.eq(AsText(role)))
        .execute(c)?;
    if role != Role::Admin {
        invitations::end_those_of(c, id, Some(organisation))?;
    }
    Ok(Some(user.name))
}

/// Keeps somebody of an organisation out, which ends their sessions, or lets them in again, as one of its admins wants.
///
/// # Errors
/// When the database does not answer.
pub fn set_access(
    c: &mut Conn,
    organisation: OrganisationId,
    id: UserId,
    disabled: bool,
) -> Result<Option<String>, Error> {
    let Some(user) = find_in(c, organisation, id)? else {
        return Ok(None);
    };
    set_disabled(c, id, disabled)?;
    Ok(Some(user.name))
}

/// Takes the second step of sign-in from somebody of an organisation who has lost it, as one of its admins wants, and tells
/// them. Their sessions end, for nobody knows who has what they lost. Nothing is answered of who has none, either.
///
/// # Errors
/// When the database does not answer.
pub fn remove_second_step(
    c: &mut Conn,
    organisation: OrganisationId,
    id: UserId,
    letter: impl FnOnce(&User) -> Result<Letter, Error>,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let Some(user) = find_in(c, organisation, id)? else {
        return Ok(None);
    };
    if !second_steps::remove(c, id)? {
        return Ok(None);
    }
    sessions::end_all(c, id)?;
    second_steps::tell(c, &user, "removed by an admin", letter(&user)?, now)?;
    Ok(Some(user.name))
}
