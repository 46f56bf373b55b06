//! Sign-in by e-mail address and password, and by a second step for those who have set it up; and sign-out.
//!
//! Every failure gets the same answer in the same time, whether or not the address has an account.

mod attempt;
mod second_step;

pub use attempt::{Attempt, check};
pub use second_step::{ENTER_CODE, WRONG_CODE, show as code, take as take_code};

use crate::store::users;
use crate::web::auth::Visitor;
use crate::web::error::{Confirm, Error};
use crate::web::form::{HtmlForm, Query};
use crate::web::interrupted::Interrupted;
use crate::web::page::{self, Page, Theme};
use crate::web::visit::{Halfway, Visit};
use crate::web::{State, known_browser, paths, return_path, theme};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// What the page is called for somebody who is signed in and gives their password again.
const CONFIRM: &str = "Confirm that it is you";

/// Makes browsers forget what they keep of the portal.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// The session's cookie is taken back by itself; that of a known browser stays, or who signs out could be locked out.
const STORAGE: &str = r#""storage""#;
/// Everything, also that this browser is known.
const COOKIES_AND_STORAGE: &str = r#""cookies", "storage""#;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    action: String,
    email: String,
    next: String,
    kept: Vec<(String, String)>,
    forgotten: String,
    /// Which files are not kept.
    files: String,
    /// Whether somebody who is signed in confirms that it is them.
    confirms: bool,
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
            files: interrupted
                .map(Interrupted::files_words)
                .unwrap_or_default(),
            confirms: interrupted.is_some_and(Interrupted::confirms),
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

/// The sign-in page for somebody who is signed in and is to confirm that it is them, before what others could do with a
/// browser left open.
pub fn confirming(
    interrupted: Option<Interrupted>,
    confirm: &Confirm,
    theme: Theme,
) -> HttpResponse {
    let page = Page::new(CONFIRM, "sign-in.confirm", theme);
    let (email, next) = (&confirm.email, &confirm.back);
    let template = SignInPage {
        confirms: true,
        ..SignInPage::new(page, email, next, interrupted.as_ref())
    };
    page::html(StatusCode::UNAUTHORIZED, &template)
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
    let title = match &interrupted {
        Some(interrupted) if interrupted.confirms() => CONFIRM,
        Some(_) | None => "Sign in",
    };
    let mut page = Page::new(title, "sign-in", theme::chosen(&request));
    if email.is_empty() {
        page.problems.add("email", "Enter your e-mail address");
    }
    if password.is_empty() {
        page.problems.add("password", "Enter your password");
    }
    if page.problems.is_empty() {
        let attempt = Attempt::new(&request, &state, email);
        match check(&state, &attempt, password).await? {
            Some(half) => {
                let asked =
                    second_step::ask(&state, &request, &half, next, interrupted.as_ref()).await?;
                return match asked {
                    Some(page) => {
                        // The password was right. What follows is counted on its own.
                        attempt.take_back(&state).await;
                        Ok(page)
                    }
                    None => let_in(&state, &request, (half, attempt), next, interrupted).await,
                };
            }
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

async fn let_in(
    state: &State,
    request: &HttpRequest,
    (half, attempt): (Halfway, Attempt),
    next: &str,
    interrupted: Option<Interrupted>,
) -> Result<HttpResponse, Error> {
    let Halfway { user, password } = half;
    let key = known_browser::new_key();
    let (given, tried, gave) = (key.clone(), attempt.clone(), password.clone());
    let who = state.db.write(move |c| {
        let who = users::who(c, user)?.filter(|who| who.mark == gave);
        if who.is_some() {
            attempt.succeed(c, user, &key)?;
        }
        Ok(who)
    });
    let who = match who.await {
        Ok(who) => who,
        Err(error) => {
            tried.take_back(state).await;
            return Err(error.into());
        }
    };
    // Kept out, or given another password, since theirs was read.
    let Some(who) = who else {
        return Err(Error::SignInFirst(next.to_owned()));
    };
    Visit::of(request).sign_in(user, &password)?;
    tracing::info!(user = %user, "signed in");
    let mut response = match interrupted {
        // A page that the person may not see is still one that they signed in to.
        Some(interrupted) => interrupted
            .resume(request, state)
            .await
            .unwrap_or_else(HttpResponse::from_error),
        None => go_on(next),
    };
    theme::follow(&mut response, who.theme, state)?;
    known_browser::give(&mut response, &given, state)?;
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
    signed_out(&request, "You are signed out", STORAGE)
}

/// The page after ending all sessions: what somebody does who has lost a device or sits at one of others.
pub fn signed_out_everywhere(request: &HttpRequest) -> HttpResponse {
    signed_out(
        request,
        "You are signed out everywhere",
        COOKIES_AND_STORAGE,
    )
}

/// The page after a new password was chosen by a link, which ends all sessions.
pub fn password_chosen(request: &HttpRequest) -> HttpResponse {
    signed_out(request, "Your password is changed", STORAGE)
}

/// The page after signing out, and what the browser is to forget.
fn signed_out(request: &HttpRequest, title: &str, forgotten: &'static str) -> HttpResponse {
    let page = Page::new(title, "signed-out", theme::chosen(request));
    let mut response = page::html(
        StatusCode::OK,
        &SignedOutPage {
            page,
            sign_in: paths::sign_in(),
        },
    );
    response
        .headers_mut()
        .insert(CLEAR_SITE_DATA, HeaderValue::from_static(forgotten));
    response
}
