//! What a person typed into each step of a form, and how it parses into domain values.

pub mod agreements;
pub mod bulk;
pub mod buyers;
pub mod clone;
mod conflict;
pub mod details;
pub mod dimensions;
pub mod discount;
pub mod duration;
pub mod fields;
pub mod individual;
pub mod journey;
pub mod problem;
pub mod products;
pub mod resellers;
pub mod schedule;
pub mod step;
pub mod typed;

pub use conflict::refusal;
pub use fields::Fields;
pub use journey::{Journey, State};
pub use problem::{Problem, Problems};
pub use step::Step;

use crate::domain::account::Organisation;
use crate::domain::agreements::Document;
use crate::domain::catalog::{Product, ProductId};
use crate::domain::ids::{DocumentId, OrganisationId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything typed into a draft, step by step, valid or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<Step, Fields>);

impl Answers {
    /// What was typed into a step; nothing if it was never saved.
    pub fn get(&self, step: Step) -> &Fields {
        static NOTHING: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::default);
        self.0.get(&step).unwrap_or(&NOTHING)
    }

    /// Keeps what was typed into a step.
    pub fn set(&mut self, step: Step, fields: Fields) {
        self.0.insert(step, fields);
    }

    /// What the answers name, so that it can be looked up.
    pub fn named(&self) -> Named {
        Named {
            products: products::chosen(self.get(Step::Products)),
            resellers: resellers::chosen(self.get(Step::Resellers)),
            documents: agreements::named_documents(self.get(Step::Eula), self.get(Step::Rcmp)),
        }
    }

    /// Whether a step was ever saved.
    pub fn has(&self, step: Step) -> bool {
        self.0.contains_key(&step)
    }
}

/// What the answers of a draft name, whether or not it exists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Products.
    pub products: Vec<ProductId>,
    /// Resellers.
    pub resellers: Vec<OrganisationId>,
    /// Uploaded documents.
    pub documents: Vec<DocumentId>,
}

/// What the answers of a draft refer to, as it is now: the ISV itself, and of its catalogue and the resellers those
/// that the answers name. What is not in here does not exist for this ISV.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The ISV.
    pub isv: Organisation,
    /// The products named, on sale or not.
    pub products: Vec<Product>,
    /// The resellers named, registered or not.
    pub resellers: Vec<Organisation>,
    /// The ISV's documents that are named.
    pub documents: Vec<Document>,
}
