//! The rules of an offer broken through the forms: each is said at its field, and nothing typed is lost.

use super::{Offer, scheduled, vault};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{Trade, VAULT, fields};
use crate::wizard::uploads;
use consign::answers::offer::OfferStep;
use consign::answers::{Answers, Step};
use consign::web::form::FORM_BYTES;

const MARKUP: &str = "markup";
const DISCOUNT: &str = "discount";

/// Presses *Save and continue* with no choice made of this name, and holds the page to one error there.
fn refuses_no_choice(offer: &Offer<'_>, step: OfferStep, name: &str, text: &str) {
    let form = offer.page(step.as_str()).form("Save and continue");
    let answer = offer.submit(step.as_str(), &form.choose(name, &[]));
    assert_eq!(answer.status, 422, "{text}");
    crate::wizard::assert_errors(&answer.page(), &[(name, text)]);
}

/// Sends the choice of a discount, which the page does not offer, and holds the page to this error.
fn refuses_a_discount(offer: &Offer<'_>, reason: &str, text: &str) {
    let reason = format!("Discount off the list price – {reason}");
    assert_eq!(offer.page("price").texts(".refused"), [reason]);
    let form = offer.page("price").form("Save and continue");
    let form = form.choose("adjustment", &[DISCOUNT]).set("percent", "10");
    let answer = offer.submit("price", &form);
    assert_eq!(answer.status, 422, "{text}");
    crate::wizard::assert_errors(&answer.page(), &[("adjustment", text)]);
    assert_eq!(answer.page().values("percent"), ["10"]);
}

#[test]
fn an_offer_is_for_25_accounts_at_most() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    let accounts = |count: u64| {
        let ids: Vec<String> = (1..=count).map(|number| format!("{number:012}")).collect();
        ids.join(", ")
    };
    let (most, many) = (accounts(25), accounts(26));
    for (typed, text) in [
        (
            many.as_str(),
            "You can enter up to 25 buyer account IDs – you entered 26",
        ),
        ("", "Enter at least one buyer account ID"),
        (
            "12345678",
            "Line 1: account ID must be 12 digits – \"12345678\" has 8",
        ),
    ] {
        offer.refuses(OfferStep::Terms, &[("buyers", typed)], &[("buyers", text)]);
    }
    offer.accepts(OfferStep::Terms, &[("buyers", &most)], "price");
}

#[test]
fn a_markup_or_discount_is_a_number_within_its_bounds() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    let text = "Select a markup or a discount";
    refuses_no_choice(&offer, OfferStep::Price, "adjustment", text);
    for (kind, percent, text) in [
        (MARKUP, "", "Enter the markup, as a percentage"),
        (MARKUP, "ten", "Markup must be a number, like 12.5"),
        (MARKUP, "1,5", "Markup must be a number, like 12.5"),
        (MARKUP, "-1", "Markup must be 0 or more"),
        (MARKUP, "1000.000000001", "Markup must be 1,000 or less"),
        (
            MARKUP,
            "99999999999999999999",
            "Markup must be 1,000 or less",
        ),
        (
            MARKUP,
            "0.0000000001",
            "Markup must have nine decimals or fewer",
        ),
        (DISCOUNT, "", "Enter the discount, as a percentage"),
        (DISCOUNT, "x", "Discount must be a number, like 12.5"),
        (DISCOUNT, "-0.01", "Discount must be 0 or more"),
        (
            DISCOUNT,
            "12.345",
            "Discount must have two decimals or fewer",
        ),
        (DISCOUNT, "100.01", "Discount must be 100 or less"),
    ] {
        let typed = [("adjustment", kind), ("percent", percent)];
        offer.refuses(OfferStep::Price, &typed, &[("percent", text)]);
    }
    for (kind, percent) in [(MARKUP, "1000"), (MARKUP, "9.090909091"), (DISCOUNT, "20")] {
        let typed = [("adjustment", kind), ("percent", percent)];
        offer.accepts(OfferStep::Price, &typed, "documents");
    }
}

/// Individual prices of storage: for each row its rule and its value.
fn priced(trade: &Trade<'_>, term: &str, months: &str, rows: &[(&str, &str, &str)]) -> Answers {
    let mut answers = vault(trade);
    let mut discount = fields(&[
        ("discount_type", "individual"),
        ("currency", "USD"),
        ("listed", VAULT),
        ("term[prod-vaultstorage1]", term),
        ("term_custom[prod-vaultstorage1]", months),
    ]);
    for (row, rule, value) in rows {
        discount.set(format!("rule[{VAULT}][{row}]"), *rule);
        discount.set(format!("value[{VAULT}][{row}]"), *value);
    }
    answers.set(Step::Discount, discount);
    answers
}

