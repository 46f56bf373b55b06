//! Requests to the AWS Marketplace Catalog API as pages and downloads show them.

use crate::catalog_api::export::{Purpose, Request};
use crate::web::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Serialize;

/// The only place where the Catalog API is spoken to.
pub const REGION: &str = "us-east-1";

/// What is said about a name that AWS does not give.
pub const MISREAD: &str = "Resale authorization ID must begin with resaleauthz- and then have only small letters and numbers, like resaleauthz-abc123def456g";

/// A request on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it does.
    pub title: &'static str,
    /// The id of its box.
    pub field: String,
    /// The request.
    pub text: String,
    /// Where it is downloaded.
    pub href: String,
    /// The command that sends the download.
    pub command: String,
}

/// A request as a page shows it; `of` names what it is about.
///
/// # Errors
/// Never in practice.
pub fn shown(request: &Request, of: &str, href: String) -> Result<Shown, Error> {
    let file = file_name(request.purpose, of);
    Ok(Shown {
        title: request.purpose.label(),
        field: format!("request-{}", request.purpose.as_str()),
        text: text(&request.body)?,
        href,
        command: format!(
            "aws marketplace-catalog start-change-set --region {REGION} --cli-input-json file://{file}"
        ),
    })
}

/// The name of a request's file.
pub fn file_name(purpose: Purpose, of: &str) -> String {
    format!("{}-{of}.json", purpose.as_str())
}

/// What is sent to AWS, laid out for reading.
///
/// # Errors
/// Never in practice.
pub fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value).map_err(|error| Error::Internal(error.into()))
}

/// One request as a file.
///
/// # Errors
/// Never in practice.
pub fn file(request: &Request, of: &str) -> Result<HttpResponse, Error> {
    let text = text(&request.body)?;
    Ok(saved(&file_name(request.purpose, of), &text))
}

/// Several requests as one file; `text` is what [`text`] makes of them, which may take a while.
pub fn files(name: &str, text: &str) -> HttpResponse {
    saved(name, text)
}

fn saved(name: &str, text: &str) -> HttpResponse {
    let disposition = format!("attachment; filename=\"{name}\"");
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(format!("{text}\n"))
}
