//! What somebody typed whose session had ended before they sent it: nothing of it is lost.
//!
//! The sign-in page carries it along, and after sign-in a page shows it: a step of the wizard as if it had just been
//! typed into, any other form to be sent again by a press of a button. Nothing is saved or done on the way, so this
//! opens no door: what is sent again is sent by the person, with their own rights, and a step is shown only to whom its
//! draft belongs. Files cannot be carried; which ones is said.
//!
//! What is carried stands in hidden fields as it was typed: it comes from the browser and goes back to it, and sign-in
//! takes forms from pages of ours alone, so there is nobody whom sealing it would keep out.

use crate::answers::Fields;
use crate::web::auth::{IsvViewer, PartnerViewer};
use crate::web::error::Error;
use crate::web::form::{FORM_BYTES, FORM_FIELDS};
use crate::web::isv::wizard;
use crate::web::page::{self, Page};
use crate::web::typed_form::{Aside, TypedForm};
use crate::web::upload::OnlyTyped;
use crate::web::visit::Visit;
use crate::web::{State, partner, paths, return_path, theme};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

/// The hidden field that says where the form was sent.
const PATH: &str = "kept";
/// The hidden field that names the files that were chosen.
const FILE: &str = "kept-file";
/// The hidden field that says that the person was signed in and only confirms that it is them.
const CONFIRMS: &str = "kept-confirms";
/// What the names of all other fields begin with on the way through sign-in.
const PREFIX: &str = "kept.";
/// What sign-in itself needs of a form's bounds: address, password and where to go.
const OWN_FIELDS: usize = 10;
const OWN_BYTES: usize = 8 * 1024;

/// A form that was sent without a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    form: TypedForm,
    /// Whether the person only had to confirm that it is them, and was signed in all the time.
    confirms: bool,
}

impl Interrupted {
    /// What a request kept aside, if there is anything in it that somebody typed and it can be carried through sign-in.
    pub fn of_request(aside: &Aside) -> Option<Self> {
        let interrupted = Self {
            form: aside.take()?,
            confirms: false,
        };
        let hidden = interrupted.hidden();
        let bytes = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&hidden)
            .finish()
            .len();
        let form = &interrupted.form;
        let typed = !form.rows().is_empty() || !form.files.is_empty();
        let fits = hidden.len() + OWN_FIELDS <= FORM_FIELDS && bytes + OWN_BYTES <= FORM_BYTES;
        (typed && fits && return_path::safe(&form.path).is_some()).then_some(interrupted)
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
            form: TypedForm {
                path,
                fields: Fields::from_pairs(pairs),
                files: form.all(FILE).to_vec(),
            },
            confirms: form.is(CONFIRMS, "yes"),
        })
    }

    /// This form of somebody who is signed in and has to confirm that it is them.
    pub fn to_confirm(self) -> Self {
        Self {
            confirms: true,
            ..self
        }
    }

    /// Whether the person was signed in and confirms that it is them.
    pub fn confirms(&self) -> bool {
        self.confirms
    }

    /// The hidden fields by which the sign-in page carries it along.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let TypedForm {
            path,
            fields,
            files,
        } = &self.form;
        let fields = fields.iter().flat_map(|(name, values)| {
            values
                .iter()
                .map(move |value| (format!("{PREFIX}{name}"), value.clone()))
        });
        let files = files.iter().map(|name| (FILE.to_owned(), name.clone()));
        let confirms = self.confirms.then_some((CONFIRMS, "yes"));
        let confirms = confirms.map(|(name, value)| (name.to_owned(), value.to_owned()));
        std::iter::once((PATH.to_owned(), path.clone()))
            .chain(confirms)
            .chain(files)
            .chain(fields)
            .collect()
    }

    /// Which files have to be chosen again, in words.
    pub fn files_words(&self) -> String {
        self.form.files_words()
    }

    /// The page on which it can be sent again, for who has just signed in.
    ///
    /// # Errors
    /// When the page it was typed on is not theirs.
    pub async fn resume(self, request: &HttpRequest, state: &State) -> Result<HttpResponse, Error> {
        if let Some(page) = wizard::resumed(request, state, &self.form).await? {
            return Ok(page);
        }
        if let Some(page) = partner::wizard::resumed(request, state, &self.form).await? {
            return Ok(page);
        }
        if paths::is_of_isv(&self.form.path) {
            IsvViewer::extract(request).await?;
        } else if paths::is_of_partner(&self.form.path) {
            PartnerViewer::extract(request).await?;
        }
        let title = if self.confirms {
            "You have confirmed that it is you"
        } else {
            "You are signed in again"
        };
        let template = InterruptedPage {
            page: Page::new(title, "interrupted", theme::chosen(request)),
            confirms: self.confirms,
            typed: self.form,
            home: paths::home(),
        };
        Ok(page::html(StatusCode::OK, &template))
    }
}

#[derive(Template)]
#[template(path = "interrupted.html")]
struct InterruptedPage {
    page: Page,
    confirms: bool,
    typed: TypedForm,
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
        // A form that cannot be read is no reason to answer otherwise than to one that can. What came of it before it was
        // cut off is not all that was typed, so it is not carried.
        if request.extract::<OnlyTyped>().await.is_err()
            && let Some(aside) = request.extensions().get::<Aside>()
        {
            aside.take();
        }
    }
    next.call(request).await
}
