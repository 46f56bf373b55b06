//! What a partner typed into each step of the offer wizard.

mod step;

pub use step::OfferStep;

use crate::answers::Sheets;

/// Everything typed into a draft of an offer.
pub type OfferAnswers = Sheets<OfferStep>;
