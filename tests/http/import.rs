//! Importing what stands at AWS, as an ISV does it.

mod cells;
mod described;
mod negatives;
mod not_resold;
mod samples;

use crate::client::{Client, Response};
use crate::command_line::done;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, STRANGER, Trade, VAULT, VIEWER};
use crate::trade::{CONTOSO, fields};
use crate::wizard::uploads::{File, send};
use chrono::TimeDelta;
use consign::answers::{Answers, Step};
use consign::catalog_api::import::MAX_BYTES;
use consign::domain::agreements::DocumentKind;
use consign::domain::authorization::AuthorizationId;
use consign::store::authorizations::{self, NewAuthorization};
use serde_json::{Value, json};

const IMPORT: &str = "/isv/import";
const SAAS: &str = include_str!("../catalog_api/import/fixtures/saas_product.json");

/// A request that gives Vault Storage to Contoso until a day, with everything said.
fn request(name: &str) -> Value {
    let of = json!({"Type": "ResaleAuthorization@1.0", "Identifier": "$Deal.Entity.Identifier"});
    let card = |duration: &str| {
        json!({"Selector": {"Type": "Duration", "Value": duration},
            "RateCard": [{"DimensionKey": "plain_gb", "Price": "12.00"}, {"DimensionKey": "enc_gb", "Price": "12.50"}]})
    };
    json!({"Catalog": "AWSMarketplace", "ChangeSet": [
        {"ChangeType": "CreateResaleAuthorization", "ChangeName": "Deal", "Entity": {"Type": "ResaleAuthorization@1.0"},
         "DetailsDocument": {"ProductId": VAULT, "Name": name, "ResellerAccountId": CONTOSO}},
        {"ChangeType": "UpdatePricingTerms", "Entity": of, "DetailsDocument": {"PricingModel": "Contract", "Terms": [
         {"Type": "ResaleUsageBasedPricingTerm", "CurrencyCode": "USD", "RateCards": [{"RateCard": [
          {"DimensionKey": "plain_over", "Price": "0.075"}, {"DimensionKey": "enc_over", "Price": "0.11"}]}]},
         {"Type": "ResaleConfigurableUpfrontPricingTerm", "CurrencyCode": "USD", "RateCards": [card("P12M"), card("P24M")]}]}},
        {"ChangeType": "UpdateLegalTerms", "Entity": of, "DetailsDocument":
         {"Terms": [{"Type": "BuyerLegalTerm", "Documents": [{"Type": "StandardEula"}]}]}},
        {"ChangeType": "UpdateAvailability", "Entity": of, "DetailsDocument": {"AvailabilityEndDate": "2027-06-30"}},
        {"ChangeType": "ReleaseResaleAuthorization", "Entity": of, "DetailsDocument": {}}]})
}

pub fn pasted(browser: &Client, text: &str) -> Response {
    send(
        browser,
        IMPORT,
        &[("json".to_owned(), text.to_owned())],
        &[],
    )
}

fn chosen(browser: &Client, bytes: &[u8]) -> Response {
    let file: File<'_> = ("file", "request.json", bytes);
    send(
        browser,
        IMPORT,
        &[("json".to_owned(), String::new())],
        &[file],
    )
}

fn drafts(browser: &Client) -> usize {
    let counts = browser.get("/isv/drafts").page().texts("main h2 .total");
    let number = |count: &String| -> usize {
        let digits = count.trim_matches(['(', ')']);
        digits.parse().expect("a number in brackets")
    };
    counts.iter().map(number).sum()
}

#[test]
fn only_who_may_create_opportunities_imports() {
    let portal = TestPortal::start(Database::Sqlite);
    assert_eq!(portal.sign_in(VIEWER).get(IMPORT).status, 403);
    assert_eq!(pasted(&portal.sign_in(VIEWER), "{}").status, 403);
    let browser = portal.sign_in(MEMBER);
    insta::assert_snapshot!("form", browser.get(IMPORT).main());
    assert_eq!(browser.get("/isv/drafts").page().link("Import"), IMPORT);
    assert_eq!(
        browser.get("/isv/opportunities").page().link("Import"),
        IMPORT
    );
}

#[test]
fn a_request_becomes_a_draft_that_can_be_created_as_it_is() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let answer = pasted(&browser, &request("Spring deal").to_string());
        assert_eq!(answer.status, 200, "{}", answer.main());
        let page = answer.page();
        insta::allow_duplicates! { insta::assert_snapshot!("draft", page.outline()) };
        let review = browser.get(&page.link("Review Spring deal"));
        assert_eq!(review.status, 200);
        let form = review.page().form("Create opportunities");
        let created = browser.follow(browser.submit(&page.link("Review Spring deal"), &form));
        assert!(created.text().contains("Spring deal"), "{}", created.main());
        assert_eq!(drafts(&browser), 0);
    });
}

