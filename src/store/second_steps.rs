//! The second step of sign-in: a code of the person's authenticator app, or one of the recovery codes for those who have
//! lost it. The app's secret is sealed by a key that is not in the database, and of recovery codes only fingerprints are
//! kept, so that whoever reads the tables cannot take the step.

use crate::domain::account::User;
use crate::domain::ids::UserId;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, OwnEvent};
use crate::store::insert::insert_unless_there;
use crate::store::outbox::{self, Letter};
use crate::store::schema::{recovery_codes, second_steps};
use crate::store::{Conn, Error, sessions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A person's second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondStep {
    /// The secret that their app has, sealed.
    pub sealed: Vec<u8>,
    /// Since when they have it.
    pub since: DateTime<Utc>,
}

/// A second step that somebody sets up.
#[derive(Debug, Clone, Copy)]
pub struct NewSecondStep<'a> {
    /// The secret that their app has, sealed.
    pub sealed: &'a [u8],
    /// The span of time whose code proved that the app has it.
    pub span: i64,
    /// The fingerprints of their recovery codes.
    pub codes: &'a [String],
}

/// A person's second step, if they have one.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, user: UserId) -> Result<Option<SecondStep>, Error> {
    let row: Option<(Vec<u8>, Moment)> = second_steps::table
        .find(AsText(user))
        .select((second_steps::sealed, second_steps::since))
        .get_result(c)
        .optional()?;
    Ok(row.map(|(sealed, since)| SecondStep {
        sealed,
        since: since.into(),
    }))
}

/// How many of a person's recovery codes are not used yet.
///
/// # Errors
/// When the database does not answer.
pub fn codes_left(c: &mut Conn, user: UserId) -> Result<i64, Error> {
    Ok(recovery_codes::table
        .filter(recovery_codes::user_id.eq(AsText(user)))
        .count()
        .get_result(c)?)
}

/// Lets one at a time try a person's second step, until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub fn take_turns(c: &mut Conn, user: UserId) -> Result<(), Error> {
    diesel::update(second_steps::table.find(AsText(user)))
        .set(second_steps::last_span.eq(second_steps::last_span))
        .execute(c)?;
    Ok(())
}

/// Takes the code of a span of time. Whether it could be taken: neither it nor a later one was before (RFC 6238, 5.2).
///
/// # Errors
/// When the database does not answer.
pub fn take_span(c: &mut Conn, user: UserId, span: i64) -> Result<bool, Error> {
    let fresh = second_steps::table
        .find(AsText(user))
        .filter(second_steps::last_span.lt(span));
    let taken = diesel::update(fresh)
        .set(second_steps::last_span.eq(span))
        .execute(c)?;
    Ok(taken == 1)
}

/// Takes the recovery code of this fingerprint, which works once. Whether it was there.
///
/// # Errors
/// When the database does not answer.
pub fn take_code(c: &mut Conn, user: UserId, hash: &str) -> Result<bool, Error> {
    let code = recovery_codes::table.find((AsText(user), hash));
    Ok(diesel::delete(code).execute(c)? == 1)
}

/// Gives a person a second step and ends all their sessions, for those were begun without it. Whether they had none yet.
///
/// # Errors
/// When the database does not answer.
pub fn set(
    c: &mut Conn,
    user: UserId,
    new: &NewSecondStep<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let is_new = insert_unless_there(c, |c| {
        diesel::insert_into(second_steps::table)
            .values((
                second_steps::user_id.eq(AsText(user)),
                second_steps::sealed.eq(new.sealed),
                second_steps::last_span.eq(new.span),
                second_steps::since.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    if is_new {
        replace_codes(c, user, new.codes)?;
        sessions::end_all(c, user)?;
    }
    Ok(is_new)
}

/// Gives a person who has a second step these recovery codes in the place of all they had. Whether they have one.
///
/// # Errors
/// When the database does not answer.
pub fn renew_codes(c: &mut Conn, user: UserId, codes: &[String]) -> Result<bool, Error> {
    take_turns(c, user)?;
    let there = find(c, user)?.is_some();
    if there {
        replace_codes(c, user, codes)?;
    }
    Ok(there)
}

fn replace_codes(c: &mut Conn, user: UserId, codes: &[String]) -> Result<(), Error> {
    let old = recovery_codes::table.filter(recovery_codes::user_id.eq(AsText(user)));
    diesel::delete(old).execute(c)?;
    for hash in codes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::user_id.eq(AsText(user)),
                recovery_codes::hash.eq(hash),
            ))
            .execute(c)?;
    }
    Ok(())
}

/// Takes a person's second step away, and their recovery codes with it. Whether they had one.
///
/// # Errors
/// When the database does not answer.
pub fn remove(c: &mut Conn, user: UserId) -> Result<bool, Error> {
    Ok(diesel::delete(second_steps::table.find(AsText(user))).execute(c)? == 1)
}

/// Writes down what became of a person's second step, and tells them.
///
/// # Errors
/// When the database does not answer.
pub fn tell(
    c: &mut Conn,
    user: &User,
    what: &str,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let happened = (OwnEvent::SecondStepChanged, user.name.as_str());
    let id = events::record_own(c, user.organisation, happened, &[("what", what)], now)?;
    outbox::enqueue(c, &[(id, letter)], now)
}
