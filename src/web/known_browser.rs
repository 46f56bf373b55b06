//! The key by which a browser is known in which somebody has signed in before. It opens nothing and names nobody; it
//! only keeps the failed tries of strangers from being counted against the person who works with this browser.
//!
//! It outlives the session on purpose: who signs out in the evening must get in the next morning whatever happened at
//! night. Each sign-in gives the browser a new one.

use crate::random;
use crate::store::known_browsers::KEPT;
use crate::web::State;
use crate::web::error::Error;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};

/// Browsers take a cookie of this name only over TLS, for this host and all its paths, so no other site can plant one.
const COOKIE: &str = "__Host-browser";
/// The name on a machine that serves itself without TLS, where browsers would refuse the other.
const INSECURE_COOKIE: &str = "browser";

fn name(state: &State) -> &'static str {
    if state.origin.is_https() {
        COOKIE
    } else {
        INSECURE_COOKIE
    }
}

/// The key that the browser brings along, whether or not it is known.
pub fn key(request: &HttpRequest, state: &State) -> Option<String> {
    let cookie = request.cookie(name(state))?;
    Some(cookie.value().to_owned())
}

/// A key that nobody can guess.
pub fn new_key() -> String {
    random::secret()
}

/// Gives the browser its key.
///
/// # Errors
/// When the cookie cannot be written.
pub fn give(response: &mut HttpResponse, key: &str, state: &State) -> Result<(), Error> {
    let cookie = Cookie::build(name(state), key)
        .path("/")
        .max_age(Duration::seconds(KEPT.num_seconds()))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(state.origin.is_https())
        .finish();
    response
        .add_cookie(&cookie)
        .map_err(|cause| Error::Internal(cause.into()))
}
