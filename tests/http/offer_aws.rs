//! What AWS is told of a partner's offer.

use crate::aws::{ID, changes};
use crate::command_line::run;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER, Trade};
use consign::answers::offer::OfferAnswers;
use consign::domain::account::AccountId;
use consign::domain::buyers::Buyers;
use consign::domain::money::Markup;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use consign::random;
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::offers::{self, Extended, NewOffer};
use consign::store::scope::Scope;
use consign::store::{Conn, Error, authorizations, opportunities, users};
use serde_json::Value;

const OTHER_PARTNER: &str = "admin@harbor.example";

/// An offer of Contoso from one of its opportunities: 5 % on everything, for a year.
fn extend(portal: &TestPortal, opportunity: &str) -> String {
    let now = portal.clock.now();
    let work = |c: &mut Conn| {
        let partner = users::by_email(c, PARTNER)?.expect("somebody");
        let Some(Scope::Partner(scope)) = users::who(c, partner.id)?.map(|who| who.scope) else {
            return Err(Error::Broken("no partner".to_owned()));
        };
        let id = opportunity.parse().expect("an id");
        let found = opportunities::find_for_partner(c, &scope, id)?.expect("an opportunity");
        let draft = NewOfferDraft {
            id: random::id(now),
            opportunity: id,
            answers: &OfferAnswers::default(),
            by: partner.id,
        };
        drafts::create(c, &scope, &draft, now)?;
        let buyer = AccountId::parse("222233334444").expect("twelve digits");
        let parts = OfferParts {
            contract_accepted: true,
            buyers: Buyers::new(vec![buyer]).ok(),
            adjustment: Markup::new(5.into()).ok().map(Adjustment::Markup),
            amendments: Some(Vec::new()),
            details: OfferDetails::new("LogStream for <Acme>", "Internal note").ok(),
            expires_on: "2027-05-31".parse().ok(),
            subscription_end: "2027-11-22".parse().ok(),
        };
        let terms = OfferTerms::prove(&found, parts, now.date_naive()).expect("a proof");
        let new = NewOffer {
            draft: draft.id,
            version: 1,
            opportunity: &found,
            terms: &terms,
            by: &partner,
            link_hash: random::sha256_hex(b"a secret"),
            letters: &|_, _| Ok(Vec::new()),
        };
        offers::extend(c, &scope, &new, now)
    };
    match portal.db.write_now(work).expect("it can be written") {
        Extended::New(offer) => offer.to_string(),
        other @ (Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_)) => {
            panic!("{other:?}")
        }
    }
}

#[test]
fn an_offer_shows_its_request_once_its_opportunity_has_a_name_in_aws() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Ours");
        let path = format!("/partner/offers/{}/aws", extend(portal, &opportunity));
        let partner = portal.sign_in(PARTNER);
        let page = partner.get(&path).page();
        assert_eq!(page.texts("nav [aria-current=page]"), ["Offers", "In AWS"]);
        assert!(page.texts("textarea").is_empty());
        assert_eq!(partner.get(&format!("{path}/prod-1.json")).status, 404);
        let misread = partner.get(&format!("{path}?authorization=prod-1"));
        assert_eq!(misread.status, 422);
        let page = misread.page();
        assert_eq!(page.values("authorization"), ["prod-1"]);
        let told = page.error_for("authorization").expect("an error");
        assert!(told.starts_with("Resale authorization ID must begin with resaleauthz-"));
        let typed = partner.get(&format!("{path}?authorization={ID}")).page();
        let download = partner.get(&typed.link("Download as JSON"));
        let download: Value = serde_json::from_slice(&download.body).expect("JSON");
        let shown = typed.texts("textarea").remove(0);
        assert_eq!(
            download,
            serde_json::from_str::<Value>(&shown).expect("JSON")
        );
        let admin = portal.sign_in(ADMIN);
        let record = format!("/isv/opportunities/{opportunity}/aws");
        assert_eq!(admin.post(&record, &[("authorization", ID)]).status, 303);
        let answer = partner.get(&path);
        insta::allow_duplicates! { insta::assert_snapshot!("offer", answer.main()) };
        let recorded = partner.get(&answer.page().link("Download as JSON"));
        assert_eq!(recorded.header("content-type"), Some("application/json"));
        let recorded: Value = serde_json::from_slice(&recorded.body).expect("JSON");
        assert_eq!(recorded, download);
        assert_eq!(
            changes(&recorded),
            [
                "CreateOfferUsingResaleAuthorization",
                "UpdateMarkup",
                "UpdateTargeting",
                "UpdateAvailability",
                "UpdateValidityTerms",
                "ReleaseOffer"
            ]
        );
    });
}

