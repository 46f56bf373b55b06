//! Saving: what was typed is kept whatever it is, then the page goes on or says what is wrong.

use super::sheet::Sheet;
use super::typed::{Answered, Typed};
use super::{Place, all, conflict, step_page};
use super::{all_path, returning_path, review_section, step_path};
use crate::answers::{Fields, Problems, Step};
use crate::domain::agreements::DocumentError;
use crate::domain::ids::DraftId;
use crate::store::drafts::{Draft, Saved};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::page::Banner;
use crate::web::paths;
use crate::web::upload::AnyForm;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use chrono::{DateTime, Utc};

/// What the pressed button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Go {
    /// Save and continue.
    Next,
    /// Save and go to review.
    Review,
    /// Save and exit.
    Exit,
    /// From now on all steps on one page.
    OnePage,
    /// From now on one step at a time.
    StepByStep,
    /// Show the page again: a narrower list, new prices, a row more or less.
    Again,
}

impl Go {
    fn read(fields: &Fields) -> Self {
        match fields.get("go") {
            "exit" => Self::Exit,
            "review" => Self::Review,
            "next" | "" | "mine" | "theirs" => Self::Next,
            "one_page" => Self::OnePage,
            "steps" => Self::StepByStep,
            _ => Self::Again,
        }
    }

    /// Whether the step is left, so that what only helped to fill it in is forgotten.
    fn leaves(self) -> bool {
        match self {
            Self::Next | Self::Review => true,
            Self::Exit | Self::OnePage | Self::StepByStep | Self::Again => false,
        }
    }

    /// Which view of drafts the person wants from now on.
    fn view(self) -> Option<bool> {
        match self {
            Self::OnePage => Some(true),
            Self::StepByStep => Some(false),
            Self::Next | Self::Review | Self::Exit | Self::Again => None,
        }
    }
}

/// What became of an attempt to save.
enum Outcome {
    /// Kept; what the buttons of the page itself (a file, the generator of payments) could not do.
    Kept {
        sheet: Box<Sheet>,
        opened: bool,
        refused: Problems,
    },
    /// Somebody else saved first.
    Stale { sheet: Box<Sheet>, typed: Fields },
    /// No such draft.
    Gone,
}

/// `POST /isv/drafts/{draft}/{step}`.
pub async fn step(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    step: Step,
    query: &Fields,
    form: AnyForm,
) -> Result<HttpResponse, Error> {
    let go = Go::read(&form.fields);
    let typed = Typed::read(form, &[step]);
    let too_large = typed
        .files
        .iter()
        .any(|file| file.bytes == Err(DocumentError::TooLarge));
    let outcome = write(state, editor, id, Place::Step(step), typed, go).await?;
    let returning = step_page::returning(query);
    match outcome {
        Outcome::Gone => Err(Error::NotFound),
        Outcome::Stale { sheet, typed } => {
            conflict::shown(editor, &sheet, Place::Step(step), &typed)
        }
        Outcome::Kept {
            sheet,
            opened,
            refused,
        } => {
            if !refused.is_empty() {
                let status = if too_large {
                    StatusCode::PAYLOAD_TOO_LARGE
                } else {
                    StatusCode::UNPROCESSABLE_ENTITY
                };
                return step_page::render(editor, &sheet, step, returning, refused, status);
            }
            match go {
                Go::Exit => left(editor, &sheet),
                Go::Again => Ok(again(&id, step, returning)),
                Go::OnePage => Ok(see_other(all_path(&id))),
                Go::StepByStep => Ok(see_other(step_path(&id, Some(step)))),
                Go::Next | Go::Review => {
                    let problems = sheet.journey.problems(step);
                    if !problems.is_empty() {
                        let status = StatusCode::UNPROCESSABLE_ENTITY;
                        return step_page::render(
                            editor, &sheet, step, returning, problems, status,
                        );
                    }
                    Ok(see_other(after(
                        &sheet,
                        step,
                        returning,
                        go == Go::Review,
                        opened,
                    )))
                }
            }
        }
    }
}

