//! Drafts of offers: what a partner typed, kept as typed.

use crate::answers::offer::OfferAnswers;
use crate::domain::ids::{OfferDraftId, OpportunityId, UserId};
use crate::store::columns::{AsText, Moment};
use crate::store::drafts::{Created, KEPT, MAX_PER_PERSON, Saved};
use crate::store::piece::TakePart;
use crate::store::schema::{offer_drafts, users};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The most drafts a page lists, newest first.
const MAX_LISTED: i64 = 500;

/// An unfinished offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDraft {
    /// Its id; also what keeps two presses of *Extend Offer* from making two offers.
    pub id: OfferDraftId,
    /// The opportunity it is to be made from, whatever became of that meanwhile.
    pub opportunity: OpportunityId,
    /// Counts its saves; whoever saves says which version they saw.
    pub version: i32,
    /// What was typed.
    pub answers: OfferAnswers,
    /// Who began it.
    pub created_by: UserId,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// The name of who saved it last.
    pub saved_by: String,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
}

/// A draft to be begun.
#[derive(Debug, Clone)]
pub struct NewOfferDraft<'a> {
    /// Its id.
    pub id: OfferDraftId,
    /// The opportunity it is to be made from.
    pub opportunity: OpportunityId,
    /// What it begins with.
    pub answers: &'a OfferAnswers,
    /// Who begins it.
    pub by: UserId,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = offer_drafts)]
struct DraftRow {
    id: AsText<OfferDraftId>,
    opportunity_id: AsText<OpportunityId>,
    version: i32,
    answers: AsText<OfferAnswers>,
    created_by: AsText<UserId>,
    created_at: Moment,
    saved_at: Moment,
}

fn draft((row, saved_by): (DraftRow, String)) -> OfferDraft {
    OfferDraft {
        id: row.id.0,
        opportunity: row.opportunity_id.0,
        version: row.version,
        answers: row.answers.0,
        created_by: row.created_by.0,
        created_at: row.created_at.into(),
        saved_by,
        saved_at: row.saved_at.into(),
    }
}

/// Begins a draft of an offer from one of the partner's opportunities; whoever calls has read that in the same scope.
///
/// # Errors
/// When the database does not answer.
pub fn create(
    c: &mut Conn,
    scope: &PartnerScope,
    new: &NewOfferDraft<'_>,
    now: DateTime<Utc>,
) -> Result<Created, Error> {
    if count(c, scope, new.by)? >= MAX_PER_PERSON {
        return Ok(Created::TooMany);
    }
    diesel::insert_into(offer_drafts::table)
        .values((
            offer_drafts::id.eq(AsText(new.id)),
            offer_drafts::partner_id.eq(AsText(scope.partner())),
            offer_drafts::opportunity_id.eq(AsText(new.opportunity)),
            offer_drafts::version.eq(1),
            offer_drafts::answers.eq(AsText(new.answers.clone())),
            offer_drafts::created_by.eq(AsText(new.by)),
            offer_drafts::created_at.eq(Moment::from(now)),
            offer_drafts::saved_by.eq(AsText(new.by)),
            offer_drafts::saved_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(Created::Done)
}

/// Finds a draft of the partner.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OfferDraftId,
) -> Result<Option<OfferDraft>, Error> {
    let row = offer_drafts::table
        .inner_join(users::table)
        .filter(offer_drafts::id.eq(AsText(id)))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .select((DraftRow::as_select(), users::name))
        .get_result(c)
        .optional()?;
    Ok(row.map(draft))
}

/// The partner's drafts, the one saved last first; of one opportunity only, if one is named.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    c: &mut Conn,
    scope: &PartnerScope,
    of: Option<OpportunityId>,
) -> Result<Vec<OfferDraft>, Error> {
    let mut wanted = offer_drafts::table
        .inner_join(users::table)
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .order((offer_drafts::saved_at.desc(), offer_drafts::id.desc()))
        .select((DraftRow::as_select(), users::name))
        .into_boxed();
    if let Some(opportunity) = of {
        wanted = wanted.filter(offer_drafts::opportunity_id.eq(AsText(opportunity)));
    }
    let found = wanted.at_most(MAX_LISTED).load(c)?;
    Ok(found.into_iter().map(draft).collect())
}

