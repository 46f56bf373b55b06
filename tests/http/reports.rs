//! Reports of both sides: figures, charts and files, with numbers counted by hand.

use crate::html::Page;
use crate::portal::on_each_database;
use crate::routes;
use crate::sold::Sale;
use crate::trade::{ADMIN, HARBOR, OTHER_PARTNER, PARTNER, STRANGER, Trade, VIEWER, fields};
use chrono::TimeDelta;
use consign::answers::Step;

const ISV: &str = "/isv/reports";
const OURS: &str = "/partner/reports";
const FILES: [&str; 5] = [
    "opportunity-figures",
    "reseller-figures",
    "product-figures",
    "offer-data-feed",
    "agreement-details",
];

/// A first opportunity for Contoso, used twice and accepted three times; a second in euros, used once; one for Harbor.
fn deals(trade: &Trade<'_>) -> [String; 3] {
    let portal = trade.portal;
    let mut answers = trade.answers("First");
    answers.set(
        Step::Details,
        fields(&[("name", "First"), ("description", "=A1+cmd")]),
    );
    let first = trade.give(&answers);
    portal.clock.advance(TimeDelta::days(10));
    trade.sell(&Sale {
        accepted: &[
            ("123412341234", Some(("1000.50", "1200.00"))),
            ("432143214321", Some(("0.25", "0.30"))),
        ],
        ..Sale::of(&first, portal.clock.now())
    });
    portal.clock.advance(TimeDelta::days(10));
    trade.sell(&Sale {
        accepted: &[("123412341234", None)],
        ..Sale::of(&first, portal.clock.now())
    });
    portal.clock.advance(TimeDelta::minutes(1));
    let payment = ["1000", "1", "2", "2027"];
    let answers = trade.flexible("Second", &[payment], ["31", "1", "2027"]);
    let second = trade.give(&answers);
    trade.sell(&Sale {
        accepted: &[("123412341234", Some(("1000", "1111.11")))],
        ..Sale::of(&second, portal.clock.now())
    });
    portal.clock.advance(TimeDelta::minutes(1));
    let mut answers = trade.answers("Third");
    let harbor = trade.reseller(HARBOR).to_string();
    answers.set(Step::Resellers, fields(&[("reseller", &harbor)]));
    let third = trade.give(&answers);
    trade.sell(&Sale {
        accepted: &[("123412341234", Some(("9.99", "77.77")))],
        ..Sale::of(&third, portal.clock.now())
    });
    [first, second, third]
}

