//! Where a conflict between steps is shown, and in which words.

mod spot;
mod text;

pub use text::{one_product_only, refusal};

use crate::answers::dimensions::FilledRows;
use crate::answers::{Answers, Problem, Step, individual};
use crate::domain::catalog::Product;
use crate::domain::dimensions::CustomDimension;
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::terms::{Conflict, Parts};
use std::collections::BTreeSet;

/// What a conflict's words and place follow from besides itself.
pub struct Context<'a> {
    parts: &'a Parts,
    added: FilledRows<'a>,
    /// The products into whose rows of prices something was typed.
    priced: BTreeSet<&'a str>,
}

impl<'a> Context<'a> {
    /// Of these parts and the answers.
    pub fn of(parts: &'a Parts, answers: &'a Answers) -> Self {
        Self {
            parts,
            added: FilledRows::of(answers.get(Step::Dimensions)),
            priced: individual::priced(answers.get(Step::Discount)),
        }
    }

    /// The step on which a conflict is mended, and what to do there.
    pub fn place(&self, conflict: &Conflict) -> (Step, Problem) {
        let (step, field) = self.spot(conflict);
        let text = self.text(conflict);
        (step, Problem { field, text })
    }

    fn kind(&self) -> Option<DiscountKind> {
        self.parts.discount.as_ref().map(Discount::kind)
    }

    /// Whether nothing says yet what a product costs, of which one sentence is enough.
    fn is_untouched(&self, product: &Product) -> bool {
        self.kind() == Some(DiscountKind::Individual) && !self.priced.contains(product.id.as_str())
    }

    /// The dimensions added to a product.
    fn added_to(&self, product: &Product) -> &[CustomDimension] {
        let all = self.parts.dimensions.as_ref();
        let choices = all.and_then(|all| all.get(&product.id));
        choices.map_or(&[], |choices| &choices.custom)
    }

    /// The one product of a payment schedule.
    fn product(&self) -> Option<&Product> {
        self.parts.products.iter().flatten().next()
    }
}
