//! Turns every failure into a page: a handler's own, the framework's, a panic, a request that takes too long.
//!
//! The page has no navigation and asks no database, for it must also work when nothing else does; and so the page
//! for what is not there has the same bytes for everybody. What was typed comes back on it when our side failed.

use crate::web::arriving::Arriving;
use crate::web::error::{Error, seconds};
use crate::web::interrupted::Interrupted;
use crate::web::log::reference;
use crate::web::page::{self, Page, Theme};
use crate::web::typed_form::{Aside, TypedForm};
use crate::web::{paths, return_path, sign_in, theme};
use actix_session::storage::{SaveError, UpdateError};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tracing_actix_web::RequestId;

/// The longest a request may take, its body included: ten megabytes over a poor line.
const REQUEST_TIME: Duration = Duration::from_secs(60);

/// Middleware: every failure below it leaves it as a page.
pub async fn answer_failures<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    answer_within(REQUEST_TIME, request, next).await
}

async fn answer_within<B: MessageBody + 'static>(
    limit: Duration,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let typed = Aside::default();
    request.extensions_mut().insert(typed.clone());
    let changes = !request.method().is_safe();
    let arriving = Arriving::watch(&mut request);
    let id = reference(request.extensions().get::<RequestId>().copied());
    let theme = theme::chosen(request.request());
    let step = step_of(request.request());

    let late = || {
        if changes && !arriving.is_awaited() {
            Error::Unsure
        } else {
            Error::TooSlow
        }
    };
    match unless_it_panics_or_hangs(next.call(request), limit, late).await {
        Ok(response) => {
            match page_instead(&response, |error| page(error, theme, &id, (&typed, &step))) {
                Some(mut page) => {
                    // Who signed in stays signed in, also when the page they wanted is not theirs.
                    for cookie in response.headers().get_all(SET_COOKIE) {
                        page.headers_mut().append(SET_COOKIE, cookie.clone());
                    }
                    Ok(response.into_response(page).map_into_right_body())
                }
                None => Ok(response.map_into_left_body()),
            }
        }
        // No handler answered and the request is gone, so the page leaves as an error that carries it. An error
        // that is not ours is the session's: its store could not be read, and then nobody is let in; or what became of the
        // session could not be written once the handler had done its work.
        Err(error) => {
            let page = match error.as_error::<Error>() {
                Some(own) => page(own, theme, &id, (&typed, &step)),
                None => {
                    tracing::error!(reference = id, cause = ?error, "the session store failed");
                    let kind = if changes && could_not_keep_session(&error) {
                        Error::Unsure
                    } else {
                        Error::Busy
                    };
                    page(&kind, theme, &id, (&typed, &step))
                }
            };
            Err(InternalError::from_response(error, page).into())
        }
    }
}

/// Whether an error of the session's is that what became of it could not be written.
fn could_not_keep_session(error: &actix_web::Error) -> bool {
    error.as_error::<InternalError<SaveError>>().is_some()
        || error.as_error::<InternalError<UpdateError>>().is_some()
}

/// Runs a request to its end; a panic is an error of this request alone, and so is one that takes too long.
async fn unless_it_panics_or_hangs<T>(
    request: impl Future<Output = Result<T, actix_web::Error>>,
    limit: Duration,
    late: impl FnOnce() -> Error,
) -> Result<T, actix_web::Error> {
    let mut request = pin!(request);
    let caught = std::future::poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| request.as_mut().poll(context))).unwrap_or_else(|_| {
            Poll::Ready(Err(
                Error::Internal(anyhow::anyhow!("a handler panicked")).into()
            ))
        })
    });
    tokio::time::timeout(limit, caught)
        .await
        .unwrap_or_else(|_| Err(late().into()))
}

