//! The wizard: nine pages that ask for an opportunity, and the review that creates it.
//!
//! All steps share the two handlers here. A step's own file holds what differs: the view that its template shows.
//! What was typed is kept in the draft whatever it is; what it means is computed by [`crate::answers::Journey`].

mod agreements;
mod all;
mod create;
mod dimensions;
mod discount;
mod frame;
mod go;
mod imported;
mod individual;
mod lists;
mod not_stored;
mod onward;
mod open_draft;
mod overtaken;
mod prices;
mod review;
mod review_terms;
mod save;
mod schedule;
mod seen;
mod simple;
mod step_page;
mod typed;
mod warnings;

pub use create::create;
pub use discount::preview;
pub use warnings::{NAME_IN_USE, unconfirmed, warning};

use crate::answers::Step;
use crate::domain::ids::DraftId;
use crate::web::State;
use crate::web::auth::{IsvEditor, Signed};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::page::{Banner, redirect};
use crate::web::paths;
use crate::web::typed_form::TypedForm;
use crate::web::wizard::ways;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use open_draft::OpenDraft;

/// The words in the address after the draft: a step, the review, or all steps on one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Step(Step),
    Review,
    All,
}

impl Place {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "review" => Some(Self::Review),
            "all" => Some(Self::All),
            word => Step::parse(word).map(Self::Step),
        }
    }

    /// The steps that have fields there.
    fn steps(&self) -> &[Step] {
        match self {
            Self::Step(step) => std::slice::from_ref(step),
            Self::Review => &[],
            Self::All => &Step::ALL,
        }
    }
}

/// `GET /isv/drafts/{draft}/{place}`: a step, the review, or all steps.
pub async fn show(
    path: web::Path<(String, String)>,
    editor: IsvEditor,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let (draft, place) = ways::located(&path, Place::parse)?;
    let Some(open) = OpenDraft::load(&state, &editor, draft, place).await? else {
        return create::already_created(&state, &editor, draft).await;
    };
    match place {
        Place::Step(step) if !open.journey.applies(step) => {
            let next = open.journey.after(step);
            editor.signed.visit.tell(&Banner::notice("None of the chosen products is a SaaS contract, so there are no dimensions to change."))?;
            Ok(HttpResponse::SeeOther()
                .insert_header(("Location", step_path(&draft, next)))
                .finish())
        }
        Place::Step(step) => step_page::shown(&editor, &open, step, &query.0),
        Place::Review => review::shown(&editor, &open),
        Place::All => all::shown(&editor, &open),
    }
}

/// `POST /isv/drafts/{draft}/{place}`: keeps what was typed and goes on, or says what is wrong.
pub async fn post(
    path: web::Path<(String, String)>,
    editor: IsvEditor,
    query: Query,
    state: web::Data<State>,
    form: crate::web::upload::AnyForm,
) -> Result<HttpResponse, Error> {
    let (draft, place) = ways::located(&path, Place::parse)?;
    match place {
        Place::Step(step) => save::step(&state, &editor, draft, step, &query.0, form).await,
        Place::Review => create::create(&state, &editor, draft, form.fields).await,
        Place::All => save::all(&state, &editor, draft, form).await,
    }
}

/// What somebody typed into a page of the wizard while their session ended, shown on that page and not saved. Nothing when
/// it was typed elsewhere.
///
/// # Errors
/// When the draft is not theirs or they may not edit it.
pub async fn resumed(
    request: &HttpRequest,
    state: &State,
    form: &TypedForm,
) -> Result<Option<HttpResponse>, Error> {
    let typed_into = ways::typed_into(form, paths::draft_and_place, Place::parse);
    let Some((draft, place, returning)) = typed_into else {
        return Ok(None);
    };
    let editor = IsvEditor::extract(request).await?;
    let Some(open) = OpenDraft::load_typed(state, &editor, draft, place, &form.fields).await?
    else {
        return create::already_created(state, &editor, draft)
            .await
            .map(Some);
    };
    let banner = ways::nothing_lost(form);
    Ok(Some(match place {
        Place::Step(step) if open.journey.applies(step) => {
            editor.signed.visit.tell(&banner)?;
            step_page::resumed(&editor, &open, step, returning)?
        }
        Place::All => {
            editor.signed.visit.tell(&banner)?;
            all::shown(&editor, &open)?
        }
        // Nothing is typed there.
        Place::Step(_) | Place::Review => redirect(&form.path),
    }))
}

/// Where a draft opens for somebody: at a step (the review when there is none), or at the page of all steps if that is how
/// they fill in the form.
pub fn opening(signed: &Signed, draft: &DraftId, step: Option<Step>) -> String {
    if signed.one_page {
        all_path(draft)
    } else {
        step_path(draft, step)
    }
}

/// Where a step of a draft is, or its review.
fn step_path(draft: &DraftId, step: Option<Step>) -> String {
    paths::isv_draft(draft, step.map_or("review", Step::as_str))
}

/// Where all steps of a draft are on one page.
fn all_path(draft: &DraftId) -> String {
    paths::isv_draft(draft, "all")
}

/// A step of a draft of which everything else is answered: from it one goes to the review.
pub fn step_before_review(draft: &DraftId, step: Step) -> String {
    ways::returning_path(&step_path(draft, Some(step)))
}
