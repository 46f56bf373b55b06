//! The list of steps beside every page of a wizard, for `templates/wizard/steps.html`.

use crate::answers::State;

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
    /// A step that is answered.
    pub fn step(href: String, name: &'static str, state: State, current: bool) -> Self {
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

    /// The review, which has no answers of its own.
    pub fn review(href: String, current: bool) -> Self {
        Self::step(href, "Review", State::NotStarted, current)
    }
}

/// Where in the list the page is that is shown, counted from 1.
pub fn number(steps: &[StepItem]) -> usize {
    steps
        .iter()
        .position(|step| step.current)
        .map_or(1, |position| position + 1)
}
