//! What every page of the offer wizard has around its question: the list of steps, the way back, the buttons.

use super::closed::Closed;
use super::sheet::Sheet;
use super::{returning_path, step_path};
use crate::answers::offer::OfferStep;
use crate::web::paths;
use crate::web::view;
use crate::web::wizard::steps::{self, StepItem};

/// What surrounds a page.
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
    /// Whether *Save and go to review* is offered.
    pub may_review: bool,
    /// Who else saved the draft last, and how long ago.
    pub saved: Option<String>,
    /// The opportunity: where it is, what it is called, and of what and whose it is.
    pub opportunity: (String, String, String),
    /// Why the offer cannot be extended, whatever it says.
    pub closed: Option<Closed>,
}

impl Frame {
    /// The frame of a step, or of the review when there is none. `reader` is the name of who reads it.
    pub fn of(sheet: &Sheet, current: Option<OfferStep>, returning: bool, reader: &str) -> Self {
        let id = &sheet.draft.id;
        let item = |(step, state): &(OfferStep, _)| {
            let href = step_path(id, Some(*step));
            StepItem::step(href, step.label(), *state, current == Some(*step))
        };
        let review = StepItem::review(step_path(id, None), current.is_none());
        let steps: Vec<StepItem> = sheet
            .journey
            .steps()
            .iter()
            .map(item)
            .chain([review])
            .collect();
        let before = match current {
            Some(step) => sheet.journey.before(step),
            None => sheet.journey.steps().last().map(|(step, _)| *step),
        };
        let back = match before {
            _ if returning => step_path(id, None),
            Some(step) => step_path(id, Some(step)),
            None => paths::partner_offer_drafts(),
        };
        let action = step_path(id, current);
        let by = &sheet.draft.saved_by;
        let saved = (by != reader).then(|| {
            let ago = view::ago(sheet.draft.saved_at, sheet.now);
            format!("{by} saved this draft {ago}")
        });
        let opportunity = &sheet.opportunity;
        Self {
            number: steps::number(&steps),
            steps,
            version: sheet.draft.version,
            back,
            discard: paths::partner_offer_draft_discard(id),
            preview: paths::partner_offer_draft_preview(id),
            action: if returning {
                returning_path(&action)
            } else {
                action
            },
            may_review: current >= Some(OfferStep::Dates) || sheet.journey.may_review(),
            saved,
            opportunity: (
                paths::partner_opportunity(opportunity.id),
                opportunity.details.name().to_owned(),
                format!("{} · {}", opportunity.product.title, opportunity.isv.name),
            ),
            closed: sheet.closed.clone(),
        }
    }
}
