//! What a person typed into each step of a form, and how it parses into domain values.

pub mod fields;
pub mod problem;
pub mod step;

pub use fields::Fields;
pub use problem::{Problem, Problems};
pub use step::Step;

use crate::domain::account::Organisation;
use crate::domain::agreements::Document;
use crate::domain::catalog::Product;
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

    /// Whether a step was ever saved.
    pub fn has(&self, step: Step) -> bool {
        self.0.contains_key(&step)
    }
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
