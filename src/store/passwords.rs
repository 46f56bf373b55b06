//! New passwords: chosen by a link after the old one was forgotten, or changed by who knows the old one.

use crate::domain::account::User;
use crate::domain::ids::UserId;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, OwnEvent};
use crate::store::organisations::take_turns;
use crate::store::outbox::{self, Letter};
use crate::store::schema::{password_resets, users as user_columns};
use crate::store::users::{PasswordMark, Who};
use crate::store::{Conn, Error, sessions, users};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// How long a link to choose a new password works.
pub const VALID: TimeDelta = TimeDelta::minutes(30);
/// Links of one person within [`VALID`]: who did not find the first mail asks again, and nobody needs more.
pub const MAX_LINKS: i64 = 3;

/// The person whose address this is, if they may ask for another link at this moment.
///
/// # Errors
/// When the database does not answer.
pub fn may_ask(c: &mut Conn, email: &str, now: DateTime<Utc>) -> Result<Option<User>, Error> {
    let Some((id, _)) = users::credentials(c, email)? else {
        return Ok(None);
    };
    let Some(Who { user, .. }) = users::who(c, id)? else {
        return Ok(None);
    };
    // Of many who ask at once each finds the links of those before.
    take_turns(c, user.organisation)?;
    let lately: i64 = password_resets::table
        .filter(password_resets::user_id.eq(AsText(id)))
        .filter(password_resets::created_at.gt(Moment::from(now - VALID)))
        .count()
        .get_result(c)?;
    if lately >= MAX_LINKS {
        return Ok(None);
    }
    Ok(Some(user))
}

/// Keeps the fingerprint of a link's secret, and puts the letter that brings it on its way.
///
/// # Errors
/// When the database does not answer.
pub fn ask(
    c: &mut Conn,
    user: &User,
    hash: &str,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::hash.eq(hash),
            password_resets::user_id.eq(AsText(user.id)),
            password_resets::created_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    tell(c, user, OwnEvent::PasswordForgotten, letter, now)
}

/// The person whose link this is, as long as it works.
///
/// # Errors
/// When the database does not answer.
pub fn of_link(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<Option<Who>, Error> {
    let id: Option<AsText<UserId>> = password_resets::table
        .inner_join(user_columns::table)
        .filter(password_resets::hash.eq(hash))
        .filter(password_resets::created_at.gt(Moment::from(now - VALID)))
        .filter(user_columns::disabled.eq(false))
        .select(password_resets::user_id)
        .get_result(c)
        .optional()?;
    match id {
        Some(id) => users::who(c, id.0),
        None => Ok(None),
    }
}

/// Gives the person whose link this is another password: all their links and sessions end. Whether the link still
/// worked.
///
/// # Errors
/// When the database does not answer.
pub fn reset(
    c: &mut Conn,
    hash: &str,
    password_hash: &str,
    letter: impl FnOnce(&User) -> Result<Letter, Error>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let Some(Who { user, .. }) = of_link(c, hash, now)? else {
        return Ok(false);
    };
    // Who takes the link away changes the password; a second press finds it gone.
    if diesel::delete(password_resets::table.find(hash)).execute(c)? == 0 {
        return Ok(false);
    }
    users::set_password_hash(c, user.id, password_hash)?;
    end_what_began_before(c, &user, letter(&user)?, now)?;
    Ok(true)
}

/// Gives a person who gave their password another one. Whether that was still theirs: who chose another by a link at
/// the same time keeps that.
///
/// # Errors
/// When the database does not answer.
pub fn change(
    c: &mut Conn,
    user: &User,
    (given, new_hash): (&PasswordMark, &str),
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let Some((_, hash)) = users::credentials(c, &user.email)? else {
        return Ok(false);
    };
    let changed = PasswordMark::of(&hash) == *given
        && users::replace_password_hash(c, user.id, &hash, new_hash)?;
    if changed {
        end_what_began_before(c, user, letter, now)?;
    }
    Ok(changed)
}

/// Ends the sessions and links of a person whose password has changed, and tells them.
fn end_what_began_before(
    c: &mut Conn,
    user: &User,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sessions::end_all(c, user.id)?;
    end_links(c, user.id)?;
    tell(c, user, OwnEvent::PasswordChanged, letter, now)
}

/// Ends a person's links that wait.
pub(in crate::store) fn end_links(c: &mut Conn, user: UserId) -> Result<(), Error> {
    let links = password_resets::table.filter(password_resets::user_id.eq(AsText(user)));
    diesel::delete(links).execute(c)?;
    Ok(())
}

fn tell(
    c: &mut Conn,
    user: &User,
    what: OwnEvent,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let what = (what, user.name.as_str());
    let id = events::record_own(c, user.organisation, what, &[], now)?;
    outbox::enqueue(c, &[(id, letter)], now)
}

/// Removes links that do not work any more; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old =
        password_resets::table.filter(password_resets::created_at.le(Moment::from(now - VALID)));
    Ok(diesel::delete(old).execute(c)?)
}
