//! What stands beside the rows of a table is not read with each page, and yet as new as the rows, for both sides.

use crate::bulk::{file, good, press, taken};
use crate::client::Client;
use crate::portal::on_each_database;
use crate::trade::{
    ADMIN, CONTOSO, HARBOR, LOGSTREAM, OTHER_PARTNER, PARTNER, Trade, VAULT, fields,
};
use consign::answers::Step;

const ISV: &str = "/isv/opportunities";
const OURS: &str = "/partner/opportunities";
/// No lines at all.
const NOTHING: [&str; 0] = [];

/// What the filters of a table offer.
fn offered(browser: &Client, path: &str) -> [Vec<String>; 2] {
    let page = browser.get(path).page();
    let party = if path == ISV { "reseller" } else { "vendor" };
    [party, "product"]
        .map(|name| page.texts(&format!("select[name={name}] option:not([value=''])")))
}

/// What a table says to end soon.
fn ending(browser: &Client, path: &str) -> Vec<String> {
    browser.get(path).page().texts(".radar li a")
}

/// Answers whose opportunities end in ten days.
fn ending_soon(trade: &Trade<'_>, name: &str) -> consign::answers::Answers {
    let mut answers = trade.answers(name);
    let last_day = [
        ("duration", "specific_time"),
        ("end-day", "2"),
        ("end-month", "12"),
        ("end-year", "2026"),
    ];
    answers.set(Step::Duration, fields(&last_day));
    answers
}

#[test]
fn filters_offer_what_was_created_a_moment_ago_and_nothing_of_others() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [isv, contoso, harbor] = [ADMIN, PARTNER, OTHER_PARTNER].map(|who| portal.sign_in(who));
        let nothing = [Vec::<String>::new(), Vec::new()];
        for (browser, path) in [(&isv, ISV), (&contoso, OURS), (&harbor, OURS)] {
            assert_eq!(offered(browser, path), nothing, "{path}");
        }
        trade.named("First");
        assert_eq!(
            offered(&isv, ISV),
            [vec!["Contoso Consulting"], vec!["LogStream"]]
        );
        assert_eq!(
            offered(&contoso, OURS),
            [vec!["Northwind Software"], vec!["LogStream"]]
        );
        assert_eq!(offered(&harbor, OURS), nothing);
        let rows = [
            good("From a file", HARBOR),
            good("Too", CONTOSO).replace(LOGSTREAM, VAULT),
        ];
        press(&isv, &taken(&isv, "rows.csv", &file(&rows)));
        let [resellers, products] = offered(&isv, ISV);
        assert_eq!(resellers, ["Contoso Consulting", "Harbor Channel"]);
        assert_eq!(products[0], "LogStream");
        assert_eq!(
            offered(&harbor, OURS),
            [vec!["Northwind Software"], vec!["LogStream"]]
        );
    });
}

#[test]
fn what_is_created_revoked_or_ended_is_seen_on_the_next_page() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [isv, contoso] = [ADMIN, PARTNER].map(|who| portal.sign_in(who));
        let both = || [ending(&isv, ISV), ending(&contoso, OURS)];
        assert_eq!(both(), [NOTHING, NOTHING]);
        let first = trade.give(&ending_soon(&trade, "First"));
        assert_eq!(both(), [["First"], ["First"]]);
        let second = trade.give(&ending_soon(&trade, "Second"));
        assert_eq!(both().map(|names| names.len()), [2, 2]);
        trade.revoke(&first);
        assert_eq!(both(), [["Second"], ["Second"]]);
        let end = format!("{OURS}/{second}/end");
        let form = contoso.get(&end).page().form("End opportunity");
        assert_eq!(contoso.submit(&end, &form).status, 303);
        assert_eq!(both(), [NOTHING, NOTHING]);
    });
}

#[test]
fn how_many_there_are_in_all_counts_what_was_created_a_moment_ago() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [isv, contoso] = [ADMIN, PARTNER].map(|who| portal.sign_in(who));
        // More than a page, which else says itself how many there are.
        let rows: Vec<String> = (1..=26)
            .map(|n| good(&format!("Deal {n}"), CONTOSO))
            .collect();
        press(&isv, &taken(&isv, "rows.csv", &file(&rows)));
        let both = || {
            [(&isv, ISV), (&contoso, OURS)]
                .map(|(browser, path)| browser.get(path).page().heading())
        };
        assert_eq!(both(), ["Opportunities created (26)", "Opportunities (26)"]);
        trade.named("One more");
        assert_eq!(both(), ["Opportunities created (27)", "Opportunities (27)"]);
    });
}
