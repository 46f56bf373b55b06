//! The steps of the wizard.

use crate::answers::FormStep;
use serde::{Deserialize, Serialize};

/// A step that is answered, in the order of the source document's procedure. The review follows them and has no
/// answers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Name and description.
    Details,
    /// Who may resell.
    Resellers,
    /// What may be resold.
    Products,
    /// What the partner gets off.
    Discount,
    /// How long and how often it can be used.
    Duration,
    /// Dimensions and usage fees of SaaS contracts.
    Dimensions,
    /// For which buyers.
    Buyers,
    /// What buyers accept.
    Eula,
    /// What the partner accepts.
    Rcmp,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 9] = [
        Self::Details,
        Self::Resellers,
        Self::Products,
        Self::Discount,
        Self::Duration,
        Self::Dimensions,
        Self::Buyers,
        Self::Eula,
        Self::Rcmp,
    ];

    /// The word in its address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::Resellers => "resellers",
            Self::Products => "products",
            Self::Discount => "discount",
            Self::Duration => "duration",
            Self::Dimensions => "dimensions",
            Self::Buyers => "buyers",
            Self::Eula => "eula",
            Self::Rcmp => "rcmp",
        }
    }

    /// Reads [`Step::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }
}

impl FormStep for Step {
    fn label(self) -> &'static str {
        match self {
            Self::Details => "Opportunity details",
            Self::Resellers => "Resellers",
            Self::Products => "Products",
            Self::Discount => "Discount",
            Self::Duration => "Duration",
            Self::Dimensions => "Product dimensions",
            Self::Buyers => "Buyers",
            Self::Eula => "EULA",
            Self::Rcmp => "Reseller contract",
        }
    }

    fn optional(self) -> bool {
        match self {
            Self::Details | Self::Resellers | Self::Products | Self::Discount | Self::Duration => {
                false
            }
            Self::Dimensions | Self::Buyers | Self::Eula | Self::Rcmp => true,
        }
    }
}
