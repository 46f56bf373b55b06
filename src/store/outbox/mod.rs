//! E-mails on their way: written in the transaction of what they tell about, sent later by a worker.
//!
//! A worker takes due letters by a lease, sends them outside any transaction, and says how it went. When it dies
//! meanwhile, its lease runs out and another takes the letter: a letter may arrive twice, but is never lost.

mod attention;
mod lease;
mod list;

pub use attention::{Decision, Stuck, Summary, decide, give_up, retry, stuck, summary};
pub use lease::{LEASE, Leased, MAX_ATTEMPTS, failed, is_due, lease, prune, release, sent};
use list::{cancel, forget_links, unsent};
pub(in crate::store) use list::{cancel_invitations, cancel_stoppable, wait};

use crate::domain::ids::{BatchId, EventId, MessageId, OpportunityId, OrganisationId};
use crate::domain::opportunity::Side;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::EventKind;
use crate::store::insert::insert_all;
use crate::store::piece::one_of;
use crate::store::schema::{events, opportunities, outbox};
use crate::store::scope::IsvScope;
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
    /// The same in HTML.
    pub html: String,
    /// Where its reader stops such letters, if it is one that can be stopped.
    pub unsubscribe: Option<String>,
}

/// Where a letter stands, for the people it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// Not to be sent any more.
    Cancelled,
    /// Sent at this moment.
    Sent(DateTime<Utc>),
    /// On its way.
    Sending,
    /// Given up.
    Failed,
}

/// State and moment of sending.
type Standing = (AsText<MessageState>, Option<Moment>);

impl From<Standing> for Delivery {
    fn from((state, sent_at): Standing) -> Self {
        match (state.0, sent_at) {
            (MessageState::Sent, Some(at)) => Self::Sent(at.into()),
            (MessageState::Cancelled, _) => Self::Cancelled,
            (MessageState::Dead, _) => Self::Failed,
            (MessageState::Queued | MessageState::Sending | MessageState::Sent, _) => Self::Sending,
        }
    }
}

/// How a reseller is being told of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResellerMail {
    /// The reseller.
    pub reseller: OrganisationId,
    /// Its name.
    pub name: String,
    /// How its letters stand.
    pub delivery: Delivery,
    /// Why the last try to deliver one of them failed, if that is how they stand.
    pub reason: Option<String>,
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
/// has in its hands goes out.
pub(in crate::store) fn cancel_created(
    c: &mut Conn,
    opportunity: OpportunityId,
) -> Result<(), Error> {
    let told = events::table
        .filter(events::opportunity_id.eq(AsText(opportunity)))
        .filter(events::kind.eq(AsText(EventKind::OpportunityCreated)))
        .select(events::id);
    let unsent: Vec<AsText<MessageId>> = outbox::table
        .filter(outbox::event_id.eq_any(told))
        .filter(one_of(outbox::state, unsent()))
        .select(outbox::id)
        .load(c)?;
    cancel(c, &unsent)?;
    Ok(())
}

/// Letters to an organisation's own address: whom it tells besides is its own business, and those can stop them.
fn to_itself() -> diesel::dsl::IsNull<outbox::unsubscribe> {
    outbox::unsubscribe.is_null()
}

/// How the letters stand that told each reseller of a batch about it; of several the one that most needs a look counts.
pub(in crate::store) fn of_batch(
    c: &mut Conn,
    scope: &IsvScope,
    batch: BatchId,
) -> Result<Vec<ResellerMail>, Error> {
    type Found = (AsText<OrganisationId>, String, Standing, Option<String>);
    let rows: Vec<Found> = opportunities::table
        .inner_join(events::table)
        .inner_join(outbox::table.on(outbox::event_id.eq(events::id)))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::batch_id.eq(AsText(batch)))
        .filter(events::organisation_id.eq(opportunities::reseller_id))
        .filter(events::kind.eq(AsText(EventKind::OpportunityCreated)))
        .filter(to_itself())
        .order((opportunities::reseller_name, opportunities::reseller_id))
        .select((
            opportunities::reseller_id,
            opportunities::reseller_name,
            (outbox::state, outbox::sent_at),
            outbox::last_error,
        ))
        .load(c)?;
    let mut mails: Vec<ResellerMail> = Vec::new();
    for (reseller, name, standing, error) in rows {
        let delivery = Delivery::from(standing);
        let mail = ResellerMail {
            reseller: reseller.0,
            name,
            delivery,
            reason: error.filter(|_| delivery == Delivery::Failed),
        };
        match mails.last_mut().filter(|mail| mail.reseller == reseller.0) {
            Some(other) if other.delivery >= delivery => {}
            Some(other) => *other = mail,
            None => mails.push(mail),
        }
    }
    Ok(mails)
}

/// What this program can send. What a newer one wrote into the same database waits for that one, and holds up nothing.
fn known() -> [AsText<MessageKind>; MessageKind::ALL.len()] {
    MessageKind::ALL.map(AsText)
}

/// How the letters stand that told the reseller of an opportunity about it, oldest first: kind, when written, delivery.
///
/// # Errors
/// When the database does not answer.
pub fn of_opportunity(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: OpportunityId,
) -> Result<Vec<(MessageKind, DateTime<Utc>, Delivery)>, Error> {
    let rows: Vec<(AsText<MessageKind>, Moment, Standing)> = opportunities::table
        .inner_join(events::table)
        .inner_join(outbox::table.on(outbox::event_id.eq(events::id)))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::id.eq(AsText(opportunity)))
        .filter(events::organisation_id.eq(opportunities::reseller_id))
        .filter(to_itself())
        .order((outbox::created_at, outbox::id))
        .select((
            outbox::kind,
            outbox::created_at,
            (outbox::state, outbox::sent_at),
        ))
        .load(c)?;
    let known = |(kind, at, standing): (AsText<_>, Moment, _)| {
        (kind.0, at.into(), Delivery::from(standing))
    };
    Ok(rows.into_iter().map(known).collect())
}
