//! Sign-in by e-mail address and password, and sign-out.
//!
//! Every failure gets the same answer in the same time, whether or not the address has an account.

use crate::domain::ids::UserId;
use crate::store::throttle::{self, Subject};
use crate::store::users;
use crate::web::auth::Visitor;
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::interrupted::Interrupted;
use crate::web::page::{self, Page, Theme};
use crate::web::password::{self, Verdict};
use crate::web::session_store::Visit;
use crate::web::{State, network, paths, return_path, theme};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use std::net::IpAddr;

/// The longest address that can have an account (RFC 5321).
const EMAIL_CHARS: usize = 254;

/// Makes browsers forget what they keep of the portal.
const CLEAR_SITE_DATA: (HeaderName, &str) = (
    HeaderName::from_static("clear-site-data"),
    r#""cookies", "storage""#,
);

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    action: String,
    email: String,
    next: String,
    kept: Vec<(String, String)>,
    forgotten: String,
}

impl SignInPage {
    fn new(page: Page, email: &str, next: &str, interrupted: Option<&Interrupted>) -> Self {
        Self {
            page,
            action: paths::sign_in(),
            email: email.to_owned(),
            next: next.to_owned(),
            forgotten: paths::password_forgotten(),
            kept: interrupted.map(Interrupted::hidden).unwrap_or_default(),
        }
    }
}

/// `GET /sign-in`.
pub async fn show(visitor: Visitor, query: Query) -> HttpResponse {
    let next = return_path::safe(query.0.get("next")).unwrap_or_default();
    if visitor.signed.is_some() {
        return go_on(next);
    }
    let page = visitor.page("Sign in", "sign-in");
    page::html(StatusCode::OK, &SignInPage::new(page, "", next, None))
}

/// The sign-in page for somebody who sent a form and was not signed in any more.
pub fn carrying(interrupted: Interrupted, next: &str, theme: Theme) -> HttpResponse {
    let page = Page::new("Sign in", "sign-in", theme);
    page::html(
        StatusCode::UNAUTHORIZED,
        &SignInPage::new(page, "", next, Some(&interrupted)),
    )
}

fn go_on(next: &str) -> HttpResponse {
    if next.is_empty() {
        page::redirect(&paths::home())
    } else {
        page::redirect(next)
    }
}

/// `POST /sign-in`.
pub async fn sign_in(
    request: HttpRequest,
    form: HtmlForm,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let (email, password) = (form.0.get("email").trim(), form.0.get("password"));
    let next = return_path::safe(form.0.get("next")).unwrap_or_default();
    let interrupted = Interrupted::of_sign_in(&form.0);
    let mut page = Page::new("Sign in", "sign-in", theme::chosen(&request));
    if email.is_empty() {
        page.problems.add("email", "Enter your e-mail address");
    }
    if password.is_empty() {
        page.problems.add("password", "Enter your password");
    }
    if page.problems.is_empty() {
        let client = network::client(&request, state.proxies);
        match check(&state, client, email, password).await? {
            Some(user) => return let_in(&state, &request, user, next, interrupted).await,
            None => page
                .problems
                .add("email", "E-mail address or password is not right"),
        }
    }
    Ok(page::html(
        StatusCode::UNPROCESSABLE_ENTITY,
        &SignInPage::new(page, email, next, interrupted.as_ref()),
    ))
}

/// Whose address and password these are.
async fn check(
    state: &State,
    client: IpAddr,
    email: &str,
    password: &str,
) -> Result<Option<UserId>, Error> {
    begin_try(state, client, email).await?;
    // Nobody has such an address or password, and hashing a long one would take long.
    let plausible =
        email.chars().count() <= EMAIL_CHARS && password.chars().count() <= password::LONGEST;
    let (address, password) = if plausible {
        (email.to_owned(), password.to_owned())
    } else {
        Default::default()
    };
    let found = state
        .db
        .read(move |c| users::credentials(c, &address))
        .await?;
    let (user, hash) = found.unzip();
    match (user, state.passwords.verify(password, hash).await?) {
        (Some(user), Verdict::Right) => Ok(Some(user)),
        (Some(user), Verdict::RightAndRehashed(hash)) => {
            state
                .db
                .write(move |c| users::set_password_hash(c, user, &hash))
                .await?;
            Ok(Some(user))
        }
        (Some(_), Verdict::Wrong) | (None, _) => {
            let now = state.clock.now();
            state
                .db
                .write(move |c| throttle::fail(c, &Subject::Network(client), now))
                .await?;
            tracing::info!("a sign-in failed");
            Ok(None)
        }
    }
}

/// Counts the try as failed before it is made, so that many at once cannot all find the way free; success takes it
/// back. Those from a network are counted when they have failed, because a company that comes to work is no attack.
async fn begin_try(state: &State, client: IpAddr, email: &str) -> Result<(), Error> {
    let (email, now) = (email.to_owned(), state.clock.now());
    let wait = state.db.write(move |c| {
        let account = Subject::Account(&email);
        let waits = [
            throttle::wait(c, &account, now)?,
            throttle::wait(c, &Subject::Network(client), now)?,
        ];
        let wait = waits.into_iter().flatten().max();
        if wait.is_none() {
            throttle::fail(c, &account, now)?;
        }
        Ok(wait)
    });
    match wait.await? {
        Some(wait) => {
            tracing::info!("a sign-in came too soon");
            Err(Error::TooMany(wait))
        }
        None => Ok(()),
    }
}

async fn let_in(
    state: &State,
    request: &HttpRequest,
    user: UserId,
    next: &str,
    interrupted: Option<Interrupted>,
) -> Result<HttpResponse, Error> {
    let who = state.db.write(move |c| {
        let who = users::who(c, user)?;
        if let Some(who) = &who {
            throttle::clear(c, &Subject::Account(&who.user.email))?;
        }
        Ok(who)
    });
    // Disabled since their password was read.
    let Some(who) = who.await? else {
        return Err(Error::SignInFirst(next.to_owned()));
    };
    Visit::of(request).sign_in(user)?;
    tracing::info!(user = %user, "signed in");
    let mut response = match interrupted {
        Some(interrupted) => interrupted.resume(Page::new(
            "You are signed in again",
            "interrupted",
            theme::chosen(request),
        )),
        None => go_on(next),
    };
    theme::follow(&mut response, who.theme, state)?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOutPage {
    page: Page,
    sign_in: String,
}

/// `POST /sign-out`.
pub async fn sign_out(request: HttpRequest) -> HttpResponse {
    Visit::of(&request).sign_out();
    signed_out(&request, "You are signed out")
}

/// The page after signing out.
pub fn signed_out(request: &HttpRequest, title: &str) -> HttpResponse {
    let page = Page::new(title, "signed-out", theme::chosen(request));
    let mut response = page::html(
        StatusCode::OK,
        &SignedOutPage {
            page,
            sign_in: paths::sign_in(),
        },
    );
    let (name, value) = CLEAR_SITE_DATA;
    response.headers_mut().insert(
        name,
        actix_web::http::header::HeaderValue::from_static(value),
    );
    response
}
