//! Where a draft stands: which steps apply, what state each is in, and what is still wrong.
//!
//! Nothing of this is stored. It is computed from the answers and the catalogue as they are now, so that answers that
//! went stale are found wherever somebody looks.

use crate::answers::{
    Answers, Catalogue, Problems, Step, agreements, buyers, conflict, details, dimensions,
    discount, duration, gone, products, resellers,
};
use crate::domain::catalog::Product;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::DiscountKind;
use crate::domain::pricing::{PriceBook, PriceFault, price_book};
use crate::domain::terms::{self, Parts, ProvenTerms};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The state of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Answered, and nothing is wrong.
    Done,
    /// Something is wrong with it.
    NeedsAttention,
    /// Optional, and nothing was given.
    NotGiven,
    /// Never saved.
    NotStarted,
}

impl State {
    /// The words beside the step's name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::NeedsAttention => "Needs attention",
            Self::NotGiven => "Optional – not given",
            Self::NotStarted => "Not started",
        }
    }
}

/// A draft's answers, understood.
#[derive(Debug, Clone)]
pub struct Journey {
    steps: Vec<(Step, State)>,
    problems: BTreeMap<Step, Problems>,
    parts: Parts,
    proven: Option<ProvenTerms>,
}

impl Journey {
    /// Understands a draft's answers against the catalogue as it is now.
    pub fn of(answers: &Answers, catalogue: &Catalogue, today: NaiveDate) -> Self {
        let mut problems: BTreeMap<Step, Problems> = BTreeMap::new();
        let parts = parts(answers, catalogue, &mut problems);
        let context = conflict::Context::of(&parts, answers);
        for conflict in terms::conflicts(&parts, &catalogue.isv.account, today) {
            let (step, problem) = context.place(&conflict);
            problems.entry(step).or_default().add_once(problem);
        }
        for (step, problem) in gone::problems(answers, parts.products.as_deref().unwrap_or(&[])) {
            let of_step = problems.entry(step).or_default();
            of_step.add(problem.field, problem.text);
        }
        let shaped = parts
            .products
            .iter()
            .flatten()
            .any(|product| product.model.is_saas_contract());
        let applies = |step: &Step| *step != Step::Dimensions || shaped;
        let steps = Step::ALL
            .into_iter()
            .filter(applies)
            .map(|step| (step, state(step, answers, &parts, &problems)))
            .collect();
        let proven = if problems.is_empty() {
            ProvenTerms::prove(parts.clone(), &catalogue.isv.account, today)
        } else {
            None
        };
        Self {
            steps,
            problems,
            parts,
            proven,
        }
    }

    /// The steps that apply, in order, each with its state.
    pub fn steps(&self) -> &[(Step, State)] {
        &self.steps
    }

    /// Whether a step applies to what is chosen.
    pub fn applies(&self, step: Step) -> bool {
        self.steps.iter().any(|(s, _)| *s == step)
    }

    /// The step after this one; `None` means the review.
    pub fn after(&self, step: Step) -> Option<Step> {
        self.steps.iter().map(|(s, _)| *s).find(|s| *s > step)
    }

    /// The step before this one.
    pub fn before(&self, step: Step) -> Option<Step> {
        self.steps.iter().map(|(s, _)| *s).rev().find(|s| *s < step)
    }

    /// What is wrong with a step.
    pub fn problems(&self, step: Step) -> Problems {
        self.problems.get(&step).cloned().unwrap_or_default()
    }

    /// Everything that is wrong, step by step.
    pub fn all_problems(&self) -> impl Iterator<Item = (Step, &Problems)> {
        self.problems
            .iter()
            .map(|(step, problems)| (*step, problems))
    }

    /// How many steps are done, by the word beside their names.
    pub fn done(&self) -> usize {
        self.steps
            .iter()
            .filter(|(_, state)| *state == State::Done)
            .count()
    }

    /// How many steps there are, the review among them: the number of pages that somebody walks.
    pub fn count(&self) -> usize {
        self.steps.len() + 1
    }

