//! The outbox as the operator sees it: how it stands, and the letters that could not be sent. What letters say is nobody's
//! business here; subjects hold no prices.

use crate::domain::ids::MessageId;
use crate::domain::money;
use crate::mail::worker::KEPT;
use crate::store::outbox::{self, Decision, MessageState, Stuck};
use crate::web::State;
use crate::web::auth::{Operator, OperatorEditor};
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::operator::readers_note;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

/// After this long a letter should have gone out; then something is wrong with the mail server or the settings.
const ALARM_AFTER: TimeDelta = TimeDelta::minutes(15);

#[derive(Template)]
#[template(path = "operator/outbox.html")]
struct Outbox {
    page: Page,
    /// How long the oldest letter has waited, if one waits.
    oldest: Option<String>,
    /// What is wrong, if something is.
    alarm: Option<String>,
    /// Whether mails are written to files and reach nobody.
    to_files: bool,
    counts: Vec<(&'static str, String)>,
    /// How long mails that are settled are kept.
    kept_days: i64,
    rows: Vec<Row>,
    /// For those who may not decide about mails: who may.
    readers_note: Option<String>,
}

struct Row {
    id: String,
    recipient: String,
    subject: String,
    kind: &'static str,
    state: Tag,
    /// When it is tried again, if it is.
    again: Option<Moment>,
    /// How often it was tried, unless it begins anew.
    tries: Option<String>,
    reason: String,
    written: Moment,
    retry: String,
    give_up: String,
}

/// `GET /ops/outbox`.
pub async fn show(who: Operator, state: Data<State>) -> Result<HttpResponse, Error> {
    let read = state
        .db
        .read(|c| Ok((outbox::summary(c)?, outbox::stuck(c)?)));
    let (summary, stuck) = read.await?;
    let now = state.clock.now();
    let dead = summary.count(MessageState::Dead);
    let late = summary
        .oldest
        .is_some_and(|oldest| now - oldest > ALARM_AFTER);
    let alarm = match (late, dead) {
        (false, 0) => None,
        (true, _) => Some(format!(
            "Mails have waited for more than {} minutes. Look at the mail server and its settings.",
            ALARM_AFTER.num_minutes()
        )),
        (false, dead) => Some(format!(
            "{} given up. Each is to be tried again or given up for good.",
            view::count(dead, "mail was", "mails were")
        )),
    };
    let counts = MessageState::ALL
        .into_iter()
        .map(|state| (label(state), money::group_digits(summary.count(state))));
    let template = Outbox {
        page: who.signed.page("Outbox", "ops.outbox", Section::Outbox),
        oldest: summary.oldest.map(|oldest| view::ago(oldest, now)),
        alarm,
        to_files: state.mails_go_to_files,
        counts: counts.collect(),
        kept_days: KEPT.num_days(),
        rows: stuck.into_iter().map(row).collect(),
        readers_note: readers_note(&who.signed, "decide about a mail"),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn label(state: MessageState) -> &'static str {
    match state {
        MessageState::Queued => "Waiting",
        MessageState::Sending => "Being sent",
        MessageState::Sent => "Sent",
        MessageState::Dead => "Given up",
        MessageState::Cancelled => "Withdrawn",
    }
}

fn row(letter: Stuck) -> Row {
    let state = match letter.again {
        Some(_) => Tag {
            kind: "waiting",
            label: "Tried again",
        },
        None => Tag {
            kind: "attention",
            label: "Given up",
        },
    };
    Row {
        id: letter.id.to_string(),
        recipient: letter.recipient,
        subject: letter.subject,
        kind: letter.kind.as_str(),
        state,
        again: letter.again.map(view::moment),
        tries: (letter.attempts > 0).then(|| view::count(letter.attempts, "try", "tries")),
        reason: letter.error,
        written: view::moment(letter.created_at),
        retry: paths::outbox_retry(letter.id),
        give_up: paths::outbox_give_up(letter.id),
    }
}

/// `POST /ops/outbox/{message}/retry`.
pub async fn retry(
    path: Path<String>,
    who: OperatorEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let done = "It is tried again now.";
    act(&path, &who, &state, Decision::Retry, done).await
}

/// `POST /ops/outbox/{message}/give-up`.
pub async fn give_up(
    path: Path<String>,
    who: OperatorEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let done = "It is given up for good.";
    act(&path, &who, &state, Decision::GiveUp, done).await
}

/// Does something to a letter that could not be sent; one that was sent meanwhile is left alone.
async fn act(
    path: &str,
    who: &OperatorEditor,
    state: &State,
    decision: Decision,
    done: &str,
) -> Result<HttpResponse, Error> {
    let id: MessageId = path.parse().map_err(|_| Error::NotFound)?;
    let (by, now) = (who.signed.user.clone(), state.clock.now());
    let decided = who.write(state, move |c| outbox::decide(c, (id, decision), &by, now));
    if !decided.await? {
        return Err(Error::NotFound);
    }
    tracing::info!(letter = %id, by = %who.signed.user.id, done, "the operator decided about a mail");
    who.signed.visit.tell(&Banner::success(done))?;
    Ok(page::redirect(&paths::outbox()))
}
