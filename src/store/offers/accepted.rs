//! What came of many offers at once, in numbers: for how many accounts they are, how many accepted, and what for.

use crate::domain::ids::OfferId;
use crate::domain::offer::acceptance::Totals;
use crate::store::columns::AsText;
use crate::store::piece::one_of;
use crate::store::schema::{offer_acceptances, offer_buyers};
use crate::store::{Conn, Error};
use diesel::dsl::count_star;
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What came of one offer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    /// How many accounts accepted it.
    pub(super) accepted: u32,
    /// What they bought up front.
    pub(super) totals: Totals,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            accepted: 0,
            totals: Totals {
                wholesale: Decimal::ZERO,
                purchase: Decimal::ZERO,
            },
        }
    }
}

/// For how many accounts of the buyer each of these offers is.
pub(super) fn buyers(
    c: &mut Conn,
    ids: &[AsText<OfferId>],
) -> Result<HashMap<OfferId, u32>, Error> {
    let counts: Vec<(AsText<OfferId>, i64)> = offer_buyers::table
        .filter(one_of(offer_buyers::offer_id, ids.to_vec()))
        .group_by(offer_buyers::offer_id)
        .select((offer_buyers::offer_id, count_star()))
        .load(c)?;
    let count = |(id, count): (AsText<OfferId>, i64)| (id.0, u32::try_from(count).unwrap_or(0));
    Ok(counts.into_iter().map(count).collect())
}

/// The totals of an acceptance, as they are stored.
type Stored = (
    AsText<OfferId>,
    Option<AsText<Decimal>>,
    Option<AsText<Decimal>>,
);

/// What came of each of these offers; nothing of those that nobody accepted. The sums are made here: exact decimals of
/// any length stand in the database as text.
pub(super) fn sums(c: &mut Conn, ids: &[AsText<OfferId>]) -> Result<HashMap<OfferId, Sums>, Error> {
    let made: Vec<Stored> = offer_acceptances::table
        .filter(one_of(offer_acceptances::offer_id, ids.to_vec()))
        .select((
            offer_acceptances::offer_id,
            offer_acceptances::wholesale_total,
            offer_acceptances::purchase_total,
        ))
        .load(c)?;
    let mut sums: HashMap<OfferId, Sums> = HashMap::new();
    for (id, wholesale, purchase) in made {
        let sum = sums.entry(id.0).or_default();
        sum.accepted += 1;
        sum.totals.wholesale += wholesale.map_or(Decimal::ZERO, |total| total.0);
        sum.totals.purchase += purchase.map_or(Decimal::ZERO, |total| total.0);
    }
    Ok(sums)
}
