//! Who may come in, and who may only look.

use crate::browser::{Browser, Script, browse};
use crate::people::{MEMBER, PASSWORD, VIEWER};
use crate::portal::{Database, TestPortal};
use crate::walk::{travel, visit};
use chrono::TimeDelta;

#[test]
fn a_viewer_looks_and_is_told_who_can_do_more() {
    for script in [Script::On, Script::Off] {
        travel(VIEWER, script, async |browser| {
            let may = "Your role lets you look at opportunities. To create, clone or revoke one, ask an admin or a member of Northwind Software.";
            assert_eq!(browser.texts(".inset").await, [may]);
            assert_eq!(
                browser.texts("main form[method=post] button").await,
                [""; 0]
            );
            browser
                .follow("Margie's Travel – encrypted archive", "isv.opportunity")
                .await;
            assert_eq!(browser.texts("main button").await, [""; 0]);
            browser.go("/isv/drafts", "error").await;
            assert_eq!(browser.heading().await, "You cannot do this with your role");
            let words = browser.text("main p").await;
            assert!(
                words.ends_with("Dana Li and Marek Nowak can.")
                    || words.ends_with("Marek Nowak and Dana Li can."),
                "{words}"
            );
        });
    }
}

#[test]
fn only_the_right_password_lets_somebody_in() {
    let portal = TestPortal::start(Database::Sqlite);
    for script in [Script::On, Script::Off] {
        browse(&portal.url, script, async |browser| {
            browser.go("/isv/opportunities?q=relay", "sign-in").await;
            browser.press("Sign in", "sign-in").await;
            assert_eq!(
                browser.errors().await,
                ["Enter your e-mail address", "Enter your password"]
            );
            try_password(browser, "open sesame", "sign-in").await;
            assert_eq!(
                browser.errors().await,
                ["E-mail address or password is not right"]
            );
            assert_eq!(browser.value("email").await, MEMBER);
            try_password(browser, PASSWORD, "isv.opportunities").await;
            assert_eq!(browser.path().await, "/isv/opportunities?q=relay");
            browser.press("Sign out", "signed-out").await;
            browser.go("/isv/drafts", "sign-in").await;
        });
    }
}

async fn try_password(browser: &Browser, password: &str, page: &str) {
    browser.fill("email", MEMBER).await;
    browser.fill("password", password).await;
    browser.press("Sign in", page).await;
}

/// Without script nobody is asked; what was typed waits until they are back.
#[test]
fn who_thinks_for_long_is_asked_and_stays_signed_in() {
    let portal = TestPortal::start(Database::Sqlite);
    visit(&portal, MEMBER, Script::On, async |browser| {
        browser.hurry().await;
        browser.go("/account", "account").await;
        browser.find("dialog[open]").await;
        assert_eq!(
            browser.texts("dialog h2").await,
            ["You will be signed out in 2 minutes"]
        );
        browser.look_around().await;
        for press in 1..=2 {
            portal.clock.advance(TimeDelta::minutes(28));
            browser.find("dialog[open]").await;
            browser.click_button("Stay signed in").await;
            told_that_they_stay(browser, press).await;
        }
        // 28 minutes after the second press, and 84 after the last page.
        portal.clock.advance(TimeDelta::minutes(28));
        browser.follow("Help", "help").await;
        assert_eq!(browser.texts("header [href='/account']").await, ["Account"]);
        portal.clock.advance(TimeDelta::minutes(31));
        browser.go("/account", "sign-in").await;
    });
}

#[test]
fn a_form_that_comes_after_the_session_ended_is_not_lost() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        visit(&portal, MEMBER, script, async |browser| {
            browser
                .press("Create opportunity", "isv.draft.details")
                .await;
            browser.fill("name", "Typed for long").await;
            portal.clock.advance(TimeDelta::minutes(31));
            browser.press("Save and continue", "sign-in").await;
            browser.fill("email", MEMBER).await;
            browser.fill("password", PASSWORD).await;
            browser.press("Sign in", "isv.draft.details").await;
            assert_eq!(browser.value("name").await, "Typed for long");
            // Other forms are sent again from a page of their own.
            browser.unfold("Need terms this form cannot express?").await;
            browser
                .press("Ask your channel desk", "isv.terms_request")
                .await;
            browser.fill("subject", "A rebate").await;
            portal.clock.advance(TimeDelta::minutes(31));
            browser.press("Send request", "sign-in").await;
            browser.fill("email", MEMBER).await;
            browser.fill("password", PASSWORD).await;
            browser.press("Sign in", "interrupted").await;
        });
    }
}

/// Waits until the portal has heard of so many presses.
async fn told_that_they_stay(browser: &Browser, presses: usize) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const heard = () => performance.getEntriesByType('resource').filter(each => each.name.endsWith('/account/stay'));
        const look = () => heard().length < {presses} ? requestAnimationFrame(look) : done();
        look()"
    );
    browser.run_to_end(&script).await;
}

/// The pages beside the work.
#[test]
fn help_and_the_own_account_are_at_hand() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            browser.follow("Help", "help").await;
            browser.follow("Accessibility", "accessibility").await;
            browser.follow("Privacy", "privacy").await;
            browser.follow("Account", "account").await;
            browser.choose("theme", "dark").await;
            browser.press("Save colours", "account").await;
            let theme = "return document.documentElement.dataset.theme";
            assert_eq!(browser.run(theme).await, "dark");
            change_password(browser).await;
            browser.go("/no/such/page", "error").await;
            assert_eq!(browser.heading().await, "We cannot find this page");
            browser.go("/account", "account").await;
            browser.press("Sign out everywhere", "signed-out").await;
            browser.follow("Sign in again", "sign-in").await;
            browser.sign_in_with(MEMBER, "correct horse battery").await;
        });
    }
}

async fn change_password(browser: &Browser) {
    browser
        .follow("Change your password", "account.password")
        .await;
    browser.fill("current", "open sesame").await;
    browser.fill("password", "short").await;
    browser.press("Change password", "account.password").await;
    assert_eq!(
        browser.errors().await,
        ["Password must be 12 to 128 characters"]
    );
    browser.fill("current", PASSWORD).await;
    browser.fill("password", "correct horse battery").await;
    browser.press("Change password", "account").await;
}
