//! Coming in by an invitation: a name, a password, and one is signed in.

use crate::answers::{Fields, Problems};
use crate::random;
use crate::store::invitations::{self, Invitation};
use crate::store::throttle::Subject;
use crate::store::users::PasswordMark;
use crate::web::State;
use crate::web::auth::Visitor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::page::{self, Banner, Page};
use crate::web::people::{begin_try, gone, made, name, new_password, was_right};
use crate::web::visit::Visit;
use crate::web::{network, paths};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "people/join.html")]
struct Join {
    page: Page,
    action: String,
    organisation: String,
    by: String,
    email: String,
    role: &'static str,
    /// The name as typed.
    called: String,
}

fn form(
    visitor: &Visitor,
    secret: &str,
    invitation: Invitation,
    typed: &Fields,
    problems: Problems,
) -> HttpResponse {
    let title = format!("Join {}", invitation.organisation);
    let mut page = visitor.page("", "invitation");
    page.title = title;
    let status = page::status(&problems);
    page.problems = problems;
    let template = Join {
        page,
        action: paths::invitation(secret),
        organisation: invitation.organisation,
        by: invitation.by,
        email: invitation.email,
        role: invitation.role.label(),
        called: typed.get("name").to_owned(),
    };
    page::html(status, &template)
}

async fn named(state: &State, secret: &str) -> Result<Option<Invitation>, Error> {
    let (hash, now) = (random::fingerprint(secret), state.clock.now());
    let found = state.db.read(move |c| invitations::find(c, &hash, now));
    Ok(found.await?)
}

/// `GET /invite/{secret}`.
pub async fn show(
    secret: web::Path<String>,
    visitor: Visitor,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let nothing = Fields::default();
    Ok(match named(&state, &secret).await? {
        Some(invitation) => form(&visitor, &secret, invitation, &nothing, Problems::none()),
        None => gone::invitation(&visitor),
    })
}

/// `POST /invite/{secret}`.
pub async fn join(
    request: HttpRequest,
    secret: web::Path<String>,
    visitor: Visitor,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let network = Subject::Network(network::client(&request, state.proxies));
    begin_try(&state, network.clone()).await?;
    let found = made(&state, &network, named(&state, &secret).await).await?;
    let Some(invitation) = found else {
        return Ok(gone::invitation(&visitor));
    };
    was_right(&state, network).await?;
    let known = [
        sent.0.get("name"),
        &invitation.email,
        &invitation.organisation,
    ];
    let password = new_password(&sent.0, "password", &known);
    let (name, password) = match (name(&sent.0), password) {
        (Ok(name), Ok(password)) => (name, password),
        (name, password) => {
            let mut problems = name.err().unwrap_or_default();
            problems.append(password.err().unwrap_or_default());
            return Ok(form(&visitor, &secret, invitation, &sent.0, problems));
        }
    };
    let password_hash = state.passwords.hash(password).await?;
    let mark = PasswordMark::of(&password_hash);
    let (hash, now) = (random::fingerprint(&secret), state.clock.now());
    let joined = state
        .db
        .write(move |c| invitations::join(c, &hash, (&name, &password_hash), now));
    let Some(user) = joined.await? else {
        return Ok(gone::invitation(&visitor));
    };
    let visit = Visit::of(&request);
    visit.sign_in(user, &mark)?;
    visit.tell(&Banner::success(format!(
        "You act for {} now.",
        invitation.organisation
    )))?;
    Ok(page::redirect(&paths::home()))
}
