//! What the script adds to pages that work without it.

use crate::browser::{Browser, Script};
use crate::people::{MEMBER, PASSWORD};
use crate::portal::{Database, TestPortal};
use crate::shortest;
use crate::walk::{travel, visit};
use chrono::TimeDelta;

/// Waits until an element says this.
async fn says(browser: &Browser, selector: &str, text: &str) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const until = performance.now() + 10000;
        const look = () => {{
            const said = document.querySelector('{selector}').textContent.trim();
            return said === '{text}' || performance.now() > until ? done(said) : requestAnimationFrame(look);
        }};
        look()"
    );
    assert_eq!(browser.run_to_end(&script).await, text);
}

async fn prices(browser: &Browser) -> Vec<String> {
    let rows = browser.texts("#preview tbody tr").await;
    rows.into_iter()
        .map(|row| row.split_whitespace().rev().nth(1).unwrap_or("").to_owned())
        .collect()
}

#[test]
fn prices_follow_the_typing() {
    travel(MEMBER, Script::On, async |browser| {
        shortest::to_discount(browser, "Live", &["prod-logstream0001"]).await;
        browser.choose("discount_type", "percentage").await;
        browser.fill("percent", "20").await;
        says(browser, "#preview-said", "2 prices updated").await;
        assert_eq!(prices(browser).await, ["0.16", "0.04"]);
        browser.fill("percent", "30").await;
        says(
            browser,
            "#preview tbody tr:first-child td:last-child",
            "0.14 USD",
        )
        .await;
        assert_eq!(prices(browser).await, ["0.14", "0.035"]);
        browser.look_around().await;
    });
}

#[test]
fn a_list_is_narrowed_as_one_types_and_what_is_shown_is_chosen() {
    travel(MEMBER, Script::On, async |browser| {
        shortest::to_resellers(browser, "Many").await;
        let all = browser.texts(".choice").await.len();
        let filter = browser.find("[data-checklist] [type=search]").await;
        filter.send_keys("har bor").await.expect("it takes text");
        let shown = format!("0 chosen · 1 of {all} shown");
        says(browser, "[data-tally]", &shown).await;
        browser.click_button("Select all shown").await;
        says(
            browser,
            "[data-tally]",
            &format!("1 chosen · 1 of {all} shown"),
        )
        .await;
        browser.click_button("Clear").await;
        says(browser, "[data-tally]", &shown).await;
        filter.send_keys("zzz").await.expect("it takes text");
        browser.find("[data-no-match]:not([hidden])").await;
        let chosen = "return document.querySelectorAll('[name=reseller]:checked').length";
        assert_eq!(browser.run(chosen).await, 0);
    });
}

#[test]
fn leaving_what_was_typed_asks_first_and_a_form_is_sent_once() {
    travel(MEMBER, Script::On, async |browser| {
        let asks = "const leaving = new Event('beforeunload', { cancelable: true });
            window.dispatchEvent(leaving);
            return leaving.defaultPrevented";
        browser
            .press("Create opportunity", "isv.draft.details")
            .await;
        assert_eq!(browser.run(asks).await, false);
        browser.fill("name", "Pressed twice").await;
        assert_eq!(browser.run(asks).await, true);
        browser.leave().await;
        let twice = "const button = document.querySelector('main form button.button-primary');
            let sent = 0;
            document.addEventListener('submit', (event) => { sent += event.defaultPrevented ? 0 : 1; });
            button.click();
            button.click();
            return [sent, button.textContent, button.getAttribute('aria-disabled')].join()";
        assert_eq!(browser.run(twice).await, "1,Saving…,true");
        browser.arrive_anew("isv.draft.resellers").await;
        assert_eq!(browser.run(asks).await, false);
    });
}

#[test]
fn a_request_is_copied() {
    travel(MEMBER, Script::On, async |browser| {
        browser.allow_copying().await;
        browser
            .follow("Margie's Travel – encrypted archive", "isv.opportunity")
            .await;
        browser
            .follow(
                "Requests for the AWS Marketplace Catalog API",
                "isv.opportunity.aws",
            )
            .await;
        browser.click_button("Copy").await;
        // It says so once the browser has taken it.
        says(browser, "[data-copy]", "Copied").await;
    });
}

#[test]
fn who_comes_back_too_late_is_told_that_they_are_signed_out() {
    let portal = TestPortal::start(Database::Sqlite);
    visit(&portal, MEMBER, Script::On, async |browser| {
        let lost = "Nothing you typed is lost: save, and sign in again.";
        browser.hurry().await;
        browser.go("/account", "account").await;
        browser.find("dialog[open]").await;
        // The portal is asked, and does not know them any more.
        portal.clock.advance(TimeDelta::minutes(31));
        browser.click_button("Stay signed in").await;
        says(browser, "dialog h2", "You are signed out").await;
        browser.find("dialog[open]").await;
        says(browser, "dialog p", lost).await;
        browser.look_around().await;
        browser.click_button("Close").await;
        browser.go("/account", "sign-in").await;
        browser.fill("email", MEMBER).await;
        browser.fill("password", PASSWORD).await;
        browser.press("Sign in", "account").await;
        // Nobody presses anything, and the time goes by.
        browser.find("dialog[open]").await;
        let later = "const now = Date.now; Date.now = () => now() + 31 * 60000";
        browser.run(later).await;
        says(browser, "dialog h2", "You are signed out").await;
        says(browser, "dialog p", lost).await;
        browser.click_button("Close").await;
    });
}
