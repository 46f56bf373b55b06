//! What every page of the wizard has around its question.

use super::open_draft::OpenDraft;
use super::{all_path, step_path};
use crate::answers::Step;
use crate::web::auth::Signed;
use crate::web::paths;
use crate::web::wizard::frame::{Frame, back, saved_by};
use crate::web::wizard::steps;
use crate::web::wizard::ways::path_for;

/// The frame of a step, or of the review when there is none, as somebody sees it.
pub fn of(open: &OpenDraft, current: Option<Step>, returning: bool, reader: &Signed) -> Frame {
    let (draft, journey) = (&open.draft, &open.journey);
    let at = |step| step_path(&draft.id, step);
    let back = if current.is_none() && reader.one_page {
        all_path(&draft.id)
    } else {
        back(journey, (current, returning), at).unwrap_or_else(paths::isv_drafts)
    };
    Frame {
        steps: steps::list(journey.steps(), current, at),
        version: draft.version,
        back,
        discard: paths::isv_draft_discard(draft.id),
        action: path_for(returning, at(current)),
        preview: paths::isv_draft_preview(draft.id),
        may_review: current.is_some_and(|step| step >= Step::Duration) || journey.may_review(),
        level: 1,
        saved: saved_by(&draft.saved_by, draft.saved_at, open.now, &reader.user.name),
    }
}
