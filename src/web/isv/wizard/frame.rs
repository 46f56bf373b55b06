//! What every page of the wizard has around its question: the list of steps, the way back, the buttons.

use super::open_draft::OpenDraft;
use super::{all_path, returning_path, step_path};
use crate::answers::Step;
use crate::web::auth::Signed;
use crate::web::paths;
use crate::web::view;
use crate::web::wizard::steps::{self, StepItem};

/// What surrounds a wizard page.
#[derive(Debug)]
pub struct Frame {
    pub steps: Vec<StepItem>,
    /// Where in the row of steps this page is, counted from 1.
    pub number: usize,
    pub version: i32,
    pub back: String,
    pub discard: String,
    /// Where the form is sent.
    pub action: String,
    /// Where the prices of what is being typed are computed.
    pub preview: String,
    /// Whether *Review opportunity* is offered.
    pub may_review: bool,
    /// The level of the heading that the question is: the page's own, or one below it.
    pub level: u8,
    /// Who else saved the draft last, and how long ago.
    pub saved: Option<String>,
}

impl Frame {
    /// The frame of a step, or of the review when there is none, as somebody sees it.
    pub fn of(open: &OpenDraft, current: Option<Step>, returning: bool, reader: &Signed) -> Self {
        let id = &open.draft.id;
        let steps: Vec<StepItem> = open
            .journey
            .steps()
            .iter()
            .map(|(step, state)| {
                StepItem::step(
                    step_path(id, Some(*step)),
                    step.label(),
                    *state,
                    current == Some(*step),
                )
            })
            .chain([StepItem::review(step_path(id, None), current.is_none())])
            .collect();
        let number = steps::number(&steps);
        let before = match current {
            Some(step) => open.journey.before(step),
            None => open.journey.steps().last().map(|(step, _)| *step),
        };
        let back = match before {
            _ if returning => step_path(id, None),
            Some(_) if current.is_none() && reader.one_page => all_path(id),
            Some(step) => step_path(id, Some(step)),
            None => paths::isv_drafts(),
        };
        let action = step_path(id, current);
        let saved = (open.draft.saved_by != reader.user.name).then(|| {
            format!(
                "{} saved this draft {}",
                open.draft.saved_by,
                view::ago(open.draft.saved_at, open.now)
            )
        });
        Self {
            steps,
            number,
            version: open.draft.version,
            back,
            discard: paths::isv_draft_discard(id),
            preview: paths::isv_draft_preview(id),
            action: if returning {
                returning_path(&action)
            } else {
                action
            },
            may_review: current.is_some_and(|step| step >= Step::Duration)
                || open.journey.may_review(),
            level: 1,
            saved,
        }
    }

    /// The tag of the heading that the question is.
    pub fn heading(&self) -> &'static str {
        if self.level == 1 { "h1" } else { "h2" }
    }
}
