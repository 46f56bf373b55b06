//! Where a draft stands, by its answers and the catalogue as they are now.

use crate::answers::{
    Answers, Catalogue, Problems, Step, Understood, agreements, buyers, conflict, details,
    dimensions, discount, duration, gone, products, resellers,
};
use crate::domain::catalog::Product;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::DiscountKind;
use crate::domain::pricing::{PriceBook, PriceFault, price_book};
use crate::domain::terms::{self, Parts, ProvenTerms};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A draft's answers, understood.
pub type Journey = Understood<Step, Parts, ProvenTerms>;

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
        Self::new(
            answers,
            Step::ALL.into_iter().filter(applies),
            (parts, problems),
            |step, parts| is_given(step, answers, parts),
            |parts| ProvenTerms::prove(parts.clone(), &catalogue.isv.account, today),
        )
    }

    /// The prices of every chosen product as far as they can be computed: what the preview shows.
    pub fn prices(&self) -> Vec<(&Product, Result<PriceBook, Vec<PriceFault>>)> {
        let Some(discount) = &self.parts().discount else {
            return Vec::new();
        };
        let unchanged = DimensionChoices::default();
        let choices = |product: &Product| {
            self.parts()
                .dimensions
                .as_ref()
                .and_then(|all| all.get(&product.id))
        };
        let products = self.parts().products.iter().flatten();
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

/// Whether something was given in an optional step that was saved.
fn is_given(step: Step, answers: &Answers, parts: &Parts) -> bool {
    let fields = answers.get(step);
    match step {
        Step::Dimensions => parts
            .dimensions
            .as_ref()
            .is_none_or(|changes| !changes.is_empty()),
        Step::Buyers => !fields.get("buyers").trim().is_empty(),
        Step::Eula => !matches!(fields.get("eula"), "" | "public"),
        Step::Rcmp => !matches!(fields.get("contract"), "" | "none"),
        Step::Details | Step::Resellers | Step::Products | Step::Discount | Step::Duration => true,
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
