//! The page that tells of a failure.
//!
//! It has no navigation and asks no database, for it must also work when nothing else does; and so the page for what is
//! not there has the same bytes for everybody who asks the same. What was typed comes back on it.

use crate::web::error::{Error, seconds};
use crate::web::interrupted::Interrupted;
use crate::web::page::{self, Page, Theme};
use crate::web::typed_form::{Aside, TypedForm};
use crate::web::{paths, return_path, sign_in};
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    words: String,
    reference: Option<String>,
    /// What was typed, what to do with it, and whether it can be sent again as it is.
    typed: Option<(TypedForm, &'static str, bool)>,
    /// The step of a draft on which less can be sent.
    step: Option<String>,
    home: String,
}

/// The step of a draft that a form was sent from: it has the form's own address.
pub(super) fn step_of(request: &HttpRequest) -> Option<String> {
    let path = request.path();
    let (_, place) = paths::draft_and_place(path).or_else(|| paths::offer_draft_and_place(path))?;
    let asked = request.uri().path_and_query()?.as_str();
    let is_step = !request.method().is_safe() && !place.contains('/');
    return_path::safe(asked)
        .filter(|_| is_step)
        .map(str::to_owned)
}

/// What to do after a failure with what was typed, into a step of a draft or elsewhere, and whether it can be sent again as
/// it is; nothing where it is not told.
fn after(error: &Error, is_step: bool) -> Option<(&'static str, bool)> {
    match error {
        Error::Unsure => Some((
            "What you typed is below. Send it again only if it was not saved.",
            true,
        )),
        Error::Internal(_) | Error::Busy | Error::TooMany(_) => Some((
            "What you typed is below. Send it again when you are ready.",
            true,
        )),
        // It would be so again.
        Error::TooLarge(_) => Some((
            "What arrived of what you typed is below, to copy from. It cannot be sent again from here: it would be too large again, and its end may be missing.",
            false,
        )),
        // Into other places nobody types much.
        Error::NotFound if is_step => Some((
            "If this was a draft of yours, a colleague may have discarded it. What you typed is below, to copy from.",
            false,
        )),
        Error::NotFound
        | Error::Forbidden(_)
        | Error::SignInFirst(_)
        | Error::ConfirmFirst(_)
        | Error::SecondStepFirst
        | Error::CrossSite
        | Error::BadRequest
        | Error::WrongMethod
        | Error::TooSlow
        | Error::Downloading
        | Error::AddressTooLong
        | Error::UnknownHost => None,
    }
}

/// What is shown instead of a page about it, where somebody only has to sign in or to confirm that it is them.
fn instead(error: &Error, theme: Theme, typed: &Aside) -> Option<HttpResponse> {
    if let Error::SignInFirst(next) = error {
        Some(match Interrupted::of_request(typed) {
            Some(interrupted) => sign_in::carrying(interrupted, next, theme),
            None => page::redirect(&paths::sign_in_for(next)),
        })
    } else if let Error::ConfirmFirst(confirm) = error {
        let typed = Interrupted::of_request(typed).filter(|_| confirm.carry);
        let typed = typed.map(Interrupted::to_confirm);
        Some(sign_in::confirming(typed, confirm, theme))
    } else {
        matches!(error, Error::SecondStepFirst).then(|| page::redirect(&paths::second_step()))
    }
}

/// Makes the page, and tells the log why when our side failed.
pub(super) fn page(
    error: &Error,
    theme: Theme,
    id: &str,
    (typed, step): (&Aside, &Option<String>),
) -> HttpResponse {
    if let Error::Internal(cause) = error {
        tracing::error!(reference = id, ?cause, "something broke");
    }
    if let Some(instead) = instead(error, theme, typed) {
        return instead;
    }
    let typed = after(error, step.is_some()).and_then(|(advice, again)| {
        let form = typed.take().filter(|form| !form.rows().is_empty())?;
        Some((form, advice, again))
    });
    let template = ErrorPage {
        page: Page::new(error.title(), "error", theme),
        words: error.words(),
        // The page for what is not there must be the same each time.
        reference: (!matches!(error, Error::NotFound)).then(|| id.to_owned()),
        typed,
        step: step.clone().filter(|_| matches!(error, Error::TooLarge(_))),
        home: paths::home(),
    };
    let mut response = page::html(error.status_code(), &template);
    if let Some(wait) = error.retry_after() {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds(wait)));
    }
    response
}
