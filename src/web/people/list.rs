//! Who is in an organisation, and who is invited: take that back, change their roles, keep them out and let them in again.

use crate::answers::Fields;
use crate::domain::account::{Role, User};
use crate::domain::ids::{OrganisationId, UserId};
use crate::store::invitations::{self, Invitation};
use crate::store::users::{self, Colleague};
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::auth::OwnAdmin;
use crate::web::browser;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::people::changed_letter;
use crate::web::view::{self, Moment, Tag};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "people/list.html")]
struct List {
    page: Page,
    account: String,
    invite: String,
    people: Vec<Row>,
    waiting: Vec<Waiting>,
    withdraw: String,
}

/// A person, and what can be done about them.
struct Row {
    id: String,
    name: String,
    email: String,
    /// Whether it is who reads this: nobody takes their own rights away.
    own: bool,
    access: Tag,
    disabled: bool,
    roles: Vec<(&'static str, &'static str, bool)>,
    change_role: String,
    change_access: String,
    /// Whether they sign in in two steps.
    second_step: bool,
    remove_second_step: String,
}

/// Somebody who was invited and did not come yet.
struct Waiting {
    email: String,
    role: &'static str,
    by: String,
    until: Moment,
}

/// All roles, and which of them is chosen.
pub(super) fn roles(chosen: Option<Role>) -> Vec<(&'static str, &'static str, bool)> {
    Role::ALL
        .into_iter()
        .map(|role| (role.as_str(), role.label(), chosen == Some(role)))
        .collect()
}

/// `GET /settings/people`.
pub async fn show(who: OwnAdmin, state: Data<State>) -> Result<HttpResponse, Error> {
    let (scope, now) = (who.scope, state.clock.now());
    let reading = state.db.read(move |c| {
        let people = users::colleagues(c, scope.organisation())?;
        Ok((people, invitations::list(c, scope, now)?))
    });
    let (people, waiting) = reading.await?;
    let own = who.signed.user.id;
    let template = List {
        page: who
            .signed
            .page("People", "settings.people", Section::Elsewhere),
        account: paths::account(),
        invite: paths::people_invite(),
        people: people
            .into_iter()
            .map(|colleague| row(colleague, own))
            .collect(),
        waiting: waiting.into_iter().map(waits).collect(),
        withdraw: paths::people_withdraw(),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn row(colleague: Colleague, own: UserId) -> Row {
    let Colleague {
        user,
        disabled,
        second_step,
    } = colleague;
    Row {
        id: user.id.to_string(),
        own: user.id == own,
        access: if disabled {
            Tag {
                kind: "attention",
                label: "Kept out",
            }
        } else {
            Tag {
                kind: "active",
                label: "Can sign in",
            }
        },
        disabled,
        roles: roles(Some(user.role)),
        change_role: paths::person_role(user.id),
        change_access: paths::person_access(user.id),
        second_step,
        remove_second_step: paths::person_second_step(user.id),
        name: user.name,
        email: user.email,
    }
}

fn waits(invitation: Invitation) -> Waiting {
    Waiting {
        email: invitation.email,
        role: invitation.role.label(),
        by: invitation.by,
        until: view::moment(invitation.until),
    }
}

/// The role that was chosen in a form.
pub(super) fn chosen_role(typed: &Fields) -> Option<Role> {
    Role::ALL
        .into_iter()
        .find(|role| typed.is("role", role.as_str()))
}

/// `POST /settings/people/withdraw`: takes back the invitation of the address `email`.
pub async fn withdraw(
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let email = sent.0.get("email").trim().to_owned();
    let (scope, by, now) = (who.scope, who.signed.user.name.clone(), state.clock.now());
    let of = email.clone();
    let withdrawn = who.write(&state, move |c| {
        invitations::withdraw(c, scope, &of, &by, now)
    });
    if !withdrawn.await? {
        return Err(Error::NotFound);
    }
    let words = format!("The invitation of {email} is withdrawn. Its link does not work any more.");
    who.signed.visit.tell(&Banner::success(words))?;
    Ok(page::redirect(&paths::people()))
}

/// `POST /settings/people/{person}/role`.
pub async fn role(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let role = chosen_role(&sent.0).ok_or(Error::BadRequest)?;
    let words = format!("is now {}", role.label().to_lowercase());
    change(path, who, &state, words, move |c, organisation, person| {
        users::set_role(c, organisation, person, role)
    })
    .await
}

/// `POST /settings/people/{person}/access`: `out` keeps them out and ends their sessions, `in` lets them in again.
pub async fn access(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let (disabled, words) = match sent.0.get("access") {
        "out" => (true, "is kept out"),
        "in" => (false, "can sign in again"),
        _ => return Err(Error::BadRequest),
    };
    change(
        path,
        who,
        &state,
        words.to_owned(),
        move |c, organisation, person| users::set_access(c, organisation, person, disabled),
    )
    .await
}

/// `POST /settings/people/{person}/second-step`: takes the second step of sign-in from somebody who has lost it.
pub async fn second_step(
    request: HttpRequest,
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (of_letter, browser, now) = (
        state.clone(),
        browser::as_named(&request),
        state.clock.now(),
    );
    let what = format!("Your second step of sign-in, by {}", who.signed.user.name);
    let words = "has no second step of sign-in any more and is signed out everywhere".to_owned();
    change(path, who, &state, words, move |c, organisation, person| {
        let letter = |user: &User| changed_letter(&of_letter, &browser, user, &what, now);
        users::remove_second_step(c, organisation, person, letter, now)
    })
    .await
}

/// Changes somebody of the organisation, save oneself.
async fn change(
    path: Path<String>,
    who: OwnAdmin,
    state: &State,
    words: String,
    work: impl Fn(&mut Conn, OrganisationId, UserId) -> Result<Option<String>, StoreError>
    + Send
    + 'static,
) -> Result<HttpResponse, Error> {
    let person: UserId = path.parse().map_err(|_| Error::NotFound)?;
    if person == who.signed.user.id {
        return Err(Error::BadRequest);
    }
    let (organisation, by, now) = (
        who.scope.organisation(),
        who.signed.user.name.clone(),
        state.clock.now(),
    );
    who.signed.confirmed(now, paths::people(), false)?;
    let said = words.clone();
    let changed = who.write(state, move |c| {
        let changed = work(c, organisation, person)?;
        if let Some(name) = &changed {
            invitations::record_change(c, organisation, &by, &format!("{name} {said}"), now)?;
        }
        Ok(changed)
    });
    let name = changed.await?.ok_or(Error::NotFound)?;
    let banner = Banner::success(format!("{name} {words}."));
    who.signed.visit.tell(&banner)?;
    Ok(page::redirect(&paths::people()))
}
