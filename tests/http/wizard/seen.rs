//! What changes between the showing of a review and the press on it: nothing is created that nobody saw.

use super::Wizard;
use super::stale::change;
use crate::html::{Form, Page};
use crate::notifications::letters;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, HARBOR, LOGSTREAM, Trade, VAULT};
use consign::answers::Step;
use consign::domain::agreements::PublicEula;
use consign::domain::catalog::{DimensionKey, Product, ProductState};
use consign::domain::money::Amount;
use consign::store::schema::{organisations, products};
use consign::store::{Error, opportunities};
use diesel::prelude::*;

const CHANGED: &str = "Prices or terms changed since you looked at this page. Nothing was created. Check them again before you create.";

fn amount(typed: &str) -> Amount {
    Amount::stored(typed.parse().expect("a number")).expect("an amount")
}

/// Sets the list price of what LogStream is mainly used for.
fn price(wizard: &Wizard<'_>, rate: &str) {
    change(wizard, LOGSTREAM, |product| {
        product.dimensions[0].usage_rate = Some(amount(rate));
    });
}

/// The review's form as somebody has it before them.
fn reviewed(wizard: &Wizard<'_>) -> Form {
    let page = wizard.page("review");
    assert_eq!(page.errors(), []);
    page.form("Create opportunities")
}

/// Presses on a review that shows something else than would be created: it is shown again as it is now, and nothing is
/// created or sent.
fn shown_again(wizard: &Wizard<'_>, form: &Form) -> Page {
    let answer = wizard.submit("review", form);
    assert_eq!(answer.status, 409, "{}", answer.location());
    let page = answer.page();
    assert_eq!(page.name(), "isv.draft.review");
    assert!(page.title().starts_with("Error: "), "{}", page.title());
    assert_eq!(page.texts("[data-banner]"), [format!("Note: {CHANGED}")]);
    let portal = wizard.trade.portal;
    let made = portal.db.read_now(opportunities::count_all);
    assert_eq!(made.expect("they can be counted"), 0);
    assert!(letters(portal).is_empty());
    page
}

/// Presses on a review that shows what would be created; the page of the one opportunity.
fn created(wizard: &Wizard<'_>, form: &Form) -> Page {
    let made = wizard.submit("review", form);
    assert_eq!(made.status, 303, "{}", made.text());
    let again = wizard.submit("review", form);
    assert_eq!((again.status, again.location()), (303, made.location()));
    let page = wizard.browser.follow(made).page();
    let id = page.attributes("tr[data-id]", "data-id").remove(0);
    let path = format!("/isv/opportunities/{id}");
    wizard.browser.get(&path).page()
}

#[test]
fn prices_are_those_that_were_shown_and_stay() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let form = reviewed(&wizard);
        assert!(wizard.page("review").text().contains("0.175 USD"));
        price(&wizard, "0.40");
        let page = shown_again(&wizard, &form);
        assert!(page.text().contains("0.35 USD"), "{}", page.outline());
        shown_again(&wizard, &form);
        let detail = created(&wizard, &page.form("Create opportunities"));
        assert!(detail.text().contains("0.35 USD"), "{}", detail.text());
        let id = detail.texts(".id").remove(0);
        let prices = || {
            let path = format!("/isv/opportunities/{id}");
            wizard.browser.get(&path).page().texts("table td")
        };
        let before = prices();
        assert!(!before.is_empty());
        price(&wizard, "0.80");
        assert_eq!(prices(), before);
        change(&wizard, LOGSTREAM, |product| {
            product.state = ProductState::Withdrawn;
        });
        assert_eq!(prices(), before);
    });
}

#[test]
fn a_price_that_came_back_was_shown() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let form = reviewed(&wizard);
        price(&wizard, "0.40");
        price(&wizard, "0.20");
        // What is not chosen, or comes again as it was, changes nothing.
        change(&wizard, VAULT, |product| product.title = "Other".to_owned());
        change(&wizard, LOGSTREAM, |_| {});
        assert!(created(&wizard, &form).text().contains("0.175 USD"));
    });
}

#[test]
fn the_eula_of_a_product_is_the_one_that_was_shown() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let publish = |url: &str| {
            change(&wizard, LOGSTREAM, |product: &mut Product| {
                let url = url.to_owned();
                product.public_eula = PublicEula::Custom { url };
            });
        };
        let (old, new) = ("https://eula.example/2026", "https://eula.example/2027");
        publish(old);
        let said = |page: &Page| page.texts("#eula dd");
        let each = "Each product's own EULA";
        assert_eq!(said(&wizard.page("review")), [each, old]);
        let form = reviewed(&wizard);
        publish(new);
        let page = shown_again(&wizard, &form);
        assert_eq!(said(&page), [each, new]);
        let detail = created(&wizard, &page.form("Create opportunities"));
        assert!(detail.text().contains(new), "{}", detail.outline());
    });
}

