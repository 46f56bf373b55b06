//! The worker's side of the outbox: take, send, say how it went.

use crate::domain::ids::{EventId, MessageId};
use crate::store::columns::{AsText, Moment};
use crate::store::outbox::{MessageKind, MessageState, forget_links, known};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::outbox;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// How long a worker may take for one letter: longer than any time limit of sending.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How often a letter is tried at the most, over about three days: by then the mail server works again or never will.
pub const MAX_ATTEMPTS: i32 = 11;
/// Characters of an error that are kept.
const MAX_ERROR: usize = 1_000;

/// A letter that a worker has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// Its id.
    pub id: MessageId,
    /// What happened; with the recipient it names the letter for ever.
    pub event: EventId,
    /// The address.
    pub recipient: String,
    /// What it tells.
    pub kind: MessageKind,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its text as HTML.
    pub html: String,
    /// Where its reader stops such letters.
    pub unsubscribe: Option<String>,
    /// Which try this is, from 1.
    pub attempt: i32,
    /// Until when it is this worker's.
    pub until: DateTime<Utc>,
}

/// Whether a letter is due, so that a worker without work writes nothing.
///
/// # Errors
/// When the database does not answer.
pub fn is_due(c: &mut Conn, now: DateTime<Utc>) -> Result<bool, Error> {
    let due = outbox::table
        .filter(one_of(
            outbox::state,
            [AsText(MessageState::Queued), AsText(MessageState::Sending)],
        ))
        .filter(outbox::next_at.le(Moment::from(now)))
        .filter(one_of(outbox::kind, known()))
        .select(outbox::id)
        .at_most(1);
    Ok(!due.load::<AsText<MessageId>>(c)?.is_empty())
}

/// Takes letters that are due, at most so many, the longest waiting first. To be called in a short write of its own.
///
/// # Errors
/// When the database does not do it.
pub fn lease(c: &mut Conn, limit: u16, now: DateTime<Utc>) -> Result<Vec<Leased>, Error> {
    give_up_abandoned(c, now)?;
    let moment = Moment::from(now);
    let until = Moment::from(now + LEASE);
    let unsent = [AsText(MessageState::Queued), AsText(MessageState::Sending)];
    let due: Vec<AsText<MessageId>> = outbox::table
        .filter(one_of(outbox::state, unsent.clone()))
        .filter(outbox::next_at.le(moment))
        .filter(one_of(outbox::kind, known()))
        .order((outbox::next_at, outbox::id))
        .select(outbox::id)
        .at_most(limit.into())
        .load(c)?;
    let mut taken = Vec::with_capacity(due.len());
    for id in due {
        // Another worker may have been quicker since.
        let still_due = outbox::table
            .filter(outbox::id.eq(id.clone()))
            .filter(one_of(outbox::state, unsent.clone()))
            .filter(outbox::next_at.le(moment));
        let ours = diesel::update(still_due)
            .set((
                outbox::state.eq(AsText(MessageState::Sending)),
                outbox::attempts.eq(outbox::attempts + 1),
                outbox::leased_until.eq(until),
                // A lease that runs out makes the letter due again.
                outbox::next_at.eq(until),
            ))
            .execute(c)?;
        if ours == 1 {
            taken.push(id);
        }
    }
    let mut letters: Vec<Leased> = outbox::table
        .filter(one_of(outbox::id, taken))
        .select(LeasedRow::as_select())
        .load(c)?
        .into_iter()
        .map(|row: LeasedRow| row.leased(until.into()))
        .collect();
    letters.sort_by_key(|letter| letter.id);
    Ok(letters)
}

