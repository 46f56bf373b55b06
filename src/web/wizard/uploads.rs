//! Uploaded documents: examined by their content, named, and kept.

use crate::domain::agreements::{
    Document, DocumentError, DocumentKind, MAX_DOCUMENT_NAME, examine,
};
use crate::domain::ids::UserId;
use crate::domain::text;
use crate::random;
use crate::store::scope::OwnScope;
use crate::store::{self, Conn};
use crate::web::error::BUSY_RETRY_SECONDS;
use crate::web::upload::Upload;
use actix_web::HttpResponse;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
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
    let name = file_name(&upload.name);
    let bytes = match upload.bytes {
        Ok(bytes) => bytes,
        // As when the database is busy: sending it again helps.
        Err(DocumentError::NotChecked) => return Err(store::Error::Busy),
        Err(error) => return Ok(Err(error)),
    };
    let format = match examine(&bytes) {
        Ok(format) if format.fits(&name) => format,
        Ok(_) => return Ok(Err(DocumentError::WrongFormat)),
        Err(error) => return Ok(Err(error)),
    };
    let document = Document {
        id: random::id(now),
        kind,
        name,
        format,
        size: bytes.len(),
        sha256: random::sha256_hex(&bytes),
    };
    store::documents::add(c, scope, &document, &bytes, by, now)?;
    Ok(Ok(document))
}

/// A page with a file that the database did not take, as an answer to whoever sent it: nothing of the form is saved, and a
/// browser may send it again in a while.
pub fn not_stored(mut page: HttpResponse) -> HttpResponse {
    let headers = page.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from(BUSY_RETRY_SECONDS));
    page
}

/// A file's name without folders and hidden characters; one too long for a page loses the end of what stands before its
/// ending.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = text::clean(last).replace(['\n', '\t'], " ");
    let (stem, ending) = name
        .rsplit_once('.')
        .map_or((name.as_str(), String::new()), |(stem, ending)| {
            (stem, format!(".{ending}"))
        });
    let room = MAX_DOCUMENT_NAME.saturating_sub(ending.chars().count());
    let stem: String = stem.chars().take(room).collect();
    let whole: String = stem
        .chars()
        .chain(ending.chars())
        .take(MAX_DOCUMENT_NAME)
        .collect();
    if stem.is_empty() {
        format!("document{ending}")
    } else {
        whole
    }
}
