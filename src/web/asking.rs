//! Whoever asks, as they were found with their session: both are read by one statement, but the library that keeps sessions
//! hands on only what a session holds.

use crate::domain::ids::UserId;
use crate::store::users::Who;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use std::cell::Cell;

tokio::task_local! {
    /// Of the request that is being answered.
    static FOUND: Cell<Option<Who>>;
}

/// Answers a request with a place for whoever asks; to stand around the sessions.
///
/// # Errors
/// As the answer.
pub async fn with_place(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    FOUND.scope(Cell::new(None), next.call(request)).await
}

/// Puts whoever was found with the session into their place.
pub fn put(who: Who) {
    // Without a place they are looked up once more.
    let _ = FOUND.try_with(|place| place.set(Some(who)));
}

/// Takes this person from the place, if it is them who were found there: once, for what is asked later in a request is to know
/// what the request has changed.
pub fn take(id: UserId) -> Option<Who> {
    FOUND
        .try_with(Cell::take)
        .ok()?
        .filter(|who| who.user.id == id)
}
