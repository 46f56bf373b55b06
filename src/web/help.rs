//! Pages to read: how the portal is used, how everybody can use it, and what it keeps about people.

use crate::domain::account::OrganisationKind;
use crate::web::auth::Visitor;
use crate::web::page::{self, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    page: Page,
    /// Where a vendor's people find what they asked their channel desk for.
    requests: Option<String>,
}

/// `GET /help`.
pub async fn show(visitor: Visitor) -> HttpResponse {
    let kind = visitor.signed.as_ref().map(|who| who.organisation.kind);
    page::html(
        StatusCode::OK,
        &HelpPage {
            page: visitor.page("Help", "help"),
            requests: (kind == Some(OrganisationKind::Isv)).then(paths::isv_terms_requests),
        },
    )
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    page: Page,
    account: String,
}

/// `GET /accessibility`.
pub async fn accessibility(visitor: Visitor) -> HttpResponse {
    let page = visitor.page("Accessibility", "accessibility");
    page::html(
        StatusCode::OK,
        &AccessibilityPage {
            page,
            account: paths::account(),
        },
    )
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    page: Page,
}

/// `GET /privacy`.
pub async fn privacy(visitor: Visitor) -> HttpResponse {
    let page = visitor.page("Privacy", "privacy");
    page::html(StatusCode::OK, &PrivacyPage { page })
}
