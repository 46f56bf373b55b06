//! What both kinds of drafts come to once their answers are understood: which steps apply, what state each is in, and what
//! is still wrong.
//!
//! Nothing of this is stored. It is computed from the answers and from what they name as it is now, so that answers that
//! went stale are found wherever somebody looks.

use crate::answers::{Problems, Sheets};
use std::collections::BTreeMap;

/// A step of a form of several.
pub trait FormStep: Copy + Ord {
    /// Its name in the list of steps and as a section of the review.
    fn label(self) -> &'static str;

    /// Whether it may be left unanswered.
    fn optional(self) -> bool;
}

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

    /// Whether somebody has to do something about the step.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NeedsAttention | Self::NotStarted)
    }
}

/// A draft's answers, understood: its steps `S`, the parts `P` that they say, and the terms `T` that these come to.
#[derive(Debug, Clone)]
pub struct Understood<S, P, T> {
    steps: Vec<(S, State)>,
    problems: BTreeMap<S, Problems>,
    parts: P,
    proven: Option<T>,
}

impl<S: FormStep, P, T> Understood<S, P, T> {
    /// The steps that apply, each with its state, and the terms, unless something is wrong. `given` says of an optional step
    /// that was saved whether anything was given in it.
    pub(super) fn new(
        answers: &Sheets<S>,
        applying: impl Iterator<Item = S>,
        (parts, problems): (P, BTreeMap<S, Problems>),
        given: impl Fn(S, &P) -> bool,
        prove: impl FnOnce(&P) -> Option<T>,
    ) -> Self {
        let state = |step: S| {
            let saved = answers.has(step);
            if !saved && !step.optional() {
                State::NotStarted
            } else if problems.contains_key(&step) {
                State::NeedsAttention
            } else if step.optional() && !(saved && given(step, &parts)) {
                State::NotGiven
            } else {
                State::Done
            }
        };
        let steps = applying.map(|step| (step, state(step))).collect();
        let proven = if problems.is_empty() {
            prove(&parts)
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
    pub fn steps(&self) -> &[(S, State)] {
        &self.steps
    }

    /// Whether a step applies to this draft.
    pub fn applies(&self, step: S) -> bool {
        self.steps.iter().any(|(s, _)| *s == step)
    }

    /// The step after this one; `None` means the review.
    pub fn after(&self, step: S) -> Option<S> {
        self.steps.iter().map(|(s, _)| *s).find(|s| *s > step)
    }

    /// The step before this one.
    pub fn before(&self, step: S) -> Option<S> {
        self.steps.iter().map(|(s, _)| *s).rev().find(|s| *s < step)
    }

    /// The first step that somebody has to do something about; `None` means the review.
    pub fn open(&self) -> Option<S> {
        let mut steps = self.steps.iter();
        steps
            .find(|(_, state)| state.is_open())
            .map(|(step, _)| *step)
    }

    /// What is wrong with a step.
    pub fn problems(&self, step: S) -> Problems {
        self.problems.get(&step).cloned().unwrap_or_default()
    }

    /// Everything that is wrong, step by step.
    pub fn all_problems(&self) -> impl Iterator<Item = (S, &Problems)> {
        let problems = self.problems.iter();
        problems.map(|(step, problems)| (*step, problems))
    }

    /// How many steps are done, by the word beside their names.
    pub fn done(&self) -> usize {
        let done = |(_, state): &&(S, State)| *state == State::Done;
        self.steps.iter().filter(done).count()
    }

    /// How many steps there are, the review among them: the number of pages that somebody walks.
    pub fn count(&self) -> usize {
        self.steps.len() + 1
    }

    /// Whether every step that must be answered is.
    pub fn may_review(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.all(|(step, state)| step.optional() || *state == State::Done)
    }

    /// The parts that are valid each by itself.
    pub fn parts(&self) -> &P {
        &self.parts
    }

    /// The terms, when everything is there and nothing is wrong.
    pub fn proven(&self) -> Option<&T> {
        self.proven.as_ref()
    }
}
