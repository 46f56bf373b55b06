//! The steps of the offer wizard.

use crate::answers::FormStep;
use serde::{Deserialize, Serialize};

/// A step that is answered, in order. The review follows them and has no answers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfferStep {
    /// The reseller contract, and for which buyers.
    Terms,
    /// What the buyer pays: markup or discount.
    Price,
    /// What the buyer pays when; only where the opportunity has a payment schedule.
    Schedule,
    /// The EULA, and documents that amend it.
    Documents,
    /// Name, description, expiry date and subscription end.
    Dates,
}

impl OfferStep {
    /// All steps, in order.
    pub const ALL: [Self; 5] = [
        Self::Terms,
        Self::Price,
        Self::Schedule,
        Self::Documents,
        Self::Dates,
    ];

    /// The word in its address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Price => "price",
            Self::Schedule => "schedule",
            Self::Documents => "documents",
            Self::Dates => "dates",
        }
    }

    /// Reads [`OfferStep::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }
}

impl FormStep for OfferStep {
    fn label(self) -> &'static str {
        match self {
            Self::Terms => "Contract and buyers",
            Self::Price => "Price",
            Self::Schedule => "Payment schedule",
            Self::Documents => "Documents",
            Self::Dates => "Name and dates",
        }
    }

    fn optional(self) -> bool {
        match self {
            Self::Terms | Self::Price | Self::Schedule | Self::Dates => false,
            Self::Documents => true,
        }
    }
}
