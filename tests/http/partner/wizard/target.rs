//! The part of the price step that finds a markup: for a margin, for a payment, and what it says when there is none.

use super::{Offer, scheduled, vault};
use crate::portal::on_each_database;
use crate::trade::{Trade, VAULT, fields};
use crate::wizard::{Typed, assert_errors};
use consign::answers::{Answers, Step};

const YEAR: &str = "plain_gb:P12M";
const USAGE: &str = "plain_over:usage";

/// Asks for a markup, which the page shows afterwards, with this said beside the prices.
fn finds(offer: &Offer<'_>, typed: Typed<'_>, markup: &str, said: &str) {
    let answer = offer.press("price", "Use this markup", typed);
    let to = (answer.status, answer.location());
    assert_eq!(to, (303, offer.at("price").as_str()), "{typed:?}");
    let page = offer.page("price");
    assert_eq!(page.values("adjustment"), ["markup"], "{typed:?}");
    assert_eq!(page.values("percent"), [markup], "{typed:?}");
    assert_eq!(page.texts("#preview .inset"), [said], "{typed:?}");
}

/// Asks for a markup that there is not: the page says so and keeps all that was typed, and the percentage as it was.
fn finds_none(offer: &Offer<'_>, typed: Typed<'_>, at: &str, text: &str) {
    let before = offer.page("price").values("percent");
    let answer = offer.press("price", "Use this markup", typed);
    assert_eq!(answer.status, 422, "{typed:?}");
    let page = answer.page();
    assert_errors(&page, &[(at, text)]);
    for (name, value) in typed {
        assert_eq!(page.values(name), [*value], "{typed:?}");
    }
    assert_eq!(page.values("percent"), before, "{typed:?}");
    assert_eq!(offer.page("price").values("percent"), before, "{typed:?}");
}

/// Vault Storage at prices of the vendor's own, where one that is billed as used costs so much that no markup reaches
/// every price above it.
fn dear(trade: &Trade<'_>) -> Answers {
    let mut answers = vault(trade);
    let mut discount = fields(&[
        ("discount_type", "individual"),
        ("listed", VAULT),
        ("term[prod-vaultstorage1]", "P12M"),
    ]);
    for (line, price) in [("*", "10"), ("plain_over", "90000000")] {
        discount.set(format!("rule[{VAULT}][{line}]"), "price");
        discount.set(format!("value[{VAULT}][{line}]"), price);
    }
    answers.set(Step::Discount, discount);
    answers
}

/// Vault Storage at no price at all.
fn given_away(trade: &Trade<'_>) -> Answers {
    let mut answers = vault(trade);
    let mut discount = answers.get(Step::Discount).clone();
    discount.set("percent", "100");
    discount.set("zero", "yes");
    answers.set(Step::Discount, discount);
    answers
}

#[test]
fn a_margin_in_mind_finds_its_markup() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, vault);
        let exact = "Unencrypted data, 12 months costs 13.44 USD with a markup of 5%. No other price is rounded.";
        // Whoever had chosen a discount before has a markup now.
        let typed = [
            ("adjustment", "discount"),
            ("percent", "12"),
            ("target_line", YEAR),
            ("target_margin", "0.64"),
        ];
        finds(&offer, &typed, "5", exact);
        let page = offer.page("price");
        let prices = page.texts("#preview td[data-heading=\"Your price\"]");
        assert_eq!(
            prices,
            ["13.44 USD", "13.944 USD", "0.084 USD", "0.0924 USD"]
        );
        let margins = page.texts("#preview td[data-heading=Margin]");
        assert_eq!(
            margins,
            ["0.64 USD", "0.664 USD", "0.004 USD", "0.0044 USD"]
        );
        let typed = [("target_line", YEAR), ("target_margin", "0")];
        let nothing = "Unencrypted data, 12 months costs 12.80 USD with a markup of 0%. No other price is rounded.";
        finds(&offer, &typed, "0", nothing);
        let offer = Offer::empty(portal, scheduled);
        let typed = [("target_line", "payment:2"), ("target_margin", "12.50")];
        let payment = "Payment 2 costs 262.50 USD with a markup of 5%. No other price is rounded.";
        finds(&offer, &typed, "5", payment);
    });
}

#[test]
fn a_price_and_a_margin_are_not_asked_for_together_and_each_has_its_bounds() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, vault);
        let found = [("target_line", YEAR), ("target_price", "13.44")];
        let said = "Unencrypted data, 12 months costs 13.44 USD with a markup of 5%. No other price is rounded.";
        finds(&offer, &found, "5", said);
        for (price, margin, at, text) in [
            (
                "20",
                "1",
                "target_price",
                "Enter either the buyer’s price or the margin, not both",
            ),
            (
                "",
                "",
                "target_price",
                "Enter the buyer’s price or the margin you want",
            ),
            ("", "-1", "target_margin", "Margin must be 0 or more"),
            (
                "",
                "100000000",
                "target_margin",
                "Your price must be 100,000,000 or less",
            ),
            (
                "13.4401",
                "",
                "target_price",
                "Buyer’s price must have three decimals or fewer",
            ),
        ] {
            let typed = [
                ("target_line", YEAR),
                ("target_price", price),
                ("target_margin", margin),
            ];
            finds_none(&offer, &typed, at, text);
        }
    });
}

#[test]
fn where_no_markup_reaches_a_price_the_nearest_is_named_and_can_be_had() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, dear);
        let typed = [("target_line", USAGE), ("target_price", "90,000,000.0007")];
        let text = "No markup makes Unencrypted data beyond the contract, usage cost exactly 90,000,000.0007 USD – the nearest price is 90,000,000.0009 USD";
        finds_none(&offer, &typed, "target_price", text);
        let margin = [
            ("target_line", USAGE),
            ("target_price", ""),
            ("target_margin", "0.0007"),
        ];
        finds_none(&offer, &margin, "target_margin", text);
        let nearest = [
            ("target_line", USAGE),
            ("target_price", "90,000,000.0009"),
            ("target_margin", ""),
        ];
        let said = "Unencrypted data beyond the contract, usage costs 90,000,000.0009 USD with a markup of 0.000000001%. It rounds 3 of the other 3 prices, as the table says.";
        finds(&offer, &nearest, "0.000000001", said);
        let free = Offer::empty(portal, given_away);
        let typed = [("target_line", YEAR), ("target_price", "1")];
        let text =
            "Unencrypted data, 12 months costs you nothing, so no markup makes it cost 1.00 USD";
        finds_none(&free, &typed, "target_price", text);
    });
}
