//! Where a saved page leads.

use super::Place;
use super::sheet::Sheet;
use super::{returning_path, review_section, step_path};
use crate::answers::{Journey, State, Step};
use crate::domain::ids::DraftId;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::page::Banner;
use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;

/// To another page.
pub fn see_other(location: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .finish()
}

/// Back to the same step.
pub fn again(id: &DraftId, step: Step, returning: bool) -> HttpResponse {
    let path = step_path(id, Some(step));
    see_other(if returning {
        returning_path(&path)
    } else {
        path
    })
}

/// The part of the one page that a button inside it was about.
pub fn section(go: &str) -> &'static str {
    let (verb, what) = go.split_once(':').unwrap_or((go, ""));
    match (verb, what) {
        ("upload" | "remove", "eula") => "#part-eula",
        ("upload" | "remove", "contract") => "#part-rcmp",
        ("add" | "remove" | "generate" | "preview", _) => "#part-discount",
        ("add_dimension" | "remove_dimension", _) => "#part-dimensions",
        _ => "",
    }
}

/// The first step after the one that was saved that needs somebody and did not before, or that was no step before.
pub fn opened(saved: Place, before: &Journey, after: &Journey) -> Option<Step> {
    let needs = |state: &State| matches!(state, State::NeedsAttention | State::NotStarted);
    let needed = |journey: &Journey, step: Step| {
        let mut steps = journey.steps().iter();
        steps.any(|(other, state)| *other == step && needs(state))
    };
    let is_new =
        |step: Step| !before.applies(step) || (needed(after, step) && !needed(before, step));
    let later = |step: Step| saved.steps().iter().all(|saved| step > *saved);
    let mut steps = after.steps().iter().map(|(step, _)| *step);
    steps.find(|step| later(*step) && is_new(*step))
}

/// Where a saved step leads. Questions that the change opened come before going back to the review.
pub fn after(
    sheet: &Sheet,
    step: Step,
    (returning, to_review): (bool, bool),
    opened: Option<Step>,
) -> String {
    let id = &sheet.draft.id;
    match opened {
        Some(opened) => returning_path(&step_path(id, Some(opened))),
        None if returning => review_section(id, step),
        None if to_review => step_path(id, None),
        None => step_path(id, sheet.journey.after(step)),
    }
}

/// Out of the wizard with everything saved: says how far the draft is.
pub fn left(editor: &IsvEditor, sheet: &Sheet, outside: String) -> Result<HttpResponse, Error> {
    let (done, all) = (sheet.journey.done(), sheet.journey.count());
    editor.signed.visit.tell(&Banner::success(format!(
        "Draft saved. {done} of {all} steps are done."
    )))?;
    Ok(see_other(outside))
}
