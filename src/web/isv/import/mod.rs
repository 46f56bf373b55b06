//! Import: what stands at AWS becomes drafts and products, or everything that is wrong with it is named.

mod plan;
mod work;

pub use work::answers;

use crate::answers::Problems;
use crate::catalog_api::import::{self, MAX_REMARKS, Remark};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::isv::import::work::{Done, Drafted, Here, Refusal, Revocable};
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::upload::{AnyForm, JsonForm};
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

/// What this part of the portal is called.
const TITLE: &str = "Import from AWS Marketplace";

#[derive(Template)]
#[template(path = "isv/import/form.html")]
struct Form {
    page: Page,
    action: String,
    drafts: String,
    /// What was pasted.
    json: String,
    /// What keeps it from being imported.
    faults: Vec<Remark>,
}

#[derive(Template)]
#[template(path = "isv/import/result.html")]
struct Imported {
    page: Page,
    /// Where more is imported.
    again: String,
    drafts: Vec<Drafted>,
    here: Vec<Here>,
    revocable: Vec<Revocable>,
    /// Titles of products that are in the catalogue now, and where each is.
    products: Vec<(String, String)>,
}

/// `GET /isv/import`.
pub async fn show(who: IsvEditor) -> HttpResponse {
    form(
        &who,
        StatusCode::OK,
        String::new(),
        Problems::none(),
        Vec::new(),
    )
}

fn form(
    who: &IsvEditor,
    status: StatusCode,
    json: String,
    problems: Problems,
    faults: Vec<Remark>,
) -> HttpResponse {
    let mut page = who.signed.page(TITLE, "isv.import", Section::Drafts);
    page.problems = problems;
    let form = Form {
        page,
        action: paths::isv_import(),
        drafts: paths::isv_drafts(),
        json,
        faults,
    };
    page::html(status, &form)
}

/// `POST /isv/import`: imports all of it, or nothing.
pub async fn post(
    who: IsvEditor,
    state: Data<State>,
    sent: JsonForm,
) -> Result<HttpResponse, Error> {
    let (json, text) = match given(&sent.0) {
        Ok(given) => given,
        Err((status, problem)) => {
            let json = sent.0.fields.get("json").to_owned();
            return Ok(form(&who, status, json, problem, Vec::new()));
        }
    };
    match work::import(&who, &state, text).await? {
        Ok(done) => Ok(match done.only_revocation() {
            Some(href) => page::redirect(href),
            None => result(&who, done),
        }),
        Err(refusal) => Ok(refused(&who, json, refusal)),
    }
}

/// What was pasted, and the text to import, which may be that of a file instead.
fn given(sent: &AnyForm) -> Result<(String, String), (StatusCode, Problems)> {
    if let Some(field) = &sent.too_large {
        let field = if field == "json" { "json" } else { "file" };
        let problems = Problems::one(field, import::too_large());
        return Err((StatusCode::PAYLOAD_TOO_LARGE, problems));
    }
    let pasted = sent.fields.get("json");
    let problem = |field: &str, text: &str| {
        let problems = Problems::one(field, text);
        Err((StatusCode::UNPROCESSABLE_ENTITY, problems))
    };
    let file = sent.files.iter().find(|file| file.field == "file");
    let Some(bytes) = file.and_then(|file| file.bytes.as_ref().ok()) else {
        return if pasted.trim().is_empty() {
            problem("json", "Paste JSON or choose a file")
        } else {
            Ok((pasted.to_owned(), pasted.to_owned()))
        };
    };
    if !pasted.trim().is_empty() {
        return problem("file", "Paste JSON or choose a file, not both");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((String::new(), text.to_owned())),
        Err(_) => problem("file", "The file must be text in UTF-8"),
    }
}

fn refused(who: &IsvEditor, json: String, refusal: Refusal) -> HttpResponse {
    let field = if json.is_empty() { "file" } else { "json" };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::NoRoom(text) => form(who, status, json, Problems::one(field, text), Vec::new()),
        Refusal::Faults(faults) => {
            let count = faults.len();
            let remarks = faults.into_remarks();
            match remarks.as_slice() {
                [only] => {
                    let problems = Problems::one(field, only.to_string());
                    form(who, status, json, problems, Vec::new())
                }
                _ => {
                    let things = view::count(count, "thing is", "things are");
                    let shown = if count > MAX_REMARKS {
                        format!(" – these are the first {MAX_REMARKS}")
                    } else {
                        String::new()
                    };
                    let text =
                        format!("Nothing was imported, because {things} wrong with it{shown}");
                    form(who, status, json, Problems::one(field, text), remarks)
                }
            }
        }
    }
}

fn result(who: &IsvEditor, done: Done) -> HttpResponse {
    let title = match (done.drafts.len(), done.products.len()) {
        (0, 0) if done.revocable.is_empty() => "Nothing new",
        (0, 0) => "To be revoked",
        (0, _) => "Products imported",
        (1, _) => "Draft made",
        (_, _) => "Drafts made",
    };
    let mut page = who.signed.page(title, "isv.import.done", Section::Drafts);
    // The page was asked for before there were these.
    let new = done.drafts.iter().filter(|draft| !draft.already).count();
    let drafts = page.nav.iter_mut().find(|item| item.current);
    if let (Some(item), Ok(new)) = (drafts, i64::try_from(new)) {
        let count = item.count.unwrap_or_default() + new;
        item.count = (count > 0).then_some(count);
    }
    let template = Imported {
        page,
        again: paths::isv_import(),
        drafts: done.drafts,
        here: done.here,
        revocable: done.revocable,
        products: done.products,
    };
    page::html(StatusCode::OK, &template)
}
