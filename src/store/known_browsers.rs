//! Browsers in which somebody has signed in before. Their keys are secrets, so that only fingerprints of them are
//! stored. Knowing a browser opens nothing: it only decides with whose failures a try to sign in is counted.

use crate::domain::ids::UserId;
use crate::random::sha256_hex;
use crate::store::columns::{AsText, Moment};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{known_browsers, users};
use crate::store::users::searchable;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// How long a browser stays known in which nobody signs in.
pub const KEPT: TimeDelta = TimeDelta::days(180);
/// Browsers of one person that are known at a time: more than anybody has, and few enough that stolen keys give little.
pub const MAX_PER_USER: i64 = 20;

/// Whether the person of an e-mail address has signed in before in the browser with this key.
///
/// # Errors
/// When the database does not answer.
pub fn knows(c: &mut Conn, key: &str, email: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let known: i64 = known_browsers::table
        .inner_join(users::table)
        .filter(known_browsers::key_hash.eq(sha256_hex(key.as_bytes())))
        .filter(known_browsers::seen_at.gt(Moment::from(now - KEPT)))
        .filter(users::email_lower.eq(searchable(email.trim())))
        .count()
        .get_result(c)?;
    Ok(known > 0)
}

/// Knows the browser in which a person signed in by a new key. The key it had before, if any, is worth nothing any more,
/// for this person and for everybody else who uses the browser. A person with too many loses the oldest.
///
/// # Errors
/// When the database does not answer.
pub fn remember(
    c: &mut Conn,
    user: UserId,
    (before, key): (Option<&str>, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let hash = sha256_hex(key.as_bytes());
    if let Some(before) = before {
        let before = known_browsers::key_hash.eq(sha256_hex(before.as_bytes()));
        let mine = known_browsers::user_id.eq(AsText(user));
        diesel::delete(known_browsers::table.filter(before.clone()).filter(mine)).execute(c)?;
        diesel::update(known_browsers::table.filter(before))
            .set(known_browsers::key_hash.eq(&hash))
            .execute(c)?;
    }
    diesel::insert_into(known_browsers::table)
        .values((
            known_browsers::key_hash.eq(&hash),
            known_browsers::user_id.eq(AsText(user)),
            known_browsers::seen_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    forget_oldest(c, user)
}

fn forget_oldest(c: &mut Conn, user: UserId) -> Result<(), Error> {
    let too_many: Vec<String> = known_browsers::table
        .filter(known_browsers::user_id.eq(AsText(user)))
        .order((known_browsers::seen_at.desc(), known_browsers::key_hash))
        .select(known_browsers::key_hash)
        .part(MAX_PER_USER, MAX_PER_USER)
        .load(c)?;
    if !too_many.is_empty() {
        let mine = known_browsers::table.filter(known_browsers::user_id.eq(AsText(user)));
        diesel::delete(mine.filter(one_of(known_browsers::key_hash, too_many))).execute(c)?;
    }
    Ok(())
}

/// Forgets all browsers of a person.
///
/// # Errors
/// When the database does not answer.
pub fn forget_all(c: &mut Conn, user: UserId) -> Result<(), Error> {
    let mine = known_browsers::user_id.eq(AsText(user));
    diesel::delete(known_browsers::table.filter(mine)).execute(c)?;
    Ok(())
}

/// Forgets the browsers in which nobody has signed in for [`KEPT`]; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = known_browsers::seen_at.le(Moment::from(now - KEPT));
    Ok(diesel::delete(known_browsers::table.filter(old)).execute(c)?)
}
