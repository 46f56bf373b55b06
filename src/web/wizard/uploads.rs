//! Uploaded documents: examined by their content, named, and kept.

use crate::domain::agreements::{
    Document, DocumentError, DocumentKind, MAX_DOCUMENT_NAME, examine,
};
use crate::domain::ids::UserId;
use crate::domain::text;
use crate::random;
use crate::store::scope::OwnScope;
use crate::store::{self, Conn};
use crate::web::upload::Upload;
use chrono::{DateTime, Utc};

/// Keeps an uploaded file as a document of somebody's organisation, or says why it is not taken.
///
/// # Errors
/// When the database does not take it.
pub fn keep(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    upload: Upload,
    kind: DocumentKind,
    (by, now): (UserId, DateTime<Utc>),
) -> Result<Result<Document, DocumentError>, store::Error> {
    let bytes = match upload.bytes {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error)),
    };
    let format = match examine(&bytes) {
        Ok(format) => format,
        Err(error) => return Ok(Err(error)),
    };
    let document = Document {
        id: random::id(now),
        kind,
        name: file_name(&upload.name),
        format,
        size: bytes.len(),
        sha256: random::sha256_hex(&bytes),
    };
    store::documents::add(c, scope, &document, &bytes, by, now)?;
    Ok(Ok(document))
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
