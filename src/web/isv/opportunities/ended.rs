//! What is told when somebody wants to revoke what is not active any more.

use crate::domain::opportunity::{Opportunity, Status};
use crate::web::auth::Signed;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "isv/opportunities/ended.html")]
struct Ended {
    page: Page,
    words: String,
    detail: String,
    clone: String,
}

/// Why an opportunity cannot be revoked; nothing when it can.
pub fn words(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<String> {
    let became = match opportunity.status(now) {
        Status::Active => return None,
        Status::Used => "is already used",
        Status::Expired => "has already expired",
        Status::Revoked => "is already revoked",
        Status::EndedByPartner => "was already ended by the partner",
    };
    Some(format!("\"{}\" {became}", opportunity.details.name()))
}

/// The page that tells it.
pub fn page(who: &Signed, opportunity: &Opportunity, words: String) -> HttpResponse {
    let page = who.page(
        "This changed while you were working",
        "isv.opportunity.ended",
        Section::Opportunities,
    );
    let template = Ended {
        page,
        words,
        detail: paths::isv_opportunity(opportunity.id),
        clone: paths::isv_opportunity_clone(opportunity.id),
    };
    page::html(StatusCode::CONFLICT, &template)
}
