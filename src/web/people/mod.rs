//! How people get in and stay in: invitations, forgotten and changed passwords, and who is in an organisation.
//!
//! Links of these pages hold a secret that grants something by itself; the database knows only fingerprints of them. A
//! link that does not work any more is answered like one that never was (`gone`).

mod change;
mod forgotten;
mod gone;
mod invite;
mod join;
mod list;
mod reset;

use crate::answers::{Fields, Problems};
use crate::domain::account::User;
use crate::domain::opportunity::Side;
use crate::domain::text;
use crate::mail::messages::{Link, SignInChanged};
use crate::store;
use crate::store::outbox::Letter;
use crate::store::throttle::{self, Subject};
use crate::web::State;
use crate::web::error::Error;
use crate::web::password::{self, Refused};
use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};
use chrono::{DateTime, Utc};

/// Characters of a person's name; longer ones do not fit where names stand.
pub const MAX_NAME: usize = 100;

/// All of these pages.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::password_forgotten())
                .get(forgotten::show)
                .post(forgotten::ask),
        )
        .service(
            resource(paths::password_reset("{secret}"))
                .get(reset::show)
                .post(reset::choose),
        )
        .service(
            resource(paths::invitation("{secret}"))
                .get(join::show)
                .post(join::join),
        )
        .service(
            resource(paths::password())
                .get(change::show)
                .post(change::change),
        )
        .service(resource(paths::people()).get(list::show))
        .service(
            resource(paths::people_invite())
                .get(invite::ask)
                .post(invite::invite),
        )
        .service(resource(paths::people_withdraw()).post(list::withdraw))
        .service(resource(paths::person_role("{person}")).post(list::role))
        .service(resource(paths::person_access("{person}")).post(list::access))
        .service(resource(paths::person_second_step("{person}")).post(list::second_step));
}

/// A new password as typed, or what is wrong with it: for a person of whom others know this.
fn new_password(typed: &Fields, field: &str, known: &[&str]) -> Result<String, Problems> {
    let typed = typed.get(field);
    if typed.is_empty() {
        return Err(Problems::one(field, "Enter a new password"));
    }
    let text = match password::check_new(typed, known) {
        Ok(()) => return Ok(typed.to_owned()),
        Err(Refused::Length) => format!(
            "Password must be {} to {} characters",
            password::SHORTEST,
            password::LONGEST
        ),
        Err(Refused::Guessable) => "Password is too easy to guess – choose another".to_owned(),
    };
    Err(Problems::one(field, text))
}

/// A person's name as typed, or what is wrong with it.
fn name(typed: &Fields) -> Result<String, Problems> {
    let name = text::clean(typed.get("name"));
    let problem = |text: String| Err(Problems::one("name", text));
    if name.is_empty() {
        problem("Enter your name".to_owned())
    } else if !text::one_line(&name) {
        problem("Name must be on one line".to_owned())
    } else if text::length(&name) > MAX_NAME {
        problem(format!("Name must be {MAX_NAME} characters or less"))
    } else {
        Ok(name)
    }
}

/// The letter that tells a person of a change to how they sign in.
pub(in crate::web) fn changed_letter(
    state: &State,
    browser: &str,
    user: &User,
    what: &str,
    at: DateTime<Utc>,
) -> Result<Letter, store::Error> {
    let told = SignInChanged {
        what,
        at,
        browser,
        link: Link::to(state.origin.as_str(), &paths::account()),
    };
    let message = told
        .message()
        .map_err(|error| store::Error::Broken(error.to_string()))?;
    Ok(message.to(&user.email, Side::Isv))
}

/// Counts a try from a network and says whether to wait first, so that nobody tries secrets or addresses in a row.
async fn begin_try(state: &State, subject: Subject<'static>) -> Result<(), Error> {
    let now = state.clock.now();
    let begun = state.db.write(move |c| throttle::begin(c, &subject, now));
    match begun.await? {
        Some(wait) => {
            tracing::info!("a try came too soon");
            Err(Error::TooMany(wait))
        }
        None => Ok(()),
    }
}

/// What came of a try. It is taken back when it could not be made, because the portal was busy or something broke: nobody is
/// to wait for that.
async fn made<T>(
    state: &State,
    subject: &Subject<'static>,
    tried: Result<T, Error>,
) -> Result<T, Error> {
    match &tried {
        Ok(_) | Err(Error::NotFound) => {}
        Err(_) => {
            let (subject, now) = (subject.clone(), state.clock.now());
            let undone = state.db.write(move |c| throttle::undo(c, &subject, now));
            if let Err(error) = undone.await {
                tracing::warn!(%error, "a try that could not be made stays counted");
            }
        }
    }
    tried
}

/// Takes a try back that was none: whoever made it knew the secret.
async fn was_right(state: &State, subject: Subject<'static>) -> Result<(), Error> {
    let now = state.clock.now();
    let undone = state.db.write(move |c| throttle::undo(c, &subject, now));
    Ok(undone.await?)
}
