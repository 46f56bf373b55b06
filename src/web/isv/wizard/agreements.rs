//! The EULA and the reseller contract: what their two steps show, and what becomes of an uploaded file.

use super::sheet::Sheet;
use crate::answers::{Fields, Problems, agreements};
use crate::domain::agreements::{Document, DocumentKind, RCMP_VERSION, STANDARD_EULA_VERSION};
use crate::domain::ids::UserId;
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::upload::Upload;
use crate::web::view;
use crate::web::wizard::uploads;
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
    let document = match uploads::keep(c, scope, upload, kind, (by, now))? {
        Ok(document) => document,
        Err(error) => return Ok(agreements::file_problem(kind, error)),
    };
    fields.set(agreements::choice_field(kind), document.id.to_string());
    Ok(Problems::none())
}