#[test]
fn the_same_again_makes_nothing_new() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let text = request("Spring deal").to_string();
        let first = pasted(&browser, &text).page().link("Review Spring deal");
        let again = chosen(&browser, text.as_bytes()).page();
        assert_eq!(again.link("Review Spring deal"), first);
        assert!(
            again.text().contains("You have this draft already"),
            "{}",
            again.outline()
        );
        let both = json!([
            request("Spring deal"),
            request("Autumn deal"),
            request("Autumn deal")
        ]);
        let answer = pasted(&browser, &both.to_string());
        assert_eq!((answer.status, drafts(&browser)), (200, 2));
    });
}

#[test]
fn what_did_not_fit_and_what_is_open_stand_beside_the_draft() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let mut unfinished = request("Unfinished");
    let changes = unfinished["ChangeSet"].as_array_mut().unwrap();
    changes.truncate(3);
    changes.remove(1);
    changes[0]["DetailsDocument"]["ResellerAccountId"] = "999988887777".into();
    changes[1]["DetailsDocument"]["Terms"][0]["Documents"][0] =
        json!({"Type": "CustomEula", "Url": "https://files.example.com/own.pdf"});
    let answer = pasted(&browser, &unfinished.to_string());
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!("open", answer.main());
}

#[test]
fn what_is_wrong_is_told_by_its_place_and_nothing_is_written() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let mut wrong = request("Wrong");
        wrong["ChangeSet"][0]["DetailsDocument"]["ProductId"] = "prod-unknown".into();
        wrong["ChangeSet"][3]["DetailsDocument"]["OffersMaxQuantity"] = "1".into();
        wrong["ChangeSet"][3]["DetailsDocument"]["AvailabilityEndDate"] = "2027-02-30".into();
        let text = serde_json::to_string_pretty(&json!([request("Right"), wrong])).unwrap();
        let answer = pasted(&browser, &text);
        assert_eq!(answer.status, 422);
        let page = answer.page();
        assert_eq!(page.values("json"), [text]);
        assert_eq!(
            page.errors(),
            [(
                "json".to_owned(),
                "Nothing was imported, because 2 things are wrong with it".to_owned()
            )]
        );
        let told = page.texts("#faults li");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].starts_with("[1].ChangeSet[3].DetailsDocument.AvailabilityEndDate"),
            "{told:?}"
        );
        assert_eq!(drafts(&browser), 0);
        let unknown = wrong_product(&browser);
        assert_eq!(unknown.status, 422);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", unknown.main()) };
        assert_eq!(drafts(&browser), 0);
    });
}

fn wrong_product(browser: &Client) -> Response {
    let mut wrong = request("Wrong");
    wrong["ChangeSet"][0]["DetailsDocument"]["ProductId"] = "prod-unknown".into();
    pasted(browser, &json!([request("Right"), wrong]).to_string())
}

#[test]
fn products_of_another_isv_are_as_unknown_as_none() {
    let portal = TestPortal::start(Database::Sqlite);
    let answer = pasted(&portal.sign_in(STRANGER), &request("Theirs").to_string());
    assert_eq!(answer.status, 422);
    let told = answer.page().errors().remove(0).1;
    assert!(
        told.contains("prod-vaultstorage1 is not in your catalogue"),
        "{told}"
    );
}

#[test]
fn files_and_texts_that_are_no_json_are_told_in_words() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let problem = |answer: Response| {
        let (field, text) = answer.page().errors().remove(0);
        (answer.status, field, text)
    };
    let told = |status: u16, field: &str, text: &str| (status, field.to_owned(), text.to_owned());
    assert_eq!(
        problem(pasted(&browser, " ")),
        told(422, "json", "Paste JSON or choose a file")
    );
    assert_eq!(
        problem(pasted(&browser, "{")),
        told(422, "json", "Line 1, column 1: EOF while parsing an object")
    );
    assert_eq!(
        problem(chosen(&browser, b"\xff\xfe")),
        told(422, "file", "The file must be text in UTF-8")
    );
    assert_eq!(
        problem(chosen(&browser, b"PK\x03\x04")),
        told(422, "file", "Line 1, column 1: expected value")
    );
    let both = send(
        &browser,
        IMPORT,
        &[("json".to_owned(), "{}".to_owned())],
        &[("file", "a.json", b"{}")],
    );
    assert_eq!(
        problem(both),
        told(422, "file", "Paste JSON or choose a file, not both")
    );
    let deep = "[".repeat(MAX_BYTES);
    let (status, _, text) = problem(chosen(&browser, deep.as_bytes()));
    assert_eq!(
        (status, text.contains("more than 127 lists and objects")),
        (422, true),
        "{text}"
    );
}

