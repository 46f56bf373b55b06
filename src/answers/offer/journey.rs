//! Where a draft of an offer stands, by its answers and its opportunity as they are now.

use crate::answers::offer::schedule::PaymentsChoice;
use crate::answers::offer::{
    OfferAnswers, OfferStep, conflict, dates, documents, price, schedule, terms,
};
use crate::answers::{Problems, Understood};
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
pub type OfferJourney = Understood<OfferStep, OfferParts, OfferTerms>;

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
        Self::new(
            answers,
            OfferStep::ALL.into_iter().filter(applies),
            (parts, problems),
            // Of all steps only the documents are optional.
            |step, _| !answers.get(step).all("amendment").is_empty(),
            |parts| OfferTerms::prove(opportunity, parts.clone(), today),
        )
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
