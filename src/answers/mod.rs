//! What a person typed into each step of a form, and how it parses into domain values.

pub mod agreements;
pub mod bounds;
pub mod bulk;
pub mod buyers;
pub mod clone;
mod conflict;
pub mod details;
pub mod dimensions;
pub mod discount;
pub mod duration;
pub mod fields;
pub mod gone;
pub mod imported;
pub mod individual;
pub mod journey;
pub mod labels;
pub mod offer;
pub mod problem;
pub mod products;
pub mod resellers;
pub mod schedule;
pub mod step;
pub mod typed;
mod understood;
pub mod unseen;
pub mod written;

pub use conflict::refusal;
pub use fields::Fields;
pub use journey::Journey;
pub use problem::{Problem, Problems};
pub use step::Step;
pub use understood::{FormStep, State, Understood};

use crate::domain::account::Organisation;
use crate::domain::agreements::{Document, Rcmp};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::ids::{DocumentId, OrganisationId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything typed into a form of several steps, valid or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "S: Ord + Deserialize<'de>"))]
pub struct Sheets<S: Ord>(BTreeMap<S, Fields>);

/// Everything typed into a draft of an opportunity.
pub type Answers = Sheets<Step>;

impl<S: Ord> Default for Sheets<S> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<S: Ord> Sheets<S> {
    /// What was typed into a step; nothing if it was never saved.
    pub fn get(&self, step: S) -> &Fields {
        static NOTHING: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::default);
        self.0.get(&step).unwrap_or(&NOTHING)
    }

    /// Keeps what was typed into a step.
    pub fn set(&mut self, step: S, fields: Fields) {
        self.0.insert(step, fields);
    }

    /// Whether a step was ever saved.
    pub fn has(&self, step: S) -> bool {
        self.0.contains_key(&step)
    }
}

impl Answers {
    /// What the answers name, so that it can be looked up.
    pub fn named(&self) -> Named {
        Named {
            products: products::chosen(self.get(Step::Products)),
            resellers: resellers::chosen(self.get(Step::Resellers)),
            documents: agreements::named_documents(self.get(Step::Eula), self.get(Step::Rcmp)),
        }
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
    /// The Reseller Contract for AWS Marketplace as the installation has it.
    pub rcmp: Rcmp,
}
