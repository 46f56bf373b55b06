//! Offers as the ISV sees them: that they were made and what came of them, and never what the partner asks.

use crate::client::Client;
use crate::offered::{
    ALPINE, AMENDMENT, DESCRIPTION, MARKUP, PRICES, accept, acceptance, extend, offered,
};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, PARTNER, STRANGER, Trade, VIEWER};
use chrono::TimeDelta;

#[test]
fn an_isv_sees_that_an_offer_was_made_and_accepted() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(VIEWER);
        let list = browser.get("/isv/offers");
        let shown = browser.get(&offer.isv());
        insta::allow_duplicates! {
            insta::assert_snapshot!("list", list.main());
            insta::assert_snapshot!("detail", shown.main());
        }
        let done = accept(&portal.anonymous(), &offer.accept(), &acceptance(ALPINE));
        assert_eq!(done.status, 303, "{}", done.text());
        let accepted = browser.get(&offer.isv()).page();
        let made = accepted.texts(".agreement dd").join(" | ");
        assert!(made.contains("1,280.00 USD"), "{made}");
        let timeline = accepted.texts(".timeline li").join(" | ");
        assert!(
            timeline.contains("Accepted by Alpine Ski House"),
            "{timeline}"
        );
        let file = browser.get("/isv/offers.csv");
        let text = file.text();
        assert!(text.contains("Storage for Alpine,Vault Storage,Contoso Consulting,2026-11-22T12:00:00Z,2026-12-31,Active,2,1,USD,1280.00,off_"), "{text}");
    });
}

/// The lines of the timeline that a page shows.
fn timeline(browser: &Client, path: &str) -> Vec<String> {
    browser.get(path).page().texts(".timeline li")
}

#[test]
fn a_cancelled_offer_does_not_expire_before_what_happened_to_it() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(VIEWER), portal.sign_in(PARTNER));
        for accepted in [false, true] {
            let offer = offered(portal, "Storage for Alpine");
            let extended = timeline(&isv, &offer.isv());
            if accepted {
                portal.clock.advance(TimeDelta::minutes(5));
                let done = accept(&portal.anonymous(), &offer.accept(), &acceptance(ALPINE));
                assert_eq!(done.status, 303, "{}", done.text());
            }
            assert_eq!(partner.post(&offer.partner("/cancel"), &[]).status, 303);
            let page = isv.get(&offer.isv()).page();
            assert_eq!(page.texts(".tag"), ["Expired"]);
            let lines = page.texts(".timeline li");
            assert_eq!(lines.len(), 1 + usize::from(accepted), "{lines:?}");
            assert!(lines.ends_with(&extended), "{lines:?}");
            assert!(!page.text().contains("Cancelled"), "{lines:?}");
        }
    });
}

#[test]
fn both_sides_read_when_an_offer_expired() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        portal.clock.advance(TimeDelta::days(60));
        let (isv, partner) = (portal.sign_in(VIEWER), portal.sign_in(PARTNER));
        let expired = "1 Jan 2027, 00:00 UTCExpired";
        assert_eq!(timeline(&isv, &offer.isv())[0], expired);
        assert_eq!(timeline(&partner, &offer.partner(""))[0], expired);
        assert_eq!(partner.post(&offer.partner("/link"), &[]).status, 303);
        let told = timeline(&partner, &offer.partner(""));
        assert!(told[0].contains("Another offer URL made"), "{told:?}");
        assert_eq!(told[1], expired);
    });
}

#[test]
fn an_opportunity_lists_the_offers_made_from_it() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Logs");
        let path = format!("/isv/opportunities/{opportunity}");
        let browser = portal.sign_in(ADMIN);
        let none = browser.get(&path);
        assert!(
            none.text()
                .contains("The partner has not made an offer from it.")
        );
        for number in 1..=26 {
            let name = format!("Offer {number}");
            extend(portal, &opportunity, &name, PARTNER, "2026-12-31");
        }
        let page = browser.get(&path).page();
        assert!(
            page.texts("#offers")
                .contains(&"Offers made from it (26)".to_owned())
        );
        assert_eq!(page.attributes("tr[data-id]", "data-id").len(), 25);
        let all = page.link("All offers made from it");
        assert_eq!(all, format!("/isv/offers?opportunity={opportunity}"));
        let list = browser.get(&all).page();
        assert_eq!(list.heading(), "Offers from your opportunities (26)");
        let one = page.attributes("tr[data-id] a", "href").remove(0);
        assert!(browser.get(&one).page().heading().starts_with("Offer "));
    });
}

#[test]
fn no_page_of_an_isv_has_what_the_partner_keeps_to_itself() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let done = accept(&portal.anonymous(), &offer.accept(), &acceptance(ALPINE));
        assert_eq!(done.status, 303, "{}", done.text());
        let browser = portal.sign_in(ADMIN);
        let partner = portal.sign_in(PARTNER);
        let day = [
            ("expiry-day", "30"),
            ("expiry-month", "1"),
            ("expiry-year", "2027"),
        ];
        assert_eq!(partner.post(&offer.partner("/expiry"), &day).status, 303);
        let amendment = offer.amendment.to_string();
        let mut hidden = vec![DESCRIPTION, MARKUP, AMENDMENT, &amendment];
        // The buyer's prices, and what they come to.
        hidden.extend(PRICES);
        hidden.extend(["1,497.60", "1497.60", "1497.6", "217.60", "217.6"]);
        for path in [
            offer.isv(),
            "/isv/offers".to_owned(),
            "/isv/offers.csv".to_owned(),
            format!("/isv/offers?q={}", offer.id),
            format!("/isv/opportunities/{}", offer.opportunity),
            "/isv/opportunities".to_owned(),
            "/isv/opportunities.csv".to_owned(),
        ] {
            let answer = browser.open(&path);
            assert_eq!(answer.status, 200, "{path}");
            for marker in &hidden {
                assert!(!answer.text().contains(marker), "{path}: {marker}");
            }
        }
        assert_eq!(browser.get(&format!("/files/{amendment}")).status, 404);
        let searched = browser.get("/isv/offers?q=marker+of+the+description");
        assert_eq!(searched.page().rows().len(), 0, "a search tells nothing");
        // The partner's own page has all of it, so the markers are the right ones.
        let own = partner.get(&offer.partner(""));
        for marker in [DESCRIPTION, MARKUP, AMENDMENT, "1,497.60", "217.60"] {
            assert!(own.text().contains(marker), "{marker}");
        }
        for price in PRICES {
            assert!(own.text().contains(price), "{price}");
        }
    });
}

#[test]
fn an_offer_from_anothers_opportunity_is_not_there() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        for email in [STRANGER, PARTNER, "operator@portal.example"] {
            let other = portal.sign_in(email);
            let nowhere = other.get("/nowhere").body;
            for path in [
                offer.isv(),
                "/isv/offers/off_01h455vb4pex5vsknk084sn02q".to_owned(),
                "/isv/offers/%00".to_owned(),
            ] {
                let answer = other.get(&path);
                assert_eq!(
                    (answer.status, &answer.body),
                    (404, &nowhere),
                    "{email} {path}"
                );
            }
        }
        let stranger = portal.sign_in(STRANGER);
        for list in ["/isv/offers", "/isv/offers.csv"] {
            assert!(!stranger.get(list).text().contains("Alpine"), "{list}");
        }
    });
}
