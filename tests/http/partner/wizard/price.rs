//! The price step: prices before anything is kept, and the markup for a price somebody has in mind.

use super::{Offer, scheduled, vault};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::fields;
use crate::wizard::fill;
use consign::answers::Step;
use consign::answers::offer::OfferStep;

fn column(page: &crate::html::Page, number: usize) -> Vec<String> {
    page.texts(&format!("#preview tbody td:nth-child({number})"))
}

#[test]
fn prices_are_shown_before_anything_is_kept() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, vault);
        let before = offer.kept();
        let typed = [("adjustment", "markup"), ("percent", "5")];
        let form = fill(offer.page("price").form("Update prices"), &typed);
        let pairs: Vec<_> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let fragment = offer.browser.post(&offer.at("price/preview"), &pairs);
        assert_eq!(fragment.status, 200);
        let page = fragment.page();
        assert_eq!(
            page.attributes("#preview", "data-said"),
            ["4 prices updated"]
        );
        let prices = ["13.44 USD", "13.944 USD", "0.084 USD", "0.0924 USD"];
        assert_eq!(column(&page, 5), prices);
        let margins = ["0.64 USD", "0.664 USD", "0.004 USD", "0.0044 USD"];
        assert_eq!(column(&page, 6), margins);
        assert_eq!(offer.kept(), before);
        // Without script the button sends the form; the same prices stand on the page.
        let answer = offer.submit("price", &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, offer.at("price").as_str())
        );
        assert_eq!(column(&offer.page("price"), 5), prices);
    });
}

#[test]
fn who_hears_the_page_is_told_how_many_prices_are_under_wholesale() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, vault);
        let said = |percent: &str| {
            let typed = [("adjustment", "discount"), ("percent", percent)];
            let form = fill(offer.page("price").form("Update prices"), &typed);
            let path = offer.at("price/preview");
            let fragment = offer.browser.request("POST", &path).form(form.encoded());
            fragment
                .send()
                .page()
                .attributes("#preview", "data-said")
                .remove(0)
        };
        assert_eq!(said("25"), "4 prices under wholesale");
        assert_eq!(said("15"), "4 prices updated");
        assert_eq!(said(""), "No price is known yet");
    });
}

#[test]
fn a_discount_says_what_it_is_worth_even_where_nobody_may_type_as_much() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, |trade| {
            let mut answers = vault(trade);
            let mut discount = answers.get(Step::Discount).clone();
            discount.set("percent", "95");
            answers.set(Step::Discount, discount);
            answers
        });
        let typed = [("adjustment", "discount"), ("percent", "10")];
        offer.accepts(OfferStep::Price, &typed, "documents");
        let worth = "A discount of 10% is worth a markup of 1700%.";
        for place in ["price", "review"] {
            let text = offer.page(place).text();
            assert!(text.contains(worth), "{text}");
        }
        // Typed as a markup it is refused.
        let typed = [("adjustment", "markup"), ("percent", "1700")];
        let answer = offer.press("price", "Save and continue", &typed);
        assert_eq!(answer.status, 422);
        let text = "Markup must be 1,000 or less";
        crate::wizard::assert_errors(&answer.page(), &[("percent", text)]);
    });
}

#[test]
fn a_price_in_mind_finds_its_markup_and_says_what_it_rounds() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    let typed = [("target_line", "enc_gb:P12M"), ("target_price", "14.94")];
    let answer = offer.press("price", "Use this markup", &typed);
    assert_eq!(
        (answer.status, answer.location()),
        (303, offer.at("price").as_str())
    );
    let page = offer.page("price");
    assert_eq!(page.values("percent"), ["12.5"]);
    assert_eq!(page.values("adjustment"), ["markup"]);
    let typed = [("target_line", "enc_gb:P12M"), ("target_price", "14.95")];
    offer.press("price", "Use this markup", &typed);
    let page = offer.page("price");
    assert_eq!(page.values("percent"), ["12.575301205"]);
    assert_eq!(
        column(&page, 5)[1],
        "14.95 USD rounded from 14.950000000024"
    );
    assert_eq!(
        page.texts("#preview .inset"),
        [
            "Encrypted data, 12 months costs 14.95 USD with a markup of 12.575301205%. It rounds 3 of the other 3 prices, as the table says."
        ]
    );
    insta::assert_snapshot!("price_target", page.outline());
    // Going on keeps the markup and forgets the question.
    offer.accepts(OfferStep::Price, &[], "documents");
    let kept = offer.kept();
    let price = kept.answers.get(OfferStep::Price);
    assert_eq!(price.get("percent"), "12.575301205");
    assert!(!price.has("target_price") && !price.has("target_line"));
}

