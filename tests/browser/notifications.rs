//! Who is told by e-mail: the list that an admin keeps, the pages that links out of mails lead to, and the operator's outbox.

use crate::browser::Script;
use crate::people::{ADMIN, OPERATOR, VIEWER};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;
use chrono::TimeDelta;
use consign::store::outbox;

const LIST: &str = "/settings/notifications";
const PAGE: &str = "settings.notifications";

const REFUSED: &str = "billing@northwind.example";

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
            for address in [REFUSED, "channel-sales-and-alliances@northwind.example"] {
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
            browser
                .follow(
                    "Change messages to billing@northwind.example",
                    "settings.notification",
                )
                .await;
            browser.press("Save messages", PAGE).await;
            browser
                .press("Send again to billing@northwind.example", PAGE)
                .await;
            assert_eq!(browser.texts("tbody .tag").await, ["Active", "Active"]);
            browser
                .press("Remove billing@northwind.example", PAGE)
                .await;
            assert_eq!(browser.texts("h2").await[0], "1 of 10 addresses");
        });
        visit(&portal, VIEWER, script, async |browser| {
            browser.go(LIST, PAGE).await;
            assert!(
                browser
                    .text("main")
                    .await
                    .contains("Dana Li can change this list.")
            );
        });
    }
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
