//! What is told when somebody wants to revoke what is not active any more.

use crate::domain::opportunity::{Opportunity, Status};
use crate::web::auth::Signed;
use crate::web::nav::Section;
use crate::web::opportunities::end::Over;
use crate::web::{page, paths};
use actix_web::HttpResponse;
use chrono::{DateTime, Utc};

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
    let name = "isv.opportunity.ended";
    let over = Over {
        page: who.page(page::CHANGED_MEANWHILE, name, Section::Opportunities),
        words,
        detail: paths::isv_opportunity(opportunity.id),
        clone: Some(paths::isv_opportunity_clone(opportunity.id)),
    };
    over.answer()
}
