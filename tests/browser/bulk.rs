//! Opportunities from a spreadsheet.

use crate::browser::{Browser, Script};
use crate::files::Files;
use crate::held::Held;
use crate::people::MEMBER;
use crate::portal::{Database, TestPortal};
use crate::walk::{travel, visit};
use consign::store::bulk::TOGETHER;
use std::path::Path;

/// Two rows that are good, one of them with a warning, and two that are not.
const ROWS: &str = "Reseller account ID,Product ID,Opportunity name,Discount type,Percent,Duration,Last day\r\n\
    444455556666,prod-logstream0001,Spring logs,percentage,12.5,no set time,\r\n\
    777788889999,prod-logstream0001,Spring logs,percentage,60,no set time,\r\n\
    7777888,prod-logstream0001,Spring logs,percentage,12.5,no set time,\r\n\
    444455556666,prod-logstream0001,Spring logs,percentage,12.5,sometimes,2026-02-30\r\n";

#[test]
fn rows_are_checked_before_any_is_created() {
    for script in [Script::On, Script::Off] {
        let files = Files::new();
        let (rows, other) = (
            files.add("spring.csv", ROWS.as_bytes()),
            files.add("mistake.csv", ROWS.replace("Spring", "Summer").as_bytes()),
        );
        travel(MEMBER, script, async |browser| {
            browser.follow("From a spreadsheet", "isv.bulk").await;
            browser.unfold("What to write into each column").await;
            browser.look_around().await;
            browser.press("Upload and check", "isv.bulk").await;
            assert_eq!(browser.errors().await, ["Choose a file to upload"]);
            upload(browser, &files.picture, "isv.bulk").await;
            assert_eq!(browser.errors().await.len(), 1);
            upload(browser, &other, "isv.bulk.dry_run").await;
            browser.press("Discard upload", "isv.bulk").await;
            upload(browser, &rows, "isv.bulk.dry_run").await;
            read_and_create(browser).await;
            browser.follow("Upload another file", "isv.bulk").await;
            let uploads = browser.texts("tbody tr[data-id]").await;
            assert!(
                uploads[0].ends_with("Created 2 opportunities"),
                "{uploads:?}"
            );
        });
    }
}

#[test]
fn who_waits_sees_how_many_rows_are_written_and_then_the_result() {
    let begin = ROWS.lines().next().unwrap_or_default();
    let row = |number| {
        format!("444455556666,prod-logstream0001,Deal {number},percentage,12.5,no set time,\r\n")
    };
    let rows: String = (0..TOGETHER + 10).map(row).collect();
    for script in [Script::On, Script::Off] {
        let files = Files::new();
        let file = files.add("long.csv", format!("{begin}\r\n{rows}").as_bytes());
        let portal = TestPortal::start(Database::Sqlite);
        visit(&portal, MEMBER, script, async |browser| {
            browser.follow("From a spreadsheet", "isv.bulk").await;
            upload(browser, &file, "isv.bulk.dry_run").await;
            let progress = format!("{}/progress", browser.path().await);
            // The headings are row 1, and the first rows are written.
            let held = Held::at_row(&portal, TOGETHER + 2);
            browser.leave().await;
            browser.click_button("Create 60 opportunities").await;
            browser.find("[data-page='isv.bulk.progress']").await;
            // To be looked at, it must stand still.
            let still = format!("{progress}?still=yes");
            browser.go(&still, "isv.bulk.progress").await;
            assert_eq!(browser.text("label").await, "50 of 60 rows written");
            browser.follow("Look again", "isv.bulk.progress").await;
            browser.open(&progress).await;
            held.let_go();
            browser.find("[data-page='isv.bulk.result']").await;
            browser.arrive("isv.bulk.result").await;
            assert_eq!(browser.heading().await, "60 opportunities created");
        });
    }
}

async fn upload(browser: &Browser, file: &Path, page: &str) {
    browser.attach("file", file).await;
    browser.press("Upload and check", page).await;
}

async fn read_and_create(browser: &Browser) {
    let tags = browser.texts("tbody .tag").await;
    assert_eq!(tags, ["Good", "Warning", "Refused", "Refused"]);
    browser.follow("Show Refused", "isv.bulk.dry_run").await;
    let refused = browser.texts("tbody tr").await;
    assert!(
        refused[0].contains("Account ID must be 12 digits – this one has 7"),
        "{refused:?}"
    );
    browser
        .press("Create 2 opportunities", "isv.bulk.result")
        .await;
    assert_eq!(browser.heading().await, "2 opportunities created");
    assert_eq!(
        browser.texts("tr[data-id^=opp]").await.len(),
        2,
        "each has a row"
    );
}