#[test]
fn a_discount_is_off_a_list_price_and_off_no_schedule() {
    let portal = TestPortal::start(Database::Sqlite);
    let rows = [
        ("*", "percent", "20"),
        ("plain_gb:P18M", "price", "20"),
        ("enc_gb:P18M", "price", "20"),
    ];
    let custom = Offer::empty(&portal, |trade| priced(trade, "custom", "18", &rows));
    let reason = "not for Unencrypted data: it has no list price";
    let text = "Unencrypted data has no list price – use a markup";
    refuses_a_discount(&custom, reason, text);
    let schedule = Offer::empty(&portal, scheduled);
    let text = "A payment schedule takes a markup or your own amounts, no discount";
    refuses_a_discount(&schedule, "not with a payment schedule", text);
}

#[test]
fn a_markup_lifts_nothing_above_the_largest_amount() {
    let portal = TestPortal::start(Database::Sqlite);
    let typed = [("adjustment", MARKUP), ("percent", "5")];
    let rows = [
        ("*", "percent", "10"),
        ("plain_gb:P12M", "price", "99000000"),
    ];
    let line = Offer::empty(&portal, |trade| priced(trade, "P12M", "", &rows));
    let text =
        "The markup lifts the price of Unencrypted data above 100,000,000 – use a smaller one";
    line.refuses(OfferStep::Price, &typed, &[("percent", text)]);
    let payment = Offer::empty(&portal, |trade| {
        with_payment(trade, "amount[2]", "99000000")
    });
    let text = "The markup lifts payment 2 above 100,000,000 – use a smaller one";
    payment.refuses(OfferStep::Price, &typed, &[("percent", text)]);
    let small = [("adjustment", MARKUP), ("percent", "1")];
    payment.accepts(OfferStep::Price, &small, "schedule");
}

/// The schedule with one field typed otherwise.
pub fn with_payment(trade: &Trade<'_>, name: &str, value: &str) -> Answers {
    let mut answers = scheduled(trade);
    let mut discount = answers.get(Step::Discount).clone();
    discount.set(name, value);
    answers.set(Step::Discount, discount);
    answers
}

#[test]
fn own_amounts_are_amounts_for_every_payment() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, scheduled);
    let text = "Select one markup for all payments or your own amounts";
    refuses_no_choice(&offer, OfferStep::Schedule, "payments", text);
    let nothing = "Enter the amount of payment 1";
    let number = "Amount of payment 1 must be a number, like 1,200.50";
    for (amount, text) in [
        ("", nothing),
        ("much", number),
        (
            "1.200,50",
            "Amount of payment 1 must be written like 1,200.50",
        ),
        ("-1", "Amount of payment 1 must be 0 or more"),
        (
            "200.001",
            "Amount of payment 1 must have two decimals or fewer",
        ),
        (
            "100000000.01",
            "Amount of payment 1 must be 100,000,000 or less",
        ),
        ("199.99", "Payment 1 must be at least 200.00 USD"),
    ] {
        let typed = [
            ("payments", "own"),
            ("amount[1]", amount),
            ("amount[2]", "250"),
        ];
        offer.refuses(OfferStep::Schedule, &typed, &[("amount[1]", text)]);
    }
    let typed = [
        ("payments", "own"),
        ("amount[1]", ""),
        ("amount[2]", "249.99"),
    ];
    offer.refuses(OfferStep::Schedule, &typed, &[("amount[1]", nothing)]);
    let own = [("amount[1]", "200"), ("amount[2]", "250")];
    offer.accepts(OfferStep::Schedule, &own, "documents");
}

#[test]
fn of_a_form_that_is_too_large_what_came_is_told_in_the_words_of_its_page() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, scheduled);
        for (step, typed, asked) in [
            (
                "price",
                [("percent", "7.5"), ("target_price", "100")],
                ["Percentage", "Buyer’s price"],
            ),
            (
                "schedule",
                [("amount[1]", "210"), ("payments", "own")],
                ["Own amount of payment, 1", "How the payments are set"],
            ),
            (
                "dates",
                [("expiry-day", "27"), ("name", "Deal")],
                ["Offer expiry date, day", "Offer name"],
            ),
        ] {
            let too_large = ("zzz".to_owned(), "x".repeat(FORM_BYTES));
            let sent = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let sent: Vec<_> = sent.into_iter().chain([too_large]).collect();
            let answer = uploads::send(&offer.browser, &offer.at(step), &sent, &[]);
            assert_eq!(answer.status, 413, "{step}");
            let page = answer.page();
            assert_eq!(page.texts("dl.summary dt"), asked, "{step}");
            assert_eq!(page.texts("dl.summary dd"), typed.map(|(_, value)| value));
            let shown = offer.page(step).text();
            for label in asked {
                let (words, _) = label.split_once(',').unwrap_or((label, ""));
                assert!(shown.contains(words), "{words}: {shown}");
            }
        }
    });
}
