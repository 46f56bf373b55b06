//! Light, dark or as the device is set: a person's choice. Their browser brings it with each request, so that it
//! also holds on pages that ask no database; their account keeps it, so that it follows them to another browser.

use crate::store::users;
use crate::web::State;
use crate::web::auth::AnySigned;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::page::{self, Theme};
use crate::web::paths;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};

const COOKIE: &str = "theme";

/// How long a browser keeps the choice; each sign-in renews it.
const KEPT: Duration = Duration::days(365);

/// The choices: the word in forms and in the cookie, the words on the page, and what is meant.
pub const CHOICES: [(&str, &str, Theme); 3] = [
    ("system", "System", Theme::System),
    ("light", "Light", Theme::Light),
    ("dark", "Dark", Theme::Dark),
];

/// What this browser's person chose; as the device is set when they did not choose.
pub fn chosen(request: &HttpRequest) -> Theme {
    request
        .cookie(COOKIE)
        .map_or(Theme::default(), |cookie| named(cookie.value()))
}

/// `POST /theme`: keeps the choice and goes back to the account page.
pub async fn choose(
    AnySigned(signed): AnySigned,
    form: HtmlForm,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let theme = named(form.0.get("theme"));
    state
        .db
        .write(move |c| users::set_theme(c, signed.user.id, theme))
        .await?;
    let mut response = page::redirect(&paths::account());
    follow(&mut response, theme, &state)?;
    Ok(response)
}

/// Tells the browser what the account's person chose.
///
/// # Errors
/// When the cookie cannot be written.
pub fn follow(response: &mut HttpResponse, theme: Theme, state: &State) -> Result<(), Error> {
    let word = CHOICES
        .into_iter()
        .find(|(.., choice)| *choice == theme)
        .map_or("", |(word, ..)| word);
    let cookie = Cookie::build(COOKIE, word)
        .path("/")
        .max_age(KEPT)
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(state.origin.is_https())
        .finish();
    response
        .add_cookie(&cookie)
        .map_err(|cause| Error::Internal(cause.into()))
}

fn named(word: &str) -> Theme {
    CHOICES
        .into_iter()
        .find(|(name, ..)| *name == word)
        .map_or(Theme::default(), |(.., theme)| theme)
}
