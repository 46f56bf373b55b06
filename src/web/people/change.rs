//! One's own password, changed by who knows the present one.

use crate::answers::Problems;
use crate::store::throttle::{self, Subject};
use crate::store::{self, Conn, known_browsers, passwords, sessions, users};
use crate::web::State;
use crate::web::auth::{AnySigned, Signed};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::known_browser;
use crate::web::nav::Section;
use crate::web::network;
use crate::web::page::{self, Banner, Page};
use crate::web::password::{LONGEST, Verdict};
use crate::web::paths;
use crate::web::people::{browser, changed_letter, new_password};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

#[derive(Template)]
#[template(path = "people/change.html")]
struct Change {
    page: Page,
    action: String,
    account: String,
}

fn form(signed: &Signed, problems: Problems) -> HttpResponse {
    let mut page = signed.page(
        "Change your password",
        "account.password",
        Section::Elsewhere,
    );
    let status = page::status(&problems);
    page.problems = problems;
    let template = Change {
        page,
        action: paths::password(),
        account: paths::account(),
    };
    page::html(status, &template)
}

/// `GET /account/password`.
pub async fn show(AnySigned(signed): AnySigned) -> HttpResponse {
    form(&signed, Problems::none())
}

/// `POST /account/password`: every session ends, and this browser gets a new one.
pub async fn change(
    request: HttpRequest,
    AnySigned(signed): AnySigned,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let current = sent.0.get("current");
    let mut problems = Problems::none();
    if current.is_empty() {
        problems.add("current", "Enter your current password");
    }
    let known = [
        &signed.user.name,
        &signed.user.email,
        &signed.organisation.name,
    ];
    let password = new_password(&sent.0, "password", &known.map(String::as_str));
    if let Err(wrong) = &password {
        problems.append(wrong.clone());
    }
    let Ok(password) = password else {
        return Ok(form(&signed, problems));
    };
    if !problems.is_empty() {
        return Ok(form(&signed, problems));
    }
    if !proves(&state, &signed, current, &request).await? {
        let problem = Problems::one("current", "Current password is not right");
        return Ok(form(&signed, problem));
    }
    let hash = state.passwords.hash(password).await?;
    let (user, now) = (signed.user.clone(), state.clock.now());
    let letter = changed_letter(&state, &browser(&request), &user, "Your password", now)?;
    let work = move |c: &mut Conn| {
        sessions::end_all(c, user.id)?;
        passwords::change(c, &user, &hash, letter.clone(), now)
    };
    state.db.write(work).await?;
    signed.visit.sign_in(signed.user.id)?;
    signed.visit.tell(&Banner::success(
        "Your password is changed. You are signed out everywhere else.",
    ))?;
    Ok(page::redirect(&paths::account()))
}

/// A try to say the present password: whoever took a session over must not guess it from one network after the other, so it
/// is counted like a try to sign in, and with the network as well.
#[derive(Clone)]
struct Try {
    email: String,
    client: IpAddr,
    /// The key that the browser brought along.
    browser: Option<String>,
    now: DateTime<Utc>,
}

impl Try {
    /// With whom it is counted. Strangers who try to sign in add nothing to a browser that the account knows.
    fn subjects(&self, c: &mut Conn) -> Result<[Subject<'_>; 2], store::Error> {
        let (email, network) = (self.email.as_str(), Subject::Network(self.client));
        let own = match self.browser.as_deref() {
            Some(key) if known_browsers::knows(c, key, email, self.now)? => {
                Subject::Browser { key, email }
            }
            Some(_) | None => Subject::Account(email),
        };
        Ok([own, network])
    }

    /// Counts it as failed before it is made, so that many at once cannot all find the way free. How long to wait if it
    /// comes too soon.
    fn begin(&self, c: &mut Conn) -> Result<Option<TimeDelta>, store::Error> {
        let subjects = self.subjects(c)?;
        let mut wait = None;
        for subject in &subjects {
            throttle::take_turns(c, subject, self.now)?;
            wait = wait.max(throttle::wait(c, subject, self.now)?);
        }
        if wait.is_none() {
            for subject in &subjects {
                throttle::fail(c, subject, self.now)?;
            }
        }
        Ok(wait)
    }

    /// Takes it back: it was right, or could not be made.
    fn take_back(&self, c: &mut Conn) -> Result<(), store::Error> {
        for subject in &self.subjects(c)? {
            throttle::undo(c, subject, self.now)?;
        }
        Ok(())
    }
}

/// Whether somebody says the present password of who is signed in.
async fn proves(
    state: &State,
    signed: &Signed,
    typed: &str,
    request: &HttpRequest,
) -> Result<bool, Error> {
    let attempt = Try {
        email: signed.user.email.clone(),
        client: network::client(request, state.proxies),
        browser: known_browser::key(request, state),
        now: state.clock.now(),
    };
    let begun = attempt.clone();
    if let Some(wait) = state.db.write(move |c| begun.begin(c)).await? {
        tracing::info!("a try came too soon");
        return Err(Error::TooMany(wait));
    }
    let tried = is_right(state, signed, typed).await;
    if !matches!(tried, Ok(false)) {
        let undone = state.db.write(move |c| attempt.take_back(c)).await;
        if let Err(error) = undone {
            tracing::warn!(%error, "a try that did not fail stays counted");
        }
    }
    tried
}

async fn is_right(state: &State, signed: &Signed, typed: &str) -> Result<bool, Error> {
    let email = signed.user.email.clone();
    let found = state
        .db
        .read(move |c| users::credentials(c, &email))
        .await?;
    let plausible = typed.chars().count() <= LONGEST;
    let typed = if plausible { typed } else { "" }.to_owned();
    let verdict = state.passwords.verify(typed, found.map(|(_, hash)| hash));
    Ok(match verdict.await? {
        Verdict::Right | Verdict::RightAndRehashed(_) => true,
        Verdict::Wrong => false,
    })
}
