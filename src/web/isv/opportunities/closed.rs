//! Why no offer can be made from an opportunity that is active, in words for the people of its ISV.

use crate::domain::opportunity::{Obstacle, Opportunity};

/// What keeps the partner from making offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What happened.
    pub title: String,
    /// What to do about it.
    pub ask: String,
}

impl Closed {
    /// The words for what stands in the way; none for a status, which the page says already.
    pub fn by(opportunity: &Opportunity, obstacle: Obstacle) -> Option<Self> {
        let (title, ask) = match obstacle {
            Obstacle::Status(_) => return None,
            Obstacle::NotOnSale => (
                format!("{} is not on sale any more", opportunity.product.title),
                "Once the product is on sale again, import it anew or ask whoever runs this portal to do so.",
            ),
            Obstacle::NotRegistered => (
                format!(
                    "{} is not registered as a reseller any more",
                    opportunity.reseller.name
                ),
                "Ask whoever runs this portal to register it again, or offer the same to another reseller.",
            ),
        };
        Some(Self {
            title,
            ask: ask.to_owned(),
        })
    }
}
