//! The list of notifications: which addresses are told by e-mail besides the organisation's own, and adding one.

use crate::answers::{Fields, Problems};
use crate::domain::account::Role;
use crate::domain::ids::AddressId;
use crate::domain::notification::{AddressState, MAX_ADDRESSES, Topic};
use crate::domain::opportunity::Side;
use crate::mail::address as parser;
use crate::random;
use crate::store::notifications::{self, Added, Address, NewAddress};
use crate::store::scope::OwnScope;
use crate::store::{Conn, users};
use crate::web::auth::{OwnAdmin, OwnViewer, Signed};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::settings::admission::Admission;
use crate::web::view::{self, Tag};
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Utc};

/// What this part of the portal is called.
pub(super) const TITLE: &str = "E-mail notifications";

#[derive(Template)]
#[template(path = "settings/notifications.html")]
struct List {
    page: Page,
    /// The organisation's own address, which is told of everything.
    own: String,
    most: usize,
    rows: Vec<Row>,
    /// Who may change the list, for those who may not.
    readers_note: Option<String>,
    action: String,
    email: String,
    topics: Vec<Choice>,
}

struct Row {
    id: String,
    email: String,
    state: Tag,
    /// Since when it waits to be confirmed, if it does.
    since: Option<String>,
    topics: Vec<&'static str>,
    added: String,
    /// Where it is changed, written to again and removed, for those who may.
    change: Option<String>,
    resend: Option<String>,
    remove: Option<String>,
}

/// A kind of message to choose.
pub(super) struct Choice {
    pub(super) word: &'static str,
    pub(super) label: &'static str,
    pub(super) note: &'static str,
    pub(super) chosen: bool,
}

/// The kinds of message that a side chooses among.
pub(super) fn choices(side: Side, chosen: impl Fn(Topic) -> bool) -> Vec<Choice> {
    let choice = |topic: Topic| Choice {
        word: topic.as_str(),
        label: topic.label(side),
        note: topic.note(side),
        chosen: chosen(topic),
    };
    Topic::ALL.into_iter().map(choice).collect()
}

/// The kinds of message that were ticked.
pub(super) fn topics(typed: &Fields) -> Vec<Topic> {
    let ticked = |topic: &Topic| typed.all("topic").iter().any(|word| word == topic.as_str());
    Topic::ALL.into_iter().filter(ticked).collect()
}

/// What is wrong with an address as typed.
pub(super) fn wrong(email: &str) -> Option<&'static str> {
    if email.is_empty() {
        Some("Enter an e-mail address")
    } else if parser::given(email).is_none() {
        Some("Enter an e-mail address in the right format, like name@example.com")
    } else {
        None
    }
}

/// What is wrong with an entry of the list as typed.
pub(super) fn problems(email: &str, topics: &[Topic]) -> Problems {
    let mut problems = Problems::none();
    if let Some(text) = wrong(email) {
        problems.add("email", text);
    }
    if topics.is_empty() {
        problems.add("topic", "Select at least one kind of message");
    }
    problems
}

/// That an address is there already.
pub(super) fn taken(email: &str) -> String {
    format!("{email} is already in the list")
}

/// `GET /settings/notifications`.
pub async fn show(who: OwnViewer, state: Data<State>) -> Result<HttpResponse, Error> {
    let all = |_| true;
    let topics = choices(who.scope.side(), all);
    let empty = String::new();
    render(
        &who.signed,
        who.scope,
        &state,
        (empty, topics),
        Problems::none(),
    )
    .await
}

async fn render(
    who: &Signed,
    scope: OwnScope,
    state: &State,
    (email, topics): (String, Vec<Choice>),
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let may_change = who.user.role == Role::Admin;
    let organisation = who.organisation.id;
    let read = state.db.read(move |c| {
        let people = if may_change {
            Vec::new()
        } else {
            users::of(c, organisation)?
        };
        Ok((notifications::list(c, &scope)?, people))
    });
    let (list, people) = read.await?;
    let admins = people.into_iter().filter(|user| user.role == Role::Admin);
    let admins: Vec<String> = admins.map(|user| user.name).collect();
    let status = page::status(&problems);
    let mut page = who.page(TITLE, "settings.notifications", Section::Notifications);
    page.problems = problems;
    let side = scope.side();
    let template = List {
        page,
        own: who.organisation.email.clone(),
        most: MAX_ADDRESSES,
        rows: list.into_iter().map(|a| row(a, side, may_change)).collect(),
        readers_note: (!may_change).then(|| who_may(&admins)),
        action: paths::notifications(),
        email,
        topics,
    };
    Ok(page::html(status, &template))
}

