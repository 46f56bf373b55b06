//! The second step of sign-in, for those who have set it up: nobody is signed in before it is taken.

use crate::domain::ids::UserId;
use crate::store::throttle::{self, Subject};
use crate::store::users::{self, Who};
use crate::store::{Conn, second_steps};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::interrupted::Interrupted;
use crate::web::page::{self, Page};
use crate::web::second_step::{Given, prove};
use crate::web::sign_in::attempt::Attempt;
use crate::web::sign_in::{carrying, let_in};
use crate::web::visit::{Halfway, Visit};
use crate::web::{State, paths, return_path, theme};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;

/// What is said when no code was typed.
pub const ENTER_CODE: &str = "Enter the 6-digit code";
/// What is said of a code that does not do.
pub const WRONG_CODE: &str = "That code is not right or was already used – enter the newest one";
const WRONG_RECOVERY: &str = "That recovery code is not right or was already used";

#[derive(Template)]
#[template(path = "second_step/sign_in.html")]
struct SecondStepPage {
    page: Page,
    action: String,
    next: String,
    kept: Vec<(String, String)>,
    /// Whether they are about to use a recovery code.
    recovers: bool,
    sign_in: String,
}

/// The page that asks for the code.
fn form(page: Page, next: &str, interrupted: Option<&Interrupted>) -> HttpResponse {
    let template = SecondStepPage {
        action: paths::sign_in_code(),
        next: next.to_owned(),
        kept: interrupted.map(Interrupted::hidden).unwrap_or_default(),
        recovers: page.problems.for_field("recovery").is_some(),
        sign_in: paths::sign_in_for(next),
        page,
    };
    page::html(page::status(&template.page.problems), &template)
}

fn fresh_page(request: &HttpRequest) -> Page {
    Page::new("Enter your code", "sign-in.code", theme::chosen(request))
}

/// Asks whose password was right for their code, if they have set that up.
pub(super) async fn ask(
    state: &State,
    request: &HttpRequest,
    half: &Halfway,
    next: &str,
    interrupted: Option<&Interrupted>,
) -> Result<Option<HttpResponse>, Error> {
    let user = half.user;
    let reading = state.db.read(move |c| second_steps::find(c, user));
    if reading.await?.is_none() {
        return Ok(None);
    }
    Visit::of(request).come_halfway(half, state.clock.now())?;
    Ok(Some(form(fresh_page(request), next, interrupted)))
}

/// `GET /sign-in/code`: the page has no address of its own, for nobody comes to it but by their password.
pub async fn show() -> HttpResponse {
    page::redirect(&paths::sign_in())
}

/// What came of a code.
enum Tried {
    Right(Box<Who>),
    Wrong,
    TooSoon(TimeDelta),
    /// The person was disabled or has no second step any more.
    Gone,
}

/// `POST /sign-in/code`.
pub async fn take(
    request: HttpRequest,
    form_sent: HtmlForm,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let sent = form_sent.0;
    let next = return_path::safe(sent.get("next")).unwrap_or_default();
    let interrupted = Interrupted::of_sign_in(&sent);
    let Some(half) = Visit::of(&request).halfway(state.clock.now()) else {
        return from_the_start(&request, next, interrupted);
    };
    let (code, recovery) = (sent.get("code").trim(), sent.get("recovery").trim());
    let (field, wrong, given) = if recovery.is_empty() {
        ("code", WRONG_CODE, Given::Code(code.to_owned()))
    } else {
        (
            "recovery",
            WRONG_RECOVERY,
            Given::Recovery(recovery.to_owned()),
        )
    };
    let mut page = fresh_page(&request);
    if code.is_empty() && recovery.is_empty() {
        page.problems.add("code", ENTER_CODE);
        return Ok(form(page, next, interrupted.as_ref()));
    }
    match attempt(&state, half.user, given).await? {
        Tried::Right(who) => {
            let attempt = Attempt::new(&request, &state, &who.user.email);
            let_in(&state, &request, (half, attempt), next, interrupted).await
        }
        Tried::Wrong => {
            tracing::info!(user = %half.user, "a second step failed");
            page.problems.add(field, wrong);
            Ok(form(page, next, interrupted.as_ref()))
        }
        Tried::TooSoon(wait) => Err(Error::TooMany(wait)),
        Tried::Gone => from_the_start(&request, next, interrupted),
    }
}

/// The sign-in page, for whose password was given too long ago.
fn from_the_start(
    request: &HttpRequest,
    next: &str,
    interrupted: Option<Interrupted>,
) -> Result<HttpResponse, Error> {
    match interrupted {
        Some(interrupted) => Ok(carrying(interrupted, next, theme::chosen(request))),
        None => Err(Error::SignInFirst(next.to_owned())),
    }
}

/// Tries a code and counts it, one at a time for each person.
async fn attempt(state: &State, user: UserId, given: Given) -> Result<Tried, Error> {
    let (keys, now) = (state.keys.clone(), state.clock.now());
    let work = move |c: &mut Conn| {
        second_steps::take_turns(c, user)?;
        let subject = Subject::SecondStep(user);
        if let Some(wait) = throttle::wait(c, &subject, now)? {
            return Ok(Tried::TooSoon(wait));
        }
        let Some(who) = users::who(c, user)?.filter(|who| who.second_step) else {
            return Ok(Tried::Gone);
        };
        if !prove(c, &keys, user, &given, now)? {
            throttle::fail(c, &subject, now)?;
            return Ok(Tried::Wrong);
        }
        throttle::clear(c, &subject, now)?;
        Ok(Tried::Right(Box::new(who)))
    };
    Ok(state.db.write(work).await?)
}
