//! An offer that is paid in parts, on the days that the vendor set.

use crate::browser::{Browser, Script, browse};
use crate::people::OTHER_PARTNER;
use crate::portal::{Database, TestPortal};
use crate::walk::visit;

/// Three yearly payments of 17,600 USD, for one buyer.
const OPPORTUNITY: &str = "Wide World Importers – Atlas, three years";
const BUYER: &str = "380038003800";

#[test]
fn payments_are_set_one_by_one() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        let mut url = String::new();
        visit(&portal, OTHER_PARTNER, script, async |browser| {
            begin(browser).await;
            write_at_once(browser).await;
            set_amounts(browser).await;
            url = finish(browser).await;
        });
        let path = url.strip_prefix(&portal.url).expect("a page of the portal");
        browse(&portal.url, script, async |browser| {
            let path = format!("{path}?account={BUYER}");
            browser.go(&path, "buyer.offer").await;
            let payments = browser.texts(r#"[aria-label="Payments"] tbody tr"#).await;
            assert_eq!(payments.len(), 3, "{payments:?}");
            assert!(payments[0].ends_with("18,000.00 USD"), "{payments:?}");
        });
    }
}

async fn begin(browser: &Browser) {
    browser.follow(OPPORTUNITY, "partner.opportunity").await;
    browser.follow("Create offer", "partner.offer_new").await;
    browser
        .press("Create offer", "partner.offer_draft.terms")
        .await;
    browser.choose("accept", "yes").await;
    browser.fill("buyers", BUYER).await;
    browser
        .press("Save and continue", "partner.offer_draft.price")
        .await;
}

/// The window that saves second shows what is saved beside what was typed, and its user chooses.
async fn write_at_once(browser: &Browser) {
    browser.fill("percent", "2").await;
    let path = browser.path().await;
    let mine = browser.open_window().await;
    browser.go(&path, "partner.offer_draft.price").await;
    browser.fill("percent", "3").await;
    browser
        .press("Save and continue", "partner.offer_draft.schedule")
        .await;
    browser.go_to_window(mine).await;
    browser
        .press("Save and continue", "partner.offer_draft.conflict")
        .await;
    browser.choose("pick:percent", "theirs").await;
    browser
        .press("Save these answers", "partner.offer_draft.schedule")
        .await;
}

async fn set_amounts(browser: &Browser) {
    let page = "partner.offer_draft.schedule";
    let marked_up = browser.texts(r#"[data-heading="With the markup"]"#).await;
    assert_eq!(marked_up[0], "18,128.00 USD");
    browser.choose("payments", "own").await;
    for (payment, amount) in ["17000", "18000", "18000"].into_iter().enumerate() {
        let field = format!("amount[{}]", payment + 1);
        browser.fill(&field, amount).await;
    }
    browser.press("Save and continue", page).await;
    assert_eq!(
        browser.errors().await,
        ["Payment 1 must be at least 17,600.00 USD"]
    );
    browser.fill("amount[1]", "18000").await;
    browser.press("Update total", page).await;
    assert_eq!(browser.text(".total strong").await, "Total: 54,000.00 USD");
    browser
        .press("Save and continue", "partner.offer_draft.documents")
        .await;
    browser
        .press("Save and continue", "partner.offer_draft.dates")
        .await;
}

/// Extends the offer, and says where its buyer goes.
async fn finish(browser: &Browser) -> String {
    browser.fill("name", "Atlas, three years").await;
    browser.fill("description", "In yearly parts").await;
    browser.date("expiry", ["20", "12", "2026"]).await;
    browser
        .press("Save and continue", "partner.offer_draft.review")
        .await;
    browser.press("Extend Offer", "partner.offer").await;
    let url = browser
        .run("return document.getElementById('url').value")
        .await;
    url.as_str().expect("an address").to_owned()
}
