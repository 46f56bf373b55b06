//! Saving: what was typed is kept whatever it is, then the page goes on or says what is wrong.

use super::sheet::Sheet;
use super::{Place, agreements, all, conflict, lists, step_page};
use super::{all_path, returning_path, review_section, step_path};
use crate::answers::{Answers, Fields, Problems, Step, dimensions, discount, schedule};
use crate::domain::agreements::{DocumentError, DocumentKind};
use crate::domain::catalog::ProductId;
use crate::domain::ids::{DraftId, UserId};
use crate::store::drafts::{Draft, Saved};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::page::Banner;
use crate::web::paths;
use crate::web::upload::{AnyForm, Upload};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use chrono::{DateTime, Utc};

/// What the pressed button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Go {
    /// Save and continue.
    Next,
    /// Save and go to review.
    Review,
    /// Save and exit.
    Exit,
    /// Show the page again: a narrower list, new prices, a row more or less.
    Again,
}

impl Go {
    fn read(fields: &Fields) -> Self {
        match fields.get("go") {
            "exit" => Self::Exit,
            "review" => Self::Review,
            "next" | "" | "mine" | "theirs" => Self::Next,
            _ => Self::Again,
        }
    }
}

/// The fields that a step keeps.
pub fn known_fields(step: Step) -> &'static [&'static str] {
    match step {
        Step::Details => crate::answers::details::FIELDS,
        Step::Resellers => crate::answers::resellers::FIELDS,
        Step::Products => crate::answers::products::FIELDS,
        Step::Discount => discount::FIELDS,
        Step::Duration => crate::answers::duration::FIELDS,
        Step::Dimensions => dimensions::FIELDS,
        Step::Buyers => crate::answers::buyers::FIELDS,
        Step::Eula => crate::answers::agreements::EULA_FIELDS,
        Step::Rcmp => crate::answers::agreements::CONTRACT_FIELDS,
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
    let outcome = write(
        state,
        editor,
        id,
        Place::Step(step),
        typed,
        go == Go::Next || go == Go::Review,
    )
    .await?;
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
    let typed = Typed::read(form, &Step::ALL);
    match write(state, editor, id, Place::All, typed, go == Go::Review).await? {
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
                Go::Next | Go::Again => Ok(see_other(all_path(&id))),
            }
        }
    }
}

/// What was typed, sorted by step.
#[derive(Clone)]
struct Typed {
    version: Option<i32>,
    go: String,
    /// On the conflict page: for which fields the saved answer is taken.
    theirs: Vec<String>,
    steps: Vec<(Step, Fields)>,
    files: Vec<Upload>,
}

impl Typed {
    fn read(form: AnyForm, steps: &[Step]) -> Self {
        let fields = form.fields;
        let picked = |name: &str| name.strip_prefix("pick:").map(str::to_owned);
        let theirs = fields
            .iter()
            .filter(|(_, values)| values.iter().any(|value| value == "theirs"));
        Self {
            version: fields.get("version").parse().ok(),
            go: fields.get("go").to_owned(),
            theirs: theirs.filter_map(|(name, _)| picked(name)).collect(),
            steps: steps
                .iter()
                .map(|step| (*step, fields.only(known_fields(*step))))
                .collect(),
            files: form.files,
        }
    }
}

