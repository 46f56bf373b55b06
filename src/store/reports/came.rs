//! What came of each of a few opportunities.

use crate::domain::ids::OpportunityId;
use crate::store::columns::{AsText, Moment};
use crate::store::piece::one_of;
use crate::store::reports::counted;
use crate::store::schema::{offer_acceptances, offers};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What came of one opportunity, which has one currency.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Came {
    pub(super) offers: u64,
    pub(super) accepted: u64,
    pub(super) wholesale: Decimal,
    /// What buyers pay: the partner's business alone.
    pub(super) purchase: Decimal,
    pub(super) first_use: Option<DateTime<Utc>>,
    pub(super) last_use: Option<DateTime<Utc>>,
}

type Uses = (AsText<OpportunityId>, i64, Option<Moment>, Option<Moment>);
type Accepted = (
    AsText<OpportunityId>,
    Option<AsText<Decimal>>,
    Option<AsText<Decimal>>,
);

/// What came of these opportunities, whose ids were found in a scope. Nothing came of those that it lacks.
pub(super) fn came_of(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
) -> Result<HashMap<OpportunityId, Came>, Error> {
    let mut came: HashMap<OpportunityId, Came> = HashMap::new();
    if ids.is_empty() {
        return Ok(came);
    }
    let uses: Vec<Uses> = offers::table
        .filter(one_of(offers::opportunity_id, ids.to_vec()))
        .group_by(offers::opportunity_id)
        .select((
            offers::opportunity_id,
            count_star(),
            min(offers::extended_at),
            max(offers::extended_at),
        ))
        .load(c)?;
    for (id, offers, first, last) in uses {
        let of = came.entry(id.0).or_default();
        of.offers = counted(offers);
        (of.first_use, of.last_use) = (first.map(DateTime::from), last.map(DateTime::from));
    }
    let accepted: Vec<Accepted> = offer_acceptances::table
        .inner_join(offers::table)
        .filter(one_of(offers::opportunity_id, ids.to_vec()))
        .select((
            offers::opportunity_id,
            offer_acceptances::wholesale_total,
            offer_acceptances::purchase_total,
        ))
        .load(c)?;
    for (id, wholesale, purchase) in accepted {
        let of = came.entry(id.0).or_default();
        of.accepted += 1;
        of.wholesale += wholesale.map_or(Decimal::ZERO, |amount| amount.0);
        of.purchase += purchase.map_or(Decimal::ZERO, |amount| amount.0);
    }
    Ok(came)
}
