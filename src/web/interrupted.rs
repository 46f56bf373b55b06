//! What somebody typed whose session had ended before they sent it: nothing of it is lost.
//!
//! The sign-in page carries it along, and after sign-in a page shows it, to be sent again by a press of a button.
//! Nothing is saved or done on the way, so this opens no door: what is sent again is sent by the person, with their
//! own rights. Files cannot be carried.

use crate::answers::Fields;
use crate::web::error_page::Typed;
use crate::web::form::{FORM_BYTES, FORM_FIELDS, HtmlForm};
use crate::web::page::{self, Page};
use crate::web::session_store::Visit;
use crate::web::{paths, return_path};
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use askama::Template;

/// The hidden field that says where the form was sent.
const PATH: &str = "kept";
/// What the names of all other fields begin with on the way through sign-in.
const PREFIX: &str = "kept.";
/// What sign-in itself needs of a form's bounds: address, password and where to go.
const OWN_FIELDS: usize = 10;
const OWN_BYTES: usize = 8 * 1024;

/// A form that was sent without a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    path: String,
    fields: Fields,
}

impl Interrupted {
    /// What a request kept aside, if it can be carried through sign-in.
    pub fn of_request(typed: &Typed) -> Option<Self> {
        let (path, fields) = typed.take()?;
        let interrupted = Self { path, fields };
        let hidden = interrupted.hidden();
        let bytes = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&hidden)
            .finish()
            .len();
        let fits = hidden.len() + OWN_FIELDS <= FORM_FIELDS && bytes + OWN_BYTES <= FORM_BYTES;
        (fits && !interrupted.fields.is_empty() && return_path::safe(&interrupted.path).is_some())
            .then_some(interrupted)
    }

    /// What the sign-in page carried along.
    pub fn of_sign_in(form: &Fields) -> Option<Self> {
        let path = return_path::safe(form.get(PATH))?.to_owned();
        let kept = form
            .iter()
            .filter_map(|(name, values)| Some((name.strip_prefix(PREFIX)?, values)));
        let pairs = kept
            .flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
        Some(Self {
            path,
            fields: Fields::from_pairs(pairs),
        })
    }

    /// The hidden fields by which the sign-in page carries it along.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().flat_map(|(name, values)| {
            values
                .iter()
                .map(move |value| (format!("{PREFIX}{name}"), value.clone()))
        });
        std::iter::once((PATH.to_owned(), self.path.clone()))
            .chain(fields)
            .collect()
    }

    /// The page on which it can be sent again.
    pub fn resume(self, page: Page) -> HttpResponse {
        page::html(
            StatusCode::OK,
            &InterruptedPage {
                page,
                typed: (self.path, self.fields),
                home: paths::home(),
            },
        )
    }
}

#[derive(Template)]
#[template(path = "interrupted.html")]
struct InterruptedPage {
    page: Page,
    typed: (String, Fields),
    home: String,
}

/// Middleware: reads a form that nobody signed in sent, so that the sign-in page can carry it along. Forms for which
/// nobody needs to be signed in are not such forms.
pub async fn keep<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let nobody = Visit::of(request.request()).user().is_none();
    if nobody && !request.method().is_safe() && !paths::is_for_anybody(request.path()) {
        // A form that cannot be read is no reason to answer otherwise than to one that can.
        let _ = request.extract::<HtmlForm>().await;
    }
    next.call(request).await
}