async fn write(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    place: Place,
    typed: Typed,
    leaving: bool,
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
            return stale(c, &scope, draft, place, typed, now);
        }
        let before = Sheet::of(c, &scope, draft.clone(), place, now)?.journey;
        let (answers, refused) =
            answered(c, &scope, &draft.answers, typed, leaving, (person.id, now))?;
        match store::drafts::save(c, &scope, (id, draft.version), &answers, person.id, now)? {
            Saved::Gone => Ok(Outcome::Gone),
            Saved::Stale(draft) => stale(c, &scope, *draft, place, sent, now),
            Saved::Done(version) => {
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
    place: Place,
    typed: Typed,
    now: DateTime<Utc>,
) -> Result<Outcome, store::Error> {
    let sheet = Box::new(Sheet::of(c, scope, draft, place, now)?);
    let typed = Fields::joined(typed.steps.into_iter().map(|(_, fields)| fields));
    Ok(Outcome::Stale { sheet, typed })
}

/// The draft's answers with what was typed, after the pressed button had its way with the rows.
fn answered(
    c: &mut Conn,
    scope: &IsvScope,
    saved: &Answers,
    typed: Typed,
    leaving: bool,
    uploader: (UserId, DateTime<Utc>),
) -> Result<(Answers, Problems), store::Error> {
    let mut answers = saved.clone();
    let mut refused = Problems::none();
    let mut files = typed.files;
    let only_step = typed.steps.len() == 1;
    for (step, mut fields) in typed.steps {
        for name in typed.theirs.iter().filter(|_| typed.go != "mine") {
            take_saved(&mut fields, saved.get(step), name);
        }
        if typed.go == "theirs" {
            fields = saved.get(step).clone();
        }
        if let Some(filter) = lists::filter_field(step).filter(|_| leaving) {
            fields.remove(filter);
        }
        refused.append(press(step, &typed.go, &mut fields));
        for kind in [DocumentKind::Eula, DocumentKind::ResellerContract] {
            let control = crate::answers::agreements::file_field(kind);
            let here = step
                == if kind == DocumentKind::Eula {
                    Step::Eula
                } else {
                    Step::Rcmp
                };
            if let Some(position) = files.iter().position(|file| here && file.field == control) {
                refused.append(agreements::keep(
                    c,
                    scope,
                    &mut fields,
                    files.swap_remove(position),
                    kind,
                    uploader,
                )?);
            }
        }
        // On the one page an untouched step stays not started.
        if only_step || answers.has(step) || !fields.is_empty() {
            answers.set(step, fields);
        }
    }
    Ok((answers, refused))
}

fn take_saved(fields: &mut Fields, saved: &Fields, name: &str) {
    if !fields.has(name) && !saved.has(name) {
        return;
    }
    fields.remove(name);
    for value in saved.all(name) {
        fields.add(name, value);
    }
}

/// What the buttons inside a step do to its rows.
fn press(step: Step, go: &str, fields: &mut Fields) -> Problems {
    let (verb, what) = go.split_once(':').unwrap_or((go, ""));
    match (step, verb) {
        (Step::Discount, "add") => schedule::add_row(fields),
        (Step::Discount, "remove") => {
            schedule::remove_row(fields, what.parse().unwrap_or_default())
        }
        (Step::Discount, "generate") => {
            return schedule::generate(fields).err().unwrap_or_default();
        }
        (Step::Discount, _) => schedule::tidy(fields),
        (Step::Dimensions, "add_dimension") => {
            if let Some(product) = ProductId::parse(what) {
                dimensions::add_row(fields, &product);
            }
        }
        (Step::Dimensions, "remove_dimension") => {
            let (product, row) = what.split_once(':').unwrap_or_default();
            if let (Some(product), Ok(row)) = (ProductId::parse(product), row.parse()) {
                dimensions::remove_row(fields, &product, row);
            }
        }
        (
            Step::Details
            | Step::Resellers
            | Step::Products
            | Step::Duration
            | Step::Dimensions
            | Step::Buyers
            | Step::Eula
            | Step::Rcmp,
            _,
        ) => {}
    }
    Problems::none()
}

fn see_other(location: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .finish()
}

/// Back to the same step, at the part that the button was about.
fn again(id: &DraftId, step: Step, returning: bool) -> HttpResponse {
    let path = step_path(id, Some(step));
    see_other(if returning {
        returning_path(&path)
    } else {
        path
    })
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
fn left(editor: &IsvEditor, sheet: &Sheet) -> Result<HttpResponse, Error> {
    let (done, all) = (sheet.journey.done(), sheet.journey.steps().len());
    editor.signed.visit.tell(&Banner::success(format!(
        "Draft saved. {done} of {all} steps are done."
    )))?;
    Ok(see_other(paths::isv_drafts()))
}
