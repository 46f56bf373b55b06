//! What every page of the offer wizard has around its question.

use super::closed::Closed;
use super::open_draft::OpenDraft;
use super::step_path;
use crate::answers::offer::OfferStep;
use crate::web::paths;
use crate::web::wizard::frame::{Frame, back, saved_by};
use crate::web::wizard::steps;
use crate::web::wizard::ways::path_for;

/// The frame of a step, or of the review when there is none. `reader` is the name of who reads it.
pub fn of(open: &OpenDraft, current: Option<OfferStep>, returning: bool, reader: &str) -> Frame {
    let (draft, journey) = (&open.draft, &open.journey);
    let at = |step| step_path(&draft.id, step);
    Frame {
        steps: steps::list(journey.steps(), current, at),
        version: draft.version,
        back: back(journey, (current, returning), at).unwrap_or_else(paths::partner_offer_drafts),
        discard: paths::partner_offer_draft_discard(draft.id),
        action: path_for(returning, at(current)),
        preview: paths::partner_offer_draft_preview(draft.id),
        may_review: current >= Some(OfferStep::Dates) || journey.may_review(),
        level: 1,
        saved: saved_by(&draft.saved_by, draft.saved_at, open.now, reader),
    }
}

/// What every page says of the opportunity.
#[derive(Debug)]
pub struct About {
    /// Where it is, what it is called, and of what and whose it is.
    pub opportunity: (String, String, String),
    /// Why the offer cannot be extended, whatever it says.
    pub closed: Option<Closed>,
}

impl About {
    pub fn of(open: &OpenDraft) -> Self {
        let opportunity = &open.opportunity;
        Self {
            opportunity: (
                paths::partner_opportunity(opportunity.id),
                opportunity.details.name().to_owned(),
                format!("{} · {}", opportunity.product.title, opportunity.isv.name),
            ),
            closed: open.closed.clone(),
        }
    }
}
