//! Drafts: kept across a sign-out, discarded on purpose, and never overwritten by another window.

use crate::browser::{Browser, Script};
use crate::people::MEMBER;
use crate::shortest;
use crate::walk::travel;

#[test]
fn a_draft_waits_for_its_writer() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_discount(browser, "To be continued", &["prod-logstream0001"]).await;
            browser.choose("discount_type", "percentage").await;
            browser.fill("percent", "a lot").await;
            browser.press("Save and exit", "isv.drafts").await;
            let saved = "Done: Draft saved. 3 of 9 steps are done.";
            assert_eq!(browser.text("[data-banner]").await, saved);
            sign_out_and_in_again(browser).await;
            browser.turn_to("Drafts", "isv.drafts").await;
            let row = "To be continued 3 of 9 22 Nov 2026, 12:00 UTC Marek Nowak";
            let rows = browser.texts("tbody tr").await;
            assert!(rows[0].starts_with(row), "{rows:?}");
            browser
                .follow("Continue To be continued", "isv.draft.discount")
                .await;
            assert_eq!(browser.value("percent").await, "a lot");
        });
    }
}

async fn sign_out_and_in_again(browser: &Browser) {
    browser.press("Sign out", "signed-out").await;
    browser.follow("Sign in again", "sign-in").await;
    browser.sign_in(MEMBER).await;
}

#[test]
fn a_draft_is_discarded_only_after_asking() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_resellers(browser, "A mistake").await;
            browser.follow("Discard draft", "isv.draft.discard").await;
            assert_eq!(browser.heading().await, "Discard “A mistake”?");
            browser.follow("Keep it", "isv.draft.details").await;
            browser.follow("Discard draft", "isv.draft.discard").await;
            browser.press("Discard draft", "isv.drafts").await;
            let gone = "Done: “A mistake” is discarded.";
            assert_eq!(browser.text("[data-banner]").await, gone);
            let left = browser.texts("tbody th").await;
            assert!(!left.contains(&"A mistake".to_owned()), "{left:?}");
        });
    }
}

/// The window that saves second shows what is saved beside what was typed, and its user chooses.
#[test]
fn two_windows_do_not_overwrite_each_other() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_resellers(browser, "As it was").await;
            browser.follow("Back", "isv.draft.details").await;
            browser.fill("name", "Mine").await;
            browser.fill("description", "Mine as well").await;
            let path = browser.path().await;
            let mine = browser.open_window().await;
            browser.go(&path, "isv.draft.details").await;
            browser.fill("name", "Theirs").await;
            browser.fill("description", "Theirs as well").await;
            browser
                .press("Save and continue", "isv.draft.resellers")
                .await;
            browser.go_to_window(mine).await;
            choose_between_both(browser).await;
        });
    }
}

/// Who saves what somebody has created opportunities of meanwhile sees both, and nothing typed is lost.
#[test]
fn what_was_created_meanwhile_is_said() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_review(browser, "Made by somebody").await;
            browser
                .follow("Change Opportunity details", "isv.draft.details")
                .await;
            browser.fill("name", "Typed too late").await;
            let path = browser.path().await;
            let review = path.replace("/details", "/review");
            let mine = browser.open_window().await;
            browser.go(&review, "isv.draft.review").await;
            browser.press("Create opportunities", "isv.batch").await;
            browser.go_to_window(mine).await;
            browser.press("Save and continue", "isv.draft.made").await;
            let text = browser.text("main").await;
            assert!(text.contains("Typed too late"), "{text}");
        });
    }
}

async fn choose_between_both(browser: &Browser) {
    browser
        .press("Save and continue", "isv.draft.conflict")
        .await;
    assert_eq!(
        browser.heading().await,
        "Marek Nowak saved this step at 12:00 UTC"
    );
    assert_eq!(
        browser.texts("tbody tr").await,
        [
            "Opportunity name\nMine\nTheirs",
            "Opportunity description\nMine as well\nTheirs as well",
        ]
    );
    browser.choose("pick:name", "theirs").await;
    browser
        .press("Save these answers", "isv.draft.resellers")
        .await;
    browser.follow("Back", "isv.draft.details").await;
    assert_eq!(browser.value("name").await, "Theirs");
    assert_eq!(browser.value("description").await, "Mine as well");
}
