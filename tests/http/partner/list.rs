//! *Opportunities*: the partner's table, its filters and buttons, its download.

use crate::portal::on_each_database;
use crate::routes;
use crate::trade::{
    HARBOR, OTHER_PARTNER, PARTNER, PARTNER_VIEWER, RELAY, Trade, add_partner_viewer, fields,
};
use chrono::TimeDelta;
use consign::answers::{Fields, Step};

const LIST: &str = "/partner/opportunities";
const SELECTED: &str = "/partner/opportunities/selected";

/// Five opportunities of Contoso's that differ in everything that is sorted by, of two vendors, and one of Harbor's.
fn five(trade: &Trade<'_>, fabrikam: &Trade<'_>) -> [String; 5] {
    let tick = || trade.portal.clock.advance(TimeDelta::hours(24));
    let until = |month, year| {
        fields(&[
            ("duration", "specific_time"),
            ("end-day", "31"),
            ("end-month", month),
            ("end-year", year),
        ])
    };
    let beta = trade.named("Beta");
    tick();
    let mut answers = trade.answers("alpha <b>&amp;</b>");
    answers.set(
        Step::Discount,
        fields(&[
            ("discount_type", "percentage"),
            ("percent", "5"),
            ("listed", RELAY),
            ("term[prod-relaydesk0001]", "P12M"),
        ]),
    );
    answers.set(Step::Products, fields(&[("product", RELAY)]));
    answers.set(Step::Duration, until("1", "2027"));
    let alpha = trade.give(&answers);
    tick();
    let mut answers = trade.answers("Delta");
    answers.set(Step::Duration, fields(&[("duration", "single_use")]));
    let delta = trade.give(&answers);
    trade.used(&delta, 1);
    tick();
    let mut answers = trade.answers("Charlie");
    answers.set(Step::Duration, until("12", "2026"));
    let charlie = trade.give(&answers);
    trade.revoke(&charlie);
    tick();
    let mut answers = fabrikam.answers("Echo");
    let mut chosen = Fields::default();
    chosen.add("product", "prod-fabrikamqueue");
    answers.set(Step::Products, chosen);
    let echo = fabrikam.give(&answers);
    let mut answers = trade.answers("Harbor only");
    let harbor = trade.reseller(HARBOR).to_string();
    answers.set(Step::Resellers, fields(&[("reseller", &harbor)]));
    trade.give(&answers);
    [alpha, beta, charlie, delta, echo]
}

#[test]
fn without_opportunities_the_table_says_where_they_come_from() {
    on_each_database(|portal| {
        let answer = portal.sign_in(PARTNER).get(LIST);
        insta::allow_duplicates! { insta::assert_snapshot!("empty", answer.main()) };
    });
}

#[test]
fn the_table_shows_what_the_partner_was_given_and_nothing_else() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        five(&northwind, &fabrikam);
        add_partner_viewer(portal);
        insta::allow_duplicates! {
            insta::assert_snapshot!("filled", portal.sign_in(PARTNER).get(LIST).main());
            insta::assert_snapshot!("filled_for_a_viewer", portal.sign_in(PARTNER_VIEWER).get(LIST).main());
        }
        let rows = portal.sign_in(OTHER_PARTNER).get(LIST).page().rows();
        let names: Vec<_> = rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(names, ["Harbor only"]);
    });
}

#[test]
fn every_column_sorts_both_ways() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        five(&northwind, &fabrikam);
        let browser = portal.sign_in(PARTNER);
        let names = |sort: &str| {
            let rows = browser.get(&format!("{LIST}?sort={sort}")).page().rows();
            rows.into_iter()
                .map(|row| row[1].chars().next().unwrap_or_default())
                .collect::<String>()
        };
        for (sort, order) in [
            ("name", "aBCDE"),
            ("-name", "EDCBa"),
            ("product", "EBDCa"),
            ("-product", "aCDBE"),
            ("vendor", "EBaDC"),
            ("-vendor", "CDaBE"),
            ("discount", "aBDCE"),
            ("-discount", "ECDBa"),
            ("created", "BaDCE"),
            ("-created", "ECDaB"),
            ("last_day", "CaBDE"),
            ("-last_day", "aCEDB"),
            ("status", "aBEDC"),
            ("-status", "CDEBa"),
            ("reseller", "ECDaB"),
            ("", "ECDaB"),
        ] {
            assert_eq!(names(sort), order, "{sort}");
        }
        let page = browser.get(&format!("{LIST}?sort=vendor")).page();
        assert_eq!(page.texts("th[aria-sort=ascending]"), ["Vendor"]);
        assert_eq!(page.link("Vendor"), format!("{LIST}?sort=-vendor"));
    });
}

