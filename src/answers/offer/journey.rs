//! Where a draft of an offer stands: which steps apply, what state each is in, and what is still wrong. Nothing of this
//! is stored, as for drafts of opportunities.

use crate::answers::offer::schedule::PaymentsChoice;
use crate::answers::offer::{
    OfferAnswers, OfferStep, conflict, dates, documents, price, schedule, terms,
};
use crate::answers::{Problems, State};
use crate::domain::agreements::{Document, ResellerContract};
use crate::domain::money::Markup;
use crate::domain::offer::adjustment::Adjustment;
use crate::domain::offer::terms::{
    OfferConflict, OfferParts, OfferTerms, SubscriptionEnd, conflicts, subscription_end,
};
use crate::domain::opportunity::Opportunity;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is said once about a control, however many prices or payments it concerns.
const SAID_ONCE: [&str; 3] = ["accept", "percent", "adjustment"];

/// The answers of a draft of an offer, understood.
#[derive(Debug, Clone)]
pub struct OfferJourney {
    steps: Vec<(OfferStep, State)>,
    problems: BTreeMap<OfferStep, Problems>,
    parts: OfferParts,
    proven: Option<OfferTerms>,
    ends: SubscriptionEnd,
}

impl OfferJourney {
    /// Understands a draft's answers against its opportunity; `documents` are those of the partner's own that the
    /// answers name.
    pub fn of(
        answers: &OfferAnswers,
        opportunity: &Opportunity,
        documents: &[Document],
        contract_accepted: bool,
        today: NaiveDate,
    ) -> Self {
        let ends = subscription_end(opportunity, today);
        let mut problems: BTreeMap<OfferStep, Problems> = BTreeMap::new();
        if opportunity.contract != ResellerContract::None && !contract_accepted {
            // The box stands above the buyers, and so does what is said about it.
            note(
                &OfferConflict::ContractNotAccepted,
                opportunity,
                &mut problems,
            );
        }
        let parts = OfferParts {
            contract_accepted,
            ..parts(answers, opportunity, documents, &ends, &mut problems)
        };
        for conflict in conflicts(opportunity, &parts, today) {
            note(&conflict, opportunity, &mut problems);
        }
        let applies =
            |step: &OfferStep| *step != OfferStep::Schedule || opportunity.schedule.is_some();
        let steps = OfferStep::ALL
            .into_iter()
            .filter(applies)
            .map(|step| (step, state(step, answers, &problems)))
            .collect();
        let proven = if problems.is_empty() {
            OfferTerms::prove(opportunity, parts.clone(), today)
        } else {
            None
        };
        Self {
            steps,
            problems,
            parts,
            proven,
            ends,
        }
    }

    /// The steps that apply, in order, each with its state.
    pub fn steps(&self) -> &[(OfferStep, State)] {
        &self.steps
    }

    /// Whether a step applies to offers from this opportunity.
    pub fn applies(&self, step: OfferStep) -> bool {
        self.steps.iter().any(|(s, _)| *s == step)
    }

    /// The step after this one; `None` means the review.
    pub fn after(&self, step: OfferStep) -> Option<OfferStep> {
        self.steps.iter().map(|(s, _)| *s).find(|s| *s > step)
    }

    /// The step before this one.
    pub fn before(&self, step: OfferStep) -> Option<OfferStep> {
        self.steps.iter().map(|(s, _)| *s).rev().find(|s| *s < step)
    }

    /// The first step that still needs an answer; `None` means the review.
    pub fn open(&self) -> Option<OfferStep> {
        let open = |(_, state): &&(OfferStep, State)| {
            matches!(state, State::NotStarted | State::NeedsAttention)
        };
        self.steps.iter().find(open).map(|(step, _)| *step)
    }

    /// What is wrong with a step.
    pub fn problems(&self, step: OfferStep) -> Problems {
        self.problems.get(&step).cloned().unwrap_or_default()
    }

    /// Everything that is wrong, step by step.
    pub fn all_problems(&self) -> impl Iterator<Item = (OfferStep, &Problems)> {
        let problems = self.problems.iter();
        problems.map(|(step, problems)| (*step, problems))
    }

    /// How many steps are done, by the word beside their names.
    pub fn done(&self) -> usize {
        let done = |(_, state): &&(OfferStep, State)| *state == State::Done;
        self.steps.iter().filter(done).count()
    }