/// `POST /isv/drafts/{draft}/all`.
pub async fn all(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    form: AnyForm,
) -> Result<HttpResponse, Error> {
    let go = Go::read(&form.fields);
    let about = section(form.fields.get("go"));
    let typed = Typed::read(form, &Step::ALL);
    match write(state, editor, id, Place::All, typed, go).await? {
        Outcome::Gone => Err(Error::NotFound),
        Outcome::Stale { sheet, typed } => conflict::shown(editor, &sheet, Place::All, &typed),
        Outcome::Kept { sheet, refused, .. } => {
            let mut problems = refused;
            if go == Go::Review {
                for (_, found) in sheet.journey.all_problems() {
                    problems.append(found.clone());
                }
            }
            if !problems.is_empty() {
                return all::render(editor, &sheet, problems, StatusCode::UNPROCESSABLE_ENTITY);
            }
            match go {
                Go::Exit => left(editor, &sheet),
                Go::Review => Ok(see_other(step_path(&id, None))),
                Go::StepByStep => Ok(see_other(step_path(&id, Some(Step::Details)))),
                Go::Next | Go::Again | Go::OnePage => Ok(see_other(all_path(&id) + about)),
            }
        }
    }
}

async fn write(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    place: Place,
    typed: Typed,
    go: Go,
) -> Result<Outcome, Error> {
    let scope = editor.scope;
    let person = editor.signed.user.clone();
    let now = state.clock.now();
    let work = move |c: &mut Conn| {
        // Run again from the start when the database asks for it.
        let (typed, sent) = (typed.clone(), typed.clone());
        let Some(draft) = store::drafts::find(c, &scope, id)? else {
            return Ok(Outcome::Gone);
        };
        if typed.version != Some(draft.version) {
            return stale(c, &scope, draft, typed, now);
        }
        let before = Sheet::of(c, &scope, draft.clone(), place, now)?.journey;
        let Answered {
            answers,
            refused,
            removed,
        } = typed.into_answers(c, &scope, &draft.answers, go.leaves(), (person.id, now))?;
        match store::drafts::save(c, &scope, (id, draft.version), &answers, person.id, now)? {
            Saved::Gone => Ok(Outcome::Gone),
            Saved::Stale(draft) => stale(c, &scope, *draft, sent, now),
            Saved::Done(version) => {
                for document in removed {
                    store::documents::delete_unused(c, &scope, document)?;
                }
                if let Some(one_page) = go.view() {
                    store::users::set_one_page(c, person.id, one_page)?;
                }
                let draft = Draft {
                    version,
                    answers,
                    saved_by: person.name.clone(),
                    saved_at: now,
                    ..draft
                };
                let sheet = Box::new(Sheet::of(c, &scope, draft, place, now)?);
                let opened =
                    !before.applies(Step::Dimensions) && sheet.journey.applies(Step::Dimensions);
                Ok(Outcome::Kept {
                    sheet,
                    opened,
                    refused,
                })
            }
        }
    };
    Ok(state.db.write(work).await?)
}

fn stale(
    c: &mut Conn,
    scope: &IsvScope,
    draft: Draft,
    typed: Typed,
    now: DateTime<Utc>,
) -> Result<Outcome, store::Error> {
    // With all lists, to name what either of the two chose.
    let sheet = Box::new(Sheet::of(c, scope, draft, Place::All, now)?);
    Ok(Outcome::Stale {
        sheet,
        typed: typed.joined(),
    })
}

fn see_other(location: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .finish()
}

/// Back to the same step.
fn again(id: &DraftId, step: Step, returning: bool) -> HttpResponse {
    let path = step_path(id, Some(step));
    see_other(if returning {
        returning_path(&path)
    } else {
        path
    })
}

/// The part of the one page that a button inside it was about.
fn section(go: &str) -> &'static str {
    let (verb, what) = go.split_once(':').unwrap_or((go, ""));
    match (verb, what) {
        ("upload" | "remove", "eula") => "#part-eula",
        ("upload" | "remove", "contract") => "#part-rcmp",
        ("add" | "remove" | "generate" | "preview", _) => "#part-discount",
        ("add_dimension" | "remove_dimension", _) => "#part-dimensions",
        _ => "",
    }
}

/// Where a saved step leads. Questions that the change opened come before going back to the review.
fn after(sheet: &Sheet, step: Step, returning: bool, to_review: bool, opened: bool) -> String {
    let id = &sheet.draft.id;
    if returning && opened {
        returning_path(&step_path(id, Some(Step::Dimensions)))
    } else if returning {
        review_section(id, step)
    } else if to_review {
        step_path(id, None)
    } else {
        step_path(id, sheet.journey.after(step))
    }
}

/// *Save and exit*: to the list of drafts, saying how far it is.
pub fn left(editor: &IsvEditor, sheet: &Sheet) -> Result<HttpResponse, Error> {
    let (done, all) = (sheet.journey.done(), sheet.journey.count());
    editor.signed.visit.tell(&Banner::success(format!(
        "Draft saved. {done} of {all} steps are done."
    )))?;
    Ok(see_other(paths::isv_drafts()))
}