#[test]
fn a_search_finds_the_vendor_and_filters_stand_in_the_address() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        let [_, beta, ..] = five(&northwind, &fabrikam);
        let browser = portal.sign_in(PARTNER);
        let names = |query: &str| {
            let rows = browser.get(&format!("{LIST}?{query}")).page().rows();
            rows.into_iter()
                .map(|row| row[1].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("q=bet"), ["Beta"]);
        assert_eq!(names("q=FABRIKAM"), ["Echo"], "the vendor's name");
        assert_eq!(names("q=9999-0000-1111"), ["Echo"], "and its account");
        assert_eq!(names("q=northwind").len(), 4);
        assert_eq!(names("q=northwind&status=active&sort=name").len(), 2);
        let vendor = format!("vendor={}", fabrikam.scope.isv());
        assert_eq!(names(&vendor), ["Echo"]);
        assert_eq!(names("status=used&status=revoked"), ["Charlie", "Delta"]);
        let page = browser
            .get(&format!("{LIST}?q=e&status=active&{vendor}"))
            .page();
        assert_eq!(
            page.texts(".chip"),
            [
                "Remove filter Search: e",
                "Remove filter Status: Active",
                "Remove filter Vendor: Fabrikam Cloud"
            ]
        );
        assert_eq!(
            page.link("Remove filter Vendor: Fabrikam Cloud"),
            format!("{LIST}?q=e&status=active")
        );
        let answer = browser.get(&format!("{LIST}?q={beta}"));
        assert_eq!(
            (answer.status, answer.location()),
            (303, format!("{LIST}/{beta}").as_str())
        );
        let answer = browser.get(&format!("{LIST}?q=nowhere"));
        insta::allow_duplicates! { insta::assert_snapshot!("no_match", answer.main()) };
        let answer = browser.get(&format!("{LIST}?from=yesterday"));
        assert_eq!(answer.status, 422);
        assert_eq!(
            answer.page().error_for("from").as_deref(),
            Some("Created from must be a real date, like 2026-11-22")
        );
    });
}

#[test]
fn the_buttons_lead_on_with_an_active_row() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        let [alpha, _, charlie, delta, _] = five(&northwind, &fabrikam);
        let browser = portal.sign_in(PARTNER);
        let press = |act: &str, id: &str| {
            browser.post(
                &format!("{SELECTED}?sort=name#id"),
                &[("do", act), ("id", id)],
            )
        };
        let answer = press("view", &charlie);
        assert_eq!(answer.location(), format!("{LIST}/{charlie}"));
        let answer = press("offer", &alpha);
        assert_eq!(
            (answer.status, answer.location()),
            (303, format!("{LIST}/{alpha}/offers/new").as_str())
        );
        for (id, became) in [(&charlie, "revoked"), (&delta, "used")] {
            let answer = press("offer", id);
            assert_eq!(answer.status, 422);
            let words = format!("This opportunity is {became} – choose an active one");
            assert_eq!(answer.page().errors(), [("id".to_owned(), words.clone())]);
            assert_eq!(
                answer.page().error_for("id").as_deref(),
                Some(words.as_str())
            );
            assert_eq!(answer.page().values("id"), std::slice::from_ref(id));
            assert_eq!(
                answer.page().rows().len(),
                5,
                "the same list with its order"
            );
        }
        let answer = press("offer", "");
        assert_eq!(answer.status, 422);
        assert_eq!(
            answer.page().errors(),
            [("id".to_owned(), "Select an opportunity first".to_owned())]
        );
        assert_eq!(press("clone", &alpha).status, 400);
        let missing = portal.anonymous().get("/nowhere");
        let foreign = portal
            .sign_in(OTHER_PARTNER)
            .post(SELECTED, &[("do", "offer"), ("id", &alpha)]);
        assert_eq!(foreign.status, 404);
        assert_eq!(missing.status, 404);
    });
}

#[test]
fn the_list_is_a_file_of_the_partners_own() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        let ids = five(&northwind, &fabrikam);
        let answer = portal
            .sign_in(PARTNER)
            .get("/partner/opportunities.csv?sort=name");
        let mut text = answer.text().to_owned();
        for (id, name) in ids
            .iter()
            .zip(["alpha", "beta", "charlie", "delta", "echo"])
        {
            text = text.replace(id, &format!("opp_{name}"));
        }
        insta::allow_duplicates! { insta::assert_snapshot!("csv", text.replace('\r', "")) };
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"opportunities-2026-11-26.csv\"")
        );
        let other = portal
            .sign_in(OTHER_PARTNER)
            .get("/partner/opportunities.csv");
        assert_eq!(other.text().lines().count(), 2, "{}", other.text());
        assert!(!other.text().contains("Contoso") && !other.text().contains("Beta"));
    });
}
