//! What happened, for those it concerns: each organisation has its own rows, which say only what it may know.

mod kinds;

pub use kinds::{OfferEvent, OpportunityEvent, OwnEvent};

use crate::domain::ids::{EventId, OfferId, OpportunityId, OrganisationId};
use crate::domain::opportunity::Side;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_all;
use crate::store::outbox::{self, Letter};
use crate::store::piece::TakePart;
use crate::store::schema::events;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Lines of a timeline; nothing happens to one opportunity that often.
const MAX_EVENTS: i64 = 500;

/// More about an event: words and their values.
type Details = BTreeMap<String, String>;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<K> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, as this organisation may know them: its own people by name, others by their organisation's name.
    pub actor: String,
    /// What.
    pub kind: K,
}

/// What a new event tells.
#[derive(Debug)]
pub(in crate::store) enum EventKind {
    /// This happened to this opportunity, or to an offer made from it.
    Opportunity(OpportunityId, OpportunityEvent),
    /// This happened to this offer, and only its own timeline tells it.
    Offer(OfferId, OfferEvent),
    /// This happened in the organisation.
    Own(OwnEvent),
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub(in crate::store) struct NewEvent {
    id: AsText<EventId>,
    organisation_id: AsText<OrganisationId>,
    opportunity_id: Option<AsText<OpportunityId>>,
    offer_id: Option<AsText<OfferId>>,
    kind: &'static str,
    actor: String,
    at: Moment,
    details: AsText<Details>,
}

impl NewEvent {
    /// An event of an organisation. The details are for the record: no page tells them.
    pub(in crate::store) fn new(
        organisation: OrganisationId,
        kind: &EventKind,
        actor: &str,
        details: &[(&str, &str)],
        now: DateTime<Utc>,
    ) -> Self {
        let (opportunity, offer, (word, told)) = match kind {
            EventKind::Opportunity(id, what) => (Some(*id), what.offer(), what.stored()),
            EventKind::Offer(id, what) => (None, Some(*id), what.stored()),
            EventKind::Own(what) => (None, None, (what.as_str(), None)),
        };
        let told = told.iter().map(|(word, value)| (*word, value.as_str()));
        let details = details.iter().copied().chain(told);
        let owned = |(word, value): (&str, &str)| (word.to_owned(), value.to_owned());
        Self {
            id: AsText(random::id(now)),
            organisation_id: AsText(organisation),
            opportunity_id: opportunity.map(AsText),
            offer_id: offer.map(AsText),
            kind: word,
            actor: actor.to_owned(),
            at: now.into(),
            details: AsText(details.map(owned).collect()),
        }
    }

    /// Its id, which letters are sent under.
    pub(in crate::store) fn id(&self) -> EventId {
        self.id.0
    }
}

pub(in crate::store) fn record(c: &mut Conn, rows: &[NewEvent]) -> Result<(), Error> {
    insert_all!(c, events::table, rows);
    Ok(())
}

/// Writes down what happened for the ISV and the partner, each with who did it as it may know them, and the letters to both.
pub(in crate::store) fn record_for_both(
    c: &mut Conn,
    kind: &EventKind,
    [isv, partner]: [(OrganisationId, &str); 2],
    details: &[(&str, &str)],
    letters: Vec<Letter>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let event = |(whose, actor)| NewEvent::new(whose, kind, actor, details, now);
    let (isv, partner) = (event(isv), event(partner));
    let told: Vec<(EventId, Letter)> = letters
        .into_iter()
        .map(|letter| match letter.side {
            Side::Isv => (isv.id(), letter),
            Side::Partner => (partner.id(), letter),
        })
        .collect();
    record(c, &[isv, partner])?;
    outbox::enqueue(c, &told, now)
}

/// Writes down what happened in an organisation and concerns no opportunity and no offer.
///
/// # Errors
/// When the database does not do it.
pub fn record_own(
    c: &mut Conn,
    organisation: OrganisationId,
    (what, actor): (OwnEvent, &str),
    details: &[(&str, &str)],
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let event = NewEvent::new(organisation, &EventKind::Own(what), actor, details, now);
    let id = event.id();
    record(c, &[event])?;
    Ok(id)
}

/// What happened to an ISV's opportunity, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: OpportunityId,
) -> Result<Vec<Event<OpportunityEvent>>, Error> {
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
) -> Result<Vec<Event<OpportunityEvent>>, Error> {
    timeline(c, scope.partner(), opportunity)
}

/// What happened to one of a partner's offers, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_offer(
    c: &mut Conn,
    scope: &PartnerScope,
    offer: OfferId,
) -> Result<Vec<Event<OfferEvent>>, Error> {
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
) -> Result<Vec<Event<OfferEvent>>, Error> {
    timeline_of_offer(c, scope.isv(), offer)
}

fn timeline(
    c: &mut Conn,
    whose: OrganisationId,
    opportunity: OpportunityId,
) -> Result<Vec<Event<OpportunityEvent>>, Error> {
    let rows: Vec<Row> = events::table
        .filter(events::organisation_id.eq(AsText(whose)))
        .filter(events::opportunity_id.eq(AsText(opportunity)))
        .order((events::at.desc(), events::id.desc()))
        .select(Row::as_select())
        .at_most(MAX_EVENTS)
        .load(c)?;
    let event = |row: Row| {
        let offer = row.offer_id.as_ref().map(|id| id.0);
        let kind = OpportunityEvent::read(&row.kind, offer, &row.details.0)?;
        Ok(row.event(kind))
    };
    rows.into_iter().map(event).collect()
}

fn timeline_of_offer(
    c: &mut Conn,
    whose: OrganisationId,
    offer: OfferId,
) -> Result<Vec<Event<OfferEvent>>, Error> {
    let rows: Vec<Row> = events::table
        .filter(events::organisation_id.eq(AsText(whose)))
        .filter(events::offer_id.eq(AsText(offer)))
        .order((events::at.desc(), events::id.desc()))
        .select(Row::as_select())
        .at_most(MAX_EVENTS)
        .load(c)?;
    let event = |row: Row| {
        let kind = OfferEvent::read(&row.kind, &row.details.0)?;
        Ok(row.event(kind))
    };
    rows.into_iter().map(event).collect()
}

/// An event as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
struct Row {
    at: Moment,
    actor: String,
    kind: String,
    offer_id: Option<AsText<OfferId>>,
    details: AsText<Details>,
}

impl Row {
    fn event<K>(self, kind: K) -> Event<K> {
        Event {
            at: self.at.into(),
            actor: self.actor,
            kind,
        }
    }
}
