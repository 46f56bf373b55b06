//! What a partner may still change about an offer: the day on which it expires, and the links that lead to it.

use crate::domain::account::User;
use crate::domain::ids::OfferId;
use crate::domain::offer::Offer;
use crate::domain::offer::terms::{OfferConflict, expiry_conflicts};
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, NewEvent, OfferEvent, OpportunityEvent};
use crate::store::offers::find::find;
use crate::store::piece::one_of;
use crate::store::schema::{offer_links, offers};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

/// Links of one offer that work at the same time; a newer one takes the place of the oldest. More than anybody sends.
pub const MAX_LINKS: usize = 20;

/// What became of moving an expiry date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// It is moved.
    Done,
    /// The offer cannot expire on that day, and this is why.
    Refused(Vec<OfferConflict>),
    /// There is nothing to cancel: it has expired already.
    NotActive,
    /// There is no such offer of this partner.
    Missing,
}

/// Moves the day on which an offer expires; one that has expired is open again. Acceptances stay as they are.
///
/// # Errors
/// When the database does not do it.
pub fn move_expiry(
    c: &mut Conn,
    scope: &PartnerScope,
    (id, day): (OfferId, NaiveDate),
    by: &User,
    now: DateTime<Utc>,
) -> Result<Moved, Error> {
    let Some(offer) = find(c, scope, id)? else {
        return Ok(Moved::Missing);
    };
    let conflicts = expiry_conflicts(
        &offer.opportunity,
        day,
        offer.subscription_end,
        now.date_naive(),
    );
    if !conflicts.is_empty() {
        return Ok(Moved::Refused(conflicts));
    }
    set(c, scope, id, day)?;
    record(c, scope, &offer, OfferEvent::ExpiryMoved(day), by, now)?;
    Ok(Moved::Done)
}

/// Cancels an offer: moves its expiry date into the past. Agreements that came of it stay as they are.
///
/// # Errors
/// When the database does not do it.
pub fn cancel(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OfferId,
    by: &User,
    now: DateTime<Utc>,
) -> Result<Moved, Error> {
    let Some(offer) = find(c, scope, id)? else {
        return Ok(Moved::Missing);
    };
    let today = now.date_naive();
    let yesterday = today.pred_opt().unwrap_or(NaiveDate::MIN);
    // One statement both asks and decides, so that of two at the same time one cancels.
    let open = offers::table
        .filter(offers::id.eq(AsText(id)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .filter(offers::expires_on.ge(today));
    let cancelled = diesel::update(open)
        .set(offers::expires_on.eq(yesterday))
        .execute(c)?;
    if cancelled == 0 {
        return Ok(Moved::NotActive);
    }
    record(c, scope, &offer, OfferEvent::Cancelled(yesterday), by, now)?;
    Ok(Moved::Done)
}

fn set(c: &mut Conn, scope: &PartnerScope, id: OfferId, day: NaiveDate) -> Result<(), Error> {
    let ours = offers::table
        .filter(offers::id.eq(AsText(id)))
        .filter(offers::partner_id.eq(AsText(scope.partner())));
    diesel::update(ours)
        .set(offers::expires_on.eq(day))
        .execute(c)?;
    Ok(())
}

fn record(
    c: &mut Conn,
    scope: &PartnerScope,
    offer: &Offer,
    what: OfferEvent,
    by: &User,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let what = OpportunityEvent::Offer(offer.id, what);
    let kind = EventKind::Opportunity(offer.opportunity.id, what);
    let details = [("name", offer.details.name())];
    let event = NewEvent::new(scope.partner(), &kind, &by.name, &details, now);
    events::record(c, &[event])
}

/// Adds a link to one of the partner's offers, of whose secret this is the fingerprint. Whether there is such an offer.
///
/// # Errors
/// When the database does not do it.
pub fn add_link(
    c: &mut Conn,
    scope: &PartnerScope,
    (id, link_hash): (OfferId, &str),
    by: &User,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    // Holds the offer until all is written: of two who add at the same time, the second counts the first one's link.
    let theirs = offers::table
        .filter(offers::id.eq(AsText(id)))
        .filter(offers::partner_id.eq(AsText(scope.partner())));
    let held = diesel::update(theirs)
        .set(offers::expires_on.eq(offers::expires_on))
        .execute(c)?;
    if held == 0 {
        return Ok(false);
    }
    let newest_first: Vec<String> = offer_links::table
        .filter(offer_links::offer_id.eq(AsText(id)))
        .order((offer_links::created_at.desc(), offer_links::hash))
        .select(offer_links::hash)
        .load(c)?;
    let too_many: Vec<String> = newest_first.into_iter().skip(MAX_LINKS - 1).collect();
    diesel::delete(offer_links::table.filter(one_of(offer_links::hash, too_many))).execute(c)?;
    diesel::insert_into(offer_links::table)
        .values((
            offer_links::hash.eq(link_hash),
            offer_links::offer_id.eq(AsText(id)),
            offer_links::created_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    let kind = EventKind::Offer(id, OfferEvent::LinkMade);
    let made = NewEvent::new(scope.partner(), &kind, &by.name, &[], now);
    events::record(c, &[made])?;
    Ok(true)
}

/// Whether a secret with this fingerprint leads to this offer of the partner's.
///
/// # Errors
/// When the database does not answer.
pub fn is_link_of(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OfferId,
    link_hash: &str,
) -> Result<bool, Error> {
    let found: i64 = offer_links::table
        .inner_join(offers::table)
        .filter(offer_links::hash.eq(link_hash))
        .filter(offer_links::offer_id.eq(AsText(id)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .count()
        .get_result(c)?;
    Ok(found > 0)
}
