//! What a link leads to that does not work any more: one page for a link that was used, one that is too old, and one that
//! never was, with a way to another.

use crate::web::auth::Visitor;
use crate::web::page::{self, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "people/gone.html")]
struct Gone {
    page: Page,
    /// What the link may have been through.
    words: &'static str,
    /// What to do if one still needs what it was for.
    advice: &'static str,
    /// Where another link is asked for, if whoever has none can ask for it themselves.
    ask: Option<String>,
    sign_in: String,
}

/// Instead of choosing a new password.
pub fn password(visitor: &Visitor) -> HttpResponse {
    shown(
        visitor,
        "password.reset.gone",
        "A link to a new password works once and for half an hour. This one was used already, is too old, or is not whole.",
        "If you chose a new password with it, sign in with that.",
        Some(paths::password_forgotten()),
    )
}

/// Instead of joining an organisation.
pub fn invitation(visitor: &Visitor) -> HttpResponse {
    shown(
        visitor,
        "invitation.gone",
        "An invitation works once and for a day. This one was used already, was withdrawn, is too old, or its link is not whole.",
        "If you came in by it before, sign in. Otherwise ask whoever invited you, or another admin of the organisation, for a new invitation.",
        None,
    )
}

fn shown(
    visitor: &Visitor,
    name: &'static str,
    words: &'static str,
    advice: &'static str,
    ask: Option<String>,
) -> HttpResponse {
    let gone = Gone {
        page: visitor.page("This link does not work any more", name),
        words,
        advice,
        ask,
        sign_in: paths::sign_in(),
    };
    page::html(StatusCode::NOT_FOUND, &gone)
}
