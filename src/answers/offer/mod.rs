//! What a partner typed into each step of the offer wizard, and how it parses into domain values.

pub mod clone;
mod conflict;
pub mod dates;
pub mod documents;
mod journey;
pub mod price;
pub mod schedule;
mod step;
pub mod target;
pub mod terms;

pub use journey::OfferJourney;
pub use step::OfferStep;

use crate::answers::{Fields, Sheets};
use crate::domain::ids::DocumentId;
use crate::domain::opportunity::Opportunity;

/// Everything typed into a draft of an offer.
pub type OfferAnswers = Sheets<OfferStep>;

impl OfferAnswers {
    /// The documents that the answers name, so that they can be looked up.
    pub fn named_documents(&self) -> Vec<DocumentId> {
        documents::named(self.get(OfferStep::Documents))
    }

    /// What a step shows: what was saved, or what the opportunity suggests as long as nothing was.
    pub fn shown(&self, step: OfferStep, opportunity: &Opportunity) -> Fields {
        if self.has(step) {
            self.get(step).clone()
        } else {
            suggested(step, opportunity)
        }
    }

    /// What the draft is called: the offer's name, or its opportunity's as long as it has none.
    pub fn title(&self, opportunity_name: &str) -> String {
        let typed = crate::domain::text::clean(self.get(OfferStep::Dates).get("name"));
        if typed.is_empty() {
            opportunity_name.to_owned()
        } else {
            typed
        }
    }
}

/// What the opportunity suggests for a step: its buyers, its name, and a markup.
fn suggested(step: OfferStep, opportunity: &Opportunity) -> Fields {
    match step {
        OfferStep::Terms => terms::write(&opportunity.buyers),
        OfferStep::Price => price::suggested(),
        OfferStep::Dates => dates::suggested(opportunity),
        OfferStep::Schedule | OfferStep::Documents => Fields::default(),
    }
}
