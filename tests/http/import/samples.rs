//! Requests as sellers send them, imported in the month for which they were written.

mod ends;
mod offers;
mod says;

use super::{SAAS, drafts, pasted};
use crate::client::{Client, Response};
use crate::html::Page;
use crate::portal::TestPortal;
use crate::trade::{ADMIN, Trade};
use crate::wizard::Wizard;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const THEN: &str = "2023-01-15T12:00:00Z";
const SEAGLASS: &str = "prod-seaglass00001";
const NAME: &str = "Seaglass winter terms";
/// What the requests about one that stands at AWS call it.
const ID: &str = "resaleauthz-seaglass00001";

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/catalog_api/import/fixtures/",
            $name,
            ".json"
        ))
    };
}
use sample;

const USAGE: &str = sample!("usage_until_a_day_with_contract");
const RENEWAL: &str = sample!("renewal");
const DRAFT: &str = sample!("draft");
const UPDATE: &str = sample!("update");
const RESTRICT: &str = sample!("restrict");

/// Sets the portal's clock back. Whoever is signed in afterwards signed in then.
fn go_back(portal: &TestPortal) {
    let then: DateTime<Utc> = THEN.parse().expect("a moment");
    portal.clock.advance(then - portal.clock.now());
}

/// Northwind's admin in January 2023, with Seaglass on sale as this says.
fn january(portal: &TestPortal, seaglass: &Value) -> Client {
    go_back(portal);
    let browser = portal.sign_in(ADMIN);
    let answer = pasted(&browser, &seaglass.to_string());
    assert_eq!(answer.status, 200, "{}", answer.main());
    let at = answer.page().link("Seaglass");
    assert_eq!(at, format!("/isv/products/{SEAGLASS}"));
    browser
}

/// Seaglass as AWS describes it, with the EULA that the requests name as its own.
fn described(dimensions: Value, prices: Value) -> Value {
    let text = SAAS
        .replace("kelpstorage01", "seaglass00001")
        .replace("Kelp Storage", "Seaglass");
    let mut all: Value = serde_json::from_str(&text).expect("JSON");
    all[0]["DetailsDocument"]["Dimensions"] = dimensions;
    let eula = json!({"Type": "CustomEula", "Url": "https://files.example.com/seaglass/eula.pdf"});
    all[1]["DetailsDocument"]["Terms"] =
        json!([prices, {"Type": "LegalTerm", "Documents": [eula]}]);
    all
}

fn dimension(key: &str, name: &str, types: &[&str]) -> Value {
    json!({"Name": name, "Description": name, "Key": key, "Unit": "Units", "Types": types})
}

/// Two dimensions by the year.
fn by_contract() -> Value {
    let dimensions = json!([
        dimension("t2.small", "Small", &["Entitled"]),
        dimension("Users", "Users", &["Entitled"])
    ]);
    let prices = json!({"Type": "ConfigurableUpfrontPricingTerm", "CurrencyCode": "USD", "RateCards": [{
        "Selector": {"Type": "Duration", "Value": "P12M"},
        "Constraints": {"MultipleDimensionSelection": "Allowed", "QuantityConfiguration": "Allowed"},
        "RateCard": [{"DimensionKey": "t2.small", "Price": "200"}, {"DimensionKey": "Users", "Price": "50"}]}]});
    described(dimensions, prices)
}

/// One dimension, paid as used.
fn by_use() -> Value {
    let dimensions = json!([dimension(
        "t2.micro",
        "Micro",
        &["Metered", "ExternallyMetered"]
    )]);
    let prices = json!({"Type": "UsageBasedPricingTerm", "CurrencyCode": "USD",
        "RateCards": [{"RateCard": [{"DimensionKey": "t2.micro", "Price": "200"}]}]});
    described(dimensions, prices)
}

/// Imports a request that makes one draft; the page that tells of it, and where it is reviewed.
fn imported(browser: &Client, text: &str) -> (Page, String) {
    let answer = pasted(browser, text);
    assert_eq!(answer.status, 200, "{}", answer.main());
    let page = answer.page();
    let review = page.link(&format!("Review {NAME}"));
    (page, review)
}

/// Presses *Create opportunities* on a review.
fn create(browser: &Client, review: &str) -> Response {
    let form = browser.get(review).page().form("Create opportunities");
    browser.follow(browser.submit(review, &form))
}

/// The draft that is reviewed here.
fn opened<'a>(portal: &'a TestPortal, browser: Client, review: &str) -> Wizard<'a> {
    Wizard {
        trade: Trade::begin(portal),
        browser,
        draft: review.split('/').nth(3).expect("an id").to_owned(),
    }
}
