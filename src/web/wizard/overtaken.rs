//! Two people saved one step: both texts side by side, and the choice between them.

use crate::answers::Fields;
use crate::answers::typed::{self, DateBoxes};
use crate::web::page::{self, Page};
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// An answer that differs.
pub struct Difference {
    /// The field by which one of the two is chosen.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What was typed, in words.
    pub mine: String,
    /// What is saved, in words.
    pub theirs: String,
}

impl Difference {
    fn mine_words(&self) -> &str {
        or_nothing(&self.mine)
    }

    fn theirs_words(&self) -> &str {
        or_nothing(&self.theirs)
    }
}

/// An empty answer still needs words to choose it by.
fn or_nothing(words: &str) -> &str {
    if words.trim().is_empty() {
        "Nothing"
    } else {
        words
    }
}

/// The page with the choice.
#[derive(Template)]
#[template(path = "wizard/overtaken.html")]
pub struct OvertakenPage {
    /// Its frame.
    pub page: Page,
    /// The step that both changed.
    pub step: &'static str,
    /// Who saved first.
    pub by: String,
    /// Where the choice is sent.
    pub action: String,
    /// The version that was saved.
    pub version: i32,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What was typed, sent along unseen.
    pub typed: Vec<(String, String)>,
}

impl OvertakenPage {
    /// Sends it.
    pub fn respond(&self) -> HttpResponse {
        page::html(StatusCode::CONFLICT, self)
    }
}

/// The three boxes of a date as the day that they name, or as they were typed.
pub fn date(fields: &Fields, stem: &str) -> String {
    let boxes = DateBoxes::of(fields, stem);
    match typed::date(boxes, stem, "") {
        Ok(Some(day)) => view::day(day),
        Ok(None) | Err(_) => [boxes.day, boxes.month, boxes.year]
            .map(str::trim)
            .join(" ")
            .trim()
            .to_owned(),
    }
}

/// The names of a form's fields with each of their values.
pub fn pairs(fields: &Fields) -> Vec<(String, String)> {
    let all = fields.iter();
    all.flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())))
        .collect()
}

/// For which answers of the page the saved one was chosen.
pub fn theirs(fields: &Fields) -> Vec<String> {
    let chosen = fields
        .iter()
        .filter(|(_, values)| values.iter().any(|value| value == "theirs"));
    chosen
        .filter_map(|(name, _)| name.strip_prefix("pick:").map(str::to_owned))
        .collect()
}
