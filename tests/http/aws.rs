//! What AWS is told: the pages, the downloads, and the name that AWS gives.

use crate::client::Response;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, HARBOR, PARTNER, STRANGER, Trade, VAULT, VIEWER, fields};
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;
use serde_json::Value;

pub const ID: &str = "resaleauthz-abc123def456g";

fn path(opportunity: &str) -> String {
    format!("/isv/opportunities/{opportunity}/aws")
}

fn json(answer: &Response) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// The types of a request's changes.
pub fn changes(request: &Value) -> Vec<&str> {
    let changes = request["ChangeSet"].as_array().expect("changes");
    let types = changes.iter().map(|change| change["ChangeType"].as_str());
    types.map(|kind| kind.expect("a type")).collect()
}

#[test]
fn an_opportunity_shows_its_request_and_what_that_cannot_say() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Q1 renewals");
        let eula = trade.document(DocumentKind::Eula, "Käufer.pdf", b"%PDF-1.7 x");
        answers.set(Step::Eula, fields(&[("eula", &eula.to_string())]));
        let id = trade.give(&answers);
        let admin = portal.sign_in(ADMIN);
        let answer = admin.get(&path(&id));
        insta::allow_duplicates! { insta::assert_snapshot!("opportunity", answer.main().replace(&portal.url, "https://portal.example")) };
        let download = admin.get(&format!("{}.json", path(&id)));
        let name = format!("attachment; filename=\"create-{id}.json\"");
        assert_eq!(download.header("content-disposition"), Some(name.as_str()));
        let shown = answer.page().texts("textarea").remove(0);
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(json(&download), shown);
        assert!(download.text().contains(&format!("/files/{eula}")));
        assert_eq!(changes(&shown).last(), Some(&"ReleaseResaleAuthorization"));
        let detail = admin.get(&format!("/isv/opportunities/{id}")).page();
        assert_eq!(
            detail.link("Requests for the AWS Marketplace Catalog API"),
            path(&id)
        );
        let viewer = portal.sign_in(VIEWER).get(&path(&id)).page();
        assert!(viewer.texts("main button[data-busy]").is_empty());
    });
}

#[test]
fn added_dimensions_are_a_request_of_their_own() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.give(&trade.shaped());
        let admin = portal.sign_in(ADMIN);
        let page = admin.get(&path(&id)).page();
        let titles = page.texts("h2");
        assert!(titles.contains(&"1. Add the dimensions to the product".to_owned()));
        assert!(titles.contains(&"2. Create the resale authorization".to_owned()));
        let dimensions = json(&admin.get(&format!("{}-dimensions.json", path(&id))));
        assert_eq!(changes(&dimensions), ["AddDimensions"]);
        let plain = trade.named("Plain");
        let none = admin.get(&format!("{}-dimensions.json", path(&plain)));
        assert_eq!(none.status, 404);
    });
}

#[test]
fn the_name_that_aws_gives_is_recorded_and_ends_what_was_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (id, other) = (trade.named("Ours"), trade.named("Other"));
        let admin = portal.sign_in(ADMIN);
        trade.revoke(&id);
        let page = admin.get(&path(&id)).page();
        assert!(page.texts("textarea").is_empty());
        assert!(page.text().contains("record its resale authorization ID"));
        assert_eq!(admin.get(&format!("{}.json", path(&id))).status, 404);
        for (typed, text) in [
            ("", "Enter the resale authorization ID"),
            (
                "prod-<b>",
                "Resale authorization ID must begin with resaleauthz- and then have only small letters and numbers, like resaleauthz-abc123def456g",
            ),
        ] {
            let answer = admin.post(&path(&id), &[("authorization", typed)]);
            assert_eq!(answer.status, 422);
            let page = answer.page();
            assert_eq!(
                page.errors(),
                [("authorization".to_owned(), text.to_owned())]
            );
            assert_eq!(page.error_for("authorization").as_deref(), Some(text));
            assert_eq!(page.values("authorization"), [typed]);
        }
        let sent = admin.post(&path(&id), &[("authorization", &format!(" {ID}@2 "))]);
        assert_eq!((sent.status, sent.location()), (303, path(&id).as_str()));
        insta::allow_duplicates! { insta::assert_snapshot!("revoked", admin.get(&path(&id)).main()) };
        let request = json(&admin.get(&format!("{}.json", path(&id))));
        assert_eq!(changes(&request), ["RestrictResaleAuthorization"]);
        assert_eq!(request["ChangeSet"][0]["Entity"]["Identifier"], ID);
        let timeline = admin.get(&format!("/isv/opportunities/{id}")).page();
        let told = timeline.texts(".timeline li");
        assert!(
            told.iter()
                .any(|line| line.contains("ID in AWS recorded by Dana Li")),
            "{told:?}"
        );
        let taken = admin.post(&path(&other), &[("authorization", ID)]);
        assert_eq!(taken.status, 422);
        assert_eq!(
            taken.page().error_for("authorization").as_deref(),
            Some("This ID is recorded for “Ours” – enter the one of this opportunity")
        );
        let better = "resaleauthz-1111111111111";
        admin.post(&path(&id), &[("authorization", better)]);
        let page = admin.get(&path(&id)).page();
        assert_eq!(page.values("authorization"), [better]);
        let free = admin.post(&path(&other), &[("authorization", ID)]);
        assert_eq!(free.status, 303);
        assert!(
            admin
                .get(&path(&other))
                .page()
                .text()
                .contains("It is in AWS already")
        );
        assert_eq!(
            portal
                .sign_in(VIEWER)
                .post(&path(&other), &[("authorization", better)])
                .status,
            403
        );
    });
}

