//! The operator's side of the outbox: how it stands, and the letters that need a decision. Nobody reads here what a letter
//! says but its subject, which never holds a price.

use crate::domain::account::User;
use crate::domain::ids::MessageId;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, OwnEvent};
use crate::store::outbox::{MessageKind, MessageState, cancel, known, unsent};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::outbox;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

/// Letters that are listed at once.
const MAX_LISTED: i64 = 500;

/// How the outbox stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many letters there are in each state that has any.
    pub counts: Vec<(MessageState, i64)>,
    /// When the letter was written that has waited longest.
    pub oldest: Option<DateTime<Utc>>,
}

impl Summary {
    /// How many letters are in a state.
    pub fn count(&self, state: MessageState) -> i64 {
        let found = self.counts.iter().find(|(known, _)| *known == state);
        found.map_or(0, |(_, count)| *count)
    }
}

/// A letter that could not be sent, at least not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// Its id.
    pub id: MessageId,
    /// The address.
    pub recipient: String,
    /// What it tells.
    pub kind: MessageKind,
    /// Its subject.
    pub subject: String,
    /// What the last try said.
    pub error: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried again; nothing when it was given up.
    pub again: Option<DateTime<Utc>>,
}

/// How the outbox stands.
///
/// # Errors
/// When the database does not answer.
pub fn summary(c: &mut Conn) -> Result<Summary, Error> {
    let counts: Vec<(AsText<MessageState>, i64)> = outbox::table
        .group_by(outbox::state)
        .order(outbox::state)
        .select((outbox::state, count_star()))
        .load(c)?;
    let oldest: Option<Moment> = outbox::table
        .filter(one_of(
            outbox::state,
            [AsText(MessageState::Queued), AsText(MessageState::Sending)],
        ))
        .order(outbox::created_at)
        .select(outbox::created_at)
        .at_most(1)
        .get_result(c)
        .optional()?;
    let counts = counts.into_iter().map(|(state, count)| (state.0, count));
    Ok(Summary {
        counts: counts.collect(),
        oldest: oldest.map(DateTime::from),
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct StuckRow {
    id: AsText<MessageId>,
    recipient: String,
    kind: AsText<MessageKind>,
    subject: String,
    last_error: Option<String>,
    attempts: i32,
    created_at: Moment,
    state: AsText<MessageState>,
    next_at: Moment,
}

/// Letters that were given up, and those that wait after a failure; the former first, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn stuck(c: &mut Conn) -> Result<Vec<Stuck>, Error> {
    let dead = outbox::state.eq(AsText(MessageState::Dead));
    let waits = outbox::state
        .eq(AsText(MessageState::Queued))
        .and(outbox::last_error.is_not_null());
    let rows: Vec<StuckRow> = outbox::table
        .filter(dead.or(waits))
        .filter(one_of(outbox::kind, known()))
        // "dead" comes before "queued".
        .order((outbox::state, outbox::next_at, outbox::id))
        .select(StuckRow::as_select())
        .at_most(MAX_LISTED)
        .load(c)?;
    let letter = |row: StuckRow| Stuck {
        id: row.id.0,
        recipient: row.recipient,
        kind: row.kind.0,
        subject: row.subject,
        error: row.last_error.unwrap_or_default(),
        attempts: row.attempts,
        created_at: row.created_at.into(),
        again: (row.state.0 == MessageState::Queued).then(|| row.next_at.into()),
    };
    Ok(rows.into_iter().map(letter).collect())
}

/// Makes a letter due at once that was given up or waits, and gives it all its tries again. Returns whether there was such
/// a letter.
///
/// # Errors
/// When the database does not do it.
pub fn retry(c: &mut Conn, id: MessageId, now: DateTime<Utc>) -> Result<bool, Error> {
    let unsent = outbox::table
        .filter(outbox::id.eq(AsText(id)))
        .filter(one_of(outbox::state, unsent()));
    let changed = diesel::update(unsent)
        .set((
            outbox::state.eq(AsText(MessageState::Queued)),
            outbox::attempts.eq(0),
            outbox::next_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// Gives up for good a letter that could not be sent: nobody tries it again, and after a while it is removed. Returns
/// whether there was such a letter.
///
/// # Errors
/// When the database does not do it.
pub fn give_up(c: &mut Conn, id: MessageId) -> Result<bool, Error> {
    Ok(cancel(c, &[AsText(id)])? == 1)
}

/// What the operator may decide about a letter that could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is tried again.
    Retry,
    /// It is given up for good.
    GiveUp,
}

/// Does what the operator decided about a letter, and writes down who decided it. Returns whether there was such a letter.
///
/// # Errors
/// When the database does not do it.
pub fn decide(
    c: &mut Conn,
    (id, decision): (MessageId, Decision),
    by: &User,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let (done, what) = match decision {
        Decision::Retry => (retry(c, id, now)?, "tried again"),
        Decision::GiveUp => (give_up(c, id)?, "given up"),
    };
    if done {
        let letter = id.to_string();
        let details = [("letter", letter.as_str()), ("what", what)];
        let what = (OwnEvent::LetterDecided, by.name.as_str());
        events::record_own(c, by.organisation, what, &details, now)?;
    }
    Ok(done)
}
