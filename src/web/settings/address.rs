//! One address on the list of notifications: what it is told of, writing to it again, and taking it off.

use crate::answers::Problems;
use crate::domain::ids::AddressId;
use crate::domain::notification::{AddressState, Topic};
use crate::store::Conn;
use crate::store::notifications::{self, Address, Resent};
use crate::web::auth::OwnAdmin;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::settings::notifications::{Admission, Choice, choices, confirmed, topics};
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "settings/address.html")]
struct Change {
    page: Page,
    list: String,
    email: String,
    action: String,
    topics: Vec<Choice>,
}

/// The address that a path names, if it is on the list.
async fn named(who: &OwnAdmin, state: &State, path: &str) -> Result<Address, Error> {
    let id: AddressId = path.parse().map_err(|_| Error::NotFound)?;
    let scope = who.scope;
    let found = state.db.read(move |c| notifications::find(c, &scope, id));
    found.await?.ok_or(Error::NotFound)
}

/// `GET /settings/notifications/{address}`.
pub async fn show(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let address = named(&who, &state, &path).await?;
    let topics = address.topics.clone();
    Ok(form(&who, &address, &topics, Problems::none()))
}

fn form(who: &OwnAdmin, address: &Address, chosen: &[Topic], problems: Problems) -> HttpResponse {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut page = who.signed.page(
        format!("Messages to {}", address.email),
        "settings.notification",
        Section::Notifications,
    );
    page.problems = problems;
    let template = Change {
        page,
        list: paths::notifications(),
        email: address.email.clone(),
        action: paths::notification_address(address.id),
        topics: choices(&who.signed.organisation, |topic| chosen.contains(&topic)),
    };
    page::html(status, &template)
}

/// `POST /settings/notifications/{address}`.
pub async fn change(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let address = named(&who, &state, &path).await?;
    confirmed(&who, &state, true)?;
    let topics = topics(&sent.0);
    if topics.is_empty() {
        let problems = Problems::one("topic", "Select at least one kind of message");
        return Ok(form(&who, &address, &topics, problems));
    }
    let (scope, person, now) = (who.scope, who.signed.user.name.clone(), state.clock.now());
    let id = address.id;
    let write = state
        .db
        .write(move |c| notifications::set_topics(c, &scope, id, &topics, &person, now));
    if !write.await? {
        return Err(Error::NotFound);
    }
    let done = format!("Messages to {} are changed.", address.email);
    who.signed.visit.tell(&Banner::success(done))?;
    Ok(page::redirect(&paths::notifications()))
}

/// `POST /settings/notifications/{address}/remove`.
pub async fn remove(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = named(&who, &state, &path).await?.id;
    confirmed(&who, &state, false)?;
    let (scope, person, now) = (who.scope, who.signed.user.name.clone(), state.clock.now());
    let write = state
        .db
        .write(move |c| notifications::remove(c, &scope, id, &person, now));
    let email = write.await?.ok_or(Error::NotFound)?;
    let done = format!("{email} is off the list and gets no more messages.");
    who.signed.visit.tell(&Banner::success(done))?;
    Ok(page::redirect(&paths::notifications()))
}

/// `POST /settings/notifications/{address}/resend`.
pub async fn resend(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let address = named(&who, &state, &path).await?;
    let (scope, now) = (who.scope, state.clock.now());
    let admission = Admission::new(&who.signed, &state);
    let (email, waits) = (
        address.email.clone(),
        address.state == AddressState::Waiting,
    );
    let write = state.db.write(move |c| {
        let letter = |c: &mut Conn, id| admission.letter(c, (id, &address.email, &address.topics));
        let by: (&str, &notifications::Letters<'_>) = (&admission.person, &letter);
        notifications::resend(c, &scope, address.id, &admission.admitted(), by, now)
    });
    let banner = match write.await? {
        Resent::Done if state.confirm_addresses => {
            Banner::success(format!("{email} is asked to confirm again."))
        }
        Resent::Done if waits => Banner::success(format!("{email} is on the list and is told so.")),
        Resent::Done => Banner::success(format!("{email} is written to again.")),
        Resent::NotNeeded => Banner::notice(format!("{email} is active already.")),
        Resent::TooMany(wait) => return Err(Error::TooMany(wait)),
        Resent::Missing => return Err(Error::NotFound),
    };
    who.signed.visit.tell(&banner)?;
    Ok(page::redirect(&paths::notifications()))
}
