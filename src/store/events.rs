//! What happened, for those it concerns: each organisation has its own rows, which say only what it may know.

use crate::domain::ids::{EventId, OfferId, OpportunityId, OrganisationId};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_all;
use crate::store::piece::TakePart;
use crate::store::schema::events;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Lines of a timeline; nothing happens to one opportunity that often.
const MAX_EVENTS: i64 = 500;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An opportunity was created.
    OpportunityCreated,
    /// An opportunity was revoked.
    OpportunityRevoked,
    /// The partner ended an opportunity.
    OpportunityEnded,
    /// An opportunity's last day is over.
    OpportunityExpired,
    /// An opportunity ends soon.
    OpportunityEnding,
    /// The partner accepted the reseller contract.
    ContractAccepted,
    /// The partner extended an offer.
    OfferExtended,
    /// The partner moved an offer's expiry date.
    OfferExpiryMoved,
    /// The partner cancelled an offer.
    OfferCancelled,
    /// A buyer accepted an offer.
    OfferAccepted,
    /// Somebody changed who is told by e-mail.
    NotificationsChanged,
    /// Somebody changed what an organisation says of itself.
    OrganisationChanged,
    /// Somebody was invited into an organisation.
    PersonInvited,
    /// Somebody who was invited came in.
    PersonJoined,
    /// Somebody's role or access was changed.
    PersonChanged,
    /// Somebody asked for a new password.
    PasswordForgotten,
    /// Somebody's password was changed.
    PasswordChanged,
    /// Somebody's second step of sign-in was set up, used by a recovery code, or taken away.
    SecondStepChanged,
    /// An ISV invited a partner.
    ResellerInvited,
    /// A partner was registered as a reseller, or that was ended.
    RegistrationChanged,
    /// Somebody asked for terms that the form cannot express.
    TermsRequested,
    /// Such a request was answered.
    TermsAnswered,
    /// Somebody said what an opportunity is called in AWS.
    AuthorizationRecorded,
    /// The partner took its acceptance of the reseller contract back.
    ContractWithdrawn,
    /// The partner made another link to an offer.
    OfferLinkMade,
    /// Products came into an ISV's catalogue.
    CatalogueImported,
    /// The operator decided about a letter that could not be sent.
    LetterDecided,
    /// An organisation was added.
    OrganisationAdded,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 28] = [
        Self::OpportunityCreated,
        Self::OpportunityRevoked,
        Self::OpportunityEnded,
        Self::OpportunityExpired,
        Self::OpportunityEnding,
        Self::ContractAccepted,
        Self::OfferExtended,
        Self::OfferExpiryMoved,
        Self::OfferCancelled,
        Self::OfferAccepted,
        Self::NotificationsChanged,
        Self::OrganisationChanged,
        Self::PersonInvited,
        Self::PersonJoined,
        Self::PersonChanged,
        Self::PasswordForgotten,
        Self::PasswordChanged,
        Self::SecondStepChanged,
        Self::ResellerInvited,
        Self::RegistrationChanged,
        Self::TermsRequested,
        Self::TermsAnswered,
        Self::AuthorizationRecorded,
        Self::ContractWithdrawn,
        Self::OfferLinkMade,
        Self::CatalogueImported,
        Self::LetterDecided,
        Self::OrganisationAdded,
    ];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpportunityCreated => "opportunity.created",
            Self::OpportunityRevoked => "opportunity.revoked",
            Self::OpportunityEnded => "opportunity.ended",
            Self::OpportunityExpired => "opportunity.expired",
            Self::OpportunityEnding => "opportunity.ending",
            Self::ContractAccepted => "contract.accepted",
            Self::OfferExtended => "offer.extended",
            Self::OfferExpiryMoved => "offer.expiry_moved",
            Self::OfferCancelled => "offer.cancelled",
            Self::OfferAccepted => "offer.accepted",
            Self::NotificationsChanged => "notifications.changed",
            Self::OrganisationChanged => "organisation.changed",
            Self::PersonInvited => "person.invited",
            Self::PersonJoined => "person.joined",
            Self::PersonChanged => "person.changed",
            Self::PasswordForgotten => "password.forgotten",
            Self::PasswordChanged => "password.changed",
            Self::SecondStepChanged => "second_step.changed",
            Self::ResellerInvited => "reseller.invited",
            Self::RegistrationChanged => "registration.changed",
            Self::TermsRequested => "terms.requested",
            Self::TermsAnswered => "terms.answered",
            Self::AuthorizationRecorded => "opportunity.authorization",
            Self::ContractWithdrawn => "contract.withdrawn",
            Self::OfferLinkMade => "offer.link_made",
            Self::CatalogueImported => "catalogue.imported",
            Self::LetterDecided => "letter.decided",
            Self::OrganisationAdded => "organisation.added",
        }
    }
}

