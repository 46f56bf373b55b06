//! A new password, chosen by a link that came by mail.

use crate::answers::Problems;
use crate::domain::account::User;
use crate::random;
use crate::store::Conn;
use crate::store::passwords;
use crate::store::throttle::Subject;
use crate::store::users::Who;
use crate::web::State;
use crate::web::auth::Visitor;
use crate::web::browser;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::page::{self, Page};
use crate::web::people::{begin_try, changed_letter, gone, made, new_password, was_right};
use crate::web::{network, paths, sign_in};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "people/reset.html")]
struct Reset {
    page: Page,
    action: String,
    email: String,
}

fn form(visitor: &Visitor, secret: &str, email: &str, problems: Problems) -> HttpResponse {
    let mut page = visitor.page("Choose a new password", "password.reset");
    let status = page::status(&problems);
    page.problems = problems;
    let template = Reset {
        page,
        action: paths::password_reset(secret),
        email: email.to_owned(),
    };
    page::html(status, &template)
}

async fn owner(state: &State, secret: &str) -> Result<Option<Who>, Error> {
    let (hash, now) = (random::fingerprint(secret), state.clock.now());
    let found = state.db.read(move |c| passwords::of_link(c, &hash, now));
    Ok(found.await?)
}

/// `GET /password/reset/{secret}`.
pub async fn show(
    secret: web::Path<String>,
    visitor: Visitor,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    Ok(match owner(&state, &secret).await? {
        Some(who) => form(&visitor, &secret, &who.user.email, Problems::none()),
        None => gone::password(&visitor),
    })
}

/// `POST /password/reset/{secret}`.
pub async fn choose(
    request: HttpRequest,
    secret: web::Path<String>,
    visitor: Visitor,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let network = Subject::Network(network::client(&request, state.proxies));
    begin_try(&state, network.clone()).await?;
    let found = made(&state, &network, owner(&state, &secret).await).await?;
    let Some(Who {
        user, organisation, ..
    }) = found
    else {
        return Ok(gone::password(&visitor));
    };
    was_right(&state, network).await?;
    let known = [&user.name, &user.email, &organisation.name].map(String::as_str);
    let password = match new_password(&sent.0, "password", &known) {
        Ok(password) => password,
        Err(problems) => return Ok(form(&visitor, &secret, &user.email, problems)),
    };
    let password_hash = state.passwords.hash(password).await?;
    let (hash, now) = (random::fingerprint(&secret), state.clock.now());
    let (of_letter, browser) = (state.clone(), browser::as_named(&request));
    let work = move |c: &mut Conn| {
        let what = "Your password, by a link";
        let letter = |user: &User| changed_letter(&of_letter, &browser, user, what, now);
        passwords::reset(c, &hash, &password_hash, letter, now)
    };
    if state.db.write(work).await? {
        Ok(sign_in::password_chosen(&request))
    } else {
        Ok(gone::password(&visitor))
    }
}
