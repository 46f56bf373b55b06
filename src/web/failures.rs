//! Turns every failure into a page: a handler's own, the framework's, a panic, a request that takes too long.

use crate::web::arriving::Arriving;
use crate::web::error::Error;
use crate::web::error_page::{page, step_of};
use crate::web::log::reference;
use crate::web::theme;
use crate::web::typed_form::Aside;
use actix_session::storage::{SaveError, UpdateError};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse};
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
