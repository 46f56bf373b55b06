//! Somebody is invited into an organisation, by an address and with a role.

use super::list::{chosen_role, roles};
use crate::answers::{Fields, Problems};
use crate::domain::opportunity::Side;
use crate::mail::address;
use crate::mail::messages::{self, Link};
use crate::random;
use crate::store::Conn;
use crate::store::invitations::{self, Invited, MAX_OPEN, NewInvitation, VALID};
use crate::web::State;
use crate::web::auth::{OwnAdmin, Signed};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "people/invite.html")]
struct Invite {
    page: Page,
    action: String,
    list: String,
    email: String,
    roles: Vec<(&'static str, &'static str, bool)>,
}

fn form(signed: &Signed, typed: &Fields, problems: Problems) -> HttpResponse {
    let mut page = signed.page(
        "Invite somebody",
        "settings.people.invite",
        Section::Elsewhere,
    );
    let status = page::status(&problems);
    page.problems = problems;
    let template = Invite {
        page,
        action: paths::people_invite(),
        list: paths::people(),
        email: typed.get("email").to_owned(),
        roles: roles(chosen_role(typed)),
    };
    page::html(status, &template)
}

/// `GET /settings/people/invite`.
pub async fn ask(who: OwnAdmin) -> HttpResponse {
    form(&who.signed, &Fields::default(), Problems::none())
}

/// `POST /settings/people/invite`.
pub async fn invite(
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let typed = sent.0;
    let now = state.clock.now();
    who.signed.confirmed(now, paths::people_invite(), true)?;
    let email = typed.get("email").trim().to_owned();
    let mut problems = Problems::none();
    if email.is_empty() {
        problems.add("email", "Enter an e-mail address");
    } else if address::given(&email).is_none() {
        problems.add(
            "email",
            "Enter an e-mail address in the right format, like name@example.com",
        );
    }
    let role = chosen_role(&typed);
    if role.is_none() {
        problems.add("role", "Select what they may do");
    }
    let Some(role) = role.filter(|_| problems.is_empty()) else {
        return Ok(form(&who.signed, &typed, problems));
    };
    let (scope, secret) = (who.scope, random::secret());
    let (person, organisation) = (&who.signed.user.name, &who.signed.organisation.name);
    let told = messages::Invitation {
        by: (person, organisation),
        organisation,
        role,
        until: now + VALID,
        link: Link::to(state.origin.as_str(), &paths::invitation(&secret)),
    };
    let letter = told
        .message()
        .map_err(anyhow::Error::from)?
        .to(&email, Side::Isv);
    let (by, of) = (who.signed.user.clone(), email.clone());
    let work = move |c: &mut Conn| {
        let hash = random::fingerprint(&secret);
        let new = NewInvitation {
            hash: &hash,
            email: &of,
            role,
            by: &by,
            letter: letter.clone(),
        };
        invitations::invite(c, scope, &new, now)
    };
    let problem = match who.write(&state, work).await? {
        Invited::Done => {
            let words = format!(
                "{email} is invited. The link in the mail works for {} hours.",
                VALID.num_hours()
            );
            who.signed.visit.tell(&Banner::success(words))?;
            return Ok(page::redirect(&paths::people()));
        }
        Invited::Here => format!("{email} is in your organisation already"),
        Invited::TooMany => format!("{MAX_OPEN} invitations wait already – try again tomorrow"),
        Invited::Wait(wait) => return Err(Error::TooMany(wait)),
    };
    Ok(form(&who.signed, &typed, Problems::one("email", problem)))
}
