//! Contract durations that a product lost since an opportunity was made or a draft was saved: they are shown on their step
//! until somebody clears them, and nothing is created before.

use super::gone::{cloned, leads};
use super::stale::change;
use super::{Wizard, fill};
use crate::portal::on_each_database;
use crate::trade::{Trade, VAULT, fields};
use consign::answers::Step;
use consign::domain::contract_duration::ContractDuration::{self, Months};

const TERM: &str = "term[prod-vaultstorage1]";
const CUSTOM: &str = "term_custom[prod-vaultstorage1]";
const YEAR: &str =
    "12 months is not a contract duration of Vault Storage any more – clear it to continue";
const TWO_YEARS: &str =
    "24 months is not a contract duration of Vault Storage any more – clear it to continue";
const NONE: &str = "Select at least one contract duration of Vault Storage";
const NOTE: &str = "Not a contract duration of the product any more";
const PRICE: &str = "value[prod-vaultstorage1][plain_gb:P12M]";

/// Vault Storage is imported anew and offered for other contract durations.
fn offer_for(wizard: &Wizard<'_>, durations: &[ContractDuration]) {
    change(wizard, VAULT, |product| {
        for dimension in product.dimensions.iter_mut().filter(|d| d.is_contract()) {
            let first = dimension.upfront.values().next().copied();
            let price = first.expect("a price");
            dimension.upfront = durations.iter().map(|each| (*each, price)).collect();
        }
    });
}

#[test]
fn a_clone_shows_the_durations_that_are_gone_with_their_prices() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Two terms");
        answers.set(Step::Products, fields(&[("product", VAULT)]));
        let mut discount = fields(&[
            ("discount_type", "individual"),
            ("listed", VAULT),
            (TERM, "P12M"),
            ("rule[prod-vaultstorage1][*]", "price"),
            ("value[prod-vaultstorage1][*]", "7"),
        ]);
        discount.add(TERM, "P24M");
        answers.set(Step::Discount, discount);
        let opportunity = trade.give(&answers);
        let wizard = cloned(trade, &opportunity, |wizard| {
            offer_for(wizard, &[Months(1), Months(36)]);
        });
        leads(
            &wizard,
            &[
                ("Discount", TERM, NONE),
                ("Discount", TERM, YEAR),
                ("Discount", TERM, TWO_YEARS),
            ],
        );

        let page = wizard.page("discount");
        assert_eq!(page.values(TERM), ["P12M", "P24M"]);
        assert_eq!(page.values(PRICE), ["7.00"]);
        assert!(page.text().contains(NOTE), "{}", page.text());
        assert!(
            page.text()
                .contains("12 months – not a contract duration any more")
        );
        insta::allow_duplicates! { insta::assert_snapshot!("shown", page.outline()) };

        // Two years become the custom duration, and one year is still said.
        let typed = [(TERM, "P12M"), (TERM, "custom"), (CUSTOM, "24")];
        wizard.refuses(Step::Discount, &typed, &[(TERM, YEAR)]);
        wizard.accepts(Step::Discount, &typed[1..], "duration");
        let page = wizard.page("discount");
        assert!(!page.text().contains(NOTE));
        assert!(page.values(PRICE).is_empty(), "it sleeps");
        assert_eq!(wizard.answered(Step::Discount).get(PRICE), "7.00");
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn a_draft_whose_duration_leaves_the_listing_is_not_created_without_a_word() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let typed = [
            ("discount_type", "percentage"),
            ("percent", "20"),
            (TERM, "P12M"),
            (TERM, "P24M"),
        ];
        wizard.accepts(Step::Discount, &typed, "duration");
        let review = wizard.page("review");
        assert!(review.errors().is_empty());
        offer_for(&wizard, &[Months(1), Months(12)]);
        // The review was open in the browser all the time.
        let pressed = wizard.submit("review", &review.form("Create opportunities"));
        assert_eq!(pressed.status, 422);
        leads(&wizard, &[("Discount", TERM, TWO_YEARS)]);
        wizard.refuses(Step::Discount, &typed[2..], &[(TERM, TWO_YEARS)]);

        // On the page of all steps it is shown and cleared just so.
        let page = wizard.page("all");
        assert_eq!(page.values(TERM), ["P12M", "P24M"]);
        let form = fill(page.form("Review opportunity"), &typed[2..3]);
        let answer = wizard.submit("all", &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("review").as_str())
        );
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}
