//! One line in the log for each request: which route, what came of it, how long it took. Never a path, a query or a
//! body, because those name people and prices; the request's id joins the line with the reference on an error page.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use std::time::Instant;
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// Opens a request's span and closes it with its line.
pub struct RequestLog;

#[derive(Clone, Copy)]
struct Started(Instant);

impl RootSpanBuilder for RequestLog {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Started(Instant::now()));
        let id = reference(request.extensions().get::<RequestId>().copied());
        let method = tracing::field::display(request.method());
        // Who asks is found out on the way.
        tracing::info_span!("request", id, method, user = Empty, organisation = Empty)
    }

    fn on_request_end<B: MessageBody>(_: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        match outcome {
            Ok(response) => {
                let request = response.request();
                let started = request.extensions().get::<Started>().copied();
                let ms = started.map_or(0, |Started(at)| at.elapsed().as_millis());
                let route = request.match_pattern().unwrap_or_default();
                let status = response.status().as_u16();
                tracing::info!(route, status, ms, "answered");
            }
            Err(error) => {
                let status = error.as_response_error().status_code().as_u16();
                tracing::info!(status, "answered");
            }
        }
    }
}

/// A request's id as people quote it.
pub fn reference(id: Option<RequestId>) -> String {
    id.map_or_else(String::new, |id| id.to_string())
}
