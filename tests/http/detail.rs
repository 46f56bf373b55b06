//! One opportunity: what it says, and the files that come with it.

use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, LOGSTREAM, PARTNER, STRANGER, Trade, VIEWER, fields};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;
use consign::domain::catalog::ProductState;

fn path(opportunity: &str) -> String {
    format!("/isv/opportunities/{opportunity}")
}

#[test]
fn an_opportunity_is_shown_as_it_was_made() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (batch, _) = trade.create_told(&trade.answers("Q1 renewals"));
        let id = trade.of_batch(batch).remove(0);
        insta::allow_duplicates! {
            insta::assert_snapshot!("percentage", portal.sign_in(ADMIN).get(&path(&id)).main());
        }
        let viewer = portal.sign_in(VIEWER).get(&path(&id)).page();
        assert_eq!(viewer.heading(), "Q1 renewals");
        assert!(
            viewer.texts("main button").is_empty(),
            "a viewer changes nothing"
        );
    });
}

#[test]
fn a_schedule_is_shown_with_its_units_payments_and_total() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let eula = trade.document(
            DocumentKind::Eula,
            "Vereinbarung für Käufer.pdf",
            &[b'x'; 219_136],
        );
        let mut answers = trade.flexible(
            "Flexible <i>deal</i>",
            &[["1000.50", "1", "2", "2027"], ["999.50", "1", "3", "2027"]],
            ["31", "12", "2026"],
        );
        answers.set(
            Step::Details,
            fields(&[
                ("name", "Flexible <i>deal</i>"),
                ("description", "Line one\nline “two” 😀"),
            ]),
        );
        answers.set(Step::Buyers, fields(&[("buyers", "123412341234")]));
        answers.set(Step::Eula, fields(&[("eula", &eula.to_string())]));
        answers.set(Step::Rcmp, fields(&[("contract", "rcmp")]));
        let id = trade.give(&answers);
        insta::allow_duplicates! { insta::assert_snapshot!("flexible", portal.sign_in(ADMIN).get(&path(&id)).main()) };
    });
}

#[test]
fn what_happened_is_told_newest_first() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Short");
        answers.set(
            Step::Duration,
            fields(&[
                ("duration", "specific_time"),
                ("end-day", "23"),
                ("end-month", "11"),
                ("end-year", "2026"),
            ]),
        );
        let (expired, revoked) = (trade.give(&answers), trade.named("Ended"));
        portal.clock.advance(TimeDelta::hours(2));
        trade.revoke(&revoked);
        portal.clock.advance(TimeDelta::hours(34));
        let browser = portal.sign_in(ADMIN);
        let page = browser.get(&path(&expired)).page();
        assert_eq!(page.texts(".page-head .tag"), ["Expired"]);
        assert_eq!(
            page.texts(".timeline li")[0],
            "24 Nov 2026, 00:00 UTC Expired".replace(" UTC ", " UTC")
        );
        let page = browser.get(&path(&revoked)).page();
        assert_eq!(page.texts(".page-head .tag"), ["Revoked"]);
        assert_eq!(
            page.texts(".timeline li")[0],
            "22 Nov 2026, 14:00 UTCRevoked by Dana Li"
        );
        assert!(
            page.text()
                .contains("Revoked by Dana Li on 22 Nov 2026, 14:00 UTC.")
        );
        assert!(
            page.texts("main .buttons a").is_empty(),
            "it is not revoked twice"
        );
    });
}

#[test]
fn what_keeps_the_partner_from_making_offers_is_said_while_it_lasts() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let said = || {
            let page = browser.get(&path(&id)).page();
            assert_eq!(page.texts(".page-head .tag"), ["Active"]);
            page.texts("#closed p")
        };
        assert_eq!(said(), [""; 0]);
        let nothing_new = "The partner can make no new offer from this opportunity. Offers already made keep their terms.";
        trade.set_state(LOGSTREAM, ProductState::Withdrawn);
        assert_eq!(
            said(),
            [
                &format!("LogStream is not on sale any more. {nothing_new}"),
                "Once the product is on sale again, import it anew or ask whoever runs this portal to do so.",
            ]
        );
        trade.set_state(LOGSTREAM, ProductState::Limited);
        assert_eq!(said(), [""; 0], "it is on sale again");
        trade.register(CONTOSO, "no");
        assert_eq!(
            said(),
            [
                &format!(
                    "Contoso Consulting is not registered as a reseller any more. {nothing_new}"
                ),
                "Ask whoever runs this portal to register it again, or offer the same to another reseller.",
            ]
        );
        trade.revoke(&id);
        let ended = browser.get(&path(&id)).page();
        assert_eq!(ended.texts("#closed"), [""; 0], "its status says enough");
    });
}

#[test]
fn an_added_dimension_is_marked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let page = portal
            .sign_in(ADMIN)
            .get(&path(&trade.give(&trade.shaped())))
            .page();
        assert_eq!(
            page.texts(".tag")
                .iter()
                .filter(|tag| *tag == "Added")
                .count(),
            2,
            "{}",
            page.outline()
        );
    });
}

#[test]
fn what_is_not_ones_own_cannot_be_told_from_what_does_not_exist() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let id = trade.named("Ours");
    let (stranger, partner) = (portal.sign_in(STRANGER), portal.sign_in(PARTNER));
    let missing = stranger.get("/isv/opportunities/opp_01h455vb4pex5vsknk084sn02q");
    for end in ["", "/revoke"] {
        for browser in [&stranger, &partner] {
            let foreign = browser.get(&format!("{}{end}", path(&id)));
            assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
        }
    }
    for end in ["/revoke", "/clone"] {
        assert_eq!(
            stranger.post(&format!("{}{end}", path(&id)), &[]).status,
            404
        );
    }
}

#[test]
fn a_document_is_saved_and_never_opened() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.document(
            DocumentKind::Eula,
            "Vereinbarung für Käufer.pdf",
            b"%PDF-1.7 words",
        );
        let path = format!("/files/{id}");
        let answer = portal.sign_in(VIEWER).get(&path);
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, b"%PDF-1.7 words".as_slice())
        );
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(
            answer.all("content-security-policy"),
            ["sandbox; default-src 'none'"]
        );
        let name = "attachment; filename=\"Vereinbarung f_r K_ufer.pdf\"; filename*=UTF-8''Vereinbarung%20f%C3%BCr%20K%C3%A4ufer.pdf";
        assert_eq!(answer.header("content-disposition"), Some(name));
        let missing = portal
            .sign_in(ADMIN)
            .get("/files/doc_01h455vb4pex5vsknk084sn02q");
        for foreign in [STRANGER, PARTNER] {
            let answer = portal.sign_in(foreign).get(&path);
            assert_eq!((answer.status, &answer.body), (404, &missing.body));
        }
        assert_eq!(portal.anonymous().get(&path).status, 303);
    });
}
