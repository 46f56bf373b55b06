//! How somebody wants to see the portal.

use crate::domain::ids::UserId;
use crate::store::columns::AsText;
use crate::store::schema::users;
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// Which colours somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those of their device.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

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
