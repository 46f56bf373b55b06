//! Sessions. Their keys are secrets, so that only fingerprints of them are stored: whoever reads the table cannot sign
//! in with it.

use crate::domain::ids::UserId;
use crate::random::fingerprint;
use crate::store::columns::{AsText, Moment};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::sessions;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// How long a session lasts that nobody uses: a break, but not an afternoon (OWASP, session timeout).
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// How long a session lasts at the most: a working day (OWASP, session timeout).
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(8);
/// How often the use of a session is written down: more often would make every page a write.
pub const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);
/// Sessions of one person at a time: more than anybody has devices.
pub const MAX_PER_USER: i64 = 10;

/// What a session remembers, by name.
pub type SessionState = BTreeMap<String, String>;

/// A session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in, if anybody is.
    pub user: Option<UserId>,
    /// What it remembers.
    pub state: SessionState,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
}

/// A session among all of a person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOfAll {
    /// What tells it from the others; nobody gets in with it.
    pub fingerprint: String,
    /// What it remembers.
    pub state: SessionState,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(in crate::store) struct SessionRow {
    user_id: Option<AsText<UserId>>,
    state: AsText<SessionState>,
    created_at: Moment,
    seen_at: Moment,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            user: row.user_id.map(|id| id.0),
            state: row.state.0,
            created_at: row.created_at.into(),
            seen_at: row.seen_at.into(),
        }
    }
}

impl Session {
    /// Whether its use is to be written down by [`touch`].
    pub fn touch_is_due(&self, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= TOUCH_EVERY
    }
}

/// The session of a key, unless it has ended.
///
/// # Errors
/// When the database does not answer.
pub fn load(c: &mut Conn, key: &str, now: DateTime<Utc>) -> Result<Option<Session>, Error> {
    let row: Option<SessionRow> = sessions::table
        .find(fingerprint(key))
        .filter(sessions::seen_at.gt(Moment::from(now - IDLE)))
        .filter(sessions::created_at.gt(Moment::from(now - ABSOLUTE)))
        .select(SessionRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(Session::from))
}

/// Begins a session. A person who has too many loses the oldest.
///
/// # Errors
/// When the database does not answer.
pub fn insert(
    c: &mut Conn,
    key: &str,
    user: Option<UserId>,
    state: &SessionState,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::key_hash.eq(fingerprint(key)),
            sessions::user_id.eq(user.map(AsText)),
            sessions::state.eq(AsText(state.clone())),
            sessions::created_at.eq(Moment::from(now)),
            sessions::seen_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    end_oldest(c, user, key)
}

/// Changes what a session remembers and who is signed in; counts as use. Whether the session had not ended.
///
/// # Errors
/// When the database does not answer.
pub fn update(
    c: &mut Conn,
    key: &str,
    user: Option<UserId>,
    state: &SessionState,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let alive = sessions::table
        .find(fingerprint(key))
        .filter(sessions::seen_at.gt(Moment::from(now - IDLE)))
        .filter(sessions::created_at.gt(Moment::from(now - ABSOLUTE)));
    let changed = diesel::update(alive)
        .set((
            sessions::user_id.eq(user.map(AsText)),
            sessions::state.eq(AsText(state.clone())),
            sessions::seen_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    end_oldest(c, user, key)?;
    Ok(changed == 1)
}

/// Writes down that a session is used, unless that was done a moment ago or the session has ended.
///
/// # Errors
/// When the database does not answer.
pub fn touch(c: &mut Conn, key: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let due = sessions::table
        .find(fingerprint(key))
        .filter(sessions::seen_at.le(Moment::from(now - TOUCH_EVERY)))
        .filter(sessions::seen_at.gt(Moment::from(now - IDLE)))
        .filter(sessions::created_at.gt(Moment::from(now - ABSOLUTE)));
    diesel::update(due)
        .set(sessions::seen_at.eq(Moment::from(now)))
        .execute(c)?;
    Ok(())
}

/// The sessions of a person that have not ended, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of(c: &mut Conn, user: UserId, now: DateTime<Utc>) -> Result<Vec<OneOfAll>, Error> {
    let rows: Vec<(String, AsText<SessionState>, Moment, Moment)> = sessions::table
        .filter(sessions::user_id.eq(AsText(user)))
        .filter(sessions::seen_at.gt(Moment::from(now - IDLE)))
        .filter(sessions::created_at.gt(Moment::from(now - ABSOLUTE)))
        .order((sessions::created_at.desc(), sessions::key_hash))
        .select((
            sessions::key_hash,
            sessions::state,
            sessions::created_at,
            sessions::seen_at,
        ))
        .at_most(MAX_PER_USER)
        .load(c)?;
    let one =
        |(fingerprint, state, created_at, seen_at): (_, AsText<_>, Moment, Moment)| OneOfAll {
            fingerprint,
            state: state.0,
            created_at: created_at.into(),
            seen_at: seen_at.into(),
        };
    Ok(rows.into_iter().map(one).collect())
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub fn delete(c: &mut Conn, key: &str) -> Result<(), Error> {
    diesel::delete(sessions::table.find(fingerprint(key))).execute(c)?;
    Ok(())
}

/// Ends one of a person's sessions, unless it has ended already.
///
/// # Errors
/// When the database does not answer.
pub fn end(c: &mut Conn, user: UserId, fingerprint: &str) -> Result<(), Error> {
    let one = sessions::table
        .find(fingerprint)
        .filter(sessions::user_id.eq(AsText(user)));
    diesel::delete(one).execute(c)?;
    Ok(())
}

/// Ends all sessions of a person.
///
/// # Errors
/// When the database does not answer.
pub fn end_all(c: &mut Conn, user: UserId) -> Result<(), Error> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(AsText(user)))).execute(c)?;
    Ok(())
}

/// Removes what has ended; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_expired(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let idle = sessions::seen_at.le(Moment::from(now - IDLE));
    let old = sessions::created_at.le(Moment::from(now - ABSOLUTE));
    Ok(diesel::delete(sessions::table.filter(idle.or(old))).execute(c)?)
}

/// Ends the oldest sessions of a person who has too many, and never the one that was just written.
fn end_oldest(c: &mut Conn, user: Option<UserId>, key: &str) -> Result<(), Error> {
    let Some(user) = user else { return Ok(()) };
    let too_many: Vec<String> = sessions::table
        .filter(sessions::user_id.eq(AsText(user)))
        .filter(sessions::key_hash.ne(fingerprint(key)))
        .order((sessions::created_at.desc(), sessions::key_hash))
        .select(sessions::key_hash)
        .part(MAX_PER_USER, MAX_PER_USER - 1)
        .load(c)?;
    if !too_many.is_empty() {
        diesel::delete(sessions::table.filter(one_of(sessions::key_hash, too_many))).execute(c)?;
    }
    Ok(())
}
