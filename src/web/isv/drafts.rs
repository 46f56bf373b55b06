//! Drafts: the list of what was begun, where one is begun, and where one is thrown away.

mod list;

pub use list::{list, too_many};

use crate::answers::{Answers, Fields, Step, products, resellers};
use crate::domain::catalog::ProductId;
use crate::domain::ids::DraftId;
use crate::random;
use crate::store::drafts::{self, Created, Draft, NewDraft};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::isv::wizard::opening;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

/// Somebody who presses *Create opportunity* twice within this time means one draft.
const SAME_PRESS: TimeDelta = TimeDelta::seconds(5);

/// What a draft is called before it has a name.
const UNTITLED: &str = "Untitled draft";

#[derive(Template)]
#[template(path = "isv/drafts/discard.html")]
struct Discard {
    page: Page,
    organisation: String,
    drafts: String,
    open: String,
    action: String,
}

fn name(answers: &Answers) -> String {
    let typed = crate::domain::text::clean(answers.get(Step::Details).get("name"));
    if typed.is_empty() {
        UNTITLED.to_owned()
    } else {
        typed
    }
}

/// What is chosen beforehand, on the page of a `reseller` or a `product`. Whether it can be is seen at its step.
fn chosen(sent: &Fields) -> Option<Answers> {
    let mut answers = Answers::default();
    if sent.has("reseller") {
        let reseller = sent.get("reseller").parse().ok()?;
        answers.set(Step::Resellers, resellers::write([&reseller]));
    }
    if sent.has("product") {
        let product = ProductId::parse(sent.get("product"))?;
        answers.set(Step::Products, products::write([&product]));
    }
    Some(answers)
}

/// `POST /isv/drafts`: begins a draft. Nothing has to be sent for it.
pub async fn start(
    who: IsvEditor,
    state: Data<State>,
    sent: Option<HtmlForm>,
) -> Result<HttpResponse, Error> {
    let sent = sent.map(|form| form.0).unwrap_or_default();
    let answers = chosen(&sent).ok_or(Error::NotFound)?;
    let (scope, by, now) = (who.scope, who.signed.user.id, state.clock.now());
    let id = random::id(now);
    let writing = state.db.write(move |c| {
        if let Some(same) = drafts::untouched(c, &scope, by, &answers, now - SAME_PRESS)? {
            return Ok(Some(same));
        }
        let new = NewDraft {
            id,
            answers: &answers,
            by,
            cloned_from: None,
        };
        Ok(match drafts::create(c, &scope, &new, now)? {
            Created::Done => Some(id),
            Created::TooMany => None,
        })
    });
    match writing.await? {
        Some(draft) => Ok(page::redirect(&opening(
            &who.signed,
            &draft,
            Some(Step::Details),
        ))),
        None => too_many(&who, &state).await,
    }
}

/// `GET /isv/drafts/{draft}/discard`: asks once more.
pub async fn ask(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let draft = find(&path, &who, &state).await?;
    let title = format!("Discard “{}”?", name(&draft.answers));
    let template = Discard {
        page: who.signed.page(title, "isv.draft.discard", Section::Drafts),
        organisation: who.signed.organisation.name.clone(),
        drafts: paths::isv_drafts(),
        open: opening(&who.signed, &draft.id, Some(Step::Details)),
        action: paths::isv_draft_discard(draft.id),
    };
    Ok(page::html(StatusCode::OK, &template))
}

/// `POST /isv/drafts/{draft}/discard`.
pub async fn discard(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let draft = find(&path, &who, &state).await?;
    let (scope, id) = (who.scope, draft.id);
    if !state
        .db
        .write(move |c| drafts::discard(c, &scope, id))
        .await?
    {
        return Err(Error::NotFound);
    }
    let told = Banner::success(format!("“{}” is discarded.", name(&draft.answers)));
    who.signed.visit.tell(&told)?;
    Ok(page::redirect(&paths::isv_drafts()))
}

async fn find(typed: &str, who: &IsvEditor, state: &State) -> Result<Draft, Error> {
    let (scope, id) = (
        who.scope,
        typed.parse::<DraftId>().map_err(|_| Error::NotFound)?,
    );
    let found = state.db.read(move |c| drafts::find(c, &scope, id)).await?;
    found.ok_or(Error::NotFound)
}
