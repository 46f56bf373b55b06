//! *Extend Offer*: the opportunity is used and the offer is there, both or neither.

use crate::domain::account::User;
use crate::domain::duration::DurationKind;
use crate::domain::ids::{OfferDraftId, OfferId};
use crate::domain::offer::terms::OfferTerms;
use crate::domain::opportunity::{Obstacle, Opportunity, Status};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, OfferEvent, OpportunityEvent};
use crate::store::insert::{insert_all, insert_unless_there};
use crate::store::offers::made::of_draft;
use crate::store::offers::parts::{AmendmentRow, BuyerRow, OfferRow, PaymentRow, PriceRow};
use crate::store::opportunities::{self, changes, use_once};
use crate::store::outbox::Letter;
use crate::store::schema::{
    offer_amendments, offer_buyers, offer_drafts, offer_links, offer_payments, offer_prices, offers,
};
use crate::store::scope::PartnerScope;
use crate::store::transaction::savepoint;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Writes the letters that tell of an offer, whose readers it looks up. It must do nothing else.
pub type Letters<'a> = dyn Fn(&mut Conn, OfferId) -> Result<Vec<Letter>, Error> + 'a;

/// What one press of *Extend Offer* makes.
pub struct NewOffer<'a> {
    /// The draft it is made from, which goes.
    pub draft: OfferDraftId,
    /// The version of the draft that was reviewed.
    pub version: i32,
    /// The opportunity it is made from, as the partner sees that.
    pub opportunity: &'a Opportunity,
    /// What it says, proved.
    pub terms: &'a OfferTerms,
    /// Who presses.
    pub by: &'a User,
    /// The fingerprint of the secret in its first link.
    pub link_hash: String,
    /// The letters that tell of it, once it has its id.
    pub letters: &'a Letters<'a>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extended {
    /// It was extended.
    New(OfferId),
    /// The same draft has been extended before, as this offer.
    Already(OfferId),
    /// Somebody saved the draft since it was reviewed; nothing was done.
    Stale,
    /// There is no such draft (any more); nothing was done.
    Gone,
    /// The opportunity cannot be used, for this reason; the draft is kept.
    Not(Obstacle),
}

/// Why the work inside stops: its outcome undoes what was done, unless that is an offer.
enum Stop {
    Outcome(Extended),
    Error(Error),
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Extends an offer if its opportunity can be used at this moment, counts the use, and tells whom it concerns. To be
/// called in the write in which the terms were proved.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn extend(
    c: &mut Conn,
    scope: &PartnerScope,
    new: &NewOffer<'_>,
    now: DateTime<Utc>,
) -> Result<Extended, Error> {
    let done = savepoint(c, |c| match steps(c, scope, new, now) {
        Ok(offer) => Ok(Ok(offer)),
        Err(Stop::Outcome(outcome)) => Ok(Err(outcome)),
        Err(Stop::Error(error)) => Err(error),
    });
    Ok(done?.map_or_else(|outcome| outcome, Extended::New))
}

fn steps(
    c: &mut Conn,
    scope: &PartnerScope,
    new: &NewOffer<'_>,
    now: DateTime<Utc>,
) -> Result<OfferId, Stop> {
    if new.terms.opportunity() != new.opportunity.id {
        return Err(Error::broken("terms of another opportunity").into());
    }
    // Who takes the draft away makes the offer; a second press finds the draft gone.
    let reviewed = offer_drafts::table
        .filter(offer_drafts::id.eq(AsText(new.draft)))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .filter(offer_drafts::opportunity_id.eq(AsText(new.opportunity.id)))
        .filter(offer_drafts::version.eq(new.version));
    if diesel::delete(reviewed).execute(c)? == 0 {
        return Err(Stop::Outcome(without_draft(c, scope, new.draft)?));
    }
    // One statement both asks and decides, so that of two at the same time one wins.
    if !use_once(c, scope, new.opportunity.id, now)? {
        return Err(Stop::Outcome(Extended::Not(obstacle(c, scope, new, now)?)));
    }
    let id: OfferId = random::id(now);
    let row = OfferRow::new(id, new.draft, new.opportunity, new.terms, new.by, now);
    let inserted = insert_unless_there(c, |c| {
        diesel::insert_into(offers::table).values(&row).execute(c)
    })?;
    if !inserted {
        let outcome = match new.opportunity.duration.kind() {
            DurationKind::SingleUse => Extended::Not(Obstacle::Status(Status::Used)),
            DurationKind::SpecificTime | DurationKind::NoSetTime => Extended::Stale,
        };
        return Err(Stop::Outcome(outcome));
    }
    insert_parts(c, id, new, now)?;
    tell(c, id, new, now)?;
    let used_up = new.opportunity.duration.kind() == DurationKind::SingleUse;
    if used_up {
        let parties = [new.opportunity.isv.id, scope.partner()].into();
        changes::note(c, &parties)?;
    }
    Ok(id)
}

