//! *Opportunities created*: found by searching, filtering and sorting, and taken away as a file.

use crate::browser::{Browser, Script};
use crate::people::{MEMBER, NEWCOMER};
use crate::walk::travel;

#[test]
fn opportunities_are_searched_for() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            assert_eq!(browser.heading().await, "Opportunities created (90)");
            search(browser, "fourth coffee").await;
            assert_eq!(statuses(browser).await, ["Active", "Revoked"]);
            assert_eq!(chips(browser).await, ["Search: fourth coffee"]);
            search(browser, "nobody knows it").await;
            assert_eq!(
                browser.text(".empty h2").await,
                "Nothing matches these filters"
            );
            browser.follow("Clear filters", "isv.opportunities").await;
            let id = browser
                .run("return document.querySelector('tbody tr').dataset.id")
                .await;
            browser
                .fill("q", id.as_str().expect("a row has an id"))
                .await;
            browser.press("Apply", "isv.opportunity").await;
        });
    }
}

async fn search(browser: &Browser, words: &str) {
    browser.fill("q", words).await;
    browser.press("Apply", "isv.opportunities").await;
}

async fn statuses(browser: &Browser) -> Vec<String> {
    browser.texts("tbody .tag").await
}

async fn chips(browser: &Browser) -> Vec<String> {
    let chips = browser.texts(".chip").await;
    let label = |chip: &String| chip.trim_start_matches("Remove filter").trim().to_owned();
    chips.iter().map(label).collect()
}

#[test]
fn opportunities_are_filtered() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            browser.unfold("Filters").await;
            browser.look_around().await;
            browser.choose("status", "revoked").await;
            browser.choose("status", "expired").await;
            browser.select("reseller", "Litware Partners").await;
            browser.fill("from", "soon").await;
            browser.press("Apply filters", "isv.opportunities").await;
            assert_eq!(browser.errors().await.len(), 1);
            browser.fill("from", "2026-01-31").await;
            browser.press("Apply filters", "isv.opportunities").await;
            assert_eq!(
                chips(browser).await,
                [
                    "Status: Expired",
                    "Status: Revoked",
                    "Reseller: Litware Partners",
                    "Created from 31 Jan 2026"
                ]
            );
            assert_eq!(statuses(browser).await, ["Revoked", "Expired", "Expired"]);
            browser
                .follow("Remove filter Status: Expired", "isv.opportunities")
                .await;
            assert_eq!(statuses(browser).await, ["Revoked"]);
            browser.follow("Clear all", "isv.opportunities").await;
            assert_eq!(chips(browser).await, [""; 0]);
        });
    }
}

#[test]
fn opportunities_are_sorted_by_every_column() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            let columns = [
                "Opportunity name",
                "Product name",
                "Reseller name",
                "Discount",
                "Created date",
                "Status",
                "Last day",
            ];
            let headings = browser.texts("thead th").await;
            assert_eq!(headings[0], "Select");
            assert_eq!(headings[1..], columns);
            for column in columns {
                for order in ["ascending", "descending"] {
                    browser.follow(column, "isv.opportunities").await;
                    let sorted = format!(r#"[aria-sort="{order}"]"#);
                    assert_eq!(browser.texts("[aria-sort]").await, [column]);
                    assert_eq!(browser.texts(&sorted).await, [column]);
                }
            }
        });
    }
}

#[test]
fn opportunities_are_paged() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            assert_eq!(browser.texts("tbody tr").await.len(), 25);
            assert_eq!(browser.text(".pages p").await, "Rows 1 to 25 of 90");
            browser.follow("Next", "isv.opportunities").await;
            assert_eq!(
                browser.title().await,
                "Opportunities created (page 2 of 4) – Consign"
            );
            browser.follow("100", "isv.opportunities").await;
            assert_eq!(browser.texts("tbody tr").await.len(), 90);
            assert_eq!(browser.text(".pages p").await, "Rows 1 to 90 of 90");
        });
    }
}

#[test]
fn the_filtered_list_is_downloaded() {
    travel(MEMBER, Script::On, async |browser| {
        search(browser, "fourth coffee").await;
        assert_eq!(browser.text("a[download]").await, "Download 2 as CSV");
        let script = "
            const done = arguments[arguments.length - 1];
            fetch(document.querySelector('a[download]').href).then(answer => answer.text()).then(done, done)";
        let file = browser.run_to_end(script).await;
        let lines: Vec<&str> = file.as_str().expect("a file").lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].starts_with("Opportunity name,Product name,Reseller name,Discount,"),
            "{}",
            lines[0]
        );
        assert!(
            lines[1].starts_with("Fourth Coffee – point of sale logs,LogStream,"),
            "{}",
            lines[1]
        );
    });
}

#[test]
fn a_newcomer_is_told_how_to_begin() {
    for script in [Script::On, Script::Off] {
        travel(NEWCOMER, script, async |browser| {
            assert_eq!(browser.text(".empty h2").await, "No opportunities yet");
            browser.turn_to("Drafts", "isv.drafts").await;
            assert_eq!(browser.text(".empty h2").await, "You have no drafts.");
            browser
                .press("Create opportunity", "isv.draft.details")
                .await;
        });
    }
}
