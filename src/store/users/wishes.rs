//! How somebody wants to see the portal.

use crate::domain::ids::UserId;
use crate::domain::theme::Theme;
use crate::store::columns::AsText;
use crate::store::schema::users;
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// Remembers whether a person fills in the form on one page.
///
/// # Errors
/// When the database does not answer.
pub fn set_one_page(c: &mut Conn, id: UserId, one_page: bool) -> Result<(), Error> {
    diesel::update(users::table.find(AsText(id)))
        .set(users::one_page.eq(one_page))
        .execute(c)?;
    Ok(())
}

/// Remembers which colours a person wants.
///
/// # Errors
/// When the database does not answer.
pub fn set_theme(c: &mut Conn, id: UserId, theme: Theme) -> Result<(), Error> {
    diesel::update(users::table.find(AsText(id)))
        .set(users::theme.eq(AsText(theme)))
        .execute(c)?;
    Ok(())
}
