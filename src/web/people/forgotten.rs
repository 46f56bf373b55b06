//! A forgotten password: a link by mail, to whoever has an account. Everybody gets the same answer in the same time.

use crate::answers::Problems;
use crate::domain::opportunity::Side;
use crate::mail::address;
use crate::mail::messages::{Link, PasswordReset};
use crate::random;
use crate::store::passwords::{self, VALID};
use crate::store::throttle::Subject;
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::auth::Visitor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::page::{self, Page};
use crate::web::people::begin_try;
use crate::web::{network, paths};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use std::sync::Arc;
use tracing::Instrument;

#[derive(Template)]
#[template(path = "people/forgotten.html")]
struct Forgotten {
    page: Page,
    action: String,
    email: String,
    sign_in: String,
    /// Whether a link is on its way, if there is somebody to send it to.
    asked: bool,
    minutes: i64,
}

fn form(visitor: &Visitor, email: &str, asked: bool, problems: Problems) -> HttpResponse {
    let title = if asked {
        "Look into your mail"
    } else {
        "Forgotten your password?"
    };
    let mut page = visitor.page(title, "password.forgotten");
    let status = page::status(&problems);
    page.problems = problems;
    let template = Forgotten {
        page,
        action: paths::password_forgotten(),
        email: email.to_owned(),
        sign_in: paths::sign_in(),
        asked,
        minutes: VALID.num_minutes(),
    };
    page::html(status, &template)
}

/// `GET /password/forgotten`.
pub async fn show(visitor: Visitor) -> HttpResponse {
    form(&visitor, "", false, Problems::none())
}

/// `POST /password/forgotten`.
pub async fn ask(
    request: HttpRequest,
    visitor: Visitor,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let typed = sent.0.get("email").trim().to_owned();
    if typed.is_empty() {
        let problem = Problems::one("email", "Enter your e-mail address");
        return Ok(form(&visitor, &typed, false, problem));
    }
    let asking = Subject::Asking(network::client(&request, state.proxies));
    begin_try(&state, asking).await?;
    if address::parse(&typed).is_some() {
        // Writing a letter takes longer than finding nobody, so nobody waits for either.
        let write = write_to(typed.clone(), state.into_inner());
        actix_web::rt::spawn(write.in_current_span());
    }
    Ok(form(&visitor, &typed, true, Problems::none()))
}

/// Writes to an address if somebody has it who may ask.
async fn write_to(email: String, state: Arc<State>) {
    let secret = random::secret();
    let (origin, now) = (state.origin.clone(), state.clock.now());
    let work = move |c: &mut Conn| {
        let Some(user) = passwords::may_ask(c, &email, now)? else {
            return Ok(());
        };
        let told = PasswordReset {
            until: now + VALID,
            link: Link::to(origin.as_str(), &paths::password_reset(&secret)),
        };
        let message = told
            .message()
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        let letter = message.to(&user.email, Side::Isv);
        passwords::ask(c, &user, &random::fingerprint(&secret), letter, now)
    };
    if let Err(error) = state.db.write(work).await {
        tracing::error!(%error, "a link to a new password could not be written");
    }
}
