//! A person's own second step: set it up, get new recovery codes, turn it off.

use crate::answers::Problems;
use crate::store::outbox::Letter;
use crate::store::second_steps::{self, NewSecondStep, SecondStep};
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::auth::{Newcomer, Signed};
use crate::web::browser;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, PRODUCT, Page};
use crate::web::people::changed_letter;
use crate::web::second_step::qr::{self, Drawing};
use crate::web::second_step::{CODES, Seed, codes, in_groups, new_codes};
use crate::web::view::{self, Moment};
use crate::web::{paths, sign_in};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

/// What the letters call it.
const WHAT: &str = "Your second step of sign-in";

#[derive(Template)]
#[template(path = "second_step/set_up.html")]
struct SetUp {
    page: Page,
    /// Where to go back to, for those who may go on without.
    account: Option<String>,
    action: String,
    /// The secret, in groups of letters for those who type it.
    letters: String,
    /// The address by which an app on this device takes it in.
    address: Option<String>,
    drawing: Option<Drawing>,
}

#[derive(Template)]
#[template(path = "second_step/account.html")]
struct Account {
    page: Page,
    account: String,
    since: Moment,
    left: i64,
    given: usize,
    renew: String,
    /// Where it is turned off, for those who may.
    remove: Option<String>,
}

#[derive(Template)]
#[template(path = "second_step/codes.html")]
struct Codes {
    page: Page,
    codes: Vec<String>,
    home: String,
}

/// `GET /account/second-step`.
pub async fn show(
    Newcomer(signed): Newcomer,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    signed.confirmed(state.clock.now(), paths::second_step(), false)?;
    let user = signed.user.id;
    let reading = state.db.read(move |c| match second_steps::find(c, user)? {
        Some(step) => Ok(Some((step, second_steps::codes_left(c, user)?))),
        None => Ok(None),
    });
    Ok(match reading.await? {
        Some((step, left)) => account(&signed, &state, &step, left),
        None => set_up_page(&signed, &state, &Seed::new(), Problems::none()),
    })
}

fn account(signed: &Signed, state: &State, step: &SecondStep, left: i64) -> HttpResponse {
    let required = state.second_step.of(signed.organisation.kind);
    let template = Account {
        page: signed.page(
            "Second step of sign-in",
            "account.second-step",
            Section::Elsewhere,
        ),
        account: paths::account(),
        since: view::moment(step.since),
        left,
        given: CODES,
        renew: paths::second_step_codes(),
        remove: (!required).then(paths::second_step_remove),
    };
    page::html(StatusCode::OK, &template)
}

fn set_up_page(signed: &Signed, state: &State, seed: &Seed, problems: Problems) -> HttpResponse {
    let mut page = signed.page(
        "Set up a second step",
        "account.second-step.new",
        Section::Elsewhere,
    );
    let status = page::status(&problems);
    page.problems = problems;
    let host = state.origin.host().split(':').next().unwrap_or_default();
    let address = seed.address(&format!("{PRODUCT} {host}"), &signed.user.email);
    let required = state.second_step.of(signed.organisation.kind);
    let template = SetUp {
        page,
        account: (!required).then(paths::account),
        action: paths::second_step(),
        letters: in_groups(&seed.letters(), " "),
        drawing: address.as_deref().and_then(qr::draw),
        address,
    };
    page::html(status, &template)
}

/// `POST /account/second-step`: the app has the secret, and its code proves it. All other sessions end, and this browser gets
/// a new one.
pub async fn set_up(
    request: HttpRequest,
    Newcomer(signed): Newcomer,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let now = state.clock.now();
    signed.confirmed(now, paths::second_step(), false)?;
    let seed = Seed::parse(sent.0.get("seed")).ok_or(Error::BadRequest)?;
    let code = sent.0.get("code").trim();
    let Some(span) = seed.span_of(code, now) else {
        let words = if code.is_empty() {
            sign_in::ENTER_CODE
        } else {
            sign_in::WRONG_CODE
        };
        return Ok(set_up_page(
            &signed,
            &state,
            &seed,
            Problems::one("code", words),
        ));
    };
    let sealed = seed.sealed(&state.keys, signed.user.id);
    let sealed = sealed.map_err(|error| Error::Internal(error.into()))?;
    let (user, given) = (signed.user.clone(), new_codes());
    let hashes = hashes(&given);
    let letter = letter(&state, &request, &signed, now)?;
    let work = move |c: &mut Conn| {
        let new = NewSecondStep {
            sealed: &sealed,
            span,
            codes: &hashes,
        };
        let is_new = second_steps::set(c, user.id, &new, now)?;
        if is_new {
            second_steps::tell(c, &user, "set up", letter.clone(), now)?;
        }
        Ok(is_new)
    };
    if !state.db.write(work).await? {
        // The button was pressed twice, or it was set up in another window.
        return Ok(page::redirect(&paths::second_step()));
    }
    if let Some(password) = signed.visit.password() {
        signed.visit.sign_in(signed.user.id, &password)?;
    }
    tracing::info!(user = %signed.user.id, "set up a second step of sign-in");
    Ok(shown(&signed, "Your second step is set up", given))
}

/// `POST /account/second-step/codes`: new recovery codes, in the place of all there were.
pub async fn renew(
    request: HttpRequest,
    Newcomer(signed): Newcomer,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let now = state.clock.now();
    signed.confirmed(now, paths::second_step(), false)?;
    let (user, given) = (signed.user.clone(), new_codes());
    let hashes = hashes(&given);
    let letter = letter(&state, &request, &signed, now)?;
    let work = move |c: &mut Conn| {
        let there = second_steps::renew_codes(c, user.id, &hashes)?;
        if there {
            second_steps::tell(c, &user, "new recovery codes", letter.clone(), now)?;
        }
        Ok(there)
    };
    Ok(if state.db.write(work).await? {
        shown(&signed, "Your new recovery codes", given)
    } else {
        page::redirect(&paths::second_step())
    })
}

/// `POST /account/second-step/remove`.
pub async fn remove(
    request: HttpRequest,
    Newcomer(signed): Newcomer,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let now = state.clock.now();
    if state.second_step.of(signed.organisation.kind) {
        return Err(Error::BadRequest);
    }
    signed.confirmed(now, paths::second_step(), false)?;
    let user = signed.user.clone();
    let letter = letter(&state, &request, &signed, now)?;
    let work = move |c: &mut Conn| {
        let there = second_steps::remove(c, user.id)?;
        if there {
            second_steps::tell(c, &user, "turned off", letter.clone(), now)?;
        }
        Ok(there)
    };
    if state.db.write(work).await? {
        tracing::info!(user = %signed.user.id, "turned the second step of sign-in off");
        signed.visit.tell(&Banner::success(
            "The second step is turned off. Your password alone signs you in.",
        ))?;
    }
    Ok(page::redirect(&paths::account()))
}

fn hashes(shown: &[String]) -> Vec<String> {
    shown.iter().map(|code| codes::fingerprint(code)).collect()
}

fn letter(
    state: &State,
    request: &HttpRequest,
    signed: &Signed,
    now: DateTime<Utc>,
) -> Result<Letter, StoreError> {
    changed_letter(state, &browser::as_named(request), &signed.user, WHAT, now)
}

/// The page that shows recovery codes, which nobody sees again.
fn shown(signed: &Signed, title: &'static str, codes: Vec<String>) -> HttpResponse {
    let template = Codes {
        page: signed.page(title, "account.second-step.codes", Section::Elsewhere),
        codes,
        home: paths::home(),
    };
    page::html(StatusCode::OK, &template)
}
