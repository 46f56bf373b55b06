//! Forms that may carry a file: the same fields as any form, and at most one document.

use crate::answers::Fields;
use crate::domain::agreements::{DocumentError, MAX_DOCUMENT_BYTES};
use crate::web::error::Error;
use crate::web::form::{self, FORM_BYTES, FORM_FIELDS, HtmlForm};
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use std::future::Future;
use std::pin::Pin;

/// Bytes of a whole form: the two documents that the longest page asks for, and its fields. A body is read on up to here, so that the
/// form can say which file was too large, and never further.
const BODY_BYTES: usize = 2 * MAX_DOCUMENT_BYTES + FORM_BYTES;

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

fn form(request: &HttpRequest, payload: &mut Payload, keep: Keep) -> Found<AnyForm> {
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .map_or(&b""[..], |value| value.as_bytes());
    if !kind.starts_with(b"multipart/form-data") {
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
        let mut sent = AnyForm {
            fields: Fields::default(),
            files: Vec::new(),
        };
        let read = read(multipart, keep, &mut sent).await;
        // Of a form that was cut off because of its size, what came before is worth keeping.
        if matches!(read, Ok(()) | Err(Error::TooLarge(_))) {
            let names = sent.files.iter().map(|file| file.name.clone());
            form::keep(&request, &sent.fields, names.collect());
        }
        read.map(|()| sent)
    })
}

async fn read(mut multipart: Multipart, keep: Keep, sent: &mut AnyForm) -> Result<(), Error> {
    let (mut count, mut text_bytes, mut all_bytes) = (0, 0, 0);
    while let Some(part) = multipart.next().await {
        let mut part = part.map_err(|_| Error::BadRequest)?;
        count += 1;
        if count > FORM_FIELDS {
            return Err(Error::BadRequest);
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file = part
            .content_disposition()
            .and_then(|disposition| disposition.get_filename())
            .map(str::to_owned);
        let most = if file.is_some() {
            MAX_DOCUMENT_BYTES
        } else {
            FORM_BYTES.saturating_sub(text_bytes)
        };
        let mut bytes = Vec::new();
        let mut fits = true;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Error::BadRequest)?;
            all_bytes += chunk.len();
            fits = fits && bytes.len() + chunk.len() <= most;
            if all_bytes > BODY_BYTES {
                return Err(Error::TooLarge(
                    "A file may have 10 MB, and this was far more. Nothing of it was saved."
                        .to_owned(),
                ));
            }
            if !fits && file.is_none() {
                return Err(form::too_large());
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
