//! Authorizations as AWS describes them: what is created of one is that authorization, and nothing is made twice.

use super::{ADMIN, MEMBER, chosen, drafts, pasted};
use crate::aws::changes;
use crate::client::Client;
use crate::command_line::run;
use crate::html::Page;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{CONTOSO, Trade};
use crate::wizard::Wizard;
use consign::answers::Step;
use serde_json::{Value, json};

const ENTITY: &str = include_str!("../../catalog_api/import/fixtures/entity.json");
const ID: &str = "resaleauthz-seaglass00001";
const NAME: &str = "Harbor spring special";

fn entity(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(ENTITY).expect("JSON");
    change(&mut value);
    value.to_string()
}

/// Where the draft is reviewed that an import shows.
fn review(page: &Page) -> String {
    page.link(&format!("Review {NAME}"))
}

/// Presses *Create opportunities*; where the opportunity is shown.
fn create(browser: &Client, review: &str) -> String {
    let form = browser.get(review).page().form("Create opportunities");
    let batch = browser.follow(browser.submit(review, &form)).page();
    batch.link(NAME)
}

#[test]
fn what_is_created_of_it_is_called_as_at_aws_and_is_known_again() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let at = review(&pasted(&browser, ENTITY).page());
        let shown = browser.get(&at);
        assert!(
            shown.text().contains(&format!("It stands at AWS as {ID}.")),
            "{}",
            shown.main()
        );
        // Whoever of the ISV imports it again, there is one draft of it.
        let colleague = portal.sign_in(MEMBER);
        let again = chosen(&colleague, ENTITY.as_bytes()).page();
        assert_eq!(review(&again), at);
        assert!(again.text().contains("You have this draft already"));
        let opportunity = create(&browser, &at);
        let aws = browser.get(&format!("{opportunity}/aws")).page();
        assert!(
            aws.text().contains(&format!("Recorded as {ID}")),
            "{}",
            aws.outline()
        );
        let detail = browser.get(&opportunity);
        assert!(
            detail.text().contains("ID in AWS recorded by Dana Li"),
            "{}",
            detail.main()
        );
        let known = pasted(&browser, ENTITY);
        assert_eq!(known.status, 200);
        insta::allow_duplicates! { insta::assert_snapshot!("here", known.main()) };
        assert_eq!(known.page().link(NAME), opportunity);
        assert_eq!(drafts(&browser), 0);
        trade.revoke(opportunity.rsplit('/').next().expect("an id"));
        let ends: Value =
            serde_json::from_str(browser.get(&format!("{opportunity}/aws.json")).text())
                .expect("JSON");
        assert_eq!(changes(&ends), ["RestrictResaleAuthorization"]);
        assert_eq!(ends["ChangeSet"][0]["Entity"]["Identifier"], ID);
    });
}

#[test]
fn what_was_ended_at_aws_leads_to_where_it_is_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let opportunity = create(&browser, &review(&pasted(&browser, ENTITY).page()));
        let ended = entity(|all| all["DetailsDocument"]["Status"] = "Restricted".into());
        let answer = pasted(&browser, &ended);
        let revoke = format!("{opportunity}/revoke");
        assert_eq!((answer.status, answer.location()), (303, revoke.as_str()));
        trade.revoke(opportunity.rsplit('/').next().expect("an id"));
        let after = pasted(&browser, &ended).page();
        assert_eq!(after.heading(), "Nothing new");
        // One that was never here is a draft of its own.
        let other = entity(|all| {
            all["DetailsDocument"]["Status"] = "Restricted".into();
            all["EntityIdentifier"] = "resaleauthz-other".into();
        });
        let page = pasted(&browser, &other).page();
        let shown = browser.get(&review(&page));
        assert!(!shown.text().contains("at AWS as"), "{}", shown.main());
    });
}

#[test]
fn what_is_used_up_at_aws_becomes_another() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let spent = entity(|all| {
            all["DetailsDocument"]["OfferDetails"]["OfferExtendedStatus"] = "Completed-Used".into();
        });
        let page = pasted(&browser, &spent).page();
        assert!(
            page.text().contains("Its single use is spent there"),
            "{}",
            page.outline()
        );
        let shown = browser.get(&review(&page));
        assert!(!shown.text().contains("at AWS as"), "{}", shown.main());
    });
}