/// How many drafts of offers a person has.
///
/// # Errors
/// When the database does not answer.
pub fn count(c: &mut Conn, scope: &PartnerScope, by: UserId) -> Result<i64, Error> {
    Ok(offer_drafts::table
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .filter(offer_drafts::created_by.eq(AsText(by)))
        .count()
        .get_result(c)?)
}

/// Saves what was typed, if nobody has saved the draft since the version given.
///
/// # Errors
/// When the database does not answer.
pub fn save(
    c: &mut Conn,
    scope: &PartnerScope,
    (id, version): (OfferDraftId, i32),
    answers: &OfferAnswers,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Saved<OfferDraft>, Error> {
    let unchanged = offer_drafts::table
        .find(AsText(id))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .filter(offer_drafts::version.eq(version));
    let saved = diesel::update(unchanged)
        .set((
            offer_drafts::version.eq(offer_drafts::version + 1),
            offer_drafts::answers.eq(AsText(answers.clone())),
            offer_drafts::saved_by.eq(AsText(by)),
            offer_drafts::saved_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    if saved == 1 {
        return Ok(Saved::Done(version + 1));
    }
    Ok(match find(c, scope, id)? {
        Some(other) => Saved::Stale(Box::new(other)),
        None => Saved::Gone,
    })
}

/// Removes a draft. Whether it was there.
///
/// # Errors
/// When the database does not answer.
pub fn discard(c: &mut Conn, scope: &PartnerScope, id: OfferDraftId) -> Result<bool, Error> {
    let mine = offer_drafts::table
        .find(AsText(id))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())));
    let there = diesel::delete(mine).execute(c)? == 1;
    if there {
        super::contract::forget(c, id)?;
    }
    Ok(there)
}

/// How many old drafts go at once: fewer than a query can name.
const AT_ONCE: i64 = 500;

/// Removes drafts that nobody has saved for [`KEPT`], and that a contract was accepted for them; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old: Vec<AsText<OfferDraftId>> = offer_drafts::table
        .filter(offer_drafts::saved_at.le(Moment::from(now - KEPT)))
        .order(offer_drafts::saved_at)
        .select(offer_drafts::id)
        .at_most(AT_ONCE)
        .load(c)?;
    let mut deleted = 0;
    for id in old {
        // Somebody may have saved it since, or made an offer of it, whose proof the acceptance is.
        let still_old = offer_drafts::table
            .find(id.clone())
            .filter(offer_drafts::saved_at.le(Moment::from(now - KEPT)));
        if diesel::delete(still_old).execute(c)? == 1 {
            super::contract::forget(c, id.0)?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// A draft that somebody began from this opportunity since a moment, and in which nothing was typed.
///
/// # Errors
/// When the database does not answer.
pub fn untouched(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: OpportunityId,
    by: UserId,
    since: DateTime<Utc>,
) -> Result<Option<OfferDraftId>, Error> {
    let id: Option<AsText<OfferDraftId>> = offer_drafts::table
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .filter(offer_drafts::opportunity_id.eq(AsText(opportunity)))
        .filter(offer_drafts::created_by.eq(AsText(by)))
        .filter(offer_drafts::created_at.ge(Moment::from(since)))
        .filter(offer_drafts::answers.eq(AsText(OfferAnswers::default())))
        .order((offer_drafts::created_at.desc(), offer_drafts::id.desc()))
        .select(offer_drafts::id)
        .at_most(1)
        .get_result(c)
        .optional()?;
    Ok(id.map(|id| id.0))
}
