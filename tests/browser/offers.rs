//! What becomes of offers after they were extended: another link, another day, an acceptance by other ways, the end of one and
//! the beginning of the next.

use crate::browser::{Browser, Script, browse};
use crate::people::PARTNER;
use crate::portal::{Database, TestPortal};
use crate::walk::{travel, visit};

/// To three accounts, of which none has accepted yet.
const OFFER: &str = "Graphic Design Institute – archive, longer";
const BUYER: &str = "180018001800";

#[test]
fn an_offer_is_sent_again_moved_noted_cancelled_and_cloned() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        let mut url = String::new();
        visit(&portal, PARTNER, script, async |browser| {
            browser.turn_to("Offers", "partner.offers").await;
            browser.follow(OFFER, "partner.offer").await;
            browser
                .press("Make another offer URL", "partner.offer")
                .await;
            let shown = browser
                .run("return document.getElementById('url').value")
                .await;
            shown.as_str().expect("an address").clone_into(&mut url);
            move_the_day(browser).await;
            note_an_acceptance(browser).await;
            cancel(browser).await;
            clone_and_discard(browser).await;
        });
        let path = url.strip_prefix(&portal.url).expect("a page of the portal");
        browse(&portal.url, script, async |browser| {
            let path = format!("{path}?account={BUYER}");
            browser.go(&path, "buyer.offer").await;
            let over = browser.text(".warning").await;
            assert!(
                over.starts_with("This offer can no longer be accepted"),
                "{over}"
            );
        });
    }
}

async fn move_the_day(browser: &Browser) {
    let page = "partner.offer.expiry";
    browser.follow("Change expiry date", page).await;
    browser.date("expiry", ["22", "11", "2026"]).await;
    browser.press("Change expiry date", page).await;
    assert_eq!(
        browser.errors().await,
        ["Offer expiry date must be tomorrow or later"]
    );
    browser.date("expiry", ["31", "1", "2027"]).await;
    browser.press("Change expiry date", "partner.offer").await;
    assert_eq!(
        browser.text("[data-banner] p").await,
        format!("Done: “{OFFER}” can be accepted until 31 Jan 2027, midnight UTC.")
    );
}

async fn note_an_acceptance(browser: &Browser) {
    let page = "partner.offer.acceptance";
    browser.follow("Record acceptance", page).await;
    browser.press("Record acceptance", page).await;
    assert_eq!(
        browser.errors().await,
        [
            "Select the account that accepted",
            "Enter the company name",
            "Enter the name of the person who accepts",
            "Select a contract duration",
        ]
    );
    browser.choose("account", "180018001801").await;
    browser.fill("company", "Graphic Design Institute").await;
    browser.fill("person", "Ruth Hale").await;
    browser.choose("contract", "P24M").await;
    browser.fill("units[enc_gb]", "40").await;
    browser.press("Work out the total", page).await;
    assert!(browser.text("#preview").await.contains("To pay"));
    browser.press("Record acceptance", "partner.offer").await;
    assert_eq!(
        browser.text("#accepted").await,
        "Accepted by 1 of 3 accounts"
    );
}

async fn cancel(browser: &Browser) {
    browser.follow("Cancel offer", "partner.offer.cancel").await;
    assert_eq!(browser.heading().await, format!("Cancel “{OFFER}”?"));
    browser.press("Cancel offer", "partner.offer").await;
    assert_eq!(browser.text(".page-head .tag").await, "Expired");
    let again = format!("{}/cancel", browser.path().await);
    browser.go(&again, "partner.offer.closed").await;
    browser.follow("View offer", "partner.offer").await;
}

async fn clone_and_discard(browser: &Browser) {
    browser.press("Clone", "partner.offer_draft.review").await;
    browser.press("Save and exit", "partner.offer_drafts").await;
    browser
        .follow(&format!("Discard {OFFER}"), "partner.offer_draft.discard")
        .await;
    browser.press("Discard draft", "partner.offer_drafts").await;
    assert_eq!(browser.text(".empty h2").await, "You have no drafts.");
    browser
        .follow("See your opportunities", "partner.opportunities")
        .await;
}

/// One that may be used for many offers, priced in euros, with a contract of the vendor's own.
const MANY: &str = "Relay enterprise – Contoso only";

#[test]
fn a_contract_is_accepted_and_an_opportunity_ended() {
    for script in [Script::On, Script::Off] {
        travel(PARTNER, script, async |browser| {
            browser.press("Create offer", "partner.opportunities").await;
            assert_eq!(browser.errors().await, ["Select an opportunity first"]);
            browser.fill("q", MANY).await;
            browser.press("Apply", "partner.opportunities").await;
            browser.choose_first_row().await;
            browser.press("Create offer", "partner.offer_new").await;
            browser
                .press("Create offer", "partner.offer_draft.terms")
                .await;
            accept_the_contract(browser).await;
            end(browser).await;
        });
    }
}

async fn accept_the_contract(browser: &Browser) {
    let page = "partner.offer_draft.terms";
    browser.press("Save and continue", page).await;
    assert_eq!(
        browser.errors().await,
        [
            "Accept the reseller contract to continue",
            "Enter at least one buyer account ID",
        ]
    );
    browser.choose("accept", "yes").await;
    browser.fill("buyers", "2700-2700-2700, 270027002701").await;
    browser
        .press("Save and continue", "partner.offer_draft.price")
        .await;
    let refused = browser.text(".refused").await;
    assert_eq!(
        refused,
        "Discount off the list price – not in EUR: list prices are in USD"
    );
    browser.fill("percent", "8").await;
    browser.press("Save and exit", "partner.offer_drafts").await;
    browser
        .follow(&format!("Continue {MANY}"), "partner.offer_draft.dates")
        .await;
}

async fn end(browser: &Browser) {
    browser
        .follow(&format!("“{MANY}”"), "partner.opportunity")
        .await;
    browser
        .follow("End opportunity", "partner.opportunity.end")
        .await;
    browser.follow("Keep it", "partner.opportunity").await;
    browser
        .follow("End opportunity", "partner.opportunity.end")
        .await;
    browser.fill("reason", "No buyer asked for it").await;
    browser
        .press("End opportunity", "partner.opportunity")
        .await;
    assert_eq!(browser.text(".page-head .tag").await, "Ended by partner");
    let again = format!("{}/end", browser.path().await);
    browser.go(&again, "partner.opportunity.ended").await;
}
