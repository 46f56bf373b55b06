//! Looks on a page for what hinders people with disabilities, by axe-core: the rules of WCAG 2.2 level AA and good practice.

use super::browser::{Browser, NARROW, Scheme, WIDE};
use crate::support::services;

/// `target-size` is part of WCAG 2.2 AA but off unless asked for.
const ALL: &str = "{ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }";
/// The rules that look at colours: all that can change between light and dark, which differ in nothing else.
const OF_COLOURS: &str =
    "{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
    resultTypes: ['violations'] }";

/// Looks by these OPTIONS and answers a line for each rule that is broken; nothing when axe is not there yet. That a page must
/// be scrolled sideways is no rule of axe's, but of reflow (WCAG 1.4.10).
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    if (typeof axe === 'undefined') { done(null); return; }
    const place = node => node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ');
    const line = found => found.id + ' (' + found.help + ')\\n' + found.nodes.map(node => '  ' + place(node)).join('\\n');
    const root = document.documentElement;
    const sideways = root.scrollWidth > root.clientWidth ? ['The page must be scrolled sideways'] : [];
    axe.run(document, OPTIONS).then(
        result => done([...sideways, ...result.violations.map(line)]), error => done(['axe failed: ' + error]));
";

/// What hinders on the page as it stands now: a rule and its places each.
pub async fn violations(browser: &Browser) -> Vec<String> {
    found(browser, ALL).await
}

async fn found(browser: &Browser, options: &str) -> Vec<String> {
    let run = RUN.replace("OPTIONS", options);
    let mut found = browser.run_to_end(&run).await;
    if found.is_null() {
        // It stays in the page until another one is opened.
        let axe = std::fs::read_to_string(services::address(services::AXE))
            .expect("axe.min.js can be read");
        browser.run(&axe).await;
        found = browser.run_to_end(&run).await;
    }
    let found = found
        .as_array()
        .unwrap_or_else(|| panic!("axe answered {found}"));
    found
        .iter()
        .map(|each| each.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Stops the test unless the page can be used by everyone: light and dark, wide and narrow, never scrolling sideways. Dark has
/// the same elements in the same places as light.
pub async fn assert_usable_by_everyone(browser: &Browser) {
    for (scheme, width) in [
        (Scheme::Light, NARROW),
        (Scheme::Dark, NARROW),
        (Scheme::Dark, WIDE),
        (Scheme::Light, WIDE),
    ] {
        browser.look(scheme, width).await;
        let rules = match scheme {
            Scheme::Light => ALL,
            Scheme::Dark => OF_COLOURS,
        };
        let found = found(browser, rules).await;
        assert!(
            found.is_empty(),
            "{}, {scheme:?}, {width} pixels wide:\n{}",
            browser.path().await,
            found.join("\n")
        );
    }
}
