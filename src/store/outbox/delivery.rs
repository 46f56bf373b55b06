//! How letters stand that told resellers of their opportunities.

use crate::domain::ids::{BatchId, OpportunityId, OrganisationId};
use crate::store::columns::{AsText, Moment};
use crate::store::events::OpportunityEvent;
use crate::store::outbox::{MessageKind, MessageState};
use crate::store::schema::{events, opportunities, outbox};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

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
        .filter(events::kind.eq(OpportunityEvent::Created.as_str()))
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
