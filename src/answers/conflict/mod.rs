//! Where a conflict between steps is shown, and in which words.

mod spot;
mod text;

pub use text::{one_product_only, refusal};

use crate::answers::{Fields, Problem, Step};
use crate::domain::catalog::Product;
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::terms::{Conflict, Parts};

/// The step on which a conflict is mended, and what to do there. `fields` are the answers of the dimensions step.
pub fn place(conflict: &Conflict, parts: &Parts, fields: &Fields) -> (Step, Problem) {
    let context = Context { parts, fields };
    let (step, field) = context.spot(conflict);
    (
        step,
        Problem {
            field,
            text: context.text(conflict),
        },
    )
}

/// What a conflict's words and place follow from besides itself.
struct Context<'a> {
    parts: &'a Parts,
    fields: &'a Fields,
}

impl Context<'_> {
    fn kind(&self) -> Option<DiscountKind> {
        self.parts.discount.as_ref().map(Discount::kind)
    }

    /// The one product of a payment schedule.
    fn product(&self) -> Option<&Product> {
        self.parts.products.iter().flatten().next()
    }
}
