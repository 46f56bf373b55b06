//! One address on the list of notifications: changing it and what it is told of, writing to it again, and taking it off.

use crate::answers::Fields;
use crate::domain::ids::AddressId;
use crate::domain::notification::{AddressState, Topic};
use crate::domain::opportunity::Side;
use crate::store::Conn;
use crate::store::notifications::{self, Address, Changed, Resent};
use crate::web::auth::OwnAdmin;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::settings::admission::Admission;
use crate::web::settings::notifications::{Choice, choices, confirmed, problems, taken, topics};
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
    action: String,
    /// How the entry stood when it was shown first: see [`Address::version`].
    version: String,
    email: String,
    topics: Vec<Choice>,
}

/// What somebody typed into the page, or finds there.
struct Typed {
    version: String,
    email: String,
    topics: Vec<Topic>,
}

impl Typed {
    fn of(sent: &Fields) -> Self {
        Self {
            version: sent.get("version").to_owned(),
            email: sent.get("email").to_owned(),
            topics: topics(sent),
        }
    }

    /// What is to stand there.
    fn email(&self) -> &str {
        self.email.trim()
    }
}

impl From<&Address> for Typed {
    fn from(address: &Address) -> Self {
        Self {
            version: address.version(),
            email: address.email.clone(),
            topics: address.topics.clone(),
        }
    }
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
    let page = around(&who, &address);
    let typed = Typed::from(&address);
    Ok(form(&who, (StatusCode::OK, page), address.id, typed))
}

/// The page around the form.
fn around(who: &OwnAdmin, address: &Address) -> Page {
    who.signed.page(
        format!("Change {}", address.email),
        "settings.notification",
        Section::Notifications,
    )
}

fn form(
    who: &OwnAdmin,
    (status, page): (StatusCode, Page),
    id: AddressId,
    typed: Typed,
) -> HttpResponse {
    let template = Change {
        page,
        list: paths::notifications(),
        action: paths::notification_address(id),
        topics: choices(who.scope.side(), |topic| typed.topics.contains(&topic)),
        version: typed.version,
        email: typed.email,
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
    let typed = Typed::of(&sent.0);
    let mut problems = problems(typed.email(), &typed.topics);
    if problems.is_empty() {
        let email = typed.email();
        match write(&who, &state, address.id, &typed).await? {
            Changed::Replaced(old) => return done(&who, &replaced(&state, &old, email)),
            Changed::Topics => {
                return done(
                    &who,
                    &Banner::success(format!("Messages to {email} are changed.")),
                );
            }
            Changed::Same => {
                return done(&who, &Banner::notice("Nothing was changed.".to_owned()));
            }
            Changed::Stale(now) => return Ok(stale(&who, &now, typed)),
            Changed::TooMany(wait) => return Err(Error::TooMany(wait)),
            Changed::Missing => return Err(Error::NotFound),
            Changed::Taken => problems.add("email", taken(email)),
        }
    }
    let mut page = around(&who, &address);
    page.problems = problems;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(form(&who, (status, page), address.id, typed))
}

/// Back to the list, which says what was done.
fn done(who: &OwnAdmin, banner: &Banner) -> Result<HttpResponse, Error> {
    who.signed.visit.tell(banner)?;
    Ok(page::redirect(&paths::notifications()))
}

fn replaced(state: &State, old: &str, new: &str) -> Banner {
    Banner::success(if state.confirm_addresses {
        format!(
            "{new} is asked to confirm in the place of {old}. It gets nothing else until it has."
        )
    } else {
        format!("{new} is on the list in the place of {old} and is told so.")
    })
}

/// The form with what was typed, and how somebody else changed the entry meanwhile; sent again, it changes that.
fn stale(who: &OwnAdmin, now: &Address, typed: Typed) -> HttpResponse {
    let mut page = around(who, now);
    page.failed = true;
    page.banner = Some(Banner::notice(meanwhile(now, who.scope.side())));
    let version = now.version();
    let typed = Typed { version, ..typed };
    form(who, (StatusCode::CONFLICT, page), now.id, typed)
}

/// How an entry is now.
fn meanwhile(now: &Address, side: Side) -> String {
    let labels = now.topics.iter().map(|topic| topic.label(side));
    let labels: Vec<String> = labels.map(|label| format!("“{label}”")).collect();
    format!(
        "Somebody changed this while you were working. It is {} now and gets a message when: {}. What you typed is below and not saved. Save it to change this again.",
        now.email,
        labels.join(", ")
    )
}

async fn write(
    who: &OwnAdmin,
    state: &State,
    id: AddressId,
    typed: &Typed,
) -> Result<Changed, Error> {
    let (scope, now) = (who.scope, state.clock.now());
    let admission = Admission::new(who, state);
    let (version, email) = (typed.version.clone(), typed.email().to_owned());
    let topics = typed.topics.clone();
    let write = who.write(state, move |c| {
        let letter = |c: &mut Conn, id| admission.letter(c, (id, &email, &topics));
        let farewell = |old: &str| admission.farewell(old);
        let change = notifications::Change {
            id,
            version: &version,
            email: &email,
            topics: &topics,
            by: &admission.person,
            admitted: admission.admitted(),
            letter: &letter,
            farewell: &farewell,
        };
        notifications::change(c, &scope, &change, now)
    });
    write.await
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
    let write = who.write(&state, move |c| {
        notifications::remove(c, &scope, id, &person, now)
    });
    let email = write.await?.ok_or(Error::NotFound)?;
    let gone = format!("{email} is off the list and gets no more messages.");
    done(&who, &Banner::success(gone))
}

/// `POST /settings/notifications/{address}/resend`.
pub async fn resend(
    path: Path<String>,
    who: OwnAdmin,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id: AddressId = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, now) = (who.scope, state.clock.now());
    let admission = Admission::new(&who, &state);
    let write = who.write(&state, move |c| {
        let letter = |c: &mut Conn, to: &Address| {
            let address = (to.id, to.email.as_str(), to.topics.as_slice());
            admission.letter(c, address)
        };
        let by: (&str, &notifications::Again<'_>) = (&admission.person, &letter);
        notifications::resend(c, &scope, id, &admission.admitted(), by, now)
    });
    let banner = match write.await? {
        Resent::Done(address) => again(&address, &state),
        Resent::NotNeeded(email) => Banner::notice(format!("{email} is active already.")),
        Resent::TooMany(wait) => return Err(Error::TooMany(wait)),
        Resent::Missing => return Err(Error::NotFound),
    };
    done(&who, &banner)
}

/// What is said of an address that is written to again.
fn again(address: &Address, state: &State) -> Banner {
    let (email, waited) = (&address.email, address.state == AddressState::Waiting);
    Banner::success(if state.confirm_addresses {
        format!("{email} is asked to confirm again.")
    } else if waited {
        format!("{email} is on the list and is told so.")
    } else {
        format!("{email} is written to again.")
    })
}
