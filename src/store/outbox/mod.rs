//! E-mails on their way: written in the transaction of what they tell about, sent later by a worker.
//!
//! A worker takes due letters by a lease, sends them outside any transaction, and says how it went. When it dies
//! meanwhile, its lease runs out and another takes the letter: a letter may arrive twice, but is never lost.

mod attention;
mod delivery;
mod lease;
mod list;

pub use attention::{Decision, Stuck, Summary, decide, give_up, retry, stuck, summary};
pub(in crate::store) use delivery::of_batch;
pub use delivery::{Delivery, ResellerMail, of_opportunity};
pub use lease::{LEASE, Leased, MAX_ATTEMPTS, failed, is_due, lease, prune, release, sent};
use list::{cancel, forget_links, unsent};
pub(in crate::store) use list::{cancel_invitations, cancel_letting_in, cancel_stoppable, wait};

use crate::domain::ids::{EventId, MessageId, OpportunityId, OrganisationId};
use crate::domain::opportunity::Side;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::OpportunityEvent;
use crate::store::insert::insert_all;
use crate::store::piece::one_of;
use crate::store::schema::{events, outbox};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::HashSet;

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// An opportunity was created.
    OpportunityCreated,
    /// An opportunity was revoked.
    OpportunityRevoked,
    /// An opportunity ended: the partner ended it, it was used up, or its last day is over.
    OpportunityEnded,
    /// An opportunity ends soon.
    OpportunityEnding,
    /// A partner extended an offer.
    OfferExtended,
    /// A buyer accepted an offer.
    OfferAccepted,
    /// An address was put on a list of notifications.
    AddressWelcome,
    /// The owner of an address is asked whether it may be put on a list of notifications.
    AddressConfirm,
    /// An organisation's own address was changed, or one on its list of notifications gave way to another.
    AddressChanged,
    /// Somebody is invited into an organisation.
    Invitation,
    /// Somebody asked for a new password.
    PasswordReset,
    /// How somebody signs in was changed.
    SignInChanged,
    /// A partner that an ISV invited was registered.
    PartnerRegistered,
    /// An ISV asks the channel desk for terms that the form cannot express.
    TermsRequested,
}

impl MessageKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::OpportunityCreated,
        Self::OpportunityRevoked,
        Self::OpportunityEnded,
        Self::OpportunityEnding,
        Self::OfferExtended,
        Self::OfferAccepted,
        Self::AddressWelcome,
        Self::AddressConfirm,
        Self::AddressChanged,
        Self::Invitation,
        Self::PasswordReset,
        Self::SignInChanged,
        Self::PartnerRegistered,
        Self::TermsRequested,
    ];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpportunityCreated => "opportunity.created",
            Self::OpportunityRevoked => "opportunity.revoked",
            Self::OpportunityEnded => "opportunity.ended",
            Self::OpportunityEnding => "opportunity.ending",
            Self::OfferExtended => "offer.extended",
            Self::OfferAccepted => "offer.accepted",
            Self::AddressWelcome => "address.welcome",
            Self::AddressConfirm => "address.confirm",
            Self::AddressChanged => "address.changed",
            Self::Invitation => "person.invited",
            Self::PasswordReset => "password.reset",
            Self::SignInChanged => "sign_in.changed",
            Self::PartnerRegistered => "partner.registered",
            Self::TermsRequested => "terms.requested",
        }
    }

    /// Whether such a letter has a link that by itself lets its reader in or speaks for them.
    pub fn grants(self) -> bool {
        match self {
            Self::Invitation | Self::PasswordReset | Self::AddressConfirm => true,
            Self::OpportunityCreated
            | Self::OpportunityRevoked
            | Self::OpportunityEnded
            | Self::OpportunityEnding
            | Self::OfferExtended
            | Self::OfferAccepted
            | Self::AddressWelcome
            | Self::AddressChanged
            | Self::SignInChanged
            | Self::PartnerRegistered
            | Self::TermsRequested => false,
        }
    }
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// Waits for its time.
    Queued,
    /// A worker has it.
    Sending,
    /// The mail server took it.
    Sent,
    /// Given up after the last try.
    Dead,
    /// No longer true, so never to be sent.
    Cancelled,
}

impl MessageState {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Dead,
        Self::Cancelled,
    ];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A letter to one address, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which side is told: the letter belongs to that side's event.
    pub side: Side,
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
    /// Where its reader stops such letters, if it is one that can be stopped.
    pub unsubscribe: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
struct Row<'a> {
    id: AsText<MessageId>,
    event_id: AsText<EventId>,
    recipient: &'a str,
    kind: AsText<MessageKind>,
    subject: &'a str,
    text_body: &'a str,
    html_body: &'a str,
    state: AsText<MessageState>,
    attempts: i32,
    next_at: Moment,
    created_at: Moment,
    unsubscribe: Option<&'a str>,
}

/// Puts letters on their way, each with the event it tells about. An address is told of an event once, however often it
/// is named.
///
/// # Errors
/// When the database does not do it.
pub fn enqueue(
    c: &mut Conn,
    letters: &[(EventId, Letter)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut told = HashSet::new();
    let mut rows = Vec::with_capacity(letters.len());
    for (event, letter) in letters {
        if told.insert((*event, letter.recipient.to_lowercase())) {
            rows.push(Row {
                id: AsText(random::id(now)),
                event_id: AsText(*event),
                recipient: &letter.recipient,
                kind: AsText(letter.kind),
                subject: &letter.subject,
                text_body: &letter.text,
                html_body: &letter.html,
                state: AsText(MessageState::Queued),
                attempts: 0,
                next_at: now.into(),
                created_at: now.into(),
                unsubscribe: letter.unsubscribe.as_deref(),
            });
        }
    }
    insert_all!(c, outbox::table, &rows);
    Ok(())
}

/// Stops letters about the creation of an opportunity that were not sent: they are not true any more. One that a worker
/// has in its hands goes out. Who is not told by that, each with whose reader they are.
pub(in crate::store) fn cancel_created(
    c: &mut Conn,
    opportunity: OpportunityId,
) -> Result<HashSet<(OrganisationId, String)>, Error> {
    let unsent: Vec<(AsText<MessageId>, AsText<OrganisationId>, String)> = outbox::table
        .inner_join(events::table)
        .filter(events::opportunity_id.eq(AsText(opportunity)))
        .filter(events::kind.eq(OpportunityEvent::Created.as_str()))
        .filter(one_of(outbox::state, unsent()))
        .select((outbox::id, events::organisation_id, outbox::recipient))
        .load(c)?;
    let ids: Vec<_> = unsent.iter().map(|(id, ..)| id.clone()).collect();
    cancel(c, &ids)?;
    let untold = unsent.into_iter();
    Ok(untold
        .map(|(_, whose, address)| (whose.0, address))
        .collect())
}

/// What this program can send. What a newer one wrote into the same database waits for that one, and holds up nothing.
fn known() -> [AsText<MessageKind>; MessageKind::ALL.len()] {
    MessageKind::ALL.map(AsText)
}
