//! A draft that became something while somebody was still typing into it: what it became, and what was typed, which is
//! no part of that.

use crate::web::page::{self, Page};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "wizard/made.html")]
pub struct MadePage {
    page: Page,
    words: String,
    /// What was made.
    href: String,
    label: &'static str,
    /// Each answer that was typed: what was asked, and the answer in words.
    typed: Vec<(String, String)>,
}

impl MadePage {
    /// The page that says what was made of a draft, in words and with a link, and what somebody typed who came too late.
    pub fn of(
        page: Page,
        words: String,
        (label, href): (&'static str, String),
        typed: Vec<(String, String)>,
    ) -> Self {
        Self {
            page,
            words,
            href,
            label,
            typed,
        }
    }

    /// Sends it.
    pub fn respond(&self) -> HttpResponse {
        page::html(StatusCode::CONFLICT, self)
    }
}