/// The page for a response that tells of a failure and has nothing to show of its own, as a form with errors has.
fn page_instead<B>(
    response: &ServiceResponse<B>,
    page: impl FnOnce(&Error) -> HttpResponse,
) -> Option<HttpResponse> {
    let status = response.status();
    match response.response().error() {
        Some(error) => Some(match error.as_error::<Error>() {
            Some(own) => page(own),
            None => page(&Error::of_status(status)),
        }),
        None => {
            let failed = status.is_client_error() || status.is_server_error();
            let is_empty = !response.headers().contains_key(CONTENT_TYPE);
            (failed && is_empty).then(|| page(&Error::of_status(status)))
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    words: String,
    reference: Option<String>,
    typed: Option<TypedForm>,
    /// What to do with what was typed.
    advice: &'static str,
    /// Whether it can be sent again as it is: what was too large would be so again, and may have lost its end.
    again: bool,
    /// The step of a draft on which less can be sent.
    step: Option<String>,
    home: String,
}

/// The step of a draft that a form was sent from: it has the form's own address.
fn step_of(request: &HttpRequest) -> Option<String> {
    let path = request.path();
    let (_, place) = paths::draft_and_place(path).or_else(|| paths::offer_draft_and_place(path))?;
    let asked = request.uri().path_and_query()?.as_str();
    let is_step = !request.method().is_safe() && !place.contains('/');
    return_path::safe(asked)
        .filter(|_| is_step)
        .map(str::to_owned)
}

/// Makes the page, and tells the log why when our side failed.
fn page(
    error: &Error,
    theme: Theme,
    id: &str,
    (typed, step): (&Aside, &Option<String>),
) -> HttpResponse {
    if let Error::Internal(cause) = error {
        tracing::error!(reference = id, ?cause, "something broke");
    }
    let kept = match error {
        Error::SignInFirst(next) => {
            return match Interrupted::of_request(typed) {
                Some(interrupted) => sign_in::carrying(interrupted, next, theme),
                None => page::redirect(&paths::sign_in_for(next)),
            };
        }
        Error::ConfirmFirst(confirm) => {
            let typed = Interrupted::of_request(typed).filter(|_| confirm.carry);
            let typed = typed.map(Interrupted::to_confirm);
            return sign_in::confirming(typed, confirm, theme);
        }
        Error::SecondStepFirst => return page::redirect(&paths::second_step()),
        Error::Internal(_)
        | Error::Busy
        | Error::Unsure
        | Error::TooMany(_)
        | Error::TooLarge(_) => typed.take().filter(|form| !form.rows().is_empty()),
        Error::NotFound
        | Error::Forbidden(_)
        | Error::CrossSite
        | Error::BadRequest
        | Error::WrongMethod
        | Error::TooSlow
        | Error::Downloading
        | Error::AddressTooLong
        | Error::UnknownHost => None,
    };
    let template = ErrorPage {
        page: Page::new(error.title(), "error", theme),
        words: error.words(),
        // The page for what is not there must be the same each time.
        reference: (!matches!(error, Error::NotFound)).then(|| id.to_owned()),
        typed: kept,
        advice: if matches!(error, Error::Unsure) {
            "What you typed is below. Send it again only if it was not saved."
        } else if matches!(error, Error::TooLarge(_)) {
            "What arrived of what you typed is below, to copy from. It cannot be sent again from here: it would be too large again, and its end may be missing."
        } else {
            "What you typed is below. Send it again when you are ready."
        },
        again: !matches!(error, Error::TooLarge(_)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::HtmlForm;
    use actix_web::dev::Payload;
    use actix_web::middleware::from_fn;
    use actix_web::{App, test as http, web};

    async fn broken() -> HttpResponse {
        panic!("a secret in the message")
    }

    #[actix_web::test]
    async fn a_panic_is_an_error_page_of_its_request_alone() {
        let app = App::new()
            .wrap(from_fn(answer_failures))
            .route("/broken", web::get().to(broken))
            .route("/fine", web::get().to(async || "fine"));
        let app = http::init_service(app).await;
        for _ in 0..3 {
            let request = http::TestRequest::get().uri("/broken").to_request();
            let error = http::try_call_service(&app, request)
                .await
                .map(|_| ())
                .unwrap_err();
            let answer = error.error_response();
            assert_eq!(answer.status(), 500);
            let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains("Something broke on our side"), "{body}");
            assert!(!body.contains("secret"), "{body}");
        }
        let request = http::TestRequest::get().uri("/fine").to_request();
        assert_eq!(http::call_service(&app, request).await.status(), 200);
    }

    #[actix_web::test]
    async fn a_request_that_does_not_end_is_ended_and_told_what_became_of_it() {
        async fn endless(_: HtmlForm) -> HttpResponse {
            std::future::pending().await
        }
        let app = App::new()
            .wrap(from_fn(|request, next| {
                answer_within(Duration::from_millis(50), request, next)
            }))
            .route("/slow", web::post().to(endless))
            .route("/slow", web::get().to(std::future::pending::<HttpResponse>));
        let app = http::init_service(app).await;
        let form = || {
            http::TestRequest::post()
                .uri("/slow")
                .set_form([("name", "Mine")])
        };
        let never: Payload = Payload::Stream {
            payload: Box::pin(futures_util::stream::pending()),
        };
        let (cut_off, _) = form().to_request().replace_payload(never);
        let read = http::TestRequest::get().uri("/slow").to_request();
        let (late, unsure) = ("Nothing was changed", "It may have been saved");
        for (request, status, words) in [
            // Whatever the handler had begun may go on.
            (form().to_request(), 503, unsure),
            (cut_off, 408, late),
            (read, 408, late),
        ] {
            let error = http::try_call_service(&app, request)
                .await
                .map(|_| ())
                .unwrap_err();
            let answer = error.error_response();
            assert_eq!(answer.status(), status);
            let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains(words), "{body}");
            let typed = body.contains("Send it again only if it was not saved.");
            assert_eq!(typed, words == unsure, "{body}");
        }
    }
}
