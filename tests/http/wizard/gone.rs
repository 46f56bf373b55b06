//! Dimensions that a product lost since an opportunity was made or a draft was saved: they are shown on their step until
//! somebody clears them, and nothing is created before.

use super::stale::change;
use super::{Wizard, fill};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade, VAULT, fields};
use consign::answers::Step;

const KEEP: &str = "keep[prod-vaultstorage1][plain_gb]";
const KEPT: &str = "plain_gb is not a dimension of Vault Storage any more – clear it to continue";
const HAD: &str = "had[prod-vaultstorage1]";
const UNITS: &str =
    "plain_gb is not a dimension of Vault Storage any more – clear its units to continue";
const NOTE: &str = "Not a dimension of the product any more";

/// Vault Storage is imported anew without these dimensions.
fn lose(wizard: &Wizard<'_>, keys: &[&str]) {
    change(wizard, VAULT, |product| {
        product
            .dimensions
            .retain(|dimension| !keys.contains(&dimension.key.as_str()));
    });
}

/// The opportunity is cloned after its product was imported anew.
pub fn cloned<'a>(trade: Trade<'a>, opportunity: &str, import: impl Fn(&Wizard<'a>)) -> Wizard<'a> {
    let browser = trade.portal.sign_in(ADMIN);
    let mut wizard = Wizard {
        trade,
        browser,
        draft: String::new(),
    };
    import(&wizard);
    let path = format!("/isv/opportunities/{opportunity}/clone");
    let answer = wizard.browser.post(&path, &[]);
    let draft = answer.location().split('/').nth(3).expect("a draft");
    wizard.draft = draft.to_owned();
    wizard
}

/// Only these are said at the review, each where its link leads.
pub fn leads(wizard: &Wizard<'_>, expected: &[(&str, &str, &str)]) {
    let texts: Vec<&str> = expected.iter().map(|(_, _, text)| *text).collect();
    let refused = wizard.press("review", "Create opportunities", &[]);
    assert_eq!(refused.status, 422);
    let said: Vec<String> = refused.page().errors().into_iter().map(|e| e.1).collect();
    assert_eq!(said, texts);
    for (step, field, text) in expected {
        let steps = wizard.page("details").texts(".step");
        let state = format!("{step}Needs attention");
        assert!(steps.contains(&state), "{steps:?}");
        let mut links = wizard.page("review").errors().into_iter();
        let (href, _) = links.find(|(_, said)| said == text).expect("a link");
        let page = wizard.browser.get(&href).page();
        let beside = expected.iter().filter(|(_, other, _)| other == field);
        let beside: Vec<&str> = beside.map(|(_, _, text)| *text).collect();
        assert_eq!(page.error_for(field), Some(beside.join(" ")));
    }
}

#[test]
fn a_clone_shows_the_dimensions_that_are_gone_until_they_are_cleared() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Q1 renewals");
        answers.set(Step::Products, fields(&[("product", VAULT)]));
        let opportunity = trade.give(&answers);
        let wizard = cloned(trade, &opportunity, |wizard| {
            lose(wizard, &["plain_gb", "enc_over"]);
        });
        let had = "enc_over is not a dimension of Vault Storage any more – clear it to continue";
        leads(
            &wizard,
            &[("Discount", HAD, had), ("Product dimensions", KEEP, KEPT)],
        );

        // Whoever walks through the steps sees it as well, and what stays ticked stays.
        let page = wizard.page("dimensions");
        assert!(page.errors().is_empty());
        assert!(page.text().contains(NOTE), "{}", page.text());
        assert_eq!(page.values(KEEP), ["yes"]);
        insta::allow_duplicates! { insta::assert_snapshot!("kept", page.outline()) };
        let page = wizard.refuses(Step::Dimensions, &[(KEEP, "yes")], &[(KEEP, KEPT)]);
        let cleared = page.form("Save and continue").choose(KEEP, &[]);
        assert_eq!(wizard.submit("dimensions", &cleared).status, 303);
        assert!(!wizard.page("dimensions").text().contains(NOTE));

        let page = wizard.refuses(Step::Discount, &[(HAD, "enc_over")], &[(HAD, had)]);
        assert!(page.text().contains("Dimensions that Vault Storage had"));
        let cleared = page.form("Save and continue").choose(HAD, &[]);
        assert_eq!(wizard.submit("discount", &cleared).status, 303);
        assert!(!wizard.page("discount").text().contains(NOTE));
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn units_of_a_dimension_that_is_gone_are_shown_on_the_schedule_until_they_are_cleared() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.scheduled("Two years", ["1000", "1000"]);
        let mut discount = answers.get(Step::Discount).clone();
        discount.set("units[enc_gb]", "20");
        discount.set("rate[plain_over]", "0.05");
        answers.set(Step::Discount, discount);
        let opportunity = trade.give(&answers);
        let wizard = cloned(trade, &opportunity, |wizard| {
            lose(wizard, &["plain_gb", "plain_over"]);
        });
        let rate =
            "plain_over is not a dimension of Vault Storage any more – clear its rate to continue";
        leads(
            &wizard,
            &[
                ("Discount", "units[plain_gb]", UNITS),
                ("Discount", "rate[plain_over]", rate),
                ("Product dimensions", KEEP, KEPT),
            ],
        );
        let page = wizard.page("discount");
        assert_eq!(page.values("units[plain_gb]"), ["500"]);
        let labels = page.texts("label");
        let label = "plain_gb – not a dimension any more".to_owned();
        assert!(labels.contains(&label), "{labels:?}");
        wizard.accepts(
            Step::Discount,
            &[("units[plain_gb]", ""), ("rate[plain_over]", "")],
            "duration",
        );
        assert!(wizard.page("discount").values("units[plain_gb]").is_empty());
        let form = wizard.page("dimensions").form("Save and continue");
        let cleared = form.choose(KEEP, &[]);
        assert_eq!(wizard.submit("dimensions", &cleared).status, 303);
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn a_draft_whose_product_is_imported_anew_meanwhile_says_what_is_gone() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let value = "value[prod-vaultstorage1][plain_over]";
        let typed = [
            ("discount_type", "individual"),
            ("value[prod-vaultstorage1][*]", "10"),
            (value, "5"),
        ];
        wizard.accepts(Step::Discount, &typed, "duration");
        wizard.accepts(Step::Dimensions, &[], "buyers");
        assert!(wizard.page("review").errors().is_empty());
        lose(&wizard, &["plain_gb", "plain_over"]);
        let price = "plain_over is not a dimension of Vault Storage any more – clear its price for usage to continue";
        leads(
            &wizard,
            &[
                ("Discount", value, price),
                ("Product dimensions", KEEP, KEPT),
            ],
        );
        // On the page of all steps it is shown and cleared just so.
        let page = wizard.page("all");
        assert_eq!(page.values(value), ["5"]);
        let form = page.form("Review opportunity");
        let form = fill(form, &[(value, "")]).choose(KEEP, &[]);
        let answer = wizard.submit("all", &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("review").as_str())
        );
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn units_wait_for_their_product_while_another_is_scheduled() {
    on_each_database(|portal| {
        let atlas = "prod-atlasami00001";
        let wizard = Wizard::of(portal, &[VAULT]);
        let typed = [
            ("discount_type", "flexible"),
            ("contract_length", "12"),
            ("units[plain_gb]", "100"),
            ("amount[1]", "1,000"),
            ("date[1]-day", "1"),
            ("date[1]-month", "2"),
            ("date[1]-year", "2027"),
        ];
        let day = [("end-day", "15"), ("end-month", "1"), ("end-year", "2027")];
        wizard.accepts(Step::Discount, &typed, "duration");
        wizard.accepts(Step::Duration, &day, "dimensions");
        wizard.accepts(Step::Products, &[("product", atlas)], "discount");
        let page = wizard.page("discount");
        assert!(page.values("units[plain_gb]").is_empty());
        let units = page.attributes("[name^='units[']", "name");
        wizard.accepts(Step::Discount, &[(units[0].as_str(), "1")], "duration");
        assert!(wizard.page("review").errors().is_empty());
        wizard.accepts(Step::Products, &[("product", VAULT)], "discount");
        assert_eq!(wizard.page("discount").values("units[plain_gb]"), ["100"]);
    });
}
