//! Saving: what was typed is kept whatever it is, then the page goes on or says what is wrong.

use super::go::Go;
use super::not_stored::Unsaved;
use super::onward::{after, again, opened, part};
use super::open_draft::OpenDraft;
use super::typed::{Answered, Typed};
use super::{Place, all, all_path, overtaken, step_page, step_path};
use crate::answers::{Answers, Fields, Problems, Step};
use crate::domain::agreements::Rcmp;
use crate::domain::ids::{DraftId, UserId};
use crate::store::batches::Batch;
use crate::store::drafts::{Draft, Saved};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page;
use crate::web::upload::AnyForm;
use crate::web::wizard::made::MadePage;
use crate::web::wizard::uploads;
use crate::web::wizard::ways::{self, left};
use crate::web::{paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};

/// What became of an attempt to save.
enum Outcome {
    /// Kept; what the buttons of the page itself (a file, the generator of payments) could not do, and the first step
    /// after it that this made somebody's business.
    Kept {
        open: Box<OpenDraft>,
        opened: Option<Step>,
        refused: Problems,
    },
    /// Somebody else saved first.
    Stale { open: Box<OpenDraft>, typed: Fields },
    /// Opportunities were made of it meanwhile; what was typed, in words.
    Made {
        batch: Box<Batch>,
        typed: Vec<(String, String)>,
    },
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
    let (go, pressed) = (Go::read(&form.fields), form.fields.get("go").to_owned());
    let returning = ways::returning(query);
    let refused_status = uploads::refused_status(&form.files);
    let place = (Place::Step(step), returning);
    let outcome = match attempt(state, editor, id, place, form).await? {
        Ok(outcome) => outcome,
        Err(page) => return Ok(page),
    };
    match outcome {
        Outcome::Gone => Err(Error::NotFound),
        Outcome::Made { batch, typed } => Ok(made(editor, &batch, typed)),
        Outcome::Stale { open, typed } => {
            overtaken::shown(editor, &open, Place::Step(step), &typed)
        }
        Outcome::Kept {
            open,
            opened,
            refused,
        } => {
            if !refused.is_empty() {
                return step_page::render(editor, &open, step, returning, refused, refused_status);
            }
            if let Some(outside) = go.outside(&step_path(&id, Some(step))) {
                return left(&editor.signed, &open.journey, &outside);
            }
            match go {
                Go::Exit | Go::Invite | Go::Terms | Go::Again => {
                    Ok(again(&open, step, returning, &pressed))
                }
                Go::OnePage => Ok(page::redirect(&all_path(&id))),
                Go::StepByStep => Ok(page::redirect(&step_path(&id, Some(step)))),
                Go::Next | Go::Review => {
                    let problems = open.journey.problems(step);
                    if !problems.is_empty() {
                        let status = StatusCode::UNPROCESSABLE_ENTITY;
                        return step_page::render(editor, &open, step, returning, problems, status);
                    }
                    let opened = opened.filter(|_| returning);
                    let to_review = go == Go::Review;
                    Ok(page::redirect(&after(
                        &open,
                        step,
                        (returning, to_review),
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
    let (go, pressed) = (Go::read(&form.fields), form.fields.get("go").to_owned());
    let outcome = match attempt(state, editor, id, (Place::All, false), form).await? {
        Ok(outcome) => outcome,
        Err(page) => return Ok(page),
    };
    match outcome {
        Outcome::Gone => Err(Error::NotFound),
        Outcome::Made { batch, typed } => Ok(made(editor, &batch, typed)),
        Outcome::Stale { open, typed } => overtaken::shown(editor, &open, Place::All, &typed),
        Outcome::Kept { open, refused, .. } => {
            let mut problems = refused;
            if go == Go::Review {
                for (_, found) in open.journey.all_problems() {
                    problems.append(found.clone());
                }
            }
            if !problems.is_empty() {
                return all::render(editor, &open, problems, StatusCode::UNPROCESSABLE_ENTITY);
            }
            if let Some(outside) = go.outside(&all_path(&id)) {
                return left(&editor.signed, &open.journey, &outside);
            }
            match go {
                Go::Review => Ok(page::redirect(&step_path(&id, None))),
                Go::StepByStep => Ok(page::redirect(&step_path(&id, Some(Step::Details)))),
                Go::Next | Go::Again | Go::OnePage | Go::Exit | Go::Invite | Go::Terms => Ok(
                    page::redirect(&(all_path(&id) + &part(&pressed, open.answers()))),
                ),
            }
        }
    }
}

/// Saves what was sent. If files came with it that could not be stored, nothing is saved, and there is the page with
/// what was typed into it.
async fn attempt(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    (place, returning): (Place, bool),
    form: AnyForm,
) -> Result<Result<Outcome, HttpResponse>, Error> {
    let go = Go::read(&form.fields);
    let unsaved = Unsaved::of(&form, place);
    let files = uploads::examined(form.files).await?;
    let typed = Typed::read(&form.fields, files, place.steps());
    match (write(state, editor, id, place, typed, go).await, unsaved) {
        (Err(Error::Busy), Some(unsaved)) => {
            let page = unsaved.shown(state, editor, id, returning).await;
            page.map(Err)
        }
        (written, _) => written.map(Ok),
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
    let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
    let work = move |c: &mut Conn| {
        // Run again from the start when the database asks for it.
        let (typed, sent) = (typed.clone(), typed.clone());
        let Some(draft) = store::drafts::find(c, &scope, id)? else {
            return gone(c, &scope, (id, person.id), sent, (&rcmp, now));
        };
        if typed.version != Some(draft.version) {
            return stale(c, &scope, draft, typed, (&rcmp, now));
        }
        let before = OpenDraft::of(c, &scope, draft.clone(), place, (&rcmp, now))?.journey;
        // Of what comes too late no file is kept.
        let saved = store::savepoint(c, |c| {
            let (saved, leaves) = (&draft.answers, go.leaves());
            let typed = typed.into_answers(c, &scope, saved, leaves, (person.id, now))?;
            let saving = (id, draft.version);
            match store::drafts::save(c, &scope, saving, &typed.answers, person.id, now)? {
                Saved::Done(version) => Ok(Ok((version, typed))),
                Saved::Stale(other) => Ok(Err(Some(other))),
                Saved::Gone => Ok(Err(None)),
            }
        })?;
        match saved {
            Err(None) => gone(c, &scope, (id, person.id), sent, (&rcmp, now)),
            Err(Some(other)) => stale(c, &scope, *other, sent, (&rcmp, now)),
            Ok((version, typed)) => {
                let Answered {
                    answers,
                    refused,
                    removed,
                } = typed;
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
                let open = Box::new(OpenDraft::of(c, &scope, draft, place, (&rcmp, now))?);
                let opened = opened(place, &before, &open.journey);
                Ok(Outcome::Kept {
                    open,
                    opened,
                    refused,
                })
            }
        }
    };
    Ok(state.db.write(work).await?)
}

/// A draft that is not there (any more): what was made of it, if anything.
fn gone(
    c: &mut Conn,
    scope: &IsvScope,
    (id, by): (DraftId, UserId),
    typed: Typed,
    (rcmp, now): (&Rcmp, DateTime<Utc>),
) -> Result<Outcome, store::Error> {
    let batch = match store::batches::of_draft(c, scope, id)? {
        Some(batch) => store::batches::find(c, scope, batch, now)?,
        None => None,
    };
    let Some(batch) = batch else {
        return Ok(Outcome::Gone);
    };
    let typed = typed.joined(&Answers::default());
    let open = OpenDraft::of_typed(c, scope, (id, by), &typed, (rcmp, now))?;
    Ok(Outcome::Made {
        batch: Box::new(batch),
        typed: overtaken::told(&open, &typed),
    })
}

/// The page for somebody who saves what a colleague has turned into opportunities.
fn made(editor: &IsvEditor, batch: &Batch, typed: Vec<(String, String)>) -> HttpResponse {
    let words = format!(
        "{} created “{}” from this draft at {}.",
        batch.created_by,
        batch.name,
        view::time(batch.created_at)
    );
    let page = editor
        .signed
        .page(page::CHANGED_MEANWHILE, "isv.draft.made", Section::Drafts);
    let link = ("See what was created", paths::isv_batch(batch.id));
    MadePage::of(page, words, link, typed).respond()
}

fn stale(
    c: &mut Conn,
    scope: &IsvScope,
    draft: Draft,
    typed: Typed,
    (rcmp, now): (&Rcmp, DateTime<Utc>),
) -> Result<Outcome, store::Error> {
    // With all lists, to name what either of the two chose.
    let open = Box::new(OpenDraft::of(c, scope, draft, Place::All, (rcmp, now))?);
    let typed = typed.joined(open.answers());
    Ok(Outcome::Stale { open, typed })
}