    /// How many steps there are, the review among them: the number of pages that somebody walks.
    pub fn count(&self) -> usize {
        self.steps.len() + 1
    }

    /// Whether every step that must be answered is.
    pub fn may_review(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.all(|(step, state)| step.optional() || *state == State::Done)
    }

    /// The parts that are valid each by itself.
    pub fn parts(&self) -> &OfferParts {
        &self.parts
    }

    /// The terms, when everything is there and nothing is wrong.
    pub fn proven(&self) -> Option<&OfferTerms> {
        self.proven.as_ref()
    }

    /// Who says when the subscription ends.
    pub fn ends(&self) -> &SubscriptionEnd {
        &self.ends
    }
}

/// Puts a conflict where it is mended, unless more was said there already.
fn note(
    conflict: &OfferConflict,
    opportunity: &Opportunity,
    problems: &mut BTreeMap<OfferStep, Problems>,
) {
    let (step, problem) = conflict::place(conflict, opportunity);
    let said = problems.entry(step).or_default();
    // That a day is missing is no news where it cannot be read.
    let known = matches!(conflict, OfferConflict::SubscriptionEndMissing)
        && said.for_date("end").is_some()
        || SAID_ONCE.contains(&problem.field.as_str()) && said.for_field(&problem.field).is_some();
    if !known {
        said.add(problem.field, problem.text);
    }
}

fn state(
    step: OfferStep,
    answers: &OfferAnswers,
    problems: &BTreeMap<OfferStep, Problems>,
) -> State {
    let saved = answers.has(step);
    let wrong = problems.get(&step).is_some_and(|found| !found.is_empty());
    if !saved && !step.optional() {
        State::NotStarted
    } else if wrong {
        State::NeedsAttention
    } else if step.optional() && answers.get(step).all("amendment").is_empty() {
        State::NotGiven
    } else {
        State::Done
    }
}

/// Parses every step by itself; what fails is noted and left out.
fn parts(
    answers: &OfferAnswers,
    opportunity: &Opportunity,
    named: &[Document],
    ends: &SubscriptionEnd,
    problems: &mut BTreeMap<OfferStep, Problems>,
) -> OfferParts {
    let mut note = |step: OfferStep, found: Problems| {
        if !found.is_empty() {
            problems.entry(step).or_default().append(found);
        }
    };
    let buyers = terms::parse(answers.get(OfferStep::Terms))
        .map_err(|found| note(OfferStep::Terms, found))
        .ok();
    let adjustment = adjustment(answers, opportunity, &mut note);
    let amendments = documents::parse(answers.get(OfferStep::Documents), named)
        .map_err(|found| note(OfferStep::Documents, found))
        .ok();
    let (dates, found) = dates::parse(answers.get(OfferStep::Dates), ends);
    note(OfferStep::Dates, found);
    OfferParts {
        contract_accepted: false,
        buyers,
        adjustment,
        amendments,
        details: dates.details,
        expires_on: dates.expires_on,
        subscription_end: dates.subscription_end,
    }
}

/// What the price step and, under a payment schedule, the one after it say together.
fn adjustment(
    answers: &OfferAnswers,
    opportunity: &Opportunity,
    note: &mut impl FnMut(OfferStep, Problems),
) -> Option<Adjustment> {
    let price = price::parse(answers.get(OfferStep::Price))
        .map_err(|found| note(OfferStep::Price, found))
        .ok();
    let Some(plan) = &opportunity.schedule else {
        return price;
    };
    let currency = opportunity.prices.currency;
    let payments = schedule::parse(answers.get(OfferStep::Schedule), plan, currency)
        .map_err(|found| note(OfferStep::Schedule, found))
        .ok();
    match (price, payments) {
        (Some(Adjustment::Markup(markup)), Some(PaymentsChoice::Own(_)))
            if markup != Markup::NONE =>
        {
            let text =
                "Markup must be 0 with your own amounts – or choose one markup for all payments";
            note(OfferStep::Price, Problems::one("percent", text));
            None
        }
        (Some(Adjustment::Markup(_)), Some(PaymentsChoice::Own(amounts))) => {
            Some(Adjustment::OwnAmounts(amounts))
        }
        (price, _) => price,
    }
}