/// Letters whose worker died during their last try.
fn give_up_abandoned(c: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
    let abandoned = outbox::table
        .filter(outbox::state.eq(AsText(MessageState::Sending)))
        .filter(outbox::next_at.le(Moment::from(now)))
        .filter(outbox::attempts.ge(MAX_ATTEMPTS));
    diesel::update(abandoned)
        .set((
            outbox::state.eq(AsText(MessageState::Dead)),
            outbox::leased_until.eq(None::<Moment>),
            outbox::last_error.eq("the program stopped during the last try"),
        ))
        .execute(c)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct LeasedRow {
    id: AsText<MessageId>,
    event_id: AsText<EventId>,
    recipient: String,
    kind: AsText<MessageKind>,
    subject: String,
    text_body: String,
    html_body: String,
    attempts: i32,
    unsubscribe: Option<String>,
}

impl LeasedRow {
    fn leased(self, until: DateTime<Utc>) -> Leased {
        Leased {
            id: self.id.0,
            event: self.event_id.0,
            recipient: self.recipient,
            kind: self.kind.0,
            subject: self.subject,
            text: self.text_body,
            html: self.html_body,
            unsubscribe: self.unsubscribe,
            attempt: self.attempts,
            until,
        }
    }
}

/// Says that the mail server took a letter. Of one with a link that grants something nothing more is
/// kept. Returns whether it was still this worker's.
///
/// # Errors
/// When the database does not do it.
pub fn sent(c: &mut Conn, letter: &Leased, now: DateTime<Utc>) -> Result<bool, Error> {
    let ours = outbox::table
        .filter(outbox::id.eq(AsText(letter.id)))
        .filter(outbox::leased_until.eq(Moment::from(letter.until)));
    let changed = diesel::update(ours)
        .set((
            outbox::state.eq(AsText(MessageState::Sent)),
            outbox::leased_until.eq(None::<Moment>),
            outbox::last_error.eq(None::<String>),
            outbox::sent_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    if changed == 1 && (letter.kind.grants() || letter.unsubscribe.is_some()) {
        forget_links(c, &[AsText(letter.id)])?;
    }
    Ok(changed == 1)
}

/// Says that a letter could not be sent, and why: it is tried again at a moment, or given up. Returns whether it was
/// still this worker's.
///
/// # Errors
/// When the database does not do it.
pub fn failed(
    c: &mut Conn,
    letter: &Leased,
    why: &str,
    again: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let why: String = why.chars().take(MAX_ERROR).collect();
    let why = if why.is_empty() {
        "no reason was given".to_owned()
    } else {
        why
    };
    let state = if again.is_some() {
        MessageState::Queued
    } else {
        MessageState::Dead
    };
    let ours = outbox::table
        .filter(outbox::id.eq(AsText(letter.id)))
        .filter(outbox::leased_until.eq(Moment::from(letter.until)));
    let changed = diesel::update(ours)
        .set((
            outbox::state.eq(AsText(state)),
            outbox::leased_until.eq(None::<Moment>),
            outbox::last_error.eq(why),
            outbox::next_at.eq(Moment::from(again.unwrap_or(now))),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// Puts a letter back that was not tried: it is due at once, and nothing is counted. Returns whether it was still this
/// worker's.
///
/// # Errors
/// When the database does not do it.
pub fn release(c: &mut Conn, letter: &Leased, now: DateTime<Utc>) -> Result<bool, Error> {
    let ours = outbox::table
        .filter(outbox::id.eq(AsText(letter.id)))
        .filter(outbox::leased_until.eq(Moment::from(letter.until)));
    let changed = diesel::update(ours)
        .set((
            outbox::state.eq(AsText(MessageState::Queued)),
            outbox::attempts.eq(outbox::attempts - 1),
            outbox::leased_until.eq(None::<Moment>),
            outbox::next_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// Removes letters that were sent, cancelled or given up and last due before a moment, at most so many. Returns how many. By
/// then what a letter tells is no news, and a secret in one that was given up must not stay for ever.
///
/// # Errors
/// When the database does not do it.
pub fn prune(c: &mut Conn, before: DateTime<Utc>, limit: u16) -> Result<usize, Error> {
    let settled = [
        AsText(MessageState::Sent),
        AsText(MessageState::Cancelled),
        AsText(MessageState::Dead),
    ];
    let old = || {
        outbox::table
            .filter(one_of(outbox::state, settled.clone()))
            .filter(outbox::next_at.lt(Moment::from(before)))
    };
    let some: Vec<AsText<MessageId>> = old()
        .order((outbox::next_at, outbox::id))
        .select(outbox::id)
        .at_most(limit.into())
        .load(c)?;
    // One that was given up may be tried again at this moment.
    Ok(diesel::delete(old().filter(one_of(outbox::id, some))).execute(c)?)
}
