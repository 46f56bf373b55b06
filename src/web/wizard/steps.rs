//! The list of steps beside every page of a wizard, for `templates/wizard/steps.html`.

use crate::answers::{FormStep, State};

/// One entry of the list of steps.
#[derive(Debug)]
pub struct StepItem {
    /// Where the step is.
    pub href: String,
    /// What it is called.
    pub name: &'static str,
    /// The end of its class name: `done`, `current`, `attention`, `optional` or `todo`.
    pub class: &'static str,
    /// Its state in words.
    pub state: &'static str,
    /// Whether it is the page that is shown.
    pub current: bool,
}

impl StepItem {
    fn of(href: String, name: &'static str, state: State, current: bool) -> Self {
        let class = match state {
            _ if current => "current",
            State::Done => "done",
            State::NeedsAttention => "attention",
            State::NotGiven => "optional",
            State::NotStarted => "todo",
        };
        Self {
            href,
            name,
            class,
            state: if current { "Current" } else { state.label() },
            current,
        }
    }
}

/// The steps of a draft, each at its address, and the review, which has no answers of its own; `current` is the one that is
/// shown.
pub fn list<S: FormStep>(
    steps: &[(S, State)],
    current: Option<S>,
    at: impl Fn(Option<S>) -> String,
) -> Vec<StepItem> {
    let item = |(step, state): &(S, State)| {
        let is_current = current == Some(*step);
        StepItem::of(at(Some(*step)), step.label(), *state, is_current)
    };
    let review = StepItem::of(at(None), "Review", State::NotStarted, current.is_none());
    steps.iter().map(item).chain([review]).collect()
}