#[test]
fn the_command_exports_a_partners_offers() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let opportunity = trade.named("Ours");
    let offer = extend(&portal, &opportunity);
    let export = |more: &[&str]| {
        let arguments = [
            &["export", "--organisation", "444455556666", "--json"],
            more,
        ]
        .concat();
        let output = run(&portal.data, &arguments, "");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (
            serde_json::from_slice::<Value>(&output.stdout).expect("JSON"),
            told,
        )
    };
    let (requests, told) = export(&[]);
    assert_eq!(requests, serde_json::json!([]));
    assert!(told.contains(&offer), "{told}");
    let record = format!("/isv/opportunities/{opportunity}/aws");
    let answer = portal
        .sign_in(ADMIN)
        .post(&record, &[("authorization", ID)]);
    assert_eq!(answer.status, 303);
    let shown = portal
        .sign_in(PARTNER)
        .get(&format!("/partner/offers/{offer}/aws/{ID}.json"));
    let shown: Value = serde_json::from_slice(&shown.body).expect("JSON");
    for (status, requests) in [
        ("active", serde_json::json!([shown])),
        ("used", serde_json::json!([])),
    ] {
        assert_eq!(export(&["--status", status]).0, requests, "{status}");
    }
}

#[test]
fn what_aws_is_told_of_an_offer_is_for_its_partner_alone() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let path = format!(
            "/partner/offers/{}/aws",
            extend(portal, &trade.named("Ours"))
        );
        for email in [OTHER_PARTNER, ADMIN, "operator@portal.example"] {
            let browser = portal.sign_in(email);
            let missing = browser.get("/nowhere");
            for path in [
                format!("{path}?authorization={ID}"),
                format!("{path}/{ID}.json"),
                "/partner/offers/off_01h455vb4pex5vsknk084sn02q/aws".to_owned(),
                format!("/partner/offers/x/aws/{ID}.json"),
            ] {
                let answer = browser.get(&path);
                assert_eq!(
                    (answer.status, &answer.body),
                    (404, &missing.body),
                    "{path}"
                );
            }
        }
        assert_eq!(portal.anonymous().get(&path).status, 303);
    });
}

#[test]
fn a_partner_reads_the_name_of_its_own_opportunities_only() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Ours");
        let admin = portal.sign_in(ADMIN);
        let record = format!("/isv/opportunities/{id}/aws");
        assert_eq!(admin.post(&record, &[("authorization", ID)]).status, 303);
        let read = |email: &str| {
            let found = portal.db.read_now(|c| {
                let user = users::by_email(c, email)?.expect("somebody");
                match users::who(c, user.id)?.map(|who| who.scope) {
                    Some(Scope::Partner(scope)) => {
                        authorizations::find_for_partner(c, &scope, id.parse().expect("an id"))
                    }
                    Some(Scope::Isv(_) | Scope::Operator) | None => Ok(None),
                }
            });
            found.expect("it can be read").map(|id| id.to_string())
        };
        assert_eq!(read(PARTNER).as_deref(), Some(ID));
        assert_eq!(read(OTHER_PARTNER), None);
    });
}
