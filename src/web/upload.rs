//! Forms that may carry a file: the same fields as any form, and documents, JSON or a spreadsheet.

mod places;

use crate::answers::Fields;
use crate::catalog_api::import;
use crate::domain::agreements::{DocumentError, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MB};
use crate::spreadsheet;
use crate::web::error::Error;
use crate::web::form::{self, HtmlForm, Size};
use crate::web::upload::places::Room;
use crate::web::virus_check;
use crate::web::visit::Visit;
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use std::future::Future;
use std::pin::Pin;

/// Documents that the longest page asks for. A body is read on up to theirs and its fields, so that the form can say which
/// file was too large, and never further.
const DOCUMENTS: usize = 2;

/// How much of a form is read.
struct Limits {
    /// Of one file.
    file: usize,
    /// Of all that was typed.
    text: usize,
    /// Of a form without files that is sent there.
    size: Size,
    /// Where more than that is told.
    told: Told,
    /// Whether what was typed is kept for the page that tells that it could not be saved.
    kept: bool,
}

impl Limits {
    /// Of a form that may carry documents.
    fn documents(request: &HttpRequest) -> Self {
        let size = Size::of(request);
        Self {
            file: MAX_DOCUMENT_BYTES,
            text: size.bytes,
            size,
            told: Told::Apart,
            kept: true,
        }
    }

    /// Of a form that may carry JSON, which may be far longer than what is typed.
    fn json(request: &HttpRequest) -> Self {
        Self {
            file: import::MAX_BYTES,
            text: import::MAX_BYTES,
            told: Told::Beside,
            kept: false,
            ..Self::documents(request)
        }
    }

    /// Of a form that may carry a spreadsheet.
    fn sheet(request: &HttpRequest) -> Self {
        Self {
            file: spreadsheet::MAX_FILE_BYTES,
            told: Told::Beside,
            ..Self::documents(request)
        }
    }

    /// Bytes of the whole form.
    fn body(&self) -> usize {
        DOCUMENTS * MAX_DOCUMENT_BYTES + self.size.bytes
    }

    /// Ends the reading of a form that tells on a page of its own what was too large: so many bytes of it came, and what
    /// was typed fits or not.
    fn refuse(&self, bytes: usize, fits: bool) -> Result<(), Error> {
        match self.told {
            Told::Beside => Ok(()),
            Told::Apart if bytes > self.body() => Err(Error::TooLarge(format!(
                "A file may have {MAX_DOCUMENT_MB} MB, and all files of a page {} MB. This was more. Nothing of it was saved.",
                DOCUMENTS * MAX_DOCUMENT_MB
            ))),
            Told::Apart if !fits => Err(self.size.too_large()),
            Told::Apart => Ok(()),
        }
    }
}

/// Where a form tells that too much was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// On a page of its own, with all that was typed.
    Apart,
    /// Beside the field. What comes after it is read past and not kept, so that the browser takes the answer.
    Beside,
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The control it was chosen in.
    pub field: String,
    /// The name the browser gave.
    pub name: String,
    /// Its bytes, or why they are not taken.
    pub bytes: Result<Vec<u8>, DocumentError>,
}

/// A posted form, with or without a file.
#[derive(Debug)]
pub struct AnyForm {
    /// The fields.
    pub fields: Fields,
    /// The files that were chosen, in the order sent.
    pub files: Vec<Upload>,
    /// The field in which there was more than is read, if its page tells of it.
    pub too_large: Option<String>,
}

/// What a form says in its fields; of its files only the names are read.
#[derive(Debug)]
pub struct OnlyTyped;

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl FromRequest for AnyForm {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = form(
            request,
            payload,
            Limits::documents(request),
            untaken(request),
        );
        let request = request.clone();
        Box::pin(async move { Ok(virus_check::examined(&request, form.await?).await) })
    }
}

impl FromRequest for OnlyTyped {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = form(request, payload, Limits::documents(request), Room::Unneeded);
        Box::pin(async move { form.await.map(|_| Self) })
    }
}

/// A posted form with JSON in it, pasted or in a file.
#[derive(Debug)]
pub struct JsonForm(pub AnyForm);

/// A posted form with a spreadsheet in it.
#[derive(Debug)]
pub struct SheetForm(pub AnyForm);

impl FromRequest for JsonForm {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = form(request, payload, Limits::json(request), untaken(request));
        Box::pin(async move { form.await.map(Self) })
    }
}

impl FromRequest for SheetForm {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = form(request, payload, Limits::sheet(request), untaken(request));
        Box::pin(async move { form.await.map(Self) })
    }
}

impl AnyForm {
    fn empty() -> Self {
        Self {
            fields: Fields::default(),
            files: Vec::new(),
            too_large: None,
        }
    }
}

/// Room for the files of whoever sends a request.
fn untaken(request: &HttpRequest) -> Room {
    Room::Untaken(Visit::of(request).user())
}

fn is_multipart(request: &HttpRequest) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    kind.is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"))
}

fn form(
    request: &HttpRequest,
    payload: &mut Payload,
    limits: Limits,
    mut room: Room,
) -> Found<AnyForm> {
    if !is_multipart(request) {
        let form = HtmlForm::from_request(request, payload);
        return Box::pin(async move {
            Ok(AnyForm {
                fields: form.await?.0,
                ..AnyForm::empty()
            })
        });
    }
    let multipart = Multipart::new(request.headers(), payload.take());
    let request = request.clone();
    Box::pin(async move {
        let mut sent = AnyForm::empty();
        let read = read(multipart, &limits, &mut room, &mut sent).await;
        // Of a form that was cut off because of its size, what came before is worth keeping.
        if limits.kept && matches!(read, Ok(()) | Err(Error::TooLarge(_))) {
            let names = sent.files.iter().map(|file| file.name.clone());
            form::keep(&request, &sent.fields, names.collect());
        }
        read?;
        match room {
            Room::Unneeded | Room::Untaken(_) => Ok(sent),
            Room::Taken(place) => {
                // The files stay in memory until the form is answered.
                request.extensions_mut().insert(place);
                Ok(sent)
            }
            // It was read to its end all the same, so that the browser takes the answer.
            Room::Missing => Err(Error::Busy),
        }
    })
}

async fn read(
    mut multipart: Multipart,
    limits: &Limits,
    room: &mut Room,
    sent: &mut AnyForm,
) -> Result<(), Error> {
    let (mut count, mut text_bytes, mut all_bytes) = (0, 0, 0);
    while let Some(part) = multipart.next().await {
        let mut part = part.map_err(|_| Error::BadRequest)?;
        count += 1;
        if count > limits.size.fields {
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
            limits.refuse(all_bytes, fits || file.is_some())?;
            let over = all_bytes > limits.body();
            if limits.told == Told::Beside && (over || !fits) {
                sent.too_large.get_or_insert_with(|| field.clone());
                bytes.clear();
                if over {
                    return Ok(());
                }
            }
            if fits && (file.is_none() || room.keeps().await) {
                bytes.extend_from_slice(&chunk);
            }
        }
        match file {
            // What was too large is told by its field.
            _ if !fits && limits.told == Told::Beside => {}
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
