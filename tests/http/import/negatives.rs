//! Everything that a request can have wrong, through the page: the sentence names the place and the rule, what was pasted
//! stays, and nothing is written.

mod days;
mod prices;

use super::{drafts, pasted};
use crate::client::Client;
use crate::html::Page;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade, VAULT};
use consign::domain::catalog::{Dimension, DimensionKey, ProductId};
use consign::store::products;
use serde_json::{Value, json};

macro_rules! cell {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/http/import/cells/requests/",
            $name,
            ".json"
        ))
    };
}

/// Contract prices and usage rates of Vault Storage at prices of its own: create, buyers, prices, contracts, release.
const CONTRACT: &str = cell!("saas_contract_with_consumption_individual");
/// Its list prices by a percentage, for three durations: create, prices, contracts, release.
const LISTED: &str = cell!("saas_contract_with_consumption_percentage");
/// Usage rates of LogStream: create, buyers, prices, contracts, availability, release.
const UNTIL: &str = cell!("specific_time_individual");
/// A payment schedule for Vault Storage: create, buyers, prices, payments, contracts, availability, release.
const FLEXIBLE: &str = cell!("saas_contract_with_consumption_flexible");
/// A year of Sentinel AMI by the day: create, buyers, prices, contracts, release.
const ANNUAL: &str = cell!("ami_hourly_with_annual_individual");
/// Contracts of Quay Container: create, buyers, prices, contracts, release.
const CONTAINER: &str = cell!("container_contract_individual");

const CREATE: &str = "/ChangeSet/0/DetailsDocument";
const BUYERS: &str = "/ChangeSet/1/DetailsDocument/Terms/0/PositiveTargeting/BuyerAccounts";
const TERMS: &str = "/ChangeSet/2/DetailsDocument/Terms";

/// A request with something wrong in it, and what is told of it.
struct Case {
    request: Value,
    told: &'static str,
}

/// A sound request with this put in a place.
fn put(sound: &str, pointer: &str, value: Value, told: &'static str) -> Case {
    let mut request: Value = serde_json::from_str(sound).expect("JSON");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = request.pointer_mut(parent).expect("a place");
    if let Value::Array(items) = parent {
        items[name.parse::<usize>().expect("a position")] = value;
    } else {
        parent[name] = value;
    }
    Case { request, told }
}

/// A sound request without what stands in a place.
fn without(sound: &str, pointer: &str, told: &'static str) -> Case {
    let mut request: Value = serde_json::from_str(sound).expect("JSON");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = request.pointer_mut(parent).expect("a place");
    if let Value::Array(items) = parent {
        items.remove(name.parse().expect("a position"));
    } else {
        parent.as_object_mut().expect("an object").remove(name);
    }
    Case { request, told }
}

fn many(count: usize, make: impl Fn(usize) -> Value) -> Value {
    (0..count).map(make).collect()
}

/// What a page tells, each line with its place.
fn told(page: &Page) -> Vec<String> {
    let lines = page.texts("#faults li");
    if lines.is_empty() {
        page.errors().into_iter().map(|(_, text)| text).collect()
    } else {
        // The place stands in a `code` of its own, without a colon.
        let places = page.texts("#faults li code").into_iter();
        let pairs = places.zip(lines);
        let line = |(place, line): (String, String)| line.replacen(&place, &format!("{place}:"), 1);
        pairs.map(line).collect()
    }
}

fn is_refused(browser: &Client, case: &Case) {
    let text = case.request.to_string();
    let answer = pasted(browser, &text);
    assert_eq!(answer.status, 422, "{}", case.told);
    let page = answer.page();
    assert_eq!(told(&page), [case.told]);
    assert_eq!(page.values("json"), [text], "{}", case.told);
}

#[test]
fn everything_that_is_wrong_with_a_request_is_told_with_its_place_and_rule() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let groups = [
            accounts_and_names(),
            days::limits(),
            days::payments(),
            contracts_and_shapes(),
            prices::dimensions(),
            prices::cards(),
            prices::durations(),
        ];
        for case in groups.iter().flatten() {
            is_refused(&browser, case);
        }
        assert_eq!(drafts(&browser), 0);
        for sound in [CONTRACT, LISTED, UNTIL, FLEXIBLE, ANNUAL, CONTAINER] {
            assert_eq!(pasted(&browser, sound).status, 200, "{sound}");
        }
    });
}

#[test]
fn an_authorization_of_another_vendor_is_refused_with_both_accounts() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let text = include_str!("../../catalog_api/import/fixtures/entity.json");
        let mut theirs: Value = serde_json::from_str(text).expect("JSON");
        theirs["DetailsDocument"]["ManufacturerAccountId"] = "999900001111".into();
        let page = pasted(&browser, &theirs.to_string()).page();
        assert_eq!(
            told(&page),
            [
                "DetailsDocument.ManufacturerAccountId: it is an authorization of account 999900001111, and yours is 111122223333"
            ]
        );
        assert_eq!(drafts(&browser), 0);
    });
}

