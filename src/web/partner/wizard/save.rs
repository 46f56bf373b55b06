//! Saving a step: what was typed is kept whatever it is, then the page goes on or says what is wrong.

use super::sheet::Sheet;
use super::{Place, conflict, documents, extend, step_page};
use super::{returning_path, review_section, step_path};
use crate::answers::offer::{
    OfferAnswers, OfferStep, dates, documents as amendments, price, schedule, target, terms,
};
use crate::answers::{Fields, Problems, agreements};
use crate::domain::account::User;
use crate::domain::agreements::DocumentError;
use crate::domain::ids::OfferDraftId;
use crate::domain::offer::adjustment::Adjustment;
use crate::domain::opportunity::Opportunity;
use crate::store::drafts::Saved;
use crate::store::offers::drafts::OfferDraft;
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::page::{Banner, redirect};
use crate::web::paths;
use crate::web::upload::{AnyForm, Upload};
use crate::web::wizard::conflict::theirs;
use crate::web::wizard::uploads;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
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
    /// Show the page again: new prices, a markup found, a document more or less.
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
pub fn known_fields(step: OfferStep) -> &'static [&'static str] {
    match step {
        OfferStep::Terms => terms::FIELDS,
        OfferStep::Price => price::FIELDS,
        OfferStep::Schedule => schedule::FIELDS,
        OfferStep::Documents => amendments::FIELDS,
        OfferStep::Dates => dates::FIELDS,
    }
}

/// What was typed into a step.
#[derive(Clone)]
struct Typed {
    step: OfferStep,
    version: Option<i32>,
    go: String,
    leaving: bool,
    /// On the conflict page: for which answers the saved one is taken.
    theirs: Vec<String>,
    fields: Fields,
    files: Vec<Upload>,
}

/// What became of an attempt to save.
enum Outcome {
    /// Kept; what the buttons of the page itself could not do.
    Kept(Box<Sheet>, Problems),
    /// Somebody else saved first.
    Stale(Box<Sheet>, Fields),
    /// No such draft.
    Gone,
}

