//! The review: everything answered, everything missing, and the ways to mend it.

use super::Wizard;
use super::stale::change;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADATUM, CONTOSO, HARBOR, LOGSTREAM, VAULT, add_person};
use consign::answers::{Fields, Step};
use consign::domain::account::Role;

#[test]
fn all_answers_and_prices_stand_on_the_review() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::with(&portal, |trade, answers| {
        *answers = trade.answers("Q1 renewals");
        let mut resellers = Fields::default();
        resellers.add("reseller", trade.reseller(CONTOSO).to_string());
        resellers.add("reseller", trade.reseller(HARBOR).to_string());
        answers.set(Step::Resellers, resellers);
        let mut products = Fields::default();
        products.add("product", VAULT);
        products.add("product", LOGSTREAM);
        answers.set(Step::Products, products);
    });
    let page = wizard.page("review");
    assert_eq!(
        (page.name(), page.errors().len()),
        ("isv.draft.review".into(), 0)
    );
    assert!(
        page.text()
            .contains("4 opportunities will be created: 2 resellers × 2 products.")
    );
    insta::assert_snapshot!("complete", page.outline());
}

#[test]
fn a_draft_in_which_nothing_is_answered_says_what_to_do() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let page = wizard.page("review");
    insta::assert_snapshot!("incomplete", page.outline());
    let missing = [
        "Enter an opportunity name",
        "Select at least one reseller",
        "Select at least one product",
        "Select the kind of discount",
        "Select how long it can be used",
    ];
    assert_eq!(wizard.cannot_be_created(), missing);
    assert!(page.title().starts_with("Review"), "{}", page.title());
}

#[test]
fn each_error_leads_to_its_field_and_back_to_the_review() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    wizard.save(Step::Discount, &[("percent", "101")]);
    let (href, text) = wizard.page("review").errors().remove(0);
    assert_eq!(
        href,
        format!("{}#percent", wizard.at("discount?return=review"))
    );
    let page = wizard
        .browser
        .get(&wizard.at("discount?return=review"))
        .page();
    assert_eq!(page.error_for("percent").as_deref(), Some(text.as_str()));
    let form = page.form("Save and continue").set("percent", "10");
    let answer = wizard.submit("discount", &form);
    let section = format!("{}#discount", wizard.at("review"));
    assert_eq!((answer.status, answer.location()), (303, section.as_str()));
    assert_eq!(
        wizard
            .page("review")
            .attributes("[id=discount]", "tabindex"),
        ["-1"]
    );
}

#[test]
fn every_section_is_changed_and_comes_back_to_the_review() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let page = wizard.page("review");
    for (step, href) in Step::ALL
        .into_iter()
        .zip(page.attributes(".part-head a", "href"))
    {
        assert_eq!(href, wizard.at(format!("{}?return=review", step.as_str())));
        let form = wizard.browser.get(&href).page().form("Save and continue");
        let answer = wizard.submit(step.as_str(), &form);
        let section = format!("{}#{}", wizard.at("review"), step.as_str());
        assert_eq!(
            (answer.status, answer.location()),
            (303, section.as_str()),
            "{step:?}"
        );
    }
}

#[test]
fn an_error_on_the_way_back_does_not_lose_the_way() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let page = wizard
        .browser
        .get(&wizard.at("details?return=review"))
        .page();
    let answer = wizard.submit("details", &page.form("Save and continue").set("name", ""));
    assert_eq!(answer.status, 422);
    let form = answer.page().form("Save and continue").set("name", "Again");
    let answer = wizard.submit("details", &form);
    assert_eq!(
        answer.location(),
        format!("{}#details", wizard.at("review"))
    );
    let page = wizard
        .browser
        .get(&wizard.at("products?return=review"))
        .page();
    let answer = wizard.submit("products", &page.form("Filter list"));
    assert_eq!(
        answer.location(),
        wizard.at("products?return=review#product-filter")
    );
}

#[test]
fn questions_that_a_change_opens_come_before_the_review() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[LOGSTREAM]);
    let page = wizard
        .browser
        .get(&wizard.at("products?return=review"))
        .page();
    let form = page.form("Save and continue");
    let answer = wizard.submit("products", &form.choose("product", &[LOGSTREAM, VAULT]));
    let opened = wizard.at("dimensions?return=review");
    assert_eq!((answer.status, answer.location()), (303, opened.as_str()));
    let form = wizard.browser.get(&opened).page().form("Save and continue");
    let answer = wizard.submit("dimensions", &form);
    assert_eq!(
        answer.location(),
        format!("{}#dimensions", wizard.at("review"))
    );
    // Taking it out again opens nothing.
    let page = wizard
        .browser
        .get(&wizard.at("products?return=review"))
        .page();
    let form = page.form("Save and continue");
    let answer = wizard.submit("products", &form.choose("product", &[LOGSTREAM]));
    assert_eq!(
        answer.location(),
        format!("{}#products", wizard.at("review"))
    );
}

