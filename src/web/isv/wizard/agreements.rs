//! The EULA and the reseller contract: what their two steps show, and what becomes of an uploaded file.

use super::sheet::Sheet;
use crate::answers::{Fields, Problems, agreements};
use crate::domain::agreements::{
    Document, DocumentKind, MAX_DOCUMENT_NAME, RCMP_VERSION, STANDARD_EULA_VERSION, examine,
};
use crate::domain::ids::UserId;
use crate::domain::text;
use crate::random;
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::upload::Upload;
use crate::web::view;
use chrono::{DateTime, Utc};

/// A file uploaded before.
#[derive(Debug)]
pub struct FileOption {
    pub value: String,
    pub label: String,
    pub note: String,
    pub chosen: bool,
}

/// What the step shows.
#[derive(Debug)]
pub struct AgreementView {
    /// The value chosen, if it is none of the files.
    pub choice: String,
    pub files: Vec<FileOption>,
    /// Which standard document is offered.
    pub standard: String,
}

impl AgreementView {
    pub fn of(sheet: &Sheet, fields: &Fields, kind: DocumentKind) -> Self {
        let chosen = fields.get(agreements::choice_field(kind));
        let default = match kind {
            DocumentKind::Eula => "public",
            DocumentKind::ResellerContract => "none",
        };
        let files = sheet
            .lists
            .documents
            .iter()
            .filter(|document| document.kind == kind);
        Self {
            choice: if chosen.is_empty() {
                default.to_owned()
            } else {
                chosen.to_owned()
            },
            files: files
                .map(|document| file_option(document, chosen))
                .collect(),
            standard: match kind {
                DocumentKind::Eula => {
                    format!(
                        "Standard Contract for AWS Marketplace (SCMP), version {STANDARD_EULA_VERSION}"
                    )
                }
                DocumentKind::ResellerContract => format!("Version {RCMP_VERSION}"),
            },
        }
    }
}

fn file_option(document: &Document, chosen: &str) -> FileOption {
    let value = document.id.to_string();
    let sum: String = document.sha256.chars().take(8).collect();
    FileOption {
        label: format!("Reuse {}", document.name),
        note: format!("{}, checksum {sum}", view::size(document.size)),
        chosen: value == chosen,
        value,
    }
}

/// Keeps an uploaded file and chooses it; a file that is not taken leaves the choice at *upload* and says why.
pub fn keep(
    c: &mut Conn,
    scope: &IsvScope,
    fields: &mut Fields,
    upload: Upload,
    kind: DocumentKind,
    (by, now): (UserId, DateTime<Utc>),
) -> Result<Problems, store::Error> {
    let format = match upload
        .bytes
        .as_deref()
        .map_err(|error| *error)
        .and_then(examine)
    {
        Ok(format) => format,
        Err(error) => return Ok(agreements::file_problem(kind, error)),
    };
    let bytes = upload.bytes.unwrap_or_default();
    let document = Document {
        id: random::id(now),
        kind,
        name: file_name(&upload.name),
        format,
        size: bytes.len(),
        sha256: random::sha256_hex(&bytes),
    };
    store::documents::add(c, scope, &document, &bytes, by, now)?;
    fields.set(agreements::choice_field(kind), document.id.to_string());
    Ok(Problems::none())
}

/// A file's name without folders and hidden characters, cut to a length that fits a page.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = text::clean(last)
        .replace(['\n', '\t'], " ")
        .chars()
        .take(MAX_DOCUMENT_NAME)
        .collect();
    if name.is_empty() {
        "document".to_owned()
    } else {
        name
    }
}