/// Why the draft, as it was reviewed, is not there.
fn without_draft(
    c: &mut Conn,
    scope: &PartnerScope,
    draft: OfferDraftId,
) -> Result<Extended, Error> {
    if let Some(offer) = of_draft(c, scope, draft)? {
        return Ok(Extended::Already(offer));
    }
    Ok(match super::drafts::find(c, scope, draft)? {
        Some(_) => Extended::Stale,
        None => Extended::Gone,
    })
}

/// Why the opportunity could not be used.
fn obstacle(
    c: &mut Conn,
    scope: &PartnerScope,
    new: &NewOffer<'_>,
    now: DateTime<Utc>,
) -> Result<Obstacle, Error> {
    let opportunity = opportunities::find_for_partner(c, scope, new.opportunity.id)?;
    let opportunity = opportunity.ok_or_else(|| Error::broken("the opportunity of a draft"))?;
    let obstacle = opportunities::obstacle(c, scope, &opportunity, now)?;
    // What stood in the way a moment ago may be gone again; then it stands as it was found.
    Ok(obstacle.unwrap_or(Obstacle::Status(opportunity.status(now))))
}

fn insert_parts(
    c: &mut Conn,
    id: OfferId,
    new: &NewOffer<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let partner = new.opportunity.reseller.id;
    let terms = new.terms;
    let prices: Vec<PriceRow> = (0..)
        .zip(&terms.lines)
        .map(|(position, line)| PriceRow::new(id, position, line))
        .collect();
    let payments: Vec<PaymentRow> = (0..)
        .zip(terms.payments.iter().flatten())
        .map(|(position, payment)| PaymentRow::new(id, position, payment))
        .collect();
    let buyers: Vec<BuyerRow> = (0..)
        .zip(terms.buyers.accounts())
        .map(|(position, account)| BuyerRow::new(id, position, account))
        .collect();
    let amendments: Vec<AmendmentRow> = (0..)
        .zip(&terms.amendments)
        .map(|(position, document)| AmendmentRow::new((id, partner), position, document.id))
        .collect();
    insert_all!(c, offer_prices::table, &prices);
    insert_all!(c, offer_payments::table, &payments);
    insert_all!(c, offer_buyers::table, &buyers);
    insert_all!(c, offer_amendments::table, &amendments);
    diesel::insert_into(offer_links::table)
        .values((
            offer_links::hash.eq(&new.link_hash),
            offer_links::offer_id.eq(AsText(id)),
            offer_links::created_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(())
}

/// The events of both sides and the letters.
fn tell(c: &mut Conn, id: OfferId, new: &NewOffer<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let opportunity = new.opportunity;
    let letters = (new.letters)(c, id)?;
    let what = OpportunityEvent::Offer(id, OfferEvent::Extended);
    let kind = EventKind::Opportunity(opportunity.id, what);
    let both = [
        (opportunity.isv.id, opportunity.reseller.name.as_str()),
        (opportunity.reseller.id, new.by.name.as_str()),
    ];
    let details = [("name", new.terms.details.name())];
    events::record_for_both(c, &kind, both, &details, letters, now)
}