#[test]
fn what_no_markup_reaches_is_said_and_changes_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    for (typed, at, text) in [
        (
            vec![("target_line", "")],
            "target_line",
            "Choose the line that you know the price of",
        ),
        (
            vec![("target_line", "plain_gb:P12M"), ("target_price", "1")],
            "target_price",
            "Your price must not be under the wholesale price of 12.80 USD",
        ),
        (
            vec![("target_line", "plain_gb:P12M"), ("target_price", "1000")],
            "target_price",
            "No markup makes Unencrypted data, 12 months cost 1,000.00 USD: it would be over 1,000%",
        ),
    ] {
        let answer = offer.press("price", "Use this markup", &typed);
        assert_eq!(answer.status, 422, "{typed:?}");
        crate::wizard::assert_errors(&answer.page(), &[(at, text)]);
        assert_eq!(answer.page().values("percent"), [""]);
    }
}

#[test]
fn a_discount_that_cannot_be_is_no_choice_but_a_reason() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, scheduled);
    let reason = "Discount off the list price – not with a payment schedule";
    assert_eq!(offer.page("price").texts(".refused"), [reason]);
    let euro = Offer::empty(&portal, |trade| {
        let mut answers = vault(trade);
        let mut discount = fields(&[
            ("discount_type", "individual"),
            ("currency", "EUR"),
            ("listed", crate::trade::VAULT),
            ("term[prod-vaultstorage1]", "P12M"),
        ]);
        discount.set("rule[prod-vaultstorage1][*]", "price");
        discount.set("value[prod-vaultstorage1][*]", "10");
        answers.set(Step::Discount, discount);
        answers
    });
    let reason = "Discount off the list price – not in EUR: list prices are in USD";
    assert_eq!(euro.page("price").texts(".refused"), [reason]);
    // Who sends it all the same is told.
    let form = euro.page("price").form("Save and continue");
    let form = form.choose("adjustment", &["discount"]).set("percent", "1");
    let answer = euro.submit("price", &form);
    assert_eq!(answer.status, 422);
    let text = "List prices are in USD and this opportunity is in EUR – use a markup";
    crate::wizard::assert_errors(&answer.page(), &[("adjustment", text)]);
}

#[test]
fn own_amounts_set_the_markup_back_to_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, scheduled);
    let own = [
        ("payments", "own"),
        ("amount[1]", "220"),
        ("amount[2]", "250"),
    ];
    offer.accepts(OfferStep::Schedule, &own, "documents");
    assert_eq!(offer.page("price").values("percent"), ["0"]);
    assert!(
        offer
            .page("review")
            .texts("tfoot td")
            .contains(&"470.00 USD".to_owned())
    );
    let text = "Markup must be 0 with your own amounts – or choose one markup for all payments";
    offer.refuses(OfferStep::Price, &[("percent", "5")], &[("percent", text)]);
    assert_eq!(offer.extend().status, 422);
    offer.accepts(OfferStep::Schedule, &[("payments", "markup")], "documents");
    offer.accepts(OfferStep::Price, &[("percent", "5")], "schedule");
    assert!(
        offer
            .page("review")
            .texts("tfoot td")
            .contains(&"472.50 USD".to_owned())
    );
}
