//! Every cell of the tables that say what the request of an opportunity looks like: by product model and kind of
//! discount, and by duration and kind of discount. Each is a request in a file of its own. It is imported, read on its
//! review, created, and exported as it was; or it is refused in words.

mod tables;

use super::{created, drafts, pasted};
use crate::client::Client;
use crate::html::Page;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade};
use crate::wizard::Wizard;
use consign::domain::agreements::DocumentKind;
use consign::domain::discount::DiscountKind::Percentage;
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeSet;
use tables::{SERVICES, cells};

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/http/import/cells/requests"
);

fn read(name: &str) -> String {
    std::fs::read_to_string(format!("{FOLDER}/{name}.json")).expect("a request")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What a change of a request says; nothing if it has no such change.
fn details<'a>(request: &'a Value, change: &str) -> &'a Value {
    let changes = request["ChangeSet"].as_array().expect("changes");
    let found = changes.iter().find(|c| c["ChangeType"] == change);
    found.map_or(&Value::Null, |change| &change["DetailsDocument"])
}

/// Uploads the two documents that requests name, and puts their addresses in.
fn documents(trade: &Trade<'_>) -> impl Fn(&str) -> String {
    let eula = trade.document(DocumentKind::Eula, "eula.pdf", b"%PDF-1.7 for buyers");
    let contract = trade.document(
        DocumentKind::ResellerContract,
        "contract.pdf",
        b"%PDF-1.7 for partners",
    );
    let files = format!("{}/files", trade.portal.url);
    move |text| {
        text.replace(
            "https://portal.example/files/eula",
            &format!("{files}/{eula}"),
        )
        .replace(
            "https://portal.example/files/contract",
            &format!("{files}/{contract}"),
        )
    }
}

