//! People who can sign in, and what signing in makes of them.

mod admins;
mod still;
mod who;
mod wishes;

pub use admins::{remove_second_step, set_access, set_role};
pub use still::{is_admin_still, is_editor_still, may_still};
pub use who::{PasswordMark, Who, of_session, who};
pub use wishes::{set_one_page, set_theme};

use crate::domain::account::{Role, User};
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::theme::Theme;
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_unless_there;
use crate::store::organisations::Added;
use crate::store::piece::TakePart;
use crate::store::schema::{second_steps, users};
use crate::store::{Conn, Error, invitations, passwords, sessions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The most people of one organisation that are listed.
pub const MAX_LISTED: i64 = 500;

/// One of the people of an organisation, as their admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub user: User,
    /// Whether they are kept out.
    pub disabled: bool,
    /// Whether they sign in in two steps.
    pub second_step: bool,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
struct UserRow {
    id: AsText<UserId>,
    organisation_id: AsText<OrganisationId>,
    email: String,
    name: String,
    role: AsText<Role>,
}

/// Whose second step it is, where there is one.
type StepOf = Option<AsText<UserId>>;

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.0,
            organisation: row.organisation_id.0,
            email: row.email,
            name: row.name,
            role: row.role.0,
        }
    }
}

/// An address as it is looked up. PostgreSQL does not even compare with a text that has a zero in it, so that one is
/// looked up as nothing, which nobody is called.
pub(in crate::store) fn searchable(email: &str) -> String {
    if email.contains('\0') {
        String::new()
    } else {
        email.to_lowercase()
    }
}

/// Adds a person, unless their address has an account.
///
/// # Errors
/// When the database does not answer.
pub fn add(
    c: &mut Conn,
    new: &User,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<Added, Error> {
    insert_unless_there(c, |c| {
        diesel::insert_into(users::table)
            .values((
                users::id.eq(AsText(new.id)),
                users::organisation_id.eq(AsText(new.organisation)),
                users::email.eq(&new.email),
                users::email_lower.eq(new.email.to_lowercase()),
                users::name.eq(&new.name),
                users::role.eq(AsText(new.role)),
                users::password_hash.eq(password_hash),
                users::disabled.eq(false),
                users::one_page.eq(false),
                users::theme.eq(AsText(Theme::default())),
                users::created_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })
    .map(Added::when)
}

/// Whose address this is and the hash of their password, to sign in by; nobody when they were disabled.
///
/// # Errors
/// When the database does not answer.
pub fn credentials(c: &mut Conn, email: &str) -> Result<Option<(UserId, String)>, Error> {
    let row: Option<(AsText<UserId>, String)> = users::table
        .filter(users::email_lower.eq(searchable(email)))
        .filter(users::disabled.eq(false))
        .select((users::id, users::password_hash))
        .get_result(c)
        .optional()?;
    Ok(row.map(|(id, hash)| (id.0, hash)))
}

/// Whose address this is, disabled or not.
///
/// # Errors
/// When the database does not answer.
pub fn by_email(c: &mut Conn, email: &str) -> Result<Option<User>, Error> {
    let row = users::table
        .filter(users::email_lower.eq(searchable(email)))
        .select(UserRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(User::from))
}

/// How many people an organisation has, disabled or not.
///
/// # Errors
/// When the database does not answer.
pub fn count(c: &mut Conn, organisation: OrganisationId) -> Result<i64, Error> {
    Ok(users::table
        .filter(users::organisation_id.eq(AsText(organisation)))
        .count()
        .get_result(c)?)
}

/// The people of an organisation who are not kept out, by name.
///
/// # Errors
/// When the database does not answer.
pub fn of(c: &mut Conn, organisation: OrganisationId) -> Result<Vec<User>, Error> {
    let rows = users::table
        .filter(users::organisation_id.eq(AsText(organisation)))
        .filter(users::disabled.eq(false))
        .order((users::name, users::id))
        .select(UserRow::as_select())
        .at_most(MAX_LISTED)
        .load(c)?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// The people of an organisation, by name, with how each can sign in.
///
/// # Errors
/// When the database does not answer.
pub fn colleagues(c: &mut Conn, organisation: OrganisationId) -> Result<Vec<Colleague>, Error> {
    let rows: Vec<(UserRow, bool, StepOf)> = users::table
        .left_join(second_steps::table)
        .filter(users::organisation_id.eq(AsText(organisation)))
        .order((users::name, users::id))
        .select((
            UserRow::as_select(),
            users::disabled,
            second_steps::user_id.nullable(),
        ))
        .at_most(MAX_LISTED)
        .load(c)?;
    let known = |(row, disabled, step): (UserRow, bool, StepOf)| Colleague {
        user: row.into(),
        disabled,
        second_step: step.is_some(),
    };
    Ok(rows.into_iter().map(known).collect())
}

/// Puts a hash in the place of the one that a password was compared with. Whether that was still theirs.
///
/// # Errors
/// When the database does not answer.
pub fn replace_password_hash(
    c: &mut Conn,
    id: UserId,
    old_hash: &str,
    new_hash: &str,
) -> Result<bool, Error> {
    let same = users::table
        .find(AsText(id))
        .filter(users::password_hash.eq(old_hash));
    let changed = diesel::update(same)
        .set(users::password_hash.eq(new_hash))
        .execute(c)?;
    Ok(changed == 1)
}

/// Gives a person another password. Their sessions are another matter: see [`sessions::end_all`].
///
/// # Errors
/// When the database does not answer.
pub fn set_password_hash(c: &mut Conn, id: UserId, hash: &str) -> Result<(), Error> {
    diesel::update(users::table.find(AsText(id)))
        .set(users::password_hash.eq(hash))
        .execute(c)?;
    Ok(())
}

/// Disables a person, which signs them out everywhere and ends the invitations they sent and their links to a new password,
/// or enables them again. Whether there is such a person.
///
/// # Errors
/// When the database does not answer.
pub fn set_disabled(c: &mut Conn, id: UserId, disabled: bool) -> Result<bool, Error> {
    if disabled {
        sessions::end_all(c, id)?;
        invitations::end_those_of(c, id, None)?;
        passwords::end_links(c, id)?;
    }
    let changed = diesel::update(users::table.find(AsText(id)))
        .set(users::disabled.eq(disabled))
        .execute(c)?;
    Ok(changed == 1)
}
