//! What an organisation says of itself: who it is, which whoever runs the portal has written down, and its own address, which
//! its admins can change.

use crate::answers::Problems;
use crate::domain::account::Role;
use crate::domain::opportunity::Side;
use crate::mail::messages::AddressChanged;
use crate::store::Error as StoreError;
use crate::store::organisations::{self, Moved};
use crate::web::auth::{OwnAdmin, OwnViewer, Signed};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::settings::notifications::wrong;
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "settings/organisation.html")]
struct Profile {
    page: Page,
    account: String,
    rows: Vec<(&'static str, String)>,
    notifications: String,
    action: String,
    /// The address, as typed, for those who may change it.
    email: Option<String>,
}

/// `GET /settings/organisation`.
pub async fn show(who: OwnViewer) -> HttpResponse {
    let email = who.signed.organisation.email.clone();
    profile(&who.signed, who.scope.side(), &email, Problems::none())
}

fn profile(who: &Signed, side: Side, typed: &str, problems: Problems) -> HttpResponse {
    let status = page::status(&problems);
    let organisation = &who.organisation;
    let mut page = who.page(
        "Your organisation",
        "settings.organisation",
        Section::Elsewhere,
    );
    page.problems = problems;
    let mut rows = vec![
        ("Legal name", organisation.name.clone()),
        ("AWS account ID", organisation.account.grouped()),
        ("Country", organisation.country.clone()),
    ];
    match side {
        Side::Isv => rows.push(("Takes part as", "Vendor (ISV)".to_owned())),
        Side::Partner => {
            rows.push(("Takes part as", "Consulting partner".to_owned()));
            let registered = if organisation.registered {
                "Yes"
            } else {
                "No, so vendors cannot choose you and no new offers can be made"
            };
            rows.push(("Registered reseller", registered.to_owned()));
        }
    }
    let may_change = who.user.role == Role::Admin;
    if !may_change {
        rows.push(("E-mail address", organisation.email.clone()));
    }
    let template = Profile {
        page,
        account: paths::account(),
        rows,
        notifications: paths::notifications(),
        action: paths::organisation(),
        email: may_change.then(|| typed.to_owned()),
    };
    page::html(status, &template)
}

/// `POST /settings/organisation`: changes the address; the old one and the new one are told.
pub async fn change(
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let now = state.clock.now();
    who.signed.confirmed(now, paths::organisation(), true)?;
    let (email, side) = (sent.0.get("email").trim().to_owned(), who.scope.side());
    if let Some(text) = wrong(&email) {
        let problems = Problems::one("email", text);
        return Ok(profile(&who.signed, side, sent.0.get("email"), problems));
    }
    let name = who.signed.organisation.name.clone();
    let (scope, by, new) = (who.scope, who.signed.user.name.clone(), email.clone());
    let writing = who.write(&state, move |c| {
        let letters = |old: &str| {
            let told = AddressChanged {
                organisation: &name,
                person: &by,
                from: old,
                to: &new,
                at: now,
            };
            let message = told
                .message()
                .map_err(|error| StoreError::Broken(error.to_string()))?;
            Ok([old, &new].map(|to| message.clone().to(to, side)).to_vec())
        };
        organisations::set_email(c, &scope, &new, (&by, &letters), now)
    });
    let banner = match writing.await? {
        Moved::Done => Banner::success(format!("You are written to at {email} from now on.")),
        Moved::Same => Banner::notice("The address is the same as before.".to_owned()),
        Moved::TooMany(wait) => return Err(Error::TooMany(wait)),
    };
    who.signed.visit.tell(&banner)?;
    Ok(page::redirect(&paths::organisation()))
}
