//! The offer wizard: every text about what is wrong, where a draft stands, and the way back from an offer.

mod clone;
mod journey;
mod list;
mod target;
mod texts;

use crate::samples::{
    flexible, log_stream, only, opportunity_of, percentage, schedule, today, uploaded_eula,
    vault_storage,
};
use consign::answers::Fields;
use consign::answers::offer::{OfferAnswers, OfferJourney, OfferStep};
use consign::domain::agreements::{Document, Eula};
use consign::domain::opportunity::Opportunity;

const BUYER: &str = "210987654321";

/// A draft of an offer and what it refers to.
#[derive(Clone)]
struct Draft {
    opportunity: Opportunity,
    answers: OfferAnswers,
    accepted: bool,
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    let pairs = pairs.iter();
    Fields::from_pairs(pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// A document of the partner's own.
fn amendment() -> Document {
    match uploaded_eula() {
        Eula::Custom(document) => document,
        Eula::Public | Eula::Standard { .. } => unreachable!("a file"),
    }
}

impl Draft {
    fn empty(opportunity: Opportunity) -> Self {
        Self {
            opportunity,
            answers: OfferAnswers::default(),
            accepted: false,
        }
    }

    /// A draft that can be extended: 5% on Vault Storage at 20% off.
    fn sound() -> Self {
        let vault = vault_storage();
        let opportunity = opportunity_of(&vault, percentage("20", only(&vault)));
        Self::empty(opportunity).complete()
    }

    /// A draft of what is only paid as used.
    fn as_used() -> Self {
        let stream = log_stream();
        let opportunity = opportunity_of(&stream, percentage("20", only(&stream)));
        let end = [("end-day", "1"), ("end-month", "1"), ("end-year", "2028")];
        Self::empty(opportunity)
            .complete()
            .put(OfferStep::Dates, &end)
    }

    /// A draft under a payment schedule.
    fn scheduled() -> Self {
        let vault = vault_storage();
        let opportunity = opportunity_of(&vault, flexible(schedule(&vault)));
        let markup = [("payments", "markup")];
        Self::empty(opportunity)
            .complete()
            .put(OfferStep::Schedule, &markup)
    }

    fn complete(self) -> Self {
        self.put(OfferStep::Terms, &[("buyers", BUYER)])
            .put(
                OfferStep::Price,
                &[("adjustment", "markup"), ("percent", "5")],
            )
            .put(
                OfferStep::Dates,
                &[
                    ("name", "Vault for Acme"),
                    ("description", "Negotiated"),
                    ("expiry-day", "31"),
                    ("expiry-month", "December"),
                    ("expiry-year", "2026"),
                ],
            )
    }

    /// With this typed into a step, each field in place of what it had.
    fn put(mut self, step: OfferStep, pairs: &[(&str, &str)]) -> Self {
        let mut fields = self.answers.get(step).clone();
        fields.overlay(typed(pairs));
        self.answers.set(step, fields);
        self
    }

    fn journey(&self) -> OfferJourney {
        OfferJourney::of(
            &self.answers,
            &self.opportunity,
            &[amendment()],
            self.accepted,
            today(),
        )
    }

    fn problems(&self, step: OfferStep) -> Vec<(String, String)> {
        let problems = self.journey().problems(step);
        let problems = problems.iter();
        problems
            .map(|p| (p.field.clone(), p.text.clone()))
            .collect()
    }

    /// Exactly this is said, on this step and on no other, and nothing can be extended.
    fn says(&self, step: OfferStep, said: &[(&str, &str)]) {
        let said: Vec<(String, String)> = said
            .iter()
            .map(|(at, text)| ((*at).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(self.problems(step), said);
        for other in OfferStep::ALL.into_iter().filter(|other| *other != step) {
            assert_eq!(self.problems(other), [], "{said:?}");
        }
        assert!(self.journey().proven().is_none(), "{said:?}");
        for (_, text) in said {
            assert!(!text.ends_with('.') && !text.contains('!'), "{text}");
        }
    }

    /// Nothing is wrong, and it can be extended.
    fn taken(&self) {
        let journey = self.journey();
        let problems: Vec<_> = journey.all_problems().collect();
        assert!(problems.is_empty(), "{problems:?}");
        assert!(journey.proven().is_some());
    }
}
