//! Ending an opportunity before its time.

use crate::domain::account::User;
use crate::domain::duration::DurationKind;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::opportunity::{Facts, Side, Status};
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, Details, EventKind, NewEvent};
use crate::store::opportunities::parts::duration;
use crate::store::opportunities::status::{rank, status_at};
use crate::store::outbox::{self, Letter};
use crate::store::schema::{opportunities, revocations};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

/// A revocation to be made.
#[derive(Debug, Clone)]
pub struct NewRevocation<'a> {
    /// Of which opportunity.
    pub opportunity: OpportunityId,
    /// Who revokes.
    pub by: &'a User,
    /// Why, if said; at most [`MAX_REASON`](crate::domain::opportunity::MAX_REASON) characters. The reseller reads it.
    pub reason: Option<String>,
    /// The letters that tell of it.
    pub letters: Vec<Letter>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeOutcome {
    /// It is revoked.
    Done,
    /// It was not active any more but this; nothing was changed.
    Not(Status),
    /// There is no such opportunity of this ISV.
    Missing,
}

/// Revokes an opportunity if it is active, and tells whom it concerns. Letters about its creation that are still
/// waiting are not sent any more.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn revoke(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewRevocation<'_>,
    now: DateTime<Utc>,
) -> Result<RevokeOutcome, Error> {
    let ours = || {
        opportunities::table
            .filter(opportunities::id.eq(AsText(new.opportunity)))
            .filter(opportunities::isv_id.eq(AsText(scope.isv())))
    };
    // One statement both asks and decides, so that of two at the same time one wins.
    let changed = diesel::update(ours().filter(status_at(now).eq(rank(Status::Active))))
        .set(opportunities::ended_by.eq(AsText(Side::Isv)))
        .execute(c)?;
    let found: Option<FactsRow> = ours().select(FactsRow::as_select()).first(c).optional()?;
    let Some(found) = found else {
        return Ok(RevokeOutcome::Missing);
    };
    if changed == 0 {
        let facts = found.facts()?;
        return Ok(RevokeOutcome::Not(Status::at(facts, now)));
    }
    diesel::insert_into(revocations::table)
        .values((
            revocations::opportunity_id.eq(AsText(new.opportunity)),
            revocations::by_side.eq(AsText(Side::Isv)),
            revocations::person.eq(&new.by.name),
            revocations::user_id.eq(AsText(new.by.id)),
            revocations::at.eq(Moment::from(now)),
            revocations::reason.eq(&new.reason),
        ))
        .execute(c)?;
    outbox::cancel_created(c, new.opportunity)?;
    tell(
        c,
        new,
        (scope.isv(), &found.isv_name),
        found.reseller_id.0,
        now,
    )?;
    Ok(RevokeOutcome::Done)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
struct FactsRow {
    reseller_id: AsText<OrganisationId>,
    isv_name: String,
    duration_kind: AsText<DurationKind>,
    last_day: Option<NaiveDate>,
    uses: i32,
    ended_by: Option<AsText<Side>>,
}

impl FactsRow {
    fn facts(&self) -> Result<Facts, Error> {
        Ok(Facts {
            duration: duration(self.duration_kind.0, self.last_day)?,
            uses: u32::try_from(self.uses).map_err(|_| Error::broken("negative uses"))?,
            ended_by: self.ended_by.as_ref().map(|side| side.0),
        })
    }
}

/// The events of both sides and the letters.
fn tell(
    c: &mut Conn,
    new: &NewRevocation<'_>,
    (isv, isv_name): (OrganisationId, &str),
    reseller: OrganisationId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let details: Details = new
        .reason
        .iter()
        .map(|reason| ("reason".to_owned(), reason.clone()))
        .collect();
    let event = |whose, actor: &str| NewEvent {
        id: AsText(random::id(now)),
        organisation_id: AsText(whose),
        opportunity_id: Some(AsText(new.opportunity)),
        offer_id: None,
        kind: AsText(EventKind::OpportunityRevoked),
        actor: actor.to_owned(),
        at: now.into(),
        details: AsText(details.clone()),
    };
    let (isv_event, partner_event) = (event(isv, &new.by.name), event(reseller, isv_name));
    let told = |side| match side {
        Side::Isv => isv_event.id.0,
        Side::Partner => partner_event.id.0,
    };
    let letters: Vec<_> = new
        .letters
        .iter()
        .map(|letter| (told(letter.side), letter.clone()))
        .collect();
    events::record(c, &[isv_event, partner_event])?;
    outbox::enqueue(c, &letters, now)
}
