//! Signing in in two steps, from setting it up to losing the app.

use crate::browser::{Browser, Script, browse};
use crate::people::{ADMIN, MEMBER, PASSWORD};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;
use consign::web::second_step::{SPAN, Seed};

#[test]
fn somebody_sets_up_a_second_step_uses_it_and_loses_it() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        let now = || portal.clock.now();
        visit(&portal, MEMBER, script, async |browser| {
            browser.follow("Account", "account").await;
            let page = "account.second-step.new";
            browser.follow("Set it up", page).await;
            browser.press("Turn on", page).await;
            assert_eq!(browser.errors().await, ["Enter the 6-digit code"]);
            let seed = Seed::parse(&browser.value("seed").await).expect("a secret");
            browser.fill("code", &seed.code(now())).await;
            browser.press("Turn on", "account.second-step.codes").await;
            let codes = browser.texts(".codes li").await;
            browser
                .follow("I have kept them", "isv.opportunities")
                .await;
            browser.press("Sign out", "signed-out").await;
            browser.follow("Sign in again", "sign-in").await;

            give_password(browser).await;
            browser.fill("code", &seed.code(now())).await;
            browser.press("Sign in", "sign-in.code").await;
            assert_eq!(
                browser.errors().await,
                ["That code is not right or was already used – enter the newest one"]
            );
            portal.clock.advance(SPAN);
            browser.fill("code", &seed.code(now())).await;
            browser.press("Sign in", "isv.opportunities").await;
            browser.press("Sign out", "signed-out").await;
            browser.follow("Sign in again", "sign-in").await;

            give_password(browser).await;
            browser.unfold("I do not have my app").await;
            browser.fill("recovery", &codes[0]).await;
            browser.press("Sign in", "isv.opportunities").await;
            browser.follow("Account", "account").await;
            browser
                .follow("Recovery codes and turning it off", "account.second-step")
                .await;
        });
        visit(&portal, ADMIN, script, async |browser| {
            browser.go("/settings/people", "settings.people").await;
            browser
                .press("Remove the second step of Marek Nowak", "settings.people")
                .await;
        });
        browse(&portal.url, script, async |browser| {
            browser.go("/sign-in", "sign-in").await;
            browser.sign_in(MEMBER).await;
        });
    }
}

async fn give_password(browser: &Browser) {
    browser.fill("email", MEMBER).await;
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in", "sign-in.code").await;
}