/// `POST /partner/offer-drafts/{draft}/{step}`.
pub async fn step(
    state: &State,
    editor: &PartnerEditor,
    (id, step): (OfferDraftId, OfferStep),
    query: &Fields,
    form: AnyForm,
) -> Result<HttpResponse, Error> {
    let go = Go::read(&form.fields);
    let too_large = |file: &Upload| file.bytes == Err(DocumentError::TooLarge);
    let refused_status = if form.files.iter().any(too_large) {
        StatusCode::PAYLOAD_TOO_LARGE
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let sent = form.fields.only(known_fields(step));
    let has_file = form.files.iter().any(|file| file.field == amendments::FILE);
    let typed = Typed {
        step,
        version: form.fields.get("version").parse().ok(),
        go: form.fields.get("go").to_owned(),
        leaving: go != Go::Again,
        theirs: theirs(&form.fields),
        fields: sent.clone(),
        files: form.files,
    };
    let returning = step_page::returning(query);
    let version = typed.version;
    let written = match write(state, editor, id, typed).await {
        Err(Error::Busy) if step == OfferStep::Documents && has_file => {
            return not_stored(state, editor, id, (&sent, version), returning).await;
        }
        written => written?,
    };
    let (sheet, refused) = match written {
        Outcome::Gone => return extend::too_late(state, editor, id, (step, sent)).await,
        Outcome::Stale(sheet, typed) => return Ok(conflict::shown(editor, &sheet, step, &typed)),
        Outcome::Kept(sheet, refused) => (sheet, refused),
    };
    if !refused.is_empty() {
        return step_page::render(editor, &sheet, step, returning, refused, refused_status);
    }
    match go {
        Go::Exit => left(editor, &sheet),
        Go::Again => {
            let path = step_path(&id, Some(step));
            Ok(redirect(&if returning {
                returning_path(&path)
            } else {
                path
            }))
        }
        Go::Next | Go::Review => {
            let problems = sheet.journey.problems(step);
            if !problems.is_empty() {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return step_page::render(editor, &sheet, step, returning, problems, status);
            }
            Ok(redirect(&if returning {
                review_section(&id, step)
            } else if go == Go::Review {
                step_path(&id, None)
            } else {
                step_path(&id, sheet.journey.after(step))
            }))
        }
    }
}

/// The documents step with what was typed into it, once the database did not take a file that came with it. Nothing of it
/// is saved.
async fn not_stored(
    state: &State,
    editor: &PartnerEditor,
    id: OfferDraftId,
    (sent, version): (&Fields, Option<i32>),
    returning: bool,
) -> Result<HttpResponse, Error> {
    let step = OfferStep::Documents;
    let sheet = Sheet::load(state, editor, id, Place::Step(step)).await?;
    let sheet = sheet.ok_or(Error::Busy)?.typed(step, sent, version);
    let problems = Problems::one(amendments::FILE, agreements::NOT_STORED);
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let page = step_page::render(editor, &sheet, step, returning, problems, status);
    page.map(uploads::not_stored)
}

async fn write(
    state: &State,
    editor: &PartnerEditor,
    id: OfferDraftId,
    typed: Typed,
) -> Result<Outcome, Error> {
    let scope = editor.scope;
    let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
    let person = editor.signed.user.clone();
    let place = Place::Step(typed.step);
    let work = move |c: &mut Conn| {
        // Run again from the start when the database asks for it.
        let typed = typed.clone();
        let Some(draft) = store::offers::drafts::find(c, &scope, id)? else {
            return Ok(Outcome::Gone);
        };
        let version = draft.version;
        let before = Sheet::of(c, &scope, draft, place, (&rcmp, now))?;
        if typed.version != Some(version) {
            return Ok(Outcome::Stale(Box::new(before), typed.fields));
        }
        let sent = typed.fields.clone();
        let (answers, refused) = answered(c, &scope, &before, typed, (&person, now))?;
        let saving = (id, version);
        match store::offers::drafts::save(c, &scope, saving, &answers, person.id, now)? {
            Saved::Gone => Ok(Outcome::Gone),
            Saved::Stale(draft) => {
                let sheet = Sheet::of(c, &scope, *draft, place, (&rcmp, now))?;
                Ok(Outcome::Stale(Box::new(sheet), sent))
            }
            Saved::Done(version) => {
                let draft = OfferDraft {
                    version,
                    answers,
                    saved_by: person.name.clone(),
                    saved_at: now,
                    ..before.draft
                };
                let sheet = Sheet::of(c, &scope, draft, place, (&rcmp, now))?;
                Ok(Outcome::Kept(Box::new(sheet), refused))
            }
        }
    };
    Ok(state.db.write(work).await?)
}

/// The draft's answers with what was typed, after the pressed button had its way with them. Ticking the box of the
/// reseller contract is recorded at once, and taking the tick away is as well.
fn answered(
    c: &mut Conn,
    scope: &PartnerScope,
    before: &Sheet,
    typed: Typed,
    (person, now): (&User, DateTime<Utc>),
) -> Result<(OfferAnswers, Problems), store::Error> {
    let step = typed.step;
    let mut answers = before.draft.answers.clone();
    let mut fields = typed.fields;
    if typed.go == "theirs" {
        fields = answers.get(step).clone();
    } else if typed.go != "mine" {
        conflict::take(before, step, &mut fields, &typed.theirs);
    }
    let mut refused = press(step, &typed.go, &mut fields, &before.opportunity);
    match step {
        OfferStep::Terms if terms::accepts(&fields) => {
            let (draft, opportunity) = (before.draft.id, &before.opportunity);
            store::offers::accept_contract(c, scope, draft, opportunity, person, now)?;
        }
        OfferStep::Terms => {
            store::offers::withdraw_contract(c, scope, before.draft.id, person, now)?;
        }
        OfferStep::Price if typed.leaving => price::tidy(&mut fields),
        OfferStep::Schedule if schedule::is_own(&fields) => {
            // Own amounts and a markup never go together.
            let none = price::write(&Adjustment::OwnAmounts(Vec::new()));
            answers.set(OfferStep::Price, none);
        }
        OfferStep::Documents => {
            let sent = typed.files.into_iter();
            let mut files = sent
                .filter(|file| file.field == amendments::FILE)
                .peekable();
            if typed.go == "add" && files.peek().is_none() {
                refused.add(amendments::FILE, "Choose a file to upload");
            }
            for file in files {
                let by = (person.id, now);
                refused.append(documents::keep(c, scope, &mut fields, file, by)?);
            }
        }
        OfferStep::Price | OfferStep::Schedule | OfferStep::Dates => {}
    }
    answers.set(step, fields);
    Ok((answers, refused))
}

/// What the buttons inside a step do to its fields.
fn press(step: OfferStep, go: &str, fields: &mut Fields, opportunity: &Opportunity) -> Problems {
    match (step, go) {
        (OfferStep::Price, "target") => match target::find(fields, opportunity) {
            Ok(reached) => {
                fields.overlay(price::write(&Adjustment::Markup(reached.markup)));
                Problems::none()
            }
            Err(problems) => problems,
        },
        (OfferStep::Documents, go) => {
            documents::press(fields, go);
            Problems::none()
        }
        (OfferStep::Terms | OfferStep::Price | OfferStep::Schedule | OfferStep::Dates, _) => {
            Problems::none()
        }
    }
}

/// *Save and exit*: to the list of drafts, saying how far it is.
fn left(editor: &PartnerEditor, sheet: &Sheet) -> Result<HttpResponse, Error> {
    let (done, all) = (sheet.journey.done(), sheet.journey.count());
    let words = format!("Draft saved. {done} of {all} steps are done.");
    editor.signed.visit.tell(&Banner::success(words))?;
    Ok(redirect(&paths::partner_offer_drafts()))
}
