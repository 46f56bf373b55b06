//! What lists of notifications, invitations and organisations' own addresses need to know of the letters they cause, and do
//! to them.

use crate::domain::ids::{MessageId, OrganisationId};
use crate::store::columns::{AsText, Moment};
use crate::store::events::OwnEvent;
use crate::store::outbox::{MessageKind, MessageState};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{events, outbox};
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// Letters to addresses that somebody names which an organisation may cause in an hour: enough to fill and mend a list
/// twice, too little to pester anybody.
const MAX_LETTERS: usize = 20;
/// Per this time.
const LETTERS_PER: TimeDelta = TimeDelta::hours(1);

/// How long an organisation has to wait before it may cause another letter to an address that somebody names, if at all.
/// Whoever asks has made sure that nobody else of the organisation does so at the same time.
pub(in crate::store) fn wait(
    c: &mut Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, Error> {
    let since = now - LETTERS_PER;
    let mut lately = named_lately(c, organisation, since)?;
    lately.extend(asked_lately(c, organisation, since)?);
    lately.sort_by_key(|at| std::cmp::Reverse(*at));
    let Some(first) = lately.get(MAX_LETTERS - 1) else {
        return Ok(None);
    };
    // A clock that was set back must not make anybody wait for longer than the rule says.
    Ok(Some((*first + LETTERS_PER - now).min(LETTERS_PER)))
}

fn limit() -> i64 {
    i64::try_from(MAX_LETTERS).unwrap_or(i64::MAX)
}

/// When the letters were written to addresses that were put on the organisation's list, the newest first.
fn named_lately(
    c: &mut Conn,
    organisation: OrganisationId,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, Error> {
    let kinds = [
        AsText(MessageKind::AddressWelcome),
        AsText(MessageKind::AddressConfirm),
    ];
    let written: Vec<Moment> = outbox::table
        .inner_join(events::table)
        .filter(events::organisation_id.eq(AsText(organisation)))
        .filter(events::opportunity_id.is_null())
        .filter(events::kind.eq(OwnEvent::NotificationsChanged.as_str()))
        .filter(events::at.gt(Moment::from(since)))
        .filter(one_of(outbox::kind, kinds))
        .order(outbox::created_at.desc())
        .select(outbox::created_at)
        .at_most(limit())
        .load(c)?;
    Ok(written.into_iter().map(DateTime::from).collect())
}

/// When the organisation invited somebody or changed its own address, the newest first. The events count and not the letters:
/// an address that has an account elsewhere gets no letter, which nobody may find out by counting.
fn asked_lately(
    c: &mut Conn,
    organisation: OrganisationId,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, Error> {
    let kinds = [
        OwnEvent::PersonInvited,
        OwnEvent::ResellerInvited,
        OwnEvent::OrganisationChanged,
    ];
    let asked: Vec<Moment> = events::table
        .filter(events::organisation_id.eq(AsText(organisation)))
        .filter(events::opportunity_id.is_null())
        .filter(one_of(events::kind, kinds.map(OwnEvent::as_str)))
        .filter(events::at.gt(Moment::from(since)))
        .order(events::at.desc())
        .select(events::at)
        .at_most(limit())
        .load(c)?;
    Ok(asked.into_iter().map(DateTime::from).collect())
}

/// Stops the letters of invitations into an organisation that were not sent, to these addresses.
pub(in crate::store) fn cancel_invitations(
    c: &mut Conn,
    organisation: OrganisationId,
    recipients: &[String],
) -> Result<(), Error> {
    let theirs = events::table
        .filter(events::organisation_id.eq(AsText(organisation)))
        .filter(events::kind.eq(OwnEvent::PersonInvited.as_str()))
        .select(events::id);
    let unsent: Vec<AsText<MessageId>> = outbox::table
        .filter(one_of(outbox::state, unsent()))
        .filter(outbox::kind.eq(AsText(MessageKind::Invitation)))
        .filter(one_of(outbox::recipient, recipients))
        .filter(outbox::event_id.eq_any(theirs))
        .select(outbox::id)
        .load(c)?;
    cancel(c, &unsent)?;
    Ok(())
}

/// Stops all letters whose links let their readers in, once all such links have ended and no worker has any letter. It asks
/// for nothing that not every version of the schema has.
pub(in crate::store) fn cancel_letting_in(c: &mut Conn) -> Result<(), Error> {
    let letting_in = [MessageKind::Invitation, MessageKind::PasswordReset].map(AsText);
    let unsent = unsent().into_iter().chain([AsText(MessageState::Sending)]);
    let waiting = outbox::table
        .filter(one_of(outbox::kind, letting_in))
        .filter(one_of(outbox::state, unsent));
    diesel::update(waiting)
        .set((
            outbox::state.eq(AsText(MessageState::Cancelled)),
            outbox::leased_until.eq(None::<Moment>),
            outbox::text_body.eq(NOT_KEPT),
            outbox::html_body.eq(NOT_KEPT_HTML),
        ))
        .execute(c)?;
    Ok(())
}

/// The states of letters that nobody has sent or is sending.
pub(in crate::store) fn unsent() -> [AsText<MessageState>; 2] {
    [AsText(MessageState::Queued), AsText(MessageState::Dead)]
}

/// Stops those of these letters that were not sent; how many that were. One that a worker has in its hands goes out.
pub(in crate::store) fn cancel(
    c: &mut Conn,
    letters: &[AsText<MessageId>],
) -> Result<usize, Error> {
    if letters.is_empty() {
        return Ok(0);
    }
    let unsent = outbox::table
        .filter(one_of(outbox::id, letters))
        .filter(one_of(outbox::state, unsent()));
    let stopped = diesel::update(unsent)
        .set(outbox::state.eq(AsText(MessageState::Cancelled)))
        .execute(c)?;
    forget_links(c, letters)?;
    Ok(stopped)
}

/// What stands in the place of a message with a secret in it.
const NOT_KEPT: &str =
    "This message had a link in it that asks for no password, so it is not kept.";
/// What stands there as HTML.
const NOT_KEPT_HTML: &str =
    "<p>This message had a link in it that asks for no password, so it is not kept.</p>";

/// Takes the secrets of links out of letters that are done with: of those that let their reader in, confirm an address or
/// stop messages. Only fingerprints of such secrets are kept, so they must not stay here either.
pub(in crate::store) fn forget_links(
    c: &mut Conn,
    letters: &[AsText<MessageId>],
) -> Result<(), Error> {
    let granting = MessageKind::ALL.into_iter().filter(|kind| kind.grants());
    let granting: Vec<_> = granting.map(AsText).collect();
    let done = [AsText(MessageState::Sent), AsText(MessageState::Cancelled)];
    let theirs = || {
        outbox::table
            .filter(one_of(outbox::id, letters))
            .filter(one_of(outbox::state, done.clone()))
    };
    let words = (
        outbox::text_body.eq(NOT_KEPT),
        outbox::html_body.eq(NOT_KEPT_HTML),
    );
    diesel::update(theirs().filter(one_of(outbox::kind, granting)))
        .set(words)
        .execute(c)?;
    // That it could be stopped is still to be seen.
    let stoppable = theirs().filter(outbox::unsubscribe.is_not_null());
    diesel::update(stoppable)
        .set((words, outbox::unsubscribe.eq(Some("not kept"))))
        .execute(c)?;
    Ok(())
}

/// Stops an organisation's letters to an address that can be stopped and were not sent. One that a worker has in its hands
/// goes out.
pub(in crate::store) fn cancel_stoppable(
    c: &mut Conn,
    organisation: OrganisationId,
    recipient: &str,
) -> Result<(), Error> {
    let theirs = events::table
        .filter(events::organisation_id.eq(AsText(organisation)))
        .select(events::id);
    let stoppable = outbox::unsubscribe
        .is_not_null()
        .or(outbox::kind.eq(AsText(MessageKind::AddressConfirm)));
    let unsent: Vec<AsText<MessageId>> = outbox::table
        .filter(one_of(outbox::state, unsent()))
        .filter(outbox::recipient.eq(recipient))
        .filter(stoppable)
        .filter(outbox::event_id.eq_any(theirs))
        .select(outbox::id)
        .load(c)?;
    cancel(c, &unsent)?;
    Ok(())
}
