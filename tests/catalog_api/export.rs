//! Opportunities made of terms, and what is sent for them.

use crate::dice::{contract_file, created, eula_file};
use crate::samples::proven;
use chrono::{DateTime, TimeZone, Utc};
use consign::catalog_api::export::{self, Around, Export, Purpose};
use consign::domain::authorization::AuthorizationId;
use consign::domain::ids::DocumentId;
use consign::domain::opportunity::Opportunity;
use consign::domain::terms::Parts;
use serde_json::Value;

/// The day on which the samples are made.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

/// The opportunity that parts make for one reseller and product.
pub fn opportunity(parts: Parts) -> Opportunity {
    let (mut opportunity, _) = created(&proven(parts)).remove(0);
    opportunity.created_at = now();
    opportunity
}

/// Where uploaded files are.
pub fn address(document: DocumentId) -> String {
    if document == eula_file().id {
        "https://files.example.com/acme/eula.pdf".to_owned()
    } else if document == contract_file().id {
        "https://files.example.com/acme/reseller-contract.pdf".to_owned()
    } else {
        panic!("{document} is no file of ours")
    }
}

pub fn authorization() -> AuthorizationId {
    AuthorizationId::parse("resaleauthz-abc123def456g").unwrap()
}

/// Now, and without an ID in AWS.
pub fn around() -> Around<'static> {
    Around {
        authorization: None,
        address: &address,
        now: now(),
    }
}

pub fn exported(opportunity: &Opportunity) -> Export {
    export::opportunity(opportunity, around())
}

/// A request of an export as JSON.
pub fn request(export: &Export, purpose: Purpose) -> Value {
    let found = export.requests.iter().find(|r| r.purpose == purpose);
    serde_json::to_value(&found.unwrap().body).unwrap()
}

/// What a change of a request says.
pub fn details<'a>(request: &'a Value, change: &str) -> Option<&'a Value> {
    let changes = request["ChangeSet"].as_array().unwrap();
    let found = changes.iter().find(|c| c["ChangeType"] == change);
    found.map(|change| &change["DetailsDocument"])
}

/// The request that creates what these parts make.
pub fn creation(parts: Parts) -> Value {
    request(&exported(&opportunity(parts)), Purpose::Create)
}
