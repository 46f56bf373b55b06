//! The EULA and the reseller contract: what their two steps show, and what becomes of an uploaded file.

use super::open_draft::OpenDraft;
use crate::answers::{Fields, Problems, agreements};
use crate::domain::agreements::{Document, DocumentKind, STANDARD_EULA_VERSION};
use crate::domain::ids::{DocumentId, UserId};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::view;
use crate::web::wizard::uploads::{self, File};
use chrono::{DateTime, Utc};

/// How much of a checksum is shown: enough to tell two versions of a file apart.
const CHECKSUM_CHARS: usize = 8;

/// A file uploaded before.
#[derive(Debug)]
pub struct FileOption {
    pub value: String,
    pub label: String,
    pub note: String,
    pub chosen: bool,
    /// Its name, for the button that removes it.
    pub name: String,
}

/// What the step shows.
#[derive(Debug)]
pub struct AgreementView {
    /// The value chosen, if it is none of the files.
    pub choice: String,
    pub files: Vec<FileOption>,
    /// What the standard document is called.
    pub standard_label: String,
    /// Which standard document that is.
    pub standard: String,
}

impl AgreementView {
    pub fn of(open: &OpenDraft, fields: &Fields, kind: DocumentKind) -> Self {
        let chosen = fields.get(agreements::choice_field(kind));
        let default = match kind {
            DocumentKind::Eula => "public",
            DocumentKind::ResellerContract => "none",
        };
        let listed = open.lists.documents.iter();
        let mut files: Vec<FileOption> = listed
            .filter(|upload| upload.document.kind == kind)
            .map(|upload| file_option(&upload.document, Some(upload.at), chosen))
            .collect();
        // The chosen one may be older than all that are listed.
        if !files.iter().any(|file| file.chosen) {
            let named = open.catalogue.documents.iter();
            files.extend(
                named
                    .filter(|document| document.kind == kind && document.id.to_string() == chosen)
                    .map(|document| file_option(document, None, chosen)),
            );
        }
        Self {
            choice: if chosen.is_empty() {
                default.to_owned()
            } else {
                chosen.to_owned()
            },
            files,
            standard_label: match kind {
                DocumentKind::Eula => {
                    format!("Standard contract, version {STANDARD_EULA_VERSION}")
                }
                DocumentKind::ResellerContract => open.catalogue.rcmp.label.clone(),
            },
            standard: match kind {
                DocumentKind::Eula => "Standard Contract for AWS Marketplace (SCMP)".to_owned(),
                DocumentKind::ResellerContract => {
                    format!("Version {}", open.catalogue.rcmp.version)
                }
            },
        }
    }
}

fn file_option(document: &Document, at: Option<DateTime<Utc>>, chosen: &str) -> FileOption {
    let value = document.id.to_string();
    let sum: String = document.sha256.chars().take(CHECKSUM_CHARS).collect();
    let uploaded = at.map_or_else(String::new, |at| {
        format!(", uploaded {}", view::day(at.date_naive()))
    });
    let chosen = value == chosen;
    FileOption {
        label: if chosen {
            document.name.clone()
        } else {
            format!("Reuse {}{uploaded}", document.name)
        },
        note: format!("{}, checksum {sum}", view::size(document.size)),
        chosen,
        name: document.name.clone(),
        value,
    }
}

/// What *Upload file* is told when no file was chosen.
pub fn nothing_to_upload(fields: &mut Fields, kind: DocumentKind) -> Problems {
    fields.set(agreements::choice_field(kind), "upload");
    Problems::one(agreements::file_field(kind), "Choose a file to upload")
}

/// Unchooses the file that the draft had chosen. Which one that was.
pub fn unchoose(saved: &Fields, fields: &mut Fields, kind: DocumentKind) -> Option<DocumentId> {
    let choice = agreements::choice_field(kind);
    let file = saved.get(choice);
    let document = file.parse().ok()?;
    if fields.get(choice) == file {
        fields.remove(choice);
    }
    Some(document)
}

/// Whether a file that came along is wanted: it is chosen to upload one, or *Upload file* was pressed. Somebody may choose
/// a file, change their mind and choose another agreement; the control still holds the file then.
pub fn is_wanted(fields: &Fields, go: &str, kind: DocumentKind) -> bool {
    let choice = agreements::choice_field(kind);
    fields.is(choice, "upload") || go.strip_prefix("upload:") == Some(choice)
}

/// What is said of a file that came along with another choice: without the script, which of the two was meant is open.
pub fn not_wanted(kind: DocumentKind) -> Problems {
    let upload = match kind {
        DocumentKind::Eula => "Upload a EULA",
        DocumentKind::ResellerContract => "Upload a custom contract",
    };
    let text = format!(
        "The file was not taken, because \"{upload}\" is not selected – select it and choose the file again, or go on without the file"
    );
    Problems::one(agreements::choice_field(kind), text)
}

/// Keeps an uploaded file and chooses it; a file that is not taken leaves the choice at *upload* and says why.
pub fn keep(
    c: &mut Conn,
    scope: &IsvScope,
    fields: &mut Fields,
    file: File,
    kind: DocumentKind,
    (by, now): (UserId, DateTime<Utc>),
) -> Result<Problems, store::Error> {
    let document = match uploads::keep(c, scope, file, kind, (by, now))? {
        Ok(document) => document,
        Err(error) => return Ok(agreements::file_problem(kind, error)),
    };
    fields.set(agreements::choice_field(kind), document.id.to_string());
    Ok(Problems::none())
}
