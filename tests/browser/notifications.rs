//! Who is told by e-mail: the list that an admin keeps, the pages that links out of mails lead to, and the operator's outbox.

use crate::browser::{Browser, Script};
use crate::people::{ADMIN, OPERATOR, VIEWER};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;
use chrono::TimeDelta;
use consign::store::outbox;

const LIST: &str = "/settings/notifications";
const PAGE: &str = "settings.notifications";
/// Where one of them is changed.
const ENTRY: &str = "settings.notification";
const ORGANISATION: &str = "/settings/organisation";

const REFUSED: &str = "billing@northwind.example";
const LONG: &str = "channel-sales-and-alliances@northwind.example";

/// Somebody's mail server has refused the letter to one address; the other letter is not taken yet.
fn refuse(portal: &TestPortal) {
    let now = portal.clock.now();
    let refused = portal.db.write_now(|c| {
        for letter in &outbox::lease(c, 2, now)? {
            let refused = letter.recipient == REFUSED;
            let again = (!refused).then(|| now + TimeDelta::minutes(5));
            let why = "550 5.1.1 The email account that you tried to reach does not exist";
            outbox::failed(c, letter, why, again, now)?;
            if refused {
                consign::store::notifications::refused(c, letter.event, &letter.recipient)?;
            }
        }
        Ok(())
    });
    refused.expect("it can be written");
}

#[test]
fn an_admin_keeps_the_list_and_a_viewer_reads_it() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        visit(&portal, ADMIN, script, async |browser| {
            browser.go(LIST, PAGE).await;
            browser.press("Add address", PAGE).await;
            assert_eq!(browser.errors().await, ["Enter an e-mail address"]);
            for address in [REFUSED, LONG] {
                portal.clock.advance(TimeDelta::minutes(1));
                browser.fill("email", address).await;
                browser.press("Add address", PAGE).await;
            }
            refuse(&portal);
            browser.go(LIST, PAGE).await;
            let states = browser.texts("tbody .tag").await;
            assert_eq!(
                states,
                ["Not deliverable", "Active"],
                "in the order in which they were added"
            );
            change_its_messages(browser).await;
            browser
                .press("Send again to billing@northwind.example", PAGE)
                .await;
            assert_eq!(browser.texts("tbody .tag").await, ["Active", "Active"]);
            browser
                .press("Remove billing@northwind.example", PAGE)
                .await;
            assert_eq!(browser.texts("h2").await[0], "1 of 10 addresses");
            change_the_address(browser).await;
            change_the_organisations_own(browser).await;
        });
        visit(&portal, VIEWER, script, async |browser| {
            browser.go(ORGANISATION, "settings.organisation").await;
            browser.turn_to("Notifications", PAGE).await;
            assert!(
                browser
                    .text("main")
                    .await
                    .contains("Dana Li can change this list.")
            );
        });
    }
}

async fn change_its_messages(browser: &Browser) {
    browser.follow(&format!("Change {REFUSED}"), ENTRY).await;
    assert_eq!(browser.value("email").await, REFUSED);
    browser.press("Save changes", PAGE).await;
    assert_eq!(
        browser.text("[data-banner]").await,
        "Note: Nothing was changed."
    );
}

/// Puts another address in the place of the one that is left, in a second window too late.
async fn change_the_address(browser: &Browser) {
    browser.follow(&format!("Change {LONG}"), ENTRY).await;
    browser.fill("email", "nobody").await;
    browser.press("Save changes", ENTRY).await;
    assert_eq!(
        browser.errors().await,
        ["Enter an e-mail address in the right format, like name@example.com"]
    );
    assert_eq!(browser.value("email").await, "nobody");
    browser.fill("email", "sales@northwind.example").await;
    let path = browser.path().await;
    let mine = browser.open_window().await;
    browser.go(&path, ENTRY).await;
    browser.fill("email", "partners@northwind.example").await;
    browser.press("Save changes", PAGE).await;
    assert_eq!(
        browser.text("[data-banner]").await,
        format!(
            "Done: partners@northwind.example is on the list in the place of {LONG} and is told so."
        )
    );
    browser.go_to_window(mine).await;
    browser.press("Save changes", ENTRY).await;
    assert_eq!(browser.heading().await, "Change partners@northwind.example");
    assert_eq!(browser.value("email").await, "sales@northwind.example");
    browser.press("Save changes", PAGE).await;
    assert_eq!(browser.texts("tbody th").await, ["sales@northwind.example"]);
}

async fn change_the_organisations_own(browser: &Browser) {
    let page = "settings.organisation";
    browser.follow("Account", "account").await;
    browser.follow("Your organisation", page).await;
    browser.fill("email", "").await;
    browser.press("Save address", page).await;
    assert_eq!(browser.errors().await, ["Enter an e-mail address"]);
    browser.fill("email", "resale@northwind.example").await;
    browser.press("Save address", page).await;
    assert_eq!(
        browser.text("[data-banner]").await,
        "Done: You are written to at resale@northwind.example from now on."
    );
}

#[test]
fn links_out_of_mails_lead_to_a_button() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        crate::browser::browse(&portal.url, script, async |browser| {
            for (path, page, button, done) in [
                (
                    "/notifications/unsubscribe/x",
                    "notifications.unsubscribe",
                    "Stop these messages",
                    "notifications.unsubscribed",
                ),
                (
                    "/notifications/confirm/x",
                    "notifications.confirm",
                    "Confirm",
                    "notifications.confirmed",
                ),
            ] {
                browser.go(path, page).await;
                browser.press(button, done).await;
            }
        });
    }
}

#[test]
fn the_operator_decides_about_mails_that_could_not_be_sent() {
    let portal = TestPortal::start(Database::Sqlite);
    visit(&portal, ADMIN, Script::Off, async |browser| {
        browser.go(LIST, PAGE).await;
        for address in ["billing@northwind.example", "sales@northwind.example"] {
            browser.fill("email", address).await;
            browser.press("Add address", PAGE).await;
        }
    });
    for script in [Script::On, Script::Off] {
        visit(&portal, OPERATOR, script, async |browser| {
            refuse(&portal);
            browser.go("/ops/outbox", "ops.outbox").await;
            browser
                .press("Retry the mail to billing@northwind.example", "ops.outbox")
                .await;
            browser
                .press("Retry the mail to sales@northwind.example", "ops.outbox")
                .await;
            assert_eq!(
                browser.texts("[data-banner]").await,
                ["Done: It is tried again now."]
            );
        });
    }
}
