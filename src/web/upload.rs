//! Forms that may carry a file: the same fields as any form, and documents or JSON.

use crate::answers::Fields;
use crate::catalog_api::import;
use crate::domain::agreements::{DocumentError, MAX_DOCUMENT_BYTES};
use crate::web::error::Error;
use crate::web::form::{self, FORM_FIELDS, HtmlForm, Size};
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use std::future::Future;
use std::pin::Pin;

/// Bytes of the two documents that the longest page asks for. A body is read on up to here and its fields, so that the form can say
/// which file was too large, and never further.
const DOCUMENTS_BYTES: usize = 2 * MAX_DOCUMENT_BYTES;

/// Bytes of a form into which JSON is pasted or a file of it is chosen: both at once, and some to spare, so that the
/// page can say which was too large.
const JSON_BODY_BYTES: usize = 4 * import::MAX_BYTES;

/// How much of a form is read.
struct Limits {
    /// Of one file.
    file: usize,
    /// Of all that was typed.
    text: usize,
    /// Of the fields and files.
    count: usize,
    /// Of the whole.
    body: usize,
    /// What is said of a whole that is larger.
    body_too_large: &'static str,
    /// What is said of too much text.
    text_too_large: fn(Size) -> Error,
    /// How much of a form is read without files.
    size: Size,
}

impl Limits {
    /// Of a form that may carry documents.
    fn documents(size: Size) -> Self {
        Self {
            file: MAX_DOCUMENT_BYTES,
            text: size.bytes,
            count: size.fields,
            body: DOCUMENTS_BYTES + size.bytes,
            body_too_large: "A file may have 10 MB, and this was far more. Nothing of it was saved.",
            text_too_large: Size::too_large,
            size,
        }
    }

    /// Of a form that may carry JSON.
    fn json(size: Size) -> Self {
        Self {
            file: import::MAX_BYTES,
            text: import::MAX_BYTES,
            count: FORM_FIELDS,
            body: JSON_BODY_BYTES,
            body_too_large: "The JSON may have 1 MB, and this was far more. Nothing of it was imported.",
            text_too_large: json_too_large,
            size,
        }
    }
}

fn json_too_large(_: Size) -> Error {
    Error::TooLarge(format!(
        "{}. Nothing of it was imported.",
        import::too_large()
    ))
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The control it was chosen in.
    pub field: String,
    /// The name the browser gave.
    pub name: String,
    /// Its bytes, or that there were too many.
    pub bytes: Result<Vec<u8>, DocumentError>,
}

/// A posted form, with or without a file.
#[derive(Debug)]
pub struct AnyForm {
    /// The fields.
    pub fields: Fields,
    /// The files that were chosen, in the order sent.
    pub files: Vec<Upload>,
}

/// What a form says in its fields; of its files only the names are read.
#[derive(Debug)]
pub struct OnlyTyped;

/// What is kept of the files of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Everything,
    Names,
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl FromRequest for AnyForm {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        form(request, payload, Keep::Everything)
    }
}

impl FromRequest for OnlyTyped {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = form(request, payload, Keep::Names);
        Box::pin(async move { form.await.map(|_| Self) })
    }
}

/// A posted form with JSON in it, pasted or in a file. It is not kept for the page that tells that it could not be saved,
/// as it may be far longer than what is typed.
#[derive(Debug)]
pub struct JsonForm(pub AnyForm);

impl FromRequest for JsonForm {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !is_multipart(request) {
            let form = form(request, payload, Keep::Everything);
            return Box::pin(async move { form.await.map(Self) });
        }
        let multipart = Multipart::new(request.headers(), payload.take());
        let limits = Limits::json(Size::at(request.path()));
        Box::pin(async move {
            let mut sent = AnyForm::empty();
            let read = read(multipart, &limits, Keep::Everything, &mut sent).await;
            read.map(|()| Self(sent))
        })
    }
}

impl AnyForm {
    fn empty() -> Self {
        Self {
            fields: Fields::default(),
            files: Vec::new(),
        }
    }
}

fn is_multipart(request: &HttpRequest) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    kind.is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"))
}

fn form(request: &HttpRequest, payload: &mut Payload, keep: Keep) -> Found<AnyForm> {
    if !is_multipart(request) {
        let form = HtmlForm::from_request(request, payload);
        return Box::pin(async move {
            Ok(AnyForm {
                fields: form.await?.0,
                files: Vec::new(),
            })
        });
    }
    let multipart = Multipart::new(request.headers(), payload.take());
    let request = request.clone();
    Box::pin(async move {
        let mut sent = AnyForm::empty();
        let limits = Limits::documents(Size::at(request.path()));
        let read = read(multipart, &limits, keep, &mut sent).await;
        // Of a form that was cut off because of its size, what came before is worth keeping.
        if matches!(read, Ok(()) | Err(Error::TooLarge(_))) {
            let names = sent.files.iter().map(|file| file.name.clone());
            form::keep(&request, &sent.fields, names.collect());
        }
        read.map(|()| sent)
    })
}

async fn read(
    mut multipart: Multipart,
    limits: &Limits,
    keep: Keep,
    sent: &mut AnyForm,
) -> Result<(), Error> {
    let (mut count, mut text_bytes, mut all_bytes) = (0, 0, 0);
    while let Some(part) = multipart.next().await {
        let mut part = part.map_err(|_| Error::BadRequest)?;
        count += 1;
        if count > limits.count {
            return Err(limits.size.too_many());
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file = part
            .content_disposition()
            .and_then(|disposition| disposition.get_filename())
            .map(str::to_owned);
        let most = if file.is_some() {
            limits.file
        } else {
            limits.text.saturating_sub(text_bytes)
        };
        let mut bytes = Vec::new();
        let mut fits = true;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Error::BadRequest)?;
            all_bytes += chunk.len();
            fits = fits && bytes.len() + chunk.len() <= most;
            if all_bytes > limits.body {
                return Err(Error::TooLarge(limits.body_too_large.to_owned()));
            }
            if !fits && file.is_none() {
                return Err((limits.text_too_large)(limits.size));
            }
            if fits && (file.is_none() || keep == Keep::Everything) {
                bytes.extend_from_slice(&chunk);
            }
        }
        match file {
            // A file control in which nothing was chosen is sent with an empty name.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => sent.files.push(Upload {
                field,
                name,
                bytes: if fits {
                    Ok(bytes)
                } else {
                    Err(DocumentError::TooLarge)
                },
            }),
            None => {
                text_bytes += bytes.len();
                sent.fields.add(
                    field,
                    String::from_utf8(bytes).map_err(|_| Error::BadRequest)?,
                );
            }
        }
    }
    Ok(())
}