#[test]
fn a_rate_card_of_800_prices_is_read_and_one_of_801_is_not() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        // More than the pages let a product have, as the bound is that of AWS.
        let trade = Trade::begin(portal);
        let key = |n: usize| format!("over_{n}");
        let changed = portal.db.write_now(|c| {
            let id = ProductId::parse(VAULT).expect("an ID");
            let mut vault = products::find(c, &trade.scope, &id)?.expect("a product");
            let metered = vault.dimensions.pop().expect("a usage dimension");
            vault.dimensions.retain(|dimension| dimension.is_contract());
            vault.dimensions.extend((0..800).map(|n| Dimension {
                key: DimensionKey::parse(&key(n)).expect("a key"),
                name: format!("Rate {n}"),
                ..metered.clone()
            }));
            products::put(c, &trade.scope, &vault)
        });
        changed.expect("it can be written");
        let rates = |count| {
            let place = format!("{TERMS}/0/RateCards/0/RateCard");
            let rate = |n| json!({"DimensionKey": key(n), "Price": "1"});
            let told = "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].RateCard: has 801 prices; the most are 800 (TOO_MANY_RATES)";
            put(CONTRACT, &place, many(count, rate), told)
        };
        is_refused(&browser, &rates(801));
        assert_eq!(drafts(&browser), 0);
        let read = pasted(&browser, &rates(800).request.to_string());
        assert_eq!(read.status, 200, "{:?}", told(&read.page()));
        assert_eq!(drafts(&browser), 1);
    });
}

fn accounts_and_names() -> Vec<Case> {
    let field =
        |name: &str, value: Value, told| put(CONTRACT, &format!("{CREATE}/{name}"), value, told);
    vec![
        field(
            "ResellerAccountId",
            json!("44445555666"),
            "ChangeSet[0].DetailsDocument.ResellerAccountId: an account ID must be 12 digits, not \"44445555666\"",
        ),
        field(
            "ResellerAccountId",
            json!("111122223333"),
            "ChangeSet[0].DetailsDocument.ResellerAccountId: is your own account; a reseller must be another (INVALID_RESELLER_ACCOUNT)",
        ),
        field(
            "ProductId",
            json!("prod-unknown00001"),
            "ChangeSet[0].DetailsDocument.ProductId: prod-unknown00001 is not in your catalogue – import the product first",
        ),
        field(
            "Name",
            json!(""),
            "ChangeSet[0].DetailsDocument.Name: a name must have 1 to 100 characters; this one has 0",
        ),
        field(
            "Name",
            json!("n".repeat(101)),
            "ChangeSet[0].DetailsDocument.Name: a name must have 1 to 100 characters; this one has 101",
        ),
        put(
            CONTRACT,
            BUYERS,
            many(26, |n| json!(format!("{n:012}"))),
            "ChangeSet[1].DetailsDocument.Terms[0].PositiveTargeting.BuyerAccounts: has 26 buyer accounts; the most are 25",
        ),
        put(
            CONTRACT,
            &format!("{BUYERS}/1"),
            json!("5555"),
            "ChangeSet[1].DetailsDocument.Terms[0].PositiveTargeting.BuyerAccounts[1]: an account ID must be 12 digits, not \"5555\"",
        ),
        put(
            CONTRACT,
            "/ChangeSetName",
            json!("n".repeat(101)),
            "ChangeSetName: must have 1 to 100 characters; this one has 101",
        ),
        put(
            CONTRACT,
            "/ChangeSetName",
            json!("Q4/2026"),
            "ChangeSetName: must have only letters from A to Z, digits, white space and _ + = . : @ -, not \"Q4/2026\"",
        ),
        put(
            CONTRACT,
            "/ClientRequestToken",
            json!("t".repeat(65)),
            "ClientRequestToken: must have 1 to 64 characters; this one has 65",
        ),
    ]
}

fn contracts_and_shapes() -> Vec<Case> {
    vec![
        without(
            CONTRACT,
            "/ChangeSet/3",
            "ChangeSet[0]: it is released without a EULA: a BuyerLegalTerm is missing (MISSING_MANDATORY_TERMS)",
        ),
        without(
            CONTRACT,
            "/ChangeSet/3/DetailsDocument/Terms/0",
            "ChangeSet[3].DetailsDocument.Terms: a BuyerLegalTerm is missing (MISSING_MANDATORY_TERMS)",
        ),
        put(
            CONTRACT,
            "/Colour",
            json!("blue"),
            "Colour: is not a property known here",
        ),
        put(
            CONTRACT,
            &format!("{CREATE}/Colour"),
            json!("blue"),
            "ChangeSet[0].DetailsDocument.Colour: is not a property known here",
        ),
        put(
            CONTRACT,
            &format!("{TERMS}/1/RateCards/0/RateCard/0/Colour"),
            json!("blue"),
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].RateCard[0].Colour: is not a property known here",
        ),
        put(
            FLEXIBLE,
            &format!("{TERMS}/1/Grants/0/MaxQuantity"),
            json!("500"),
            "ChangeSet[2].DetailsDocument.Terms[1].Grants[0].MaxQuantity: must be a whole number without quotes; this is text",
        ),
    ]
}
