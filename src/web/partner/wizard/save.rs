//! Saving a step: what was typed is kept whatever it is, then the page goes on or says what is wrong.

use super::open_draft::OpenDraft;
use super::typed::{Typed, answered, known_fields};
use super::{Place, extend, overtaken, step_page, step_path};
use crate::answers::offer::{OfferAnswers, OfferStep, documents as amendments, terms};
use crate::answers::{Fields, Problems, agreements};
use crate::domain::account::User;
use crate::domain::ids::OfferDraftId;
use crate::store::drafts::Saved;
use crate::store::offers::drafts::OfferDraft;
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::page::redirect;
use crate::web::paths;
use crate::web::upload::AnyForm;
use crate::web::wizard::overtaken::theirs;
use crate::web::wizard::{uploads, ways};
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

/// What became of an attempt to save.
enum Outcome {
    /// Kept; what the buttons of the page itself could not do.
    Kept(Box<OpenDraft>, Problems),
    /// Somebody else saved first.
    Stale(Box<OpenDraft>, Fields),
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
    let refused_status = uploads::refused_status(&form.files);
    let sent = form.fields.only(known_fields(step));
    let has_file = form.files.iter().any(|file| file.field == amendments::FILE);
    let typed = Typed {
        step,
        version: form.fields.get("version").parse().ok(),
        go: form.fields.get("go").to_owned(),
        leaving: go != Go::Again,
        theirs: theirs(&form.fields),
        fields: sent.clone(),
        files: uploads::examined(form.files).await?,
    };
    let returning = ways::returning(query);
    let version = typed.version;
    let written = match write(state, editor, id, typed).await {
        Err(Error::Busy) if step == OfferStep::Documents && has_file => {
            return not_stored(state, editor, id, (&sent, version), returning).await;
        }
        written => written?,
    };
    let (open, refused) = match written {
        Outcome::Gone => return extend::too_late(state, editor, id, (step, sent)).await,
        Outcome::Stale(open, typed) => return Ok(overtaken::shown(editor, &open, step, &typed)),
        Outcome::Kept(open, refused) => (open, refused),
    };
    if !refused.is_empty() {
        return step_page::render(editor, &open, step, returning, refused, refused_status);
    }
    match go {
        Go::Exit => left(editor, &open),
        Go::Again => {
            let path = step_path(&id, Some(step));
            Ok(redirect(&ways::path_for(returning, path)))
        }
        Go::Next | Go::Review => {
            let problems = open.journey.problems(step);
            if !problems.is_empty() {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return step_page::render(editor, &open, step, returning, problems, status);
            }
            Ok(redirect(&if returning {
                ways::section(&step_path(&id, None), step.as_str())
            } else if go == Go::Review {
                step_path(&id, None)
            } else {
                step_path(&id, open.journey.after(step))
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
    let open = OpenDraft::load(state, editor, id, Place::Step(step)).await?;
    let open = open.ok_or(Error::Busy)?.typed(step, sent, version);
    let problems = Problems::one(amendments::FILE, agreements::NOT_STORED);
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let page = step_page::render(editor, &open, step, returning, problems, status);
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
        let before = OpenDraft::of(c, &scope, draft, place, (&rcmp, now))?;
        if typed.version != Some(version) {
            return Ok(Outcome::Stale(Box::new(before), typed.fields));
        }
        let sent = typed.fields.clone();
        match save(c, &scope, &before, typed, (&person, now))? {
            Err(Unsaved::Gone) => Ok(Outcome::Gone),
            Err(Unsaved::Stale(draft)) => {
                let open = OpenDraft::of(c, &scope, *draft, place, (&rcmp, now))?;
                Ok(Outcome::Stale(Box::new(open), sent))
            }
            Ok((version, answers, refused)) => {
                let draft = OfferDraft {
                    version,
                    answers,
                    saved_by: person.name.clone(),
                    saved_at: now,
                    ..before.draft
                };
                let open = OpenDraft::of(c, &scope, draft, place, (&rcmp, now))?;
                Ok(Outcome::Kept(Box::new(open), refused))
            }
        }
    };
    Ok(state.db.write(work).await?)
}

/// Why a step was not saved.
enum Unsaved {
    /// Somebody else saved the draft in between, like this.
    Stale(Box<OfferDraft>),
    /// It is not there any more.
    Gone,
}

/// What was saved: the draft's version, its answers, and what the buttons of the page itself could not do.
type Saves = (i32, OfferAnswers, Problems);

/// Saves a step with all that goes with it, or nothing: neither a file nor a word about the reseller contract stays of what
/// comes too late.
fn save(
    c: &mut Conn,
    scope: &PartnerScope,
    before: &OpenDraft,
    typed: Typed,
    (person, now): (&User, DateTime<Utc>),
) -> Result<Result<Saves, Unsaved>, store::Error> {
    let (step, draft) = (typed.step, &before.draft);
    store::savepoint(c, |c| {
        let (answers, refused) = answered(c, scope, before, typed, (person, now))?;
        let saving = (draft.id, draft.version);
        match store::offers::drafts::save(c, scope, saving, &answers, person.id, now)? {
            Saved::Gone => Ok(Err(Unsaved::Gone)),
            Saved::Stale(draft) => Ok(Err(Unsaved::Stale(draft))),
            Saved::Done(version) => {
                if step == OfferStep::Terms {
                    let accepts = terms::accepts(answers.get(step));
                    tick(c, scope, before, accepts, (person, now))?;
                }
                Ok(Ok((version, answers, refused)))
            }
        }
    })
}

/// Records that the box of the reseller contract is ticked or not. Once the draft is saved, so that nobody makes an offer of
/// it meanwhile, whose proof this is.
fn tick(
    c: &mut Conn,
    scope: &PartnerScope,
    before: &OpenDraft,
    accepts: bool,
    (person, now): (&User, DateTime<Utc>),
) -> Result<(), store::Error> {
    let (draft, opportunity) = (before.draft.id, &before.opportunity);
    if accepts {
        store::offers::accept_contract(c, scope, draft, opportunity, person, now)
    } else {
        store::offers::withdraw_contract(c, scope, draft, person, now)
    }
}

/// *Save and exit*: to the list of drafts.
pub fn left(editor: &PartnerEditor, open: &OpenDraft) -> Result<HttpResponse, Error> {
    let drafts = paths::partner_offer_drafts();
    ways::left(&editor.signed, &open.journey, &drafts)
}
