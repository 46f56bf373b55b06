//! Two people saved one step: both texts side by side, and the choice between them.

mod question;
mod words;

pub use question::take;

use super::open_draft::OpenDraft;
use super::typed::known_fields;
use super::{Place, all_path, step_path};
use crate::answers::fields::split;
use crate::answers::{Fields, FormStep, Step};
use crate::store::drafts::Draft;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::view;
use crate::web::wizard::overtaken::{Difference, OvertakenPage, pairs};
use actix_web::HttpResponse;
use words::Words;

/// Shows what was typed into a step, or into all of them, beside what is saved; sending it carries the saved version's number.
pub fn shown(
    editor: &IsvEditor,
    open: &OpenDraft,
    place: Place,
    typed: &Fields,
) -> Result<HttpResponse, Error> {
    let draft = &open.draft;
    let (what, step, action) = match place {
        Place::Step(step) => ("step", step.label(), step_path(&draft.id, Some(step))),
        Place::Review | Place::All => ("draft", "your answers", all_path(&draft.id)),
    };
    let title = format!(
        "{} saved this {what} at {}",
        draft.saved_by,
        view::time(draft.saved_at)
    );
    let saved = saved(draft, place);
    let words = Words::of(open);
    let difference = |name: String| Difference {
        mine: words.answer(&name, typed),
        theirs: words.answer(&name, saved_beside(draft, &name)),
        label: words.label(&name),
        name,
    };
    let differences = question::asked([typed, &saved])
        .into_iter()
        .map(difference)
        .filter(|difference| difference.mine != difference.theirs)
        .collect();
    let page = OvertakenPage {
        page: editor
            .signed
            .page(&title, "isv.draft.conflict", Section::Drafts),
        step,
        by: draft.saved_by.clone(),
        action,
        version: draft.version,
        differences,
        typed: pairs(typed),
    };
    Ok(page.respond())
}

/// The answers among what was typed, each with what was asked, in words and in the order of the pages.
pub fn told(open: &OpenDraft, typed: &Fields) -> Vec<(String, String)> {
    let words = Words::of(open);
    let asked = question::asked([typed, &Fields::default()]).into_iter();
    asked
        .map(|name| (words.label(&name), words.answer(&name, typed)))
        .filter(|(_, answer)| !answer.trim().is_empty())
        .collect()
}

/// What is saved of the step in which a question is asked.
fn saved_beside<'d>(draft: &'d Draft, question: &str) -> &'d Fields {
    let stem = split(question).0;
    let mut steps = Step::ALL.into_iter();
    let step = steps.find(|step| known_fields(*step).contains(&stem));
    draft.answers.get(step.unwrap_or(Step::Details))
}

/// What is saved of a step, or of all of them.
fn saved(draft: &Draft, place: Place) -> Fields {
    let of_step = |step: Step| draft.answers.get(step).only(known_fields(step));
    match place {
        Place::Step(step) => of_step(step),
        Place::Review | Place::All => Fields::joined(Step::ALL.into_iter().map(of_step)),
    }
}
