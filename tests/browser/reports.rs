//! Figures: what the vendor learns about all its opportunities, and a partner about those given to it.

use crate::browser::{Browser, Script};
use crate::people::{PARTNER, VIEWER};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;

#[test]
fn both_sides_read_their_reports() {
    for script in [Script::On, Script::Off] {
        let portal = TestPortal::start(Database::Sqlite);
        for (email, page) in [(VIEWER, "isv.reports"), (PARTNER, "partner.reports")] {
            visit(&portal, email, script, async |browser| {
                browser.turn_to("Reports", page).await;
                choose_days(browser, page).await;
            });
        }
    }
}

async fn choose_days(browser: &Browser, page: &str) {
    let all = browser.texts("dl.totals dd").await;
    browser.fill("from", "22.11.26").await;
    browser.press("Show", page).await;
    assert_eq!(browser.errors().await.len(), 1);
    browser.fill("from", "2026-11-01").await;
    browser.fill("to", "2026-11-22").await;
    browser.press("Show", page).await;
    let some = browser.texts("dl.totals dd").await;
    assert_ne!(some, all);
    browser.fill("from", "2026-11-22").await;
    browser.press("Show", page).await;
    assert_eq!(browser.texts(".empty h2").await, ["Nothing to report"]);
    browser.follow("All days", page).await;
    assert_eq!(browser.texts("dl.totals dd").await, all);
}
