//! Pages that links out of mails lead to: the owner of an address agrees to messages, or stops them.
//!
//! Opening a link changes nothing, since programs that read mails open links too; the page has a button. Nobody can tell
//! from an answer whether a link was one of ours.

use crate::random;
use crate::store::notifications::{self, CONFIRM_WITHIN};
use crate::web::auth::Visitor;
use crate::web::error::Error;
use crate::web::page::{self, Page};
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "settings/link.html")]
struct LinkPage {
    page: Page,
    words: String,
    /// Where the button leads and what it says, before it is pressed.
    button: Option<(String, &'static str)>,
}

fn render(
    page: Page,
    words: impl Into<String>,
    button: Option<(String, &'static str)>,
) -> HttpResponse {
    let template = LinkPage {
        page,
        words: words.into(),
        button,
    };
    page::html(StatusCode::OK, &template)
}

/// `GET /notifications/confirm/{secret}`.
pub async fn ask_to_confirm(secret: Path<String>, visitor: Visitor) -> HttpResponse {
    render(
        visitor.page("Confirm notifications", "notifications.confirm"),
        "Press the button to be told by e-mail from now on. Every message says how to stop.",
        Some((paths::notification_confirm(&*secret), "Confirm")),
    )
}

/// `POST /notifications/confirm/{secret}`.
pub async fn confirm(
    secret: Path<String>,
    visitor: Visitor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (hash, now) = (random::fingerprint(&secret), state.clock.now());
    let write = state
        .db
        .write(move |c| notifications::confirm(c, &hash, now));
    write.await?;
    Ok(render(
        visitor.page("You have confirmed", "notifications.confirmed"),
        format!(
            "If the link still worked, messages come from now on. A link works once and for {} hours; if none come, ask whoever named your address to send it again.",
            CONFIRM_WITHIN.num_hours()
        ),
        None,
    ))
}

/// `GET /notifications/unsubscribe/{secret}`.
pub async fn ask_to_stop(secret: Path<String>, visitor: Visitor) -> HttpResponse {
    render(
        visitor.page("Stop messages", "notifications.unsubscribe"),
        "Press the button, and the address that this link was sent to gets no more notifications from that list.",
        Some((
            paths::notification_unsubscribe(&*secret),
            "Stop these messages",
        )),
    )
}

/// `POST /notifications/unsubscribe/{secret}`, sent by the button or by a mail program (RFC 8058).
pub async fn stop(
    secret: Path<String>,
    visitor: Visitor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (hash, now) = (random::fingerprint(&secret), state.clock.now());
    let write = state
        .db
        .write(move |c| notifications::unsubscribe(c, &hash, now));
    write.await?;
    Ok(render(
        visitor.page("No more messages", "notifications.unsubscribed"),
        "The address is off the list. A message that was under way may still arrive.",
        None,
    ))
}