/// The numbers of a chart's bars, in order.
fn bars(page: &Page, chart: &str) -> Vec<String> {
    let titles = page.texts(&format!("svg[aria-labelledby^='{chart}-'] rect title"));
    titles
        .iter()
        .map(|title| title.rsplit(": ").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn without_opportunities_there_is_nothing_to_report() {
    on_each_database(|portal| {
        for (email, path) in [(ADMIN, ISV), (PARTNER, OURS)] {
            let page = portal.sign_in(email).get(path).page();
            assert_eq!(page.texts(".empty h2"), ["Nothing to report"], "{path}");
        }
    });
}

#[test]
fn the_isv_sees_what_came_of_its_opportunities() {
    on_each_database(|portal| {
        deals(&Trade::begin(portal));
        let answer = portal.sign_in(VIEWER).get(ISV);
        insta::allow_duplicates! { insta::assert_snapshot!("isv", answer.main()) };
        for secret in ["1,200.00", "0.30", "1,111.11", "77.77", "199.", "Margin"] {
            assert!(
                !answer.text().contains(secret),
                "{secret} is the partner's business"
            );
        }
        let page = answer.page();
        for chart in ["over-time", "spread"] {
            let cells = page.texts(&format!("table[data-chart={chart}] td"));
            assert!(!cells.is_empty());
            assert_eq!(bars(&page, chart), cells, "{chart}");
        }
        // In the table money stands with its reseller, in the charts with its currency.
        assert_eq!(bars(&page, "value-usd"), ["1,000.75 USD", "9.99 USD"]);
        assert_eq!(bars(&page, "value-eur"), ["1,000.00 EUR"]);
        let cells = page.texts("[aria-label='By reseller'] td.when");
        assert_eq!(cells[0], "1,000.75 USD1,000.00 EUR");
        let page = portal.sign_in(STRANGER).get(ISV).page();
        assert_eq!(page.texts(".empty h2"), ["Nothing to report"]);
    });
}

#[test]
fn days_narrow_what_a_report_is_about() {
    on_each_database(|portal| {
        deals(&Trade::begin(portal));
        let browser = portal.sign_in(ADMIN);
        let totals = |query: &str| browser.get(&format!("{ISV}?{query}")).page().texts("dd");
        assert_eq!(
            totals(""),
            ["3", "2", "4", "4", "5", "1,010.74 USD", "1,000.00 EUR"]
        );
        assert_eq!(
            totals("to=2026-11-22"),
            ["1", "1", "2", "2", "3", "1,000.75 USD"]
        );
        assert_eq!(
            totals("from=2026-11-23&to=2026-12-12"),
            ["2", "1", "2", "2", "2", "9.99 USD", "1,000.00 EUR"]
        );
        let page = browser.get(&format!("{ISV}?from=2026-12-13")).page();
        assert!(
            page.text()
                .contains("No opportunity was created on these days.")
        );
        for (email, path) in [(ADMIN, ISV), (PARTNER, OURS)] {
            let answer = portal
                .sign_in(email)
                .get(&format!("{path}?from=2026-12-13&to=x"));
            assert_eq!(answer.status, 422);
            let text = "Created to must be a real date, like 2026-11-22";
            assert_eq!(answer.page().errors(), [("to".to_owned(), text.to_owned())]);
            assert_eq!(answer.page().error_for("to").as_deref(), Some(text));
            assert_eq!(answer.page().values("to"), ["x"]);
            assert_eq!(answer.page().values("from"), ["2026-12-13"]);
        }
    });
}

#[test]
fn the_files_of_the_isv_have_the_same_numbers_and_no_price_of_a_buyer() {
    on_each_database(|portal| {
        deals(&Trade::begin(portal));
        let browser = portal.sign_in(ADMIN);
        for name in FILES {
            let answer = browser.get(&format!("{ISV}.csv?report={name}"));
            let text = crate::html::number_ids(answer.text()).replace('\r', "");
            insta::allow_duplicates! { insta::assert_snapshot!(name, text) };
            let disposition = format!("attachment; filename=\"{name}-2026-12-12.csv\"");
            assert_eq!(
                answer.header("content-disposition"),
                Some(disposition.as_str())
            );
            for secret in ["1200.00", "0.30", "1111.11", "77.77"] {
                assert!(!text.contains(secret), "{name}: {secret}");
            }
            let strangers = portal
                .sign_in(STRANGER)
                .get(&format!("{ISV}.csv?report={name}"));
            assert_eq!(strangers.text().lines().count(), 1, "{name}");
        }
        assert_eq!(browser.get(&format!("{ISV}.csv?report=x")).status, 404);
        let page = browser.get(&format!("{ISV}?to=2026-11-22")).page();
        let file = page.link("Figures by opportunity");
        assert_eq!(
            file,
            format!("{ISV}.csv?report=opportunity-figures&to=2026-11-22")
        );
        assert_eq!(browser.get(&file).text().lines().count(), 2);
    });
}

#[test]
fn the_partner_sees_its_own_margin_and_nobody_elses_business() {
    on_each_database(|portal| {
        let [northwind, _] = routes::trades(portal);
        deals(&northwind);
        let browser = portal.sign_in(PARTNER);
        let answer = browser.get(OURS);
        insta::allow_duplicates! { insta::assert_snapshot!("partner", answer.main()) };
        let file = browser.get(&format!("{OURS}.csv"));
        let text = crate::html::number_ids(file.text()).replace('\r', "");
        insta::allow_duplicates! { insta::assert_snapshot!("seller_report", text) };
        assert_eq!(
            file.header("content-disposition"),
            Some("attachment; filename=\"seller-report-2026-12-12.csv\"")
        );
        for text in [answer.text(), file.text()] {
            assert!(!text.contains("Third") && !text.contains("77.77"), "{text}");
        }
        let other = portal.sign_in(OTHER_PARTNER).get(OURS);
        assert_eq!(
            other.page().texts("dd"),
            ["1", "1", "1", "1", "1", "77.77 USD", "67.78 USD"]
        );
        assert!(!other.text().contains("First"));
    });
}
