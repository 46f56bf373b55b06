//! One's own password, changed by who knows the present one.

use crate::answers::Problems;
use crate::store::throttle::Subject;
use crate::store::users::PasswordMark;
use crate::store::{Conn, passwords, users};
use crate::web::State;
use crate::web::auth::{AnySigned, Signed};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::network;
use crate::web::page::{self, Banner, Page};
use crate::web::password::{LONGEST, Verdict};
use crate::web::paths;
use crate::web::people::{begin_try, browser, changed_letter, made, new_password, was_right};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

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
    let network = Subject::Network(network::client(&request, state.proxies));
    begin_try(&state, network.clone()).await?;
    let compared = compare(&state, &signed, current).await;
    let Some(old) = made(&state, &network, compared).await? else {
        let problem = Problems::one("current", "Current password is not right");
        return Ok(form(&signed, problem));
    };
    was_right(&state, network).await?;
    let hash = state.passwords.hash(password).await?;
    let mark = PasswordMark::of(&hash);
    let (user, now) = (signed.user.clone(), state.clock.now());
    let letter = changed_letter(&state, &browser(&request), &user, "Your password", now)?;
    let work = move |c: &mut Conn| passwords::change(c, &user, (&old, &hash), letter.clone(), now);
    if !state.db.write(work).await? {
        return Err(Error::SignInFirst(paths::account()));
    }
    signed.visit.sign_in(signed.user.id, &mark)?;
    signed.visit.tell(&Banner::success(
        "Your password is changed. You are signed out everywhere else.",
    ))?;
    Ok(page::redirect(&paths::account()))
}

/// The stored hash of the password that they have, if that is what they typed.
async fn compare(state: &State, signed: &Signed, typed: &str) -> Result<Option<String>, Error> {
    let email = signed.user.email.clone();
    let found = state
        .db
        .read(move |c| users::credentials(c, &email))
        .await?;
    let hash = found.map(|(_, hash)| hash);
    let plausible = typed.chars().count() <= LONGEST;
    let typed = if plausible { typed } else { "" }.to_owned();
    Ok(match state.passwords.verify(typed, hash.clone()).await? {
        Verdict::Right | Verdict::RightAndRehashed(_) => hash,
        Verdict::Wrong => None,
    })
}