#[test]
fn a_batch_is_one_list() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.shaped();
        let mut resellers = answers.get(Step::Resellers).clone();
        resellers.add("reseller", trade.reseller(HARBOR).to_string());
        answers.set(Step::Resellers, resellers);
        let batch = trade.create(&answers);
        let path = format!("/isv/batches/{batch}/aws");
        let admin = portal.sign_in(ADMIN);
        let opportunities = trade.of_batch(batch);
        admin.post(
            &format!("/isv/opportunities/{}/aws", opportunities[0]),
            &[("authorization", ID)],
        );
        let answer = admin.get(&path);
        insta::allow_duplicates! { insta::assert_snapshot!("batch", answer.main()) };
        let download = admin.get(&format!("{path}.json"));
        let name = format!("attachment; filename=\"{batch}.json\"");
        assert_eq!(download.header("content-disposition"), Some(name.as_str()));
        let all = json(&download);
        let all: Vec<_> = all
            .as_array()
            .expect("a list")
            .iter()
            .map(changes)
            .collect();
        assert_eq!(all.len(), 2, "one is there already: {all:?}");
        assert_eq!(all[0], ["AddDimensions"]);
        let link = admin.get(&format!("/isv/batches/{batch}")).page();
        assert_eq!(link.link("Requests for AWS"), path);
    });
}

#[test]
fn a_batch_that_is_wholly_revoked_has_nothing_to_send() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let batch = trade.create(&trade.answers("Gone"));
        trade.revoke(&trade.of_batch(batch)[0]);
        let admin = portal.sign_in(ADMIN);
        let page = admin.get(&format!("/isv/batches/{batch}/aws")).page();
        assert!(page.texts("textarea").is_empty());
        let list = json(&admin.get(&format!("/isv/batches/{batch}/aws.json")));
        assert_eq!(list, Value::Array(Vec::new()));
    });
}

#[test]
fn what_aws_is_told_is_for_the_isv_alone() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let mut answers = trade.answers("Ours");
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    let term = format!("term[{VAULT}]");
    let discount = [
        ("discount_type", "percentage"),
        ("percent", "10"),
        ("listed", VAULT),
        (&term, "P12M"),
    ];
    answers.set(Step::Discount, fields(&discount));
    let batch = trade.create(&answers);
    let id = trade.of_batch(batch).remove(0);
    for foreign in [STRANGER, PARTNER] {
        let browser = portal.sign_in(foreign);
        let missing = browser.get("/isv/opportunities/opp_01h455vb4pex5vsknk084sn02q/aws");
        assert_eq!(missing.status, 404);
        for path in [
            path(&id),
            format!("{}.json", path(&id)),
            format!("{}-dimensions.json", path(&id)),
            format!("/isv/batches/{batch}/aws"),
            format!("/isv/batches/{batch}/aws.json"),
        ] {
            let answer = browser.get(&path);
            assert_eq!(
                (answer.status, &answer.body),
                (404, &missing.body),
                "{path}"
            );
        }
        let written = browser.post(&path(&id), &[("authorization", ID)]);
        assert_eq!(written.status, 404);
    }
    let page = portal.sign_in(ADMIN).get(&path(&id)).page();
    assert_eq!(page.values("authorization"), [""]);
}