#[test]
fn more_than_a_mebibyte_is_refused_before_it_is_read() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let start = request("Spring deal").to_string();
    let sized = |bytes: usize| format!("{start}{}", " ".repeat(bytes - start.len()));
    assert_eq!(chosen(&browser, sized(MAX_BYTES).as_bytes()).status, 200);
    let told = "The JSON must be 1 MB or less – import it in several parts";
    let huge = sized(19 * MAX_BYTES);
    for (answer, field) in [
        (chosen(&browser, sized(MAX_BYTES + 1).as_bytes()), "file"),
        (pasted(&browser, &sized(MAX_BYTES + 1)), "json"),
        (chosen(&browser, huge.as_bytes()), "file"),
        (pasted(&browser, &huge), "json"),
        (pasted(&browser, &sized(21 * MAX_BYTES)), "json"),
    ] {
        let page = answer.page();
        assert_eq!(
            (answer.status, page.name().as_str()),
            (413, "isv.import"),
            "{}",
            page.outline()
        );
        assert_eq!(page.errors(), [(field.to_owned(), told.to_owned())]);
        assert_eq!(page.error_for(field).as_deref(), Some(told));
        assert!(page.title().starts_with("Error: "), "{}", page.title());
    }
    assert_eq!(drafts(&browser), 1);
}

#[test]
fn there_is_room_for_fifty_drafts() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        trade.many_drafts(48);
        let browser = portal.sign_in(ADMIN);
        let three = json!([request("One"), request("Two"), request("Three")]);
        let answer = pasted(&browser, &three.to_string());
        assert_eq!(answer.status, 422);
        let told = answer.page().errors().remove(0).1;
        assert_eq!(
            told,
            "You have 48 drafts and this makes 3 new drafts – discard 1 to import it"
        );
        assert_eq!(drafts(&browser), 48);
        let two = json!([request("One"), request("Two")]);
        assert_eq!(pasted(&browser, &two.to_string()).status, 200);
        assert_eq!(drafts(&browser), 50);
        let again = pasted(&browser, &two.to_string());
        assert_eq!(again.status, 200, "what is there needs no room");
        let many: Vec<Value> = (0..51).map(|n| request(&format!("Deal {n}"))).collect();
        let told = pasted(&portal.sign_in(MEMBER), &json!(many).to_string())
            .page()
            .errors()
            .remove(0)
            .1;
        assert_eq!(
            told,
            "This makes 51 new drafts, and you can have 50 – split it into several files"
        );
    });
}

#[test]
fn products_and_their_prices_join_the_catalogue() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let alone: Value = serde_json::from_str(SAAS).unwrap();
        let answer = pasted(&browser, &alone[0].to_string());
        assert_eq!(answer.status, 422);
        assert!(
            answer
                .page()
                .text()
                .contains("the price of over is missing"),
            "{}",
            answer.main()
        );
        assert_eq!(browser.get("/isv/products/prod-kelpstorage01").status, 404);
        let answer = chosen(&browser, SAAS.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.main());
        assert_eq!(
            answer.page().link("Kelp Storage"),
            "/isv/products/prod-kelpstorage01"
        );
        let product = browser.get("/isv/products/prod-kelpstorage01");
        assert!(product.text().contains("16.00"), "{}", product.main());
        assert_eq!(
            portal
                .sign_in(STRANGER)
                .get("/isv/products/prod-kelpstorage01")
                .status,
            404
        );
    });
}

/// A request that ends an authorization.
fn restriction(id: &str) -> Value {
    json!({"ChangeSet": [{"ChangeType": "RestrictResaleAuthorization",
        "Entity": {"Type": "ResaleAuthorization@1.0", "Identifier": id}, "DetailsDocument": {}}]})
}

