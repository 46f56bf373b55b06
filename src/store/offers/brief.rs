//! Offers in brief, for the page of the opportunity they were made from.

use crate::domain::ids::{OfferId, OpportunityId};
use crate::domain::offer::OfferStatus;
use crate::store::columns::{AsText, Moment};
use crate::store::schema::{offer_acceptances, offers};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

/// Offers that one opportunity's page lists; the list of offers has all.
pub const MAX_BRIEF: u32 = 50;

/// An offer in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferBrief {
    /// Its id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub status: OfferStatus,
    /// When it was extended.
    pub extended_at: DateTime<Utc>,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
    /// How many of the buyer's accounts accepted it.
    pub accepted: u64,
}

type Row = (AsText<OfferId>, String, Moment, NaiveDate);

/// The partner's offers from an opportunity, newest first, at most [`MAX_BRIEF`].
///
/// # Errors
/// When the database does not answer.
pub fn of_opportunity(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: OpportunityId,
    now: DateTime<Utc>,
) -> Result<Vec<OfferBrief>, Error> {
    let rows: Vec<Row> = offers::table
        .filter(offers::opportunity_id.eq(AsText(opportunity)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .order((offers::extended_at.desc(), offers::id.desc()))
        .limit(MAX_BRIEF.into())
        .select((
            offers::id,
            offers::name,
            offers::extended_at,
            offers::expires_on,
        ))
        .load(c)?;
    let ids: Vec<_> = rows.iter().map(|(id, ..)| id.clone()).collect();
    let counts: Vec<(AsText<OfferId>, i64)> = offer_acceptances::table
        .filter(offer_acceptances::offer_id.eq_any(ids))
        .group_by(offer_acceptances::offer_id)
        .select((offer_acceptances::offer_id, count_star()))
        .load(c)?;
    let counts: HashMap<OfferId, i64> = counts.into_iter().map(|(id, n)| (id.0, n)).collect();
    let brief = |(id, name, extended_at, expires_on): Row| OfferBrief {
        id: id.0,
        name,
        status: OfferStatus::at(expires_on, now),
        extended_at: extended_at.into(),
        expires_on,
        accepted: counts
            .get(&id.0)
            .and_then(|count| u64::try_from(*count).ok())
            .unwrap_or(0),
    };
    Ok(rows.into_iter().map(brief).collect())
}
