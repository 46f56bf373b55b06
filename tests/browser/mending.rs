//! Errors: told above the form and beside the field, mended from the review, and nothing typed is lost.

use crate::browser::{Browser, Script};
use crate::people::MEMBER;
use crate::shortest;
use crate::walk::travel;

#[test]
fn an_error_leads_to_its_field() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            browser
                .press("Create opportunity", "isv.draft.details")
                .await;
            browser.fill("description", "For renewals").await;
            browser
                .press("Save and continue", "isv.draft.details")
                .await;
            assert_eq!(
                browser.title().await,
                "Error: Opportunity details – Consign"
            );
            assert!(browser.is_at("#error-summary").await);
            assert_eq!(
                browser.text("#error-summary h2").await,
                "Fix 1 answer to continue"
            );
            assert_eq!(
                browser.text("#name-error").await,
                "Error:\nEnter an opportunity name"
            );
            browser.click_link("Enter an opportunity name").await;
            assert!(browser.is_at("#name").await);
            assert_eq!(browser.value("description").await, "For renewals");
        });
    }
}

#[test]
fn what_is_missing_is_mended_from_the_review() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_duration(browser, "Half done", "prod-logstream0001").await;
            let review = browser.path().await.replace("/duration", "/review");
            browser.go(&review, "isv.draft.review").await;
            browser
                .press("Create opportunities", "isv.draft.review")
                .await;
            assert!(browser.is_at("#error-summary").await);
            let missing = "Select how long it can be used";
            assert_eq!(browser.errors().await, [missing]);
            browser.follow(missing, "isv.draft.duration").await;
            assert!(browser.is_at("#duration").await);
            browser.choose("duration", "no_set_time").await;
            browser.press("Save and continue", "isv.draft.review").await;
            assert!(browser.is_at("#duration").await);
            assert_eq!(browser.errors().await, [""; 0]);
            browser.press("Create opportunities", "isv.batch").await;
        });
    }
}

#[test]
fn a_wrong_change_stays_on_its_step_until_it_is_right() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_review(browser, "To be changed").await;
            change_percent(browser, "a tenth", "isv.draft.discount").await;
            assert_eq!(
                browser.errors().await,
                ["Discount must be a number, like 12.5"]
            );
            assert_eq!(browser.value("percent").await, "a tenth");
            browser.fill("percent", "10").await;
            browser.press("Save and continue", "isv.draft.review").await;
            assert!(browser.is_at("#discount").await);
            assert_eq!(
                browser.texts(".prices tbody tr").await,
                [
                    "Ingested data usage GB 0.20 USD 10% 0.18 USD",
                    "Scanned hosts usage Host hours 0.05 USD 10% 0.045 USD",
                ]
            );
        });
    }
}

async fn change_percent(browser: &Browser, percent: &str, page: &str) {
    browser
        .follow("Change Discount", "isv.draft.discount")
        .await;
    browser.fill("percent", percent).await;
    browser.press("Save and continue", page).await;
}

/// A price of zero needs a word more.
#[test]
fn a_price_of_zero_is_confirmed() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_review(browser, "For nothing").await;
            change_percent(browser, "100", "isv.draft.discount").await;
            assert_eq!(
                browser.errors().await,
                ["Confirm that the wholesale price is zero"]
            );
            browser.choose("zero", "yes").await;
            browser.press("Save and continue", "isv.draft.review").await;
            assert_eq!(
                browser.texts(".warning").await,
                ["Check: The discount on LogStream is over 50%."]
            );
        });
    }
}

/// A SaaS contract that is added on the way brings a question of its own, which comes before the review.
#[test]
fn a_change_that_opens_a_question_asks_it() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_review(browser, "Now with storage").await;
            browser
                .follow("Change Products", "isv.draft.products")
                .await;
            browser.choose("product", "prod-vaultstorage1").await;
            browser
                .press("Save and continue", "isv.draft.dimensions")
                .await;
            browser.press("Save and continue", "isv.draft.review").await;
            assert_eq!(
                browser.text(".lead").await,
                "2 opportunities will be created: 1 reseller × 2 products."
            );
        });
    }
}
