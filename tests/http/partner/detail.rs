//! One opportunity as its partner sees it, and what the partner never sees.

use crate::portal::on_each_database;
use crate::sold::Sale;
use crate::trade::{
    ADMIN, CONTOSO, HARBOR, OTHER_PARTNER, PARTNER, PARTNER_VIEWER, STRANGER, Trade,
    add_partner_viewer, fields,
};
use chrono::TimeDelta;
use consign::answers::{Fields, Step};
use consign::domain::agreements::DocumentKind;

fn path(opportunity: &str) -> String {
    format!("/partner/opportunities/{opportunity}")
}

/// One for Contoso and one for Harbor in the same batch, with documents, buyers and a last day.
fn two(trade: &Trade<'_>) -> [String; 2] {
    let eula = trade.document(DocumentKind::Eula, "Terms of use.pdf", b"%PDF-1.7 terms");
    let contract = trade.document(
        DocumentKind::ResellerContract,
        "Resale contract.pdf",
        b"%PDF-1.7 contract",
    );
    let mut answers = trade.answers("Q1 renewals");
    answers.set(
        Step::Details,
        fields(&[("name", "Q1 renewals"), ("description", "As agreed in May")]),
    );
    let mut both = Fields::default();
    for reseller in [CONTOSO, HARBOR] {
        both.add("reseller", trade.reseller(reseller).to_string());
    }
    answers.set(Step::Resellers, both);
    answers.set(
        Step::Duration,
        fields(&[
            ("duration", "specific_time"),
            ("end-day", "31"),
            ("end-month", "12"),
            ("end-year", "2026"),
        ]),
    );
    answers.set(Step::Buyers, fields(&[("buyers", "123412341234")]));
    answers.set(Step::Eula, fields(&[("eula", &eula.to_string())]));
    answers.set(Step::Rcmp, fields(&[("contract", &contract.to_string())]));
    let batch = trade.create(&answers);
    let mut ids = trade.of_batch(batch);
    let harbors = ids.remove(1);
    [ids.remove(0), harbors]
}

#[test]
fn an_opportunity_is_shown_with_what_was_made_of_it() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [id, _] = two(&trade);
        add_partner_viewer(portal);
        let fresh = portal.sign_in(PARTNER).get(&path(&id));
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", fresh.main()) };
        portal.clock.advance(TimeDelta::hours(1));
        trade.sell(&Sale {
            expires: "2026-11-21",
            ..Sale::of(&id, portal.clock.now())
        });
        portal.clock.advance(TimeDelta::hours(1));
        trade.sell(&Sale {
            name: "Second <offer>",
            accepted: &[("123412341234", Some(("10", "12")))],
            ..Sale::of(&id, portal.clock.now())
        });
        let sold = portal.sign_in(PARTNER).get(&path(&id));
        insta::allow_duplicates! { insta::assert_snapshot!("sold", sold.main()) };
        let viewer = portal.sign_in(PARTNER_VIEWER).get(&path(&id)).page();
        assert_eq!(viewer.heading(), "Q1 renewals");
        assert!(viewer.texts("main .buttons a").is_empty(), "a viewer looks");
    });
}

#[test]
fn what_is_the_vendors_own_business_is_never_shown() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [id, _] = two(&trade);
        trade.revoke(&id);
        let browser = portal.sign_in(PARTNER);
        for page in [path(&id), "/partner/opportunities".to_owned()] {
            let answer = browser.get(&page);
            assert_eq!(answer.status, 200);
            for secret in ["Harbor", "Dana Li", "bat_", "Cloned", "Northwind’s list"] {
                assert!(!answer.text().contains(secret), "{page}: {secret}");
            }
        }
        let page = browser.get(&path(&id)).page();
        assert_eq!(
            page.texts(".inset"),
            ["Revoked by Northwind Software on 22 Nov 2026, 12:00 UTC."]
        );
        let files = page.attributes("main a[href^='/files/']", "href");
        assert_eq!(files.len(), 2, "{}", page.outline());
        for file in &files {
            assert_eq!(browser.get(file).status, 200, "{file}");
        }
    });
}

#[test]
fn what_is_anothers_cannot_be_told_from_what_does_not_exist() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [id, harbors] = two(&trade);
        let browser = portal.sign_in(PARTNER);
        let missing = browser.get(&path("opp_01h455vb4pex5vsknk084sn02q"));
        assert_eq!(missing.status, 404);
        assert_eq!(browser.get(&path(&harbors)).body, missing.body);
        for stranger in [OTHER_PARTNER, ADMIN, STRANGER] {
            let answer = portal.sign_in(stranger).get(&path(&id));
            assert_eq!(
                (answer.status, &answer.body),
                (404, &missing.body),
                "{stranger}"
            );
        }
        let harbor = portal.sign_in(OTHER_PARTNER);
        assert_eq!(harbor.get(&path(&harbors)).status, 200);
        for text in [
            harbor.get("/partner/opportunities").text(),
            harbor.get("/partner/opportunities.csv").text(),
            harbor.get("/partner/reports").text(),
            harbor.get("/partner/reports.csv").text(),
        ] {
            assert!(text.contains(&harbors) && !text.contains(&id), "{text}");
        }
    });
}

#[test]
fn the_last_day_lasts_until_its_last_millisecond() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [id, _] = two(&trade);
        let midnight: chrono::DateTime<chrono::Utc> = "2027-01-01T00:00:00Z".parse().unwrap();
        let until_then = midnight - portal.clock.now();
        portal
            .clock
            .advance(until_then - TimeDelta::milliseconds(1));
        let status = || {
            let browser = portal.sign_in(PARTNER);
            let list = browser.get("/partner/opportunities").page();
            let active = browser.get("/partner/opportunities?status=active").page();
            let detail = browser.get(&path(&id)).page();
            let mut found = detail.texts(".page-head .tag");
            found.extend(list.texts("td .tag"));
            found.push(active.rows().len().to_string());
            found
        };
        assert_eq!(status(), ["Active", "Active", "1"]);
        portal.clock.advance(TimeDelta::milliseconds(1));
        assert_eq!(status(), ["Expired", "Expired", "0"]);
        let page = portal.sign_in(PARTNER).get(&path(&id)).page();
        assert!(page.texts("main .buttons a").is_empty());
        assert_eq!(
            page.texts(".timeline li")[0],
            "1 Jan 2027, 00:00 UTCExpired"
        );
        let answer = portal.sign_in(PARTNER).post(
            "/partner/opportunities/selected",
            &[("do", "offer"), ("id", &id)],
        );
        assert_eq!(
            answer.page().errors(),
            [(
                "id".to_owned(),
                "This opportunity is expired – choose an active one".to_owned()
            )]
        );
    });
}