#[test]
fn dimensions_are_those_that_were_shown() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let form = reviewed(&wizard);
        change(&wizard, LOGSTREAM, |product| {
            let mut added = product.dimensions[0].clone();
            added.key = DimensionKey::parse("archived").expect("a key");
            added.name = "Archived data".to_owned();
            added.usage_rate = Some(amount("0.08"));
            product.dimensions.push(added);
        });
        let page = shown_again(&wizard, &form);
        assert!(page.text().contains("Archived data"), "{}", page.outline());
        let form = page.form("Create opportunities");
        change(&wizard, LOGSTREAM, |product| {
            product.dimensions[0].description = "Counted otherwise".to_owned();
        });
        let page = shown_again(&wizard, &form);
        let detail = created(&wizard, &page.form("Create opportunities"));
        assert!(detail.text().contains("Archived data"));
    });
}

#[test]
fn resellers_and_products_are_called_as_was_shown() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let harbor = wizard.trade.reseller(HARBOR).to_string();
        wizard.accepts(Step::Resellers, &[("reseller", &harbor)], "products");
        let form = reviewed(&wizard);
        let called = portal.db.write_now(|c| {
            let reseller = organisations::table.filter(organisations::account_id.eq(HARBOR));
            diesel::update(reseller)
                .set(organisations::name.eq("Harbor & Sons"))
                .execute(c)?;
            Ok::<_, Error>(())
        });
        called.expect("it can be written");
        let page = shown_again(&wizard, &form);
        assert!(page.text().contains("Harbor & Sons"), "{}", page.outline());
        let called = portal.db.write_now(|c| {
            let product = products::table.filter(products::id.eq(LOGSTREAM));
            diesel::update(product)
                .set(products::title.eq("LogStream 2"))
                .execute(c)?;
            Ok::<_, Error>(())
        });
        called.expect("it can be written");
        let page = shown_again(&wizard, &page.form("Create opportunities"));
        let detail = created(&wizard, &page.form("Create opportunities"));
        for name in ["Harbor & Sons", "LogStream 2"] {
            assert!(detail.text().contains(name), "{}", detail.outline());
        }
    });
}

#[test]
fn the_reseller_contract_is_of_the_version_that_was_shown() {
    for database in Database::ALL {
        let portal = TestPortal::start(*database);
        let wizard = Wizard::complete(&portal);
        wizard.accepts(Step::Rcmp, &[("contract", "rcmp")], "review");
        let form = reviewed(&wizard);
        // The same installation after its settings were changed.
        let later = TestPortal::start_with(*database, |config| {
            config.database_url = Some(portal.database_url.as_str().into());
            config.rcmp_version = "2027-03-31".to_owned();
        });
        let wizard = Wizard {
            trade: Trade::begin(&later),
            browser: later.sign_in(ADMIN),
            draft: wizard.draft,
        };
        let page = shown_again(&wizard, &form);
        let said = page.texts("#rcmp dd");
        assert!(said[0].ends_with("version 2027-03-31"), "{said:?}");
        let detail = created(&wizard, &page.form("Create opportunities"));
        assert!(detail.text().contains("version 2027-03-31"));
    }
}

#[test]
fn a_form_that_does_not_say_what_it_showed_creates_nothing() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let page = wizard.page("review");
        let form = page.form("Create opportunities");
        let without = [("version", "1"), ("go", "create")];
        let answer = wizard.browser.post(&wizard.at("review"), &without);
        assert_eq!(answer.status, 409);
        let other = Wizard::of(portal, &[LOGSTREAM, VAULT]);
        let others = other.page("review").values("seen").remove(0);
        let seen = page.values("seen");
        for typed in ["", "x", &others, &seen[0].to_uppercase()] {
            let again = shown_again(&wizard, &form.clone().set("seen", typed));
            assert_eq!(again.values("seen"), seen);
        }
        created(&wizard, &form);
    });
}

#[test]
fn a_review_of_what_could_not_be_created_is_read_once_more_when_it_can() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let state = |state: ProductState| {
            change(&wizard, LOGSTREAM, move |product| product.state = state);
        };
        state(ProductState::Withdrawn);
        let page = wizard.page("review");
        assert_eq!(page.values("seen"), [""; 0]);
        let form = page.form("Create opportunities");
        assert_eq!(wizard.submit("review", &form).status, 422);
        state(ProductState::Public);
        let page = shown_again(&wizard, &form);
        created(&wizard, &page.form("Create opportunities"));
    });
}
