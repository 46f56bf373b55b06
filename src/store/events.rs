//! What happened, for those it concerns: each organisation has its own rows, which say only what it may know.

use crate::domain::ids::{EventId, OfferId, OpportunityId, OrganisationId};
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_all;
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
    /// Somebody asked for terms that the form cannot express.
    TermsRequested,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
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
        Self::TermsRequested,
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
            Self::TermsRequested => "terms.requested",
        }
    }
}

/// More about an event: words and their values, such as `reason`.
pub type Details = BTreeMap<String, String>;

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

fn timeline(
    c: &mut Conn,
    whose: OrganisationId,
    opportunity: OpportunityId,
) -> Result<Vec<Event>, Error> {
    let rows: Vec<(Moment, String, AsText<EventKind>, AsText<Details>)> = events::table
        .filter(events::organisation_id.eq(AsText(whose)))
        .filter(events::opportunity_id.eq(AsText(opportunity)))
        .order((events::at.desc(), events::id.desc()))
        .limit(MAX_EVENTS)
        .select((events::at, events::actor, events::kind, events::details))
        .load(c)?;
    let event = |(at, actor, kind, details): (Moment, _, AsText<_>, AsText<_>)| Event {
        at: at.into(),
        actor,
        kind: kind.0,
        details: details.0,
    };
    Ok(rows.into_iter().map(event).collect())
}