/// More about an event: words and their values, such as [`detail::REASON`].
pub type Details = BTreeMap<String, String>;

/// The words of details that are read again.
pub mod detail {
    /// The agreement that a buyer's acceptance made.
    pub const AGREEMENT: &str = "agreement";
    /// An offer's last day.
    pub const EXPIRES_ON: &str = "expires_on";
    /// An opportunity's last day.
    pub const LAST_DAY: &str = "last_day";
    /// An offer's id.
    pub const OFFER: &str = "offer";
    /// Why an opportunity was ended before its time.
    pub const REASON: &str = "reason";
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, as this organisation may know them: its own people by name, others by their organisation's name.
    pub actor: String,
    /// What.
    pub kind: EventKind,
    /// More about it.
    pub details: Details,
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub(in crate::store) struct NewEvent {
    pub id: AsText<EventId>,
    pub organisation_id: AsText<OrganisationId>,
    pub opportunity_id: Option<AsText<OpportunityId>>,
    pub offer_id: Option<AsText<OfferId>>,
    pub kind: AsText<EventKind>,
    pub actor: String,
    pub at: Moment,
    pub details: AsText<Details>,
}

pub(in crate::store) fn record(c: &mut Conn, rows: &[NewEvent]) -> Result<(), Error> {
    insert_all!(c, events::table, rows);
    Ok(())
}

/// Writes down what happened in an organisation and concerns no opportunity and no offer.
///
/// # Errors
/// When the database does not do it.
pub fn record_own(
    c: &mut Conn,
    organisation: OrganisationId,
    (kind, actor): (EventKind, &str),
    details: Details,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let id: EventId = random::id(now);
    let event = NewEvent {
        id: AsText(id),
        organisation_id: AsText(organisation),
        opportunity_id: None,
        offer_id: None,
        kind: AsText(kind),
        actor: actor.to_owned(),
        at: now.into(),
        details: AsText(details),
    };
    record(c, &[event])?;
    Ok(id)
}

/// What happened to an ISV's opportunity, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of(c: &mut Conn, scope: &IsvScope, opportunity: OpportunityId) -> Result<Vec<Event>, Error> {
    timeline(c, scope.isv(), opportunity)
}

/// What happened to an opportunity that a partner has, as far as it concerns the partner, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: OpportunityId,
) -> Result<Vec<Event>, Error> {
    timeline(c, scope.partner(), opportunity)
}

/// What happened to one of a partner's offers, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_offer(c: &mut Conn, scope: &PartnerScope, offer: OfferId) -> Result<Vec<Event>, Error> {
    timeline_of_offer(c, scope.partner(), offer)
}

/// What happened to an offer made from one of an ISV's opportunities, as far as it concerns the ISV, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_offer_for_isv(
    c: &mut Conn,
    scope: &IsvScope,
    offer: OfferId,
) -> Result<Vec<Event>, Error> {
    timeline_of_offer(c, scope.isv(), offer)
}

fn timeline(
    c: &mut Conn,
    whose: OrganisationId,
    opportunity: OpportunityId,
) -> Result<Vec<Event>, Error> {
    let rows: Vec<Row> = events::table
        .filter(events::organisation_id.eq(AsText(whose)))
        .filter(events::opportunity_id.eq(AsText(opportunity)))
        .order((events::at.desc(), events::id.desc()))
        .select((events::at, events::actor, events::kind, events::details))
        .at_most(MAX_EVENTS)
        .load(c)?;
    Ok(rows.into_iter().map(event).collect())
}

fn timeline_of_offer(
    c: &mut Conn,
    whose: OrganisationId,
    offer: OfferId,
) -> Result<Vec<Event>, Error> {
    let rows: Vec<Row> = events::table
        .filter(events::organisation_id.eq(AsText(whose)))
        .filter(events::offer_id.eq(AsText(offer)))
        .order((events::at.desc(), events::id.desc()))
        .select((events::at, events::actor, events::kind, events::details))
        .at_most(MAX_EVENTS)
        .load(c)?;
    Ok(rows.into_iter().map(event).collect())
}

/// An event as it is stored.
type Row = (Moment, String, AsText<EventKind>, AsText<Details>);

fn event((at, actor, kind, details): Row) -> Event {
    Event {
        at: at.into(),
        actor,
        kind: kind.0,
        details: details.0,
    }
}
