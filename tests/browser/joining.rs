//! How people come in: invited by an admin, by a vendor for a partner, and again when they forgot their password.

use crate::browser::{Browser, Script, browse};
use crate::people::{ADMIN, OPERATOR};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;
use consign::store::outbox;
use std::time::{Duration, Instant};

/// Longer than a letter takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);
const NEWCOMER: &str = "noa@northwind.example";
const FIRST: &str = "correct horse battery";
const SECOND: &str = "staple battery horse";
/// The admin of a partner that a vendor brings along.
const INVITED: &str = "ana@woodgrove.example";

#[test]
fn somebody_invited_comes_in_and_comes_in_again() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        visit(&portal, ADMIN, script, async |browser| {
            invite(browser).await;
        });
        let invitation = link_to(&portal, NEWCOMER);
        browse(&portal.url, script, async |browser| {
            join(browser, &invitation).await;
            assert_eq!(browser.page_name().await, "isv.opportunities");
            browser.press("Sign out", "signed-out").await;
            browser.follow("Sign in again", "sign-in").await;
            ask_for_a_link(browser).await;
            browser.go(&invitation, "invitation.gone").await;
            choose_anew(browser, &link_to(&portal, NEWCOMER)).await;
        });
        visit(&portal, ADMIN, script, async |browser| {
            browser.go("/settings/people", "settings.people").await;
            browser
                .press("Save role of Noa New", "settings.people")
                .await;
            browser.press("Keep out Noa New", "settings.people").await;
            browser.press("Let in Noa New", "settings.people").await;
        });
    }
}

/// The path of the link in the newest letter to somebody.
fn link_to(portal: &TestPortal, email: &str) -> String {
    let (now, begun) = (portal.clock.now(), Instant::now());
    let text = loop {
        let letters = portal.db.write_now(|c| outbox::lease(c, u16::MAX, now));
        let letters = letters.expect("the outbox can be read");
        let letter = letters
            .into_iter()
            .rev()
            .find(|each| each.recipient == email);
        if let Some(letter) = letter {
            break letter.text;
        }
        // Who forgot a password is answered before the letter is written.
        assert!(begun.elapsed() < PATIENCE, "no letter to {email}");
        std::thread::sleep(Duration::from_millis(10));
    };
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with("http"));
    let (_, path) = link
        .and_then(|link| link.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
        .expect("a letter with a link");
    format!("/{path}")
}

async fn invite(browser: &Browser) {
    let page = "settings.people.invite";
    browser.follow("Account", "account").await;
    browser
        .follow("People in Northwind Software", "settings.people")
        .await;
    browser.follow("Invite somebody", page).await;
    browser.press("Send the invitation", page).await;
    assert_eq!(
        browser.errors().await,
        ["Enter an e-mail address", "Select what they may do"]
    );
    browser.fill("email", NEWCOMER).await;
    browser.choose("role", "member").await;
    browser
        .press("Send the invitation", "settings.people")
        .await;
}

/// Comes in by a link, and then is on the page to work with.
async fn join(browser: &Browser, invitation: &str) {
    browser.go(invitation, "invitation").await;
    browser.fill("password", "short").await;
    browser.press("Join", "invitation").await;
    assert_eq!(
        browser.errors().await,
        ["Enter your name", "Password must be 12 to 128 characters"]
    );
    browser.fill("name", "Noa New").await;
    browser.fill("password", FIRST).await;
    browser.leave().await;
    browser.click_button("Join").await;
    browser.be_gone().await;
}

async fn ask_for_a_link(browser: &Browser) {
    let page = "password.forgotten";
    browser.follow("Forgotten your password?", page).await;
    browser.press("Send the link", page).await;
    assert_eq!(browser.errors().await, ["Enter your e-mail address"]);
    browser.fill("email", NEWCOMER).await;
    browser.press("Send the link", page).await;
    assert_eq!(browser.heading().await, "Look into your mail");
}

async fn choose_anew(browser: &Browser, link: &str) {
    browser.go(link, "password.reset").await;
    browser.press("Save the password", "password.reset").await;
    assert_eq!(browser.errors().await, ["Enter a new password"]);
    browser.fill("password", SECOND).await;
    browser.press("Save the password", "signed-out").await;
    browser.follow("Sign in again", "sign-in").await;
    browser.sign_in_with(NEWCOMER, SECOND).await;
}

#[test]
fn a_partner_is_invited_registered_and_can_be_chosen() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        visit(&portal, ADMIN, script, async |browser| {
            invite_a_partner(browser).await;
        });
        let invitation = link_to(&portal, INVITED);
        browse(&portal.url, script, async |browser| {
            join(browser, &invitation).await;
            assert_eq!(browser.page_name().await, "partner.opportunities");
            browser.look_around().await;
            browser.turn_to("Offers", "partner.offers").await;
        });
        visit(&portal, OPERATOR, script, async |browser| {
            browser.turn_to("Organisations", "ops.organisations").await;
            browser
                .press("Register of Woodgrove Partners", "ops.organisations")
                .await;
            assert_eq!(
                browser.text("[data-banner] p").await,
                "Done: Woodgrove Partners is registered and can be chosen as a reseller."
            );
        });
    }
}

async fn invite_a_partner(browser: &Browser) {
    let page = "isv.resellers.invite";
    browser.turn_to("Resellers", "isv.resellers").await;
    browser.follow("Invite a reseller", page).await;
    browser.press("Send the invitation", page).await;
    assert_eq!(browser.errors().await.len(), 4);
    browser.fill("name", "Woodgrove Partners").await;
    browser.fill("account", "1234-1234-1234").await;
    browser.fill("country", "BR").await;
    browser.fill("email", INVITED).await;
    browser.press("Send the invitation", "isv.resellers").await;
    browser.follow("Woodgrove Partners", "isv.reseller").await;
    assert_eq!(browser.text(".page-head .tag").await, "Not registered");
}
