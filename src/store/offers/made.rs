//! What came of a draft, and of an opportunity: which offer, by whom and when.

use crate::domain::ids::{OfferDraftId, OfferId, OpportunityId};
use crate::store::columns::{AsText, Moment};
use crate::store::piece::TakePart;
use crate::store::schema::offers;
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The offer that a draft of the partner's became.
///
/// # Errors
/// When the database does not answer.
pub fn of_draft(
    c: &mut Conn,
    scope: &PartnerScope,
    draft: OfferDraftId,
) -> Result<Option<OfferId>, Error> {
    let made: Option<AsText<OfferId>> = offers::table
        .filter(offers::draft_id.eq(AsText(draft)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .select(offers::id)
        .get_result(c)
        .optional()?;
    Ok(made.map(|offer| offer.0))
}

/// That the partner extended an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The offer.
    pub id: OfferId,
    /// What it is called.
    pub name: String,
    /// Who extended it, as they were called.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The last offer that the partner extended from one of its opportunities.
///
/// # Errors
/// When the database does not answer.
pub fn last_of(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: OpportunityId,
) -> Result<Option<Made>, Error> {
    let row: Option<(AsText<OfferId>, String, String, Moment)> = offers::table
        .filter(offers::opportunity_id.eq(AsText(opportunity)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .order((offers::extended_at.desc(), offers::id.desc()))
        .select((
            offers::id,
            offers::name,
            offers::extended_by_name,
            offers::extended_at,
        ))
        .at_most(1)
        .get_result(c)
        .optional()?;
    Ok(row.map(|(id, name, by, at)| Made {
        id: id.0,
        name,
        by,
        at: at.into(),
    }))
}
