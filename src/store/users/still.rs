//! Whether somebody may still do what they could when they asked. What they send may take a while to arrive, and meanwhile
//! an admin takes their rights away: it is looked at again in the transaction that writes.

use crate::domain::account::Role;
use crate::domain::ids::{OrganisationId, UserId};
use crate::store::users::who;
use crate::store::{Conn, Error, organisations};
#[cfg(feature = "postgres")]
use diesel::RunQueryDsl;
#[cfg(feature = "postgres")]
use diesel::sql_types::Text;

/// Whether somebody of an organisation still has a role that allows it, and is not kept out.
///
/// # Errors
/// When the database does not answer.
pub fn may_still(
    c: &mut Conn,
    (organisation, by): (OrganisationId, UserId),
    may: impl Fn(Role) -> bool,
) -> Result<bool, Error> {
    Ok(who(c, by)?.is_some_and(|who| who.user.organisation == organisation && may(who.user.role)))
}

/// Whether somebody may still create, clone and revoke. Nobody takes that from them until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub fn is_editor_still(
    c: &mut Conn,
    (organisation, by): (OrganisationId, UserId),
) -> Result<bool, Error> {
    match c {
        // One writes at a time, whatever it is.
        Conn::Sqlite(_) => {}
        // Shared: they may write several things at once.
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            diesel::sql_query("SELECT 1 FROM users WHERE id = $1 FOR SHARE")
                .bind::<Text, _>(by.to_string())
                .execute(c)?;
        }
    }
    may_still(c, (organisation, by), Role::may_edit)
}

/// Whether somebody is still an admin of an organisation. Until the transaction ends nobody else changes its people, so of
/// two admins who take each other's rights at once the second has none any more, and one of them stays.
///
/// # Errors
/// When the database does not answer.
pub fn is_admin_still(
    c: &mut Conn,
    (organisation, by): (OrganisationId, UserId),
) -> Result<bool, Error> {
    organisations::take_turns(c, organisation)?;
    may_still(c, (organisation, by), |role| role == Role::Admin)
}