    /// Whether every step that must be answered is.
    pub fn may_review(&self) -> bool {
        self.steps
            .iter()
            .all(|(step, state)| step.optional() || *state == State::Done)
    }

    /// The parts that are valid each by itself.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The terms, when everything is there and nothing is wrong.
    pub fn proven(&self) -> Option<&ProvenTerms> {
        self.proven.as_ref()
    }

    /// The prices of every chosen product as far as they can be computed: what the preview shows.
    pub fn prices(&self) -> Vec<(&Product, Result<PriceBook, Vec<PriceFault>>)> {
        let Some(discount) = &self.parts.discount else {
            return Vec::new();
        };
        let unchanged = DimensionChoices::default();
        let choices = |product: &Product| {
            self.parts
                .dimensions
                .as_ref()
                .and_then(|all| all.get(&product.id))
        };
        let products = self.parts.products.iter().flatten();
        products
            .map(|product| {
                (
                    product,
                    price_book(product, discount, choices(product).unwrap_or(&unchanged)),
                )
            })
            .collect()
    }
}

fn state(
    step: Step,
    answers: &Answers,
    parts: &Parts,
    problems: &BTreeMap<Step, Problems>,
) -> State {
    let saved = answers.has(step);
    let wrong = problems.contains_key(&step);
    if !saved && !step.optional() {
        State::NotStarted
    } else if wrong {
        State::NeedsAttention
    } else if step.optional() && (!saved || is_default(step, answers, parts)) {
        State::NotGiven
    } else {
        State::Done
    }
}

/// Whether an optional step was saved with nothing given.
fn is_default(step: Step, answers: &Answers, parts: &Parts) -> bool {
    let fields = answers.get(step);
    match step {
        Step::Dimensions => parts.dimensions.as_ref().is_some_and(BTreeMap::is_empty),
        Step::Buyers => fields.get("buyers").trim().is_empty(),
        Step::Eula => matches!(fields.get("eula"), "" | "public"),
        Step::Rcmp => matches!(fields.get("contract"), "" | "none"),
        Step::Details | Step::Resellers | Step::Products | Step::Discount | Step::Duration => false,
    }
}

/// Parses every step by itself; what fails is noted and left out.
fn parts(
    answers: &Answers,
    catalogue: &Catalogue,
    problems: &mut BTreeMap<Step, Problems>,
) -> Parts {
    let mut note = |step: Step, found: Problems| {
        problems.entry(step).or_default().append(found);
    };
    let kind: Option<DiscountKind> = discount::kind(answers.get(Step::Discount));
    let details = details::parse(answers.get(Step::Details))
        .map_err(|p| note(Step::Details, p))
        .ok();
    let resellers = resellers::parse(answers.get(Step::Resellers), catalogue)
        .map_err(|p| note(Step::Resellers, p))
        .ok();
    let products = products::parse(answers.get(Step::Products), catalogue)
        .map_err(|p| note(Step::Products, p))
        .ok();
    let chosen = products.as_deref().unwrap_or_default();
    let discount = discount::parse(answers.get(Step::Discount), chosen)
        .map_err(|p| note(Step::Discount, p))
        .ok();
    let duration = duration::parse(answers.get(Step::Duration), kind)
        .map_err(|p| note(Step::Duration, p))
        .ok();
    let dimensions = dimensions::parse(answers.get(Step::Dimensions), chosen, discount.as_ref())
        .map_err(|p| note(Step::Dimensions, p))
        .ok();
    let buyers = buyers::parse(answers.get(Step::Buyers))
        .map_err(|p| note(Step::Buyers, p))
        .ok();
    let eula = agreements::parse_eula(answers.get(Step::Eula), catalogue)
        .map_err(|p| note(Step::Eula, p))
        .ok();
    let contract = agreements::parse_contract(answers.get(Step::Rcmp), catalogue)
        .map_err(|p| note(Step::Rcmp, p))
        .ok();
    Parts {
        details,
        resellers,
        products,
        discount,
        duration,
        dimensions,
        buyers,
        eula,
        contract,
        zero_prices_confirmed: discount::zero_confirmed(answers.get(Step::Discount)),
    }
}