#[test]
fn with_other_terms_it_is_another() {
    on_each_database(|portal| {
        let at = review(&pasted(&portal.sign_in(ADMIN), ENTITY).page());
        let wizard = Wizard {
            trade: Trade::begin(portal),
            browser: portal.sign_in(ADMIN),
            draft: at.split('/').nth(3).expect("an id").to_owned(),
        };
        // Another name is only another name, and an answer saved again says the same.
        let name = [("name", NAME), ("description", "As we call it")];
        assert_eq!(wizard.save(Step::Details, &name).status, 303);
        for step in [Step::Discount, Step::Dimensions, Step::Eula, Step::Rcmp] {
            assert_eq!(wizard.save(step, &[]).status, 303, "{step:?}");
        }
        let said = |page: &Page| page.texts(".inset").remove(0);
        assert_eq!(
            said(&wizard.page("review")),
            format!(
                "It stands at AWS as {ID}. The opportunity gets that ID, so there is nothing to send to create it there."
            )
        );
        let last_day = [("end-day", "1"), ("end-month", "7"), ("end-year", "2027")];
        assert_eq!(wizard.save(Step::Duration, &last_day).status, 303);
        assert_eq!(
            said(&wizard.page("review")),
            format!(
                "It was imported as {ID} and says something else now (Duration). AWS does not have it like this yet, so the opportunity gets no ID."
            )
        );
        let opportunity = create(&wizard.browser, &at);
        let aws = wizard.browser.get(&format!("{opportunity}/aws"));
        assert!(aws.text().contains("Not recorded yet"), "{}", aws.main());
        let again = pasted(&wizard.browser, ENTITY).page();
        assert_eq!(
            again.heading(),
            "Draft made",
            "what stands there is not here"
        );
    });
}

#[test]
fn it_is_created_as_it_stood_at_aws_when_it_was_shown() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let at = review(&pasted(&browser, ENTITY).page());
        let form = browser.get(&at).page().form("Create opportunities");
        let other = format!("/isv/opportunities/{}/aws", trade.named("Other"));
        assert_eq!(browser.post(&other, &[("authorization", ID)]).status, 303);
        let answer = browser.submit(&at, &form);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        let said = format!("{ID} at AWS is “Other” here already.");
        assert!(page.text().contains(&said), "{}", page.outline());
        let made = browser.submit(&at, &page.form("Create opportunities"));
        let again = browser.submit(&at, &form);
        assert_eq!((again.status, again.location()), (303, made.location()));
        let opportunity = browser.follow(made).page().link(NAME);
        let aws = browser.get(&format!("{opportunity}/aws"));
        assert!(aws.text().contains("Not recorded yet"), "{}", aws.main());
    });
}

#[test]
fn two_that_say_the_same_are_two() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let one: Value = serde_json::from_str(ENTITY).expect("JSON");
        let mut other = one.clone();
        other["EntityIdentifier"] = "resaleauthz-other".into();
        let all = json!([one, other, one]).to_string();
        assert_eq!(pasted(&browser, &all).status, 200);
        assert_eq!(drafts(&browser), 2);
        assert_eq!(pasted(&browser, &all).status, 200);
        assert_eq!(drafts(&browser), 2);
    });
}

#[test]
fn a_draft_of_aws_is_not_there_yet() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let draft = entity(|all| all["DetailsDocument"]["Status"] = "Draft".into());
    let shown = browser.get(&review(&pasted(&browser, &draft).page()));
    assert!(!shown.text().contains("at AWS as"), "{}", shown.main());
}

#[test]
fn the_command_line_leaves_out_what_came_from_there() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    create(&browser, &review(&pasted(&browser, ENTITY).page()));
    let output = run(&portal.data, &["export", "--json"], "");
    assert_eq!(output.stdout, b"[]\n");
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(remarks.contains(&format!("already, as {ID}")), "{remarks}");
}

#[test]
fn a_reseller_of_another_account_is_another_authorization() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let unknown = entity(|all| {
        all["DetailsDocument"]["Rules"][1]["ResellerAccountId"] = "999988887777".into();
    });
    let at = review(&pasted(&browser, &unknown).page());
    let wizard = Wizard {
        trade: Trade::begin(&portal),
        browser,
        draft: at.split('/').nth(3).expect("an id").to_owned(),
    };
    let contoso = wizard.trade.reseller(CONTOSO).to_string();
    let answer = wizard.save(Step::Resellers, &[("reseller", &contoso)]);
    assert_eq!(answer.status, 303);
    let shown = wizard.page("review");
    assert!(
        shown.text().contains("something else now (Resellers)"),
        "{}",
        shown.outline()
    );
}