/// Who may change the list.
fn who_may(admins: &[String]) -> String {
    match view::together(admins) {
        None => "Nobody in your organisation can change this list at the moment.".to_owned(),
        Some(names) => format!("{names} can change this list."),
    }
}

fn row(address: Address, side: Side, may_change: bool) -> Row {
    let id = address.id;
    let (kind, label) = match address.state {
        AddressState::Active => ("active", "Active"),
        AddressState::Waiting => ("waiting", "Waiting for confirmation"),
        AddressState::Undeliverable => ("attention", "Not deliverable"),
    };
    let written_to = address.state == AddressState::Active;
    let day = |at: DateTime<Utc>| view::day(at.date_naive());
    Row {
        id: id.to_string(),
        since: address.asked_at.map(day),
        added: format!("by {} on {}", address.added_by, day(address.added_at)),
        state: Tag { kind, label },
        topics: address
            .topics
            .iter()
            .map(|topic| topic.label(side))
            .collect(),
        email: address.email,
        change: may_change.then(|| paths::notification_address(id)),
        resend: (may_change && !written_to).then(|| paths::notification_resend(id)),
        remove: may_change.then(|| paths::notification_remove(id)),
    }
}

/// `POST /settings/notifications`.
pub async fn add(who: OwnAdmin, state: Data<State>, sent: HtmlForm) -> Result<HttpResponse, Error> {
    let typed = sent.0;
    confirmed(&who, &state, true)?;
    let (email, topics) = (typed.get("email").trim().to_owned(), topics(&typed));
    let mut problems = problems(&email, &topics);
    if problems.is_empty() {
        match insert(&who, &state, email.clone(), topics.clone()).await? {
            Added::Done => {
                who.signed.visit.tell(&added(&state, &email))?;
                return Ok(page::redirect(&paths::notifications()));
            }
            Added::TooMany(wait) => return Err(Error::TooMany(wait)),
            Added::Taken => problems.add("email", taken(&email)),
            Added::Full => problems.add(
                "email",
                format!("You can have up to {MAX_ADDRESSES} addresses – remove one first"),
            ),
        }
    }
    let again = choices(who.scope.side(), |topic| topics.contains(&topic));
    let typed = typed.get("email").to_owned();
    render(&who.signed, who.scope, &state, (typed, again), problems).await
}

/// That it is really an admin who changes the list: whoever can put an address on it reads along.
///
/// # Errors
/// When they have to give their password again.
pub(super) fn confirmed(who: &OwnAdmin, state: &State, carry: bool) -> Result<(), Error> {
    let back = paths::notifications();
    who.signed.confirmed(state.clock.now(), back, carry)
}

fn added(state: &State, email: &str) -> Banner {
    Banner::success(if state.confirm_addresses {
        format!("{email} is asked to confirm. It gets nothing else until it has.")
    } else {
        format!("{email} is on the list and is told so.")
    })
}

async fn insert(
    who: &OwnAdmin,
    state: &State,
    email: String,
    topics: Vec<Topic>,
) -> Result<Added, Error> {
    let (scope, now) = (who.scope, state.clock.now());
    let id: AddressId = random::id(now);
    let admission = Admission::new(who, state);
    let write = who.write(state, move |c| {
        let letter = |c: &mut Conn, id| admission.letter(c, (id, &email, &topics));
        let new = NewAddress {
            id,
            email: &email,
            topics: &topics,
            by: &admission.person,
            admitted: admission.admitted(),
            letter: &letter,
        };
        notifications::add(c, &scope, &new, now)
    });
    write.await
}
