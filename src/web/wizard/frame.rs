//! What every page of a wizard has around its question: the list of steps, the way back, the buttons.

use crate::answers::{FormStep, Understood};
use crate::web::view;
use crate::web::wizard::steps::StepItem;
use chrono::{DateTime, Utc};

/// What surrounds a page.
#[derive(Debug)]
pub struct Frame {
    /// The list of steps.
    pub steps: Vec<StepItem>,
    /// The version of the draft that the page shows.
    pub version: i32,
    /// The page before.
    pub back: String,
    /// Where the draft is discarded.
    pub discard: String,
    /// Where the form is sent.
    pub action: String,
    /// Where the prices of what is being typed are computed.
    pub preview: String,
    /// Whether the way to the review is offered.
    pub may_review: bool,
    /// The level of the heading that the question is: the page's own, or one below it where all steps are on one page.
    pub level: u8,
    /// Who else saved the draft last, and how long ago.
    pub saved: Option<String>,
}

impl Frame {
    /// Where in the list of steps this page is, counted from 1.
    pub fn number(&self) -> usize {
        let current = self.steps.iter().position(|step| step.current);
        current.map_or(1, |position| position + 1)
    }

    /// The tag of the heading that the question is.
    pub fn heading(&self) -> &'static str {
        if self.level == 1 { "h1" } else { "h2" }
    }
}

/// The page before a step, or before the review when it is none; nothing before the first step. Who came from the review
/// goes back there.
pub fn back<S: FormStep, P, T>(
    journey: &Understood<S, P, T>,
    (current, returning): (Option<S>, bool),
    at: impl Fn(Option<S>) -> String,
) -> Option<String> {
    let before = match current {
        _ if returning => return Some(at(None)),
        Some(step) => journey.before(step),
        None => journey.steps().last().map(|(step, _)| *step),
    };
    before.map(|step| at(Some(step)))
}

/// Who saved a draft last and how long ago, unless it was the reader.
pub fn saved_by(by: &str, at: DateTime<Utc>, now: DateTime<Utc>, reader: &str) -> Option<String> {
    (by != reader).then(|| format!("{by} saved this draft {}", view::ago(at, now)))
}