#[test]
fn a_restriction_leads_to_where_the_opportunity_is_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Spring deal");
        let record = |id: &str| {
            let new = NewAuthorization {
                opportunity: opportunity.parse().unwrap(),
                id: AuthorizationId::parse(id).unwrap(),
                by: &trade.creator,
            };
            let now = portal.clock.now();
            let recorded = portal
                .db
                .write_now(|c| authorizations::record(c, &trade.scope, &new, now));
            recorded.unwrap();
        };
        record("resaleauthz-abc123def456g");
        let browser = portal.sign_in(ADMIN);
        let answer = pasted(
            &browser,
            &restriction("resaleauthz-abc123def456g").to_string(),
        );
        let revoke = format!("/isv/opportunities/{opportunity}/revoke");
        assert_eq!((answer.status, answer.location()), (303, revoke.as_str()));
        let ask = browser.follow(answer).page();
        let done = browser.follow(browser.submit(&revoke, &ask.form("Revoke opportunity")));
        assert!(done.text().contains("Revoked"), "{}", done.main());
        let both = json!([
            restriction("resaleauthz-abc123def456g"),
            restriction("resaleauthz-unknown")
        ]);
        let page = pasted(&browser, &both.to_string());
        insta::allow_duplicates! { insta::assert_snapshot!("restrictions", page.main()) };
        let theirs = pasted(
            &portal.sign_in(STRANGER),
            &restriction("resaleauthz-abc123def456g").to_string(),
        );
        assert!(
            theirs.text().contains("No opportunity here is known as"),
            "{}",
            theirs.main()
        );
        let update = json!({"ChangeSet": [{"ChangeType": "UpdateInformation", "Entity": {"Type": "ResaleAuthorization@1.0",
            "Identifier": "resaleauthz-abc123def456g"}, "DetailsDocument": {"Name": "Summer deal"}}]});
        let told = pasted(&browser, &update.to_string());
        assert!(
            told.text()
                .contains("is “Spring deal” here, which never changes"),
            "{}",
            told.main()
        );
    });
}

/// Individual prices and an uploaded EULA, for Vault Storage.
fn priced(trade: &Trade<'_>) -> Answers {
    let mut answers = trade.answers("Own prices");
    let document = trade
        .document(DocumentKind::Eula, "eula.pdf", b"%PDF-1.7 own")
        .to_string();
    let all = format!("value[{VAULT}][*]");
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    answers.set(
        Step::Discount,
        fields(&[
            ("discount_type", "individual"),
            (&all, "17.5"),
            ("currency", "USD"),
        ]),
    );
    answers.set(Step::Eula, fields(&[("eula", &document)]));
    answers
}

#[test]
fn what_is_downloaded_imported_and_created_is_downloaded_again_as_it_was() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        for answers in [trade.answers("As it was"), priced(&trade)] {
            let name = answers.get(Step::Details).get("name").to_owned();
            let opportunity = trade.give(&answers);
            let download = |opportunity: &str| {
                let answer = browser.get(&format!("/isv/opportunities/{opportunity}/aws.json"));
                assert_eq!(answer.status, 200);
                answer.text().to_owned()
            };
            let text = download(&opportunity);
            let page = chosen(&browser, text.as_bytes()).page();
            let copy = created(&trade, &browser, &page.link(&format!("Review {name}")));
            assert_ne!(copy, opportunity);
            assert_eq!(download(&copy), text, "{}", page.outline());
        }
    });
}

/// Presses *Create opportunities* on a review; the opportunity.
fn created(trade: &Trade<'_>, browser: &Client, review: &str) -> String {
    let form = browser.get(review).page().form("Create opportunities");
    let batch = browser.submit(review, &form).location().to_owned();
    let id = batch.rsplit('/').next().unwrap().parse().unwrap();
    trade.of_batch(id).remove(0)
}

#[test]
fn what_the_command_line_exports_is_imported_and_exported_as_it_was() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let browser = portal.sign_in(ADMIN);
    let export = || {
        let text = done(&portal.data, &["export", "--json"], "");
        serde_json::from_str::<Vec<Value>>(&text).expect("a list")
    };
    trade.named("Plain");
    portal.clock.advance(TimeDelta::minutes(1));
    trade.give(&trade.shaped());
    let before = export();
    let page = pasted(&browser, &json!(before).to_string()).page();
    for name in ["Plain", "With more"] {
        portal.clock.advance(TimeDelta::minutes(1));
        created(&trade, &browser, &page.link(&format!("Review {name}")));
    }
    let after = export();
    let [plain, added, shaped] = before.as_slice() else {
        panic!("{before:?}")
    };
    assert_eq!(
        after,
        [plain, added, shaped, plain, shaped].map(Clone::clone)
    );
}
