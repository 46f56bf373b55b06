//! Addresses of what both sides see, each on a page of its own.

use super::{isv_offer, isv_opportunity, partner_offer, partner_opportunity};
use crate::domain::opportunity::Side;
use std::fmt::Display;

/// One opportunity, as a side sees it.
pub fn opportunity(side: Side, opportunity: impl Display) -> String {
    match side {
        Side::Isv => isv_opportunity(opportunity),
        Side::Partner => partner_opportunity(opportunity),
    }
}

/// One offer, as a side sees it.
pub fn offer(side: Side, offer: impl Display) -> String {
    match side {
        Side::Isv => isv_offer(offer),
        Side::Partner => partner_offer(offer),
    }
}