#[test]
fn what_is_unusual_is_a_warning_and_keeps_nobody() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[LOGSTREAM]);
    wizard.accepts(Step::Discount, &[("percent", "60")], "duration");
    wizard.accepts(Step::Duration, &[("duration", "single_use")], "buyers");
    wizard.accepts(Step::Buyers, &[("buyers", "111122223333")], "eula");
    let warnings = wizard.page("review").texts(".warning");
    for expected in [
        "Check: The discount on LogStream is over 50%.",
        "Check: Buyers are named, and only one offer can be made.",
    ] {
        assert!(warnings.contains(&expected.to_owned()), "{warnings:?}");
    }
    let made = wizard.press("review", "Create opportunities", &[]);
    assert_eq!(made.status, 303);
}

#[test]
fn a_reseller_that_may_not_hear_of_it_is_worth_a_warning_until_somebody_of_it_is_there() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let told = || wizard.page("review").texts(".warning");
        let warning = "Check: Nobody at Adatum Resale has confirmed an e-mail address. The message is sent to the one that was given for them, and may not be read. Tell them yourself as well.";
        let adatum = wizard.trade.reseller(ADATUM).to_string();
        let contoso = wizard.trade.reseller(CONTOSO).to_string();
        let both = [
            ("reseller", contoso.as_str()),
            ("reseller", adatum.as_str()),
        ];
        wizard.accepts(Step::Resellers, &both, "products");
        assert_eq!(told(), [warning], "of Contoso somebody is there");
        add_person(portal, ADATUM, "admin@adatum.example", Role::Admin);
        assert_eq!(told(), [""; 0]);
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn different_units_in_a_payment_schedule_are_a_warning() {
    on_each_database(|portal| {
        let wizard = Wizard::with(portal, |trade, answers| {
            *answers = trade.scheduled("One year", ["1000", "1000"]);
            let mut discount = answers.get(Step::Discount).clone();
            discount.set("units[enc_gb]", "20");
            answers.set(Step::Discount, discount);
        });
        let told = || {
            let warnings = wizard.page("review").texts(".warning");
            let differ =
                "Check: Dimensions of Vault Storage have different units. AWS may refuse that.";
            warnings.contains(&differ.to_owned())
        };
        assert!(!told());
        change(&wizard, VAULT, |product| {
            product.dimensions[0].unit = "TB".to_owned();
        });
        assert!(told());
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn leaving_the_review_keeps_the_draft() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let answer = wizard.press("review", "Save and exit", &[]);
    assert_eq!((answer.status, answer.location()), (303, "/isv/drafts"));
    assert_eq!(wizard.browser.get("/isv/drafts").page().rows().len(), 1);
}

#[test]
fn a_name_in_use_is_worth_a_warning_as_long_as_it_is_active() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let told = || wizard.page("review").texts(".warning");
        let warning = "Check: An active opportunity with this name exists. Partners may take one for the other.";
        assert!(!told().contains(&warning.to_owned()));
        let other = wizard.trade.named("q1 RENEWALS");
        assert!(told().contains(&warning.to_owned()));
        wizard.trade.revoke(&other);
        assert!(!told().contains(&warning.to_owned()));
    });
}

#[test]
fn a_change_that_opens_questions_leads_to_the_first_of_them_before_the_review() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let change = |step: &str, typed: super::Typed<'_>| {
        let page = wizard.page(format!("{step}?return=review"));
        let form = super::fill(page.form("Save and continue"), typed);
        wizard.submit(step, &form).location().to_owned()
    };
    // Services have no list price that a percentage could be taken off.
    let services = [("product", "prod-harbormaster1")];
    let discount = wizard.at("discount?return=review");
    assert_eq!(change("products", &services), discount);
    assert!(!wizard.browser.get(&discount).page().errors().is_empty());
    // What needed somebody before is not opened by this.
    let details = [("description", "Other words")];
    assert_eq!(change("details", &details), wizard.at("review#details"));
    // Dimensions come last, as nothing about them has to be answered.
    let vault = [("product", VAULT)];
    let dimensions = wizard.at("dimensions?return=review");
    assert_eq!(change("products", &vault), dimensions);
}
