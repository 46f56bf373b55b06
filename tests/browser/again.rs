//! Clone and revoke: an opportunity cannot be changed, but ended and made again.

use crate::browser::{Browser, Script};
use crate::people::{ADMIN, MEMBER};
use crate::walk::travel;

/// The name of the demo's newest opportunity.
const NEWEST: &str = "Margie's Travel – encrypted archive";

#[test]
fn an_opportunity_is_cloned_changed_and_created_again() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            assert_eq!(browser.texts("tbody th").await[0], NEWEST);
            browser.press("Clone", "isv.opportunities").await;
            assert_eq!(browser.errors().await, ["Select an opportunity first"]);
            browser.choose_first_row().await;
            browser.press("Clone", "isv.draft.review").await;
            browser
                .follow("Change Opportunity details", "isv.draft.details")
                .await;
            assert_eq!(browser.value("name").await, NEWEST);
            browser.fill("name", "Like Margie's Travel").await;
            browser.press("Save and continue", "isv.draft.review").await;
            browser.press("Create opportunities", "isv.batch").await;
            let row =
                "Like Margie's Travel Vault Storage Contoso Consulting 24% 22 Nov 2026 Active";
            assert_eq!(browser.texts("tr[data-id]").await, [row]);
        });
    }
}

/// What has passed meanwhile must be answered anew.
#[test]
fn the_clone_of_an_expired_one_asks_for_a_new_last_day() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            let expired = "/isv/opportunities?q=Mid-year+renewals";
            browser.go(expired, "isv.opportunities").await;
            browser.choose_first_row().await;
            browser.press("Clone", "isv.draft.review").await;
            let passed = "Last day must be tomorrow or later";
            assert_eq!(browser.errors().await, [passed]);
            browser.follow(passed, "isv.draft.duration").await;
            browser.date("end", ["27", "3", "2027"]).await;
            browser.press("Save and continue", "isv.draft.review").await;
            browser.press("Create opportunities", "isv.batch").await;
        });
    }
}

#[test]
fn an_opportunity_is_revoked_and_says_so() {
    for script in [Script::On, Script::Off] {
        travel(ADMIN, script, async |browser| {
            browser.follow(NEWEST, "isv.opportunity").await;
            browser.follow("Revoke", "isv.opportunity.revoke").await;
            let title = format!("Revoke “{NEWEST}”?");
            assert_eq!(browser.heading().await, title);
            browser.fill("reason", "The price was wrong").await;
            browser.press("Revoke opportunity", "isv.opportunity").await;
            let called = format!("“{NEWEST}” (Vault Storage)");
            let done = format!("Done: {called} is revoked. Clone it to create it again.");
            let banner = browser.text("[data-banner] p").await;
            assert_eq!(banner, done);
            assert_eq!(browser.text(".page-head .tag").await, "Revoked");
            let ended = browser.text(".inset").await;
            assert!(
                ended.ends_with("Reason given: “The price was wrong”"),
                "{ended}"
            );
            revoke_once_more(browser).await;
        });
    }
}

async fn revoke_once_more(browser: &Browser) {
    let revoke = format!("{}/revoke", browser.path().await);
    browser.go(&revoke, "isv.opportunity.ended").await;
    browser.turn_to("Opportunities", "isv.opportunities").await;
    browser.choose_first_row().await;
    browser.press("Revoke", "isv.opportunities").await;
    assert_eq!(
        browser.errors().await,
        [format!("\"{NEWEST}\" is already revoked")]
    );
}

#[test]
fn an_opportunity_is_revoked_and_cloned_at_once() {
    for script in [Script::On, Script::Off] {
        travel(ADMIN, script, async |browser| {
            browser.choose_first_row().await;
            browser.press("Revoke", "isv.opportunity.revoke").await;
            browser.press("Revoke and clone", "isv.draft.review").await;
            browser.press("Create opportunities", "isv.batch").await;
            browser
                .follow("Opportunities created", "isv.opportunities")
                .await;
            let rows = browser.texts("tbody tr").await;
            let row = |status| {
                format!("{NEWEST} Vault Storage Contoso Consulting 24% {status} 11 Dec 2026")
            };
            assert_eq!(
                rows[..2],
                [row("22 Nov 2026 Active"), row("21 Nov 2026 Revoked")]
            );
        });
    }
}
