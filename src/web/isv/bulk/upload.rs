//! Where a spreadsheet is uploaded: the template, what to write into it, and what was uploaded before.

use crate::answers::Problems;
use crate::answers::bulk::{Column, Layout, MAX_ROWS, Sheet};
use crate::domain::ids::UploadId;
use crate::domain::money;
use crate::domain::text;
use crate::random;
use crate::spreadsheet::{self, Fault};
use crate::store::bulk::{self, Kept, MAX_WAITING, NewUpload, Summary};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::upload::{AnyForm, SheetForm};
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use askama::Template;

/// The name of the file control.
const FILE: &str = "file";
/// The most faults of a file that are told at once.
const MAX_FAULTS: usize = 10;
/// Characters of a file's name that are kept.
const MAX_FILE_NAME: usize = 120;

#[derive(Template)]
#[template(path = "isv/bulk/upload.html")]
struct UploadPage {
    page: Page,
    list: String,
    action: String,
    csv: String,
    xlsx: String,
    most: String,
    kept_days: i64,
    columns: Vec<Row>,
    uploads: Vec<Earlier>,
}

/// What to write into a column.
struct Row {
    heading: String,
    hint: String,
    needed: bool,
}

/// What was uploaded before.
struct Earlier {
    id: String,
    href: String,
    file: String,
    rows: String,
    at: Moment,
    by: String,
    state: Tag,
    made: Option<String>,
}

/// `GET /isv/bulk`.
pub async fn show(who: IsvEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    render(&who, &state, Problems::none(), StatusCode::OK).await
}

async fn render(
    who: &IsvEditor,
    state: &State,
    problems: Problems,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let scope = who.scope;
    let uploads = state.db.read(move |c| bulk::list(c, &scope)).await?;
    let mut page = who.signed.page(
        "Create opportunities from a spreadsheet",
        "isv.bulk",
        Section::Opportunities,
    );
    page.problems = problems;
    let row = |column: Column| Row {
        heading: column.heading(),
        hint: column.hint(),
        needed: column.needed(),
    };
    let template = UploadPage {
        page,
        list: paths::isv_opportunities(),
        action: paths::isv_bulk(),
        csv: paths::isv_bulk_template_csv(),
        xlsx: paths::isv_bulk_template_xlsx(),
        most: money::group_digits(MAX_ROWS),
        kept_days: bulk::KEPT.num_days(),
        columns: Column::PLAIN.map(row).into(),
        uploads: uploads.iter().map(earlier).collect(),
    };
    Ok(page::html(status, &template))
}

fn earlier(upload: &Summary) -> Earlier {
    let (kind, label) = match &upload.made {
        None => ("waiting", "Waiting"),
        Some(_) => ("done", "Created"),
    };
    Earlier {
        id: upload.id.to_string(),
        href: paths::isv_bulk_upload(upload.id),
        file: upload.file_name.clone(),
        rows: money::group_digits(upload.size),
        at: view::moment(upload.at),
        by: upload.by.clone(),
        state: Tag { kind, label },
        made: upload
            .made
            .as_ref()
            .map(|made| view::count(made.count, "opportunity", "opportunities")),
    }
}

/// What became of a file.
enum Outcome {
    Kept(UploadId),
    Already(UploadId),
    Refused(Problems, StatusCode),
}

/// `POST /isv/bulk`: keeps the rows of a file and goes to their dry run. The same file leads to where it led before.
pub async fn post(
    who: IsvEditor,
    state: Data<State>,
    form: SheetForm,
) -> Result<HttpResponse, Error> {
    match take(&who, &state, form.0).await? {
        Outcome::Kept(id) => Ok(page::redirect(&paths::isv_bulk_upload(id))),
        Outcome::Already(id) => {
            let text = "This file was uploaded before. This is what became of it.";
            who.signed.visit.tell(&Banner::notice(text))?;
            Ok(page::redirect(&paths::isv_bulk_upload(id)))
        }
        Outcome::Refused(problems, status) => render(&who, &state, problems, status).await,
    }
}

async fn take(who: &IsvEditor, state: &State, form: AnyForm) -> Result<Outcome, Error> {
    let refused = |text: String, status| Ok(Outcome::Refused(Problems::one(FILE, text), status));
    if form.too_large.is_some() {
        return refused(Fault::TooLarge.text(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    let sent = form.files.into_iter().find(|file| file.field == FILE);
    let Some((name, bytes)) = sent.and_then(|sent| Some((sent.name, sent.bytes.ok()?))) else {
        let text = "Choose a file to upload".to_owned();
        return refused(text, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let name = file_name(&name);
    let reading = web::block(move || (random::sha256_hex(&bytes), spreadsheet::read(&bytes))).await;
    let (sha256, read) = reading.map_err(|error| Error::Internal(error.into()))?;
    let sheet = match read {
        Ok(sheet) => sheet,
        Err(fault @ Fault::TooLarge) => {
            return refused(fault.text(), StatusCode::PAYLOAD_TOO_LARGE);
        }
        Err(fault) => return refused(fault.text(), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let problems = headings(&sheet);
    if !problems.is_empty() {
        return Ok(Outcome::Refused(problems, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (scope, person, now) = (who.scope, who.signed.user.clone(), state.clock.now());
    let id = random::id(now);
    let writing = state.db.write(move |c| {
        let new = NewUpload {
            id,
            file_name: &name,
            sha256: &sha256,
            sheet: &sheet,
            by: &person,
        };
        bulk::keep(c, &scope, &new, now)
    });
    match writing.await? {
        Kept::New => Ok(Outcome::Kept(id)),
        Kept::Already(id) => Ok(Outcome::Already(id)),
        Kept::TooMany => refused(
            format!("{MAX_WAITING} uploads are waiting – create or discard one of them"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    }
}

fn headings(sheet: &Sheet) -> Problems {
    let mut problems = Problems::none();
    let faults = Layout::of(sheet).err().unwrap_or_default();
    for fault in faults.iter().take(MAX_FAULTS) {
        problems.add(FILE, fault.text());
    }
    problems
}

/// The last part of the name that the browser gave: some give the whole path.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = text::clean(last)
        .replace(['\n', '\t'], " ")
        .chars()
        .take(MAX_FILE_NAME)
        .collect();
    if name.trim().is_empty() {
        "Spreadsheet".to_owned()
    } else {
        name
    }
}
