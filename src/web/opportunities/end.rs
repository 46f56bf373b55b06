//! How an opportunity is ended before its time, by either side: the question with what follows from it, the reason, and what
//! became of one that is over already.

use crate::answers::Problems;
use crate::domain::opportunity::{MAX_REASON, Opportunity, Side, discount_label};
use crate::domain::text;
use crate::web::page::{self, Page};
use crate::web::view::{self, Moment};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// The question, before anything is done.
#[derive(Template)]
#[template(path = "opportunities/end.html")]
pub struct Question {
    /// The page, whose title is the question.
    pub page: Page,
    /// Where the opportunity is.
    pub detail: String,
    /// Where the answer goes.
    pub action: String,
    /// Which one it is of those with the same name.
    pub about: Vec<(&'static str, String)>,
    /// What follows from it.
    pub consequences: Vec<String>,
    /// The reason typed.
    pub reason: String,
    /// Who reads the reason.
    pub hint: String,
    /// The buttons: words, what they send, their look, and what they say while they are at it.
    pub buttons: Vec<[&'static str; 4]>,
}

impl Question {
    /// The page: with problems it could not be done.
    pub fn answer(self) -> HttpResponse {
        let status = page::status(&self.page.problems);
        page::html(status, &self)
    }
}

/// Which opportunity it is, as `reader` knows it: several may have one name.
pub fn about(opportunity: &Opportunity, reader: Side) -> Vec<(&'static str, String)> {
    let party = match reader {
        Side::Isv => ("Reseller", opportunity.reseller.name.clone()),
        Side::Partner => ("Vendor", opportunity.isv.name.clone()),
    };
    let discount = discount_label(opportunity.discount, opportunity.percent);
    let mut rows = vec![
        ("Product", opportunity.product.title.clone()),
        party,
        ("Discount", discount),
    ];
    rows.extend(opportunity.last_day().map(|day| {
        (
            "Last day",
            format!("{}, until midnight UTC", view::day(day)),
        )
    }));
    rows
}

/// What is told once it is done: the opportunity, by its name and its product.
pub fn called(opportunity: &Opportunity) -> String {
    format!(
        "“{}” ({})",
        opportunity.details.name(),
        opportunity.product.title
    )
}

/// The reason that was typed, if any.
///
/// # Errors
/// When it is too long.
pub fn reason(typed: &str) -> Result<Option<String>, Problems> {
    let reason = text::clean(typed);
    if text::length(&reason) > MAX_REASON {
        let words = format!("Reason must be {MAX_REASON} characters or less");
        return Err(Problems::one("reason", words));
    }
    Ok((!reason.is_empty()).then_some(reason))
}

/// What becomes of the offers that were made.
pub fn offers_keep(opportunity: &Opportunity) -> String {
    match opportunity.uses {
        0 => "No offer was made from it, so none is affected".to_owned(),
        1 => "The offer already made keeps it".to_owned(),
        many => format!(
            "The {} already made keep it",
            view::count(many, "offer", "offers")
        ),
    }
}

/// What is told when somebody wants to end what cannot be ended any more.
#[derive(Template)]
#[template(path = "opportunities/ended.html")]
pub struct Over {
    /// The page.
    pub page: Page,
    /// Why, in words.
    pub words: String,
    /// Where the opportunity is.
    pub detail: String,
    /// Where it is cloned, for those who can.
    pub clone: Option<String>,
}

impl Over {
    /// The page.
    pub fn answer(self) -> HttpResponse {
        page::html(StatusCode::CONFLICT, &self)
    }
}

/// How it was ended before its time.
pub struct Ended {
    /// By whom, as the reader may know them.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why, if said.
    pub reason: Option<String>,
}

/// How an opportunity was ended before its time, if it was.
pub fn ended(opportunity: &Opportunity) -> Option<Ended> {
    let revocation = opportunity.revocation.as_ref()?;
    let verb = match revocation.by {
        Side::Isv => "Revoked",
        Side::Partner => "Ended",
    };
    Some(Ended {
        by: format!("{verb} by {}", revocation.person),
        at: view::moment(revocation.at),
        reason: revocation.reason.clone(),
    })
}
