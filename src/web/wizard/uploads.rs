//! Uploaded documents: examined by their content, named, and kept.

use crate::domain::agreements::{
    Document, DocumentError, DocumentFormat, DocumentKind, MAX_DOCUMENT_NAME, examine,
};
use crate::domain::ids::UserId;
use crate::domain::text;
use crate::random;
use crate::store::scope::OwnScope;
use crate::store::{self, Conn};
use crate::web::error::{BUSY_RETRY_SECONDS, Error};
use crate::web::upload::Upload;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A file that came with a form, once it was examined.
#[derive(Clone)]
pub struct File {
    /// The control it was chosen in.
    pub field: String,
    /// What of it can be kept, or why it is not taken.
    content: Result<Content, DocumentError>,
}

/// What is kept of a file. Copies share the bytes: a write that is run again needs no more memory.
#[derive(Clone)]
struct Content {
    name: String,
    format: DocumentFormat,
    sha256: String,
    bytes: Arc<Vec<u8>>,
}

impl File {
    fn of(upload: Upload) -> Self {
        let content = upload
            .bytes
            .and_then(|bytes| Content::of(file_name(&upload.name), bytes));
        Self {
            field: upload.field,
            content,
        }
    }
}

impl Content {
    fn of(name: String, bytes: Vec<u8>) -> Result<Self, DocumentError> {
        let format = examine(&bytes)?;
        if !format.fits(&name) {
            return Err(DocumentError::WrongFormat);
        }
        Ok(Self {
            name,
            format,
            sha256: random::sha256_hex(&bytes),
            bytes: Arc::new(bytes),
        })
    }
}

/// Examines the files of a form before any of them is kept: that takes a while, for which nobody is to wait, neither those who
/// want to write nor the pages.
///
/// # Errors
/// When it cannot be done.
pub async fn examined(files: Vec<Upload>) -> Result<Vec<File>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let examining = web::block(move || files.into_iter().map(File::of).collect());
    examining
        .await
        .map_err(|error| Error::Internal(error.into()))
}

/// The status of a page that does not take what was sent with these files.
pub fn refused_status(files: &[Upload]) -> StatusCode {
    let too_large = |file: &Upload| file.bytes == Err(DocumentError::TooLarge);
    if files.iter().any(too_large) {
        StatusCode::PAYLOAD_TOO_LARGE
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// Keeps a file as a document of somebody's organisation, or says why it is not taken.
///
/// # Errors
/// When the database does not take it.
pub fn keep(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    file: File,
    kind: DocumentKind,
    (by, now): (UserId, DateTime<Utc>),
) -> Result<Result<Document, DocumentError>, store::Error> {
    let content = match file.content {
        Ok(content) => content,
        // As when the database is busy: sending it again helps.
        Err(DocumentError::NotChecked) => return Err(store::Error::Busy),
        Err(error) => return Ok(Err(error)),
    };
    let document = Document {
        id: random::id(now),
        kind,
        name: content.name,
        format: content.format,
        size: content.bytes.len(),
        sha256: content.sha256,
    };
    store::documents::add(c, scope, &document, &content.bytes, by, now)?;
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
