//! Ending an opportunity before its time.

use crate::domain::account::User;
use crate::domain::duration::DurationKind;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::opportunity::{Facts, Side, Status};
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, OpportunityEvent};
use crate::store::opportunities::changes::{self, Parties};
use crate::store::opportunities::parts::duration;
use crate::store::opportunities::status::stands;
use crate::store::outbox::{self, Letter};
use crate::store::schema::{offer_drafts, opportunities, revocations};
use crate::store::scope::{IsvScope, PartnerScope, Whose};
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use std::collections::HashSet;

/// An end to be made: by the ISV, which revokes, or by the partner.
#[derive(Debug, Clone)]
pub struct NewRevocation<'a> {
    /// Of which opportunity.
    pub opportunity: OpportunityId,
    /// Who ends it.
    pub by: &'a User,
    /// Why, if said; at most [`MAX_REASON`](crate::domain::opportunity::MAX_REASON) characters. The other side reads it.
    pub reason: Option<String>,
    /// The letters that tell of it.
    pub letters: Vec<Letter>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeOutcome {
    /// It is ended.
    Done,
    /// It was not active any more but this; nothing was changed.
    Not(Status),
    /// It is active, and its duration does not leave it to this side to end it; nothing was changed.
    NotTheirs,
    /// There is no such opportunity of this side.
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
    one(c, scope.into(), new, now)
}

/// Ends a partner's opportunity before its time, if its duration allows it.
///
/// # Errors
/// As [`revoke`].
pub fn end(
    c: &mut Conn,
    scope: &PartnerScope,
    new: &NewRevocation<'_>,
    now: DateTime<Utc>,
) -> Result<RevokeOutcome, Error> {
    one(c, scope.into(), new, now)
}

fn one(
    c: &mut Conn,
    whose: Whose,
    new: &NewRevocation<'_>,
    now: DateTime<Utc>,
) -> Result<RevokeOutcome, Error> {
    let mut parties = Parties::new();
    let outcome = finish(c, whose, new, &mut parties, now)?;
    changes::note(c, &parties)?;
    Ok(outcome)
}

/// Ends one. When it is done, its parties are among those to be given to [`changes::note`] at the end of the transaction.
pub(super) fn finish(
    c: &mut Conn,
    whose: Whose,
    new: &NewRevocation<'_>,
    parties: &mut Parties,
    now: DateTime<Utc>,
) -> Result<RevokeOutcome, Error> {
    let changed = mark(c, whose, new.opportunity, now)?;
    let with_id = opportunities::table
        .filter(opportunities::id.eq(AsText(new.opportunity)))
        .select(FactsRow::as_select())
        .into_boxed();
    let ours = match whose {
        Whose::Isv(scope) => with_id.filter(opportunities::isv_id.eq(AsText(scope.isv()))),
        Whose::Partner(scope) => {
            with_id.filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        }
    };
    let Some(found) = ours.get_result(c).optional()? else {
        return Ok(RevokeOutcome::Missing);
    };
    if changed == 0 {
        let status = Status::at(found.facts()?, now);
        return Ok(if status.is_open() {
            RevokeOutcome::NotTheirs
        } else {
            RevokeOutcome::Not(status)
        });
    }
    diesel::insert_into(revocations::table)
        .values((
            revocations::opportunity_id.eq(AsText(new.opportunity)),
            revocations::by_side.eq(AsText(whose.side())),
            revocations::person.eq(&new.by.name),
            revocations::user_id.eq(AsText(new.by.id)),
            revocations::at.eq(Moment::from(now)),
            revocations::reason.eq(&new.reason),
        ))
        .execute(c)?;
    let mut untold = outbox::cancel_created(c, new.opportunity)?;
    if is_worked_with(c, new.opportunity, &found)? {
        untold.clear();
    }
    tell(c, whose.side(), new, &found, &untold, now)?;
    parties.extend([found.isv_id.0, found.reseller_id.0]);
    Ok(RevokeOutcome::Done)
}

/// Whether its partner found it without any letter, and offers or is about to offer something on its terms: then all are told
/// that it has ended.
fn is_worked_with(c: &mut Conn, id: OpportunityId, found: &FactsRow) -> Result<bool, Error> {
    let drafts = offer_drafts::table.filter(offer_drafts::opportunity_id.eq(AsText(id)));
    Ok(found.uses > 0 || drafts.count().get_result::<i64>(c)? > 0)
}

/// Marks it as ended if this side can end it at this moment, by the rule of [`Facts::can_be_ended_by`]; how many rows
/// that changed. One statement both asks and decides, so that of two at the same time one wins.
fn mark(c: &mut Conn, whose: Whose, id: OpportunityId, now: DateTime<Utc>) -> Result<usize, Error> {
    let active = opportunities::table
        .filter(opportunities::id.eq(AsText(id)))
        .filter(stands(Status::Active, now));
    let ended = opportunities::ended_by.eq(AsText(whose.side()));
    Ok(match whose {
        Whose::Isv(scope) => {
            let theirs = active.filter(opportunities::isv_id.eq(AsText(scope.isv())));
            diesel::update(theirs).set(ended).execute(c)?
        }
        Whose::Partner(scope) => {
            let theirs = active
                .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
                .filter(opportunities::duration_kind.ne(AsText(DurationKind::SingleUse)));
            diesel::update(theirs).set(ended).execute(c)?
        }
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
struct FactsRow {
    isv_id: AsText<OrganisationId>,
    isv_name: String,
    reseller_id: AsText<OrganisationId>,
    reseller_name: String,
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

/// The events of both sides, and the letters to all but who was not told that there is such an opportunity. Each side knows its
/// own people by name, and the other by its name.
fn tell(
    c: &mut Conn,
    side: Side,
    new: &NewRevocation<'_>,
    found: &FactsRow,
    untold: &HashSet<(OrganisationId, String)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (isv, partner, reason) = (found.isv_id.0, found.reseller_id.0, new.reason.clone());
    let (what, for_isv, for_partner) = match side {
        Side::Isv => (
            OpportunityEvent::Revoked(reason),
            &new.by.name,
            &found.isv_name,
        ),
        Side::Partner => (
            OpportunityEvent::Ended(reason),
            &found.reseller_name,
            &new.by.name,
        ),
    };
    let is_told = |letter: &&Letter| {
        let whose = match letter.side {
            Side::Isv => isv,
            Side::Partner => partner,
        };
        !untold.contains(&(whose, letter.recipient.clone()))
    };
    let letters = new.letters.iter().filter(is_told).cloned().collect();
    let kind = EventKind::Opportunity(new.opportunity, what);
    let both = [(isv, for_isv.as_str()), (partner, for_partner.as_str())];
    events::record_for_both(c, &kind, both, &[], letters, now)
}