/// What is exported of an opportunity, which names no change set and has no token.
fn exported(browser: &Client, opportunity: &str) -> Value {
    let answer = browser.get(&format!("/isv/opportunities/{opportunity}/aws.json"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let request = json(answer.text());
    let names: Vec<&String> = request.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["Catalog", "ChangeSet"]);
    request
}

/// The amounts of a request: prices, payments and the total of these.
fn amounts(request: &Value) -> Vec<Decimal> {
    let number = |value: &Value| -> Decimal {
        let text = value.as_str().expect("a price is text");
        text.parse().expect("a number")
    };
    let each = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut all = Vec::new();
    for term in each(details(request, "UpdatePricingTerms"), "Terms") {
        let cards = each(&term, "RateCards");
        let rates = cards.iter().flat_map(|card| each(card, "RateCard"));
        all.extend(rates.map(|rate| number(&rate["Price"])));
    }
    for term in each(details(request, "UpdatePaymentScheduleTerms"), "Terms") {
        let payments = each(&term, "Schedule");
        let payments = payments.iter().map(|each| number(&each["ChargeAmount"]));
        all.extend(payments.clone().chain([payments.sum()]));
    }
    all.sort();
    all
}

/// The amounts that a review shows in its last columns.
fn amounts_shown(review: &Page) -> Vec<Decimal> {
    let cells = review.texts(".prices td:last-child").into_iter();
    let mut all: Vec<Decimal> = cells
        .map(|cell| {
            let number = cell.split(' ').next().unwrap_or_default();
            number.replace(',', "").parse().expect("a number")
        })
        .collect();
    all.sort();
    all
}

/// What a review says: every section, and every price.
fn says(name: &str, review: &Page) -> String {
    let mut lines = vec![name.to_owned()];
    for section in review.attributes(".part", "id") {
        let all = |tag: &str| review.texts(&format!("#{section} {tag}"));
        let rows = all("dt").into_iter().zip(all("dd"));
        let rows = rows.map(|(dt, dd)| format!("{dt}: {dd}"));
        let rows: Vec<String> = rows.chain(all(".none")).collect();
        lines.push(format!("  {section} – {}", rows.join("; ")));
    }
    let column = |of: &str| review.texts(&format!("[aria-label^='Prices of'] tbody {of}"));
    let charges = column("td:nth-child(2)").into_iter();
    let prices = charges.zip(column("td:last-child"));
    for (dimension, (charge, price)) in column("th").into_iter().zip(prices) {
        lines.push(format!("  {dimension}, {charge}: {price}"));
    }
    let paid = review.texts("[aria-label=Payments] td");
    lines.extend((!paid.is_empty()).then(|| format!("  paid – {}", paid.join("; "))));
    lines.join("\n")
}

/// A request with its changes from last to first.
fn reversed(request: &Value) -> String {
    let mut request = request.clone();
    let changes = request["ChangeSet"].as_array_mut().expect("changes");
    changes.reverse();
    request.to_string()
}

#[test]
fn every_cell_has_its_file_and_every_file_its_cell() {
    let there = std::fs::read_dir(FOLDER).expect("the folder");
    let there: BTreeSet<String> = there
        .map(|file| file.expect("a file").file_name().into_string())
        .map(|name| name.expect("its name is text"))
        .collect();
    let cells = cells().into_iter().map(|cell| cell.name);
    let expected: BTreeSet<String> = cells
        .chain(["not_released".to_owned()])
        .map(|name| format!("{name}.json"))
        .collect();
    assert_eq!(there, expected);
}

#[test]
fn every_cell_that_there_is_is_imported_created_and_exported_as_it_was() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let with_documents = documents(&trade);
        let mut said = Vec::new();
        for cell in cells().iter().filter(|cell| cell.refusal().is_none()) {
            let name = &cell.name;
            let text = with_documents(&cell.text());
            let request = json(&text);
            cell.holds(&request);
            let title = request["ChangeSet"][0]["DetailsDocument"]["Name"].as_str();
            let title = title.expect("a name");
            if cell.kind == Percentage {
                let original = trade.give(&cell.answers(&trade, title));
                assert_eq!(exported(&browser, &original), request, "{name}");
            }
            let answer = pasted(&browser, &text);
            assert_eq!(answer.status, 200, "{name}: {}", answer.main());
            let page = answer.page();
            assert!(
                page.text().contains("Everything is filled in."),
                "{name}: {}",
                page.outline()
            );
            let at = page.link(&format!("Review {title}"));
            let again = pasted(&browser, &reversed(&request)).page();
            assert_eq!(again.link(&format!("Review {title}")), at, "{name}");
            let review = browser.get(&at).page();
            assert_eq!(amounts_shown(&review), amounts(&request), "{name}");
            said.push(says(name, &review));
            let copy = created(&trade, &browser, &at);
            assert_eq!(exported(&browser, &copy), request, "{name}");
        }
        assert_eq!((said.len(), drafts(&browser)), (39, 0));
        insta::allow_duplicates! { insta::assert_snapshot!("said", said.join("\n\n")) }
    });
}

#[test]
fn every_cell_that_there_is_not_is_refused_in_words() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let mut refused = 0;
        for cell in &cells() {
            let Some(refusal) = cell.refusal() else {
                continue;
            };
            let answer = pasted(&browser, &cell.text());
            assert_eq!(answer.status, 422, "{}", cell.name);
            let told = answer.page().errors();
            assert_eq!(told, [("json".to_owned(), refusal)], "{}", cell.name);
            refused += 1;
        }
        assert_eq!((refused, drafts(&browser)), (8, 0));
        // A request has no percentage, so that this cell is one of the wizard alone.
        let wizard = Wizard::of(portal, &[SERVICES]);
        assert_eq!(
            wizard.page("discount").texts(".refused"),
            ["Percentage Discount – not for Harbor Master Services: it has no list price"]
        );
        let told = wizard.cannot_be_created();
        assert!(
            told.iter().any(|text| text.contains("Percentage Discount")),
            "{told:?}"
        );
    });
}

#[test]
fn what_is_not_released_is_a_draft_and_released_once_it_is_created() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let text = read("not_released");
        let page = pasted(&browser, &text).page();
        assert_eq!(page.heading(), "Draft made");
        let at = page.link("Review Not released yet");
        let copy = created(&trade, &browser, &at);
        let mut request = exported(&browser, &copy);
        let changes = request["ChangeSet"].as_array_mut().expect("changes");
        let last = changes.pop().expect("a change");
        assert_eq!(last["ChangeType"], "ReleaseResaleAuthorization");
        assert_eq!(request, json(&text));
    });
}
