//! What changes while a draft is open: it is named on its step and on the review, and never created.

use super::Wizard;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{CONTOSO, LOGSTREAM, VAULT};
use consign::domain::catalog::{Product, ProductId, ProductState};
use consign::store::{organisations, products};

/// Changes a product of Northwind's as an import would.
pub fn change(wizard: &Wizard<'_>, product: &str, change: impl Fn(&mut Product)) {
    let (id, scope) = (
        ProductId::parse(product).expect("an id"),
        wizard.trade.scope,
    );
    let changed = wizard.trade.portal.db.write_now(|c| {
        let mut product = products::find(c, &scope, &id)?.expect("a product");
        change(&mut product);
        products::put(c, &scope, &product)
    });
    changed.expect("it can be changed");
}

fn withdraw(wizard: &Wizard<'_>, product: &str) {
    change(wizard, product, |product| {
        product.state = ProductState::Withdrawn;
    });
}

fn register(portal: &TestPortal, wizard: &Wizard<'_>, account: &str, registered: bool) {
    let id = wizard.trade.reseller(account);
    let changed = portal
        .db
        .write_now(|c| organisations::set_registered(c, id, registered));
    assert!(changed.expect("it can be changed"));
}

#[test]
fn a_product_withdrawn_meanwhile_is_named_and_never_created() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let review = wizard.page("review");
        assert!(review.errors().is_empty());
        withdraw(&wizard, LOGSTREAM);
        let words = "LogStream is not on sale any more – clear it to continue";
        // The review was open in the browser all the time.
        let pressed = wizard.submit("review", &review.form("Create opportunities"));
        assert_eq!(pressed.status, 422);
        assert_eq!(wizard.cannot_be_created(), [words]);
        let (href, _) = wizard.page("review").errors().remove(0);
        let step = wizard.browser.get(&href).page();
        assert_eq!(step.errors(), [("product".to_owned(), words.to_owned())]);
        assert!(
            step.text().contains("Not on sale any more"),
            "{}",
            step.text()
        );
        let steps = step.texts(".step");
        assert!(
            wizard
                .page("details")
                .texts(".step")
                .contains(&"ProductsNeeds attention".to_owned()),
            "{steps:?}"
        );
        wizard.accepts(
            consign::answers::Step::Products,
            &[("product", VAULT)],
            "discount",
        );
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn a_reseller_deregistered_meanwhile_is_named_and_never_created() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        register(portal, &wizard, CONTOSO, false);
        let words =
            "Contoso Consulting is no longer registered – remove it or choose another reseller";
        assert_eq!(wizard.cannot_be_created(), [words]);
        let (href, _) = wizard.page("review").errors().remove(0);
        let step = wizard.browser.get(&href).page();
        assert_eq!(step.errors(), [("reseller".to_owned(), words.to_owned())]);
        assert!(step.text().contains("No longer registered"));
        register(portal, &wizard, CONTOSO, true);
        assert!(wizard.page("review").errors().is_empty());
    });
}

#[test]
fn a_product_removed_from_the_catalogue_is_no_longer_chosen() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let scope = wizard.trade.scope;
        let emptied = portal
            .db
            .write_now(|c| products::replace_all(c, &scope, &[]));
        emptied.expect("it can be emptied");
        assert_eq!(wizard.cannot_be_created(), ["Select at least one product"]);
    });
}
