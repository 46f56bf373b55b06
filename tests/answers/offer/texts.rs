//! What is said about each answer, and at which control.

use super::{BUYER, Draft};
use crate::samples::account;
use consign::answers::offer::OfferStep;
use consign::domain::agreements::ResellerContract;
use consign::domain::buyers::Buyers;
use consign::domain::money::Currency;

#[test]
fn sound_drafts_are_taken() {
    for draft in [Draft::sound(), Draft::as_used(), Draft::scheduled()] {
        draft.taken();
    }
}

#[test]
fn the_contract_is_accepted_and_the_buyers_are_the_opportunitys() {
    let mut draft = Draft::sound();
    draft.opportunity.contract = ResellerContract::Rcmp {
        version: "2021-12-01".to_owned(),
    };
    let accept = ("accept", "Accept the reseller contract to continue");
    draft.says(OfferStep::Terms, &[accept]);
    let none = draft.clone().put(OfferStep::Terms, &[("buyers", " \n")]);
    let empty = ("buyers", "Enter at least one buyer account ID");
    none.says(OfferStep::Terms, &[accept, empty]);
    draft.accepted = true;
    draft.taken();
    draft.opportunity.buyers = Buyers::new(vec![account(BUYER)]).unwrap();
    draft.taken();
    let others = format!("{BUYER}, 1234-5678-9012\n333333333333");
    draft.put(OfferStep::Terms, &[("buyers", &others)]).says(
        OfferStep::Terms,
        &[
            (
                "buyers",
                "1234 5678 9012 is not among the buyers of this opportunity",
            ),
            (
                "buyers",
                "3333 3333 3333 is not among the buyers of this opportunity",
            ),
        ],
    );
}

#[test]
fn buyers_are_one_to_twenty_five_account_ids() {
    let draft = Draft::sound();
    let list = |count: u64| {
        let ids: Vec<String> = (0..count).map(|n| format!("{:012}", n + 1)).collect();
        ids.join("\n")
    };
    draft
        .clone()
        .put(OfferStep::Terms, &[("buyers", &list(25))])
        .taken();
    for (buyers, text) in [
        (
            list(26),
            "You can enter up to 25 buyer account IDs – you entered 26",
        ),
        (
            "12345678".to_owned(),
            "Line 1: account ID must be 12 digits – \"12345678\" has 8",
        ),
    ] {
        let draft = draft.clone().put(OfferStep::Terms, &[("buyers", &buyers)]);
        draft.says(OfferStep::Terms, &[("buyers", text)]);
    }
}

#[test]
fn a_markup_is_a_number_with_nine_decimals() {
    for (percent, text) in [
        ("", "Enter the markup, as a percentage"),
        ("ten", "Markup must be a number, like 12.5"),
        ("1,5", "Markup must be a number, like 12.5"),
        ("-1", "Markup must be 0 or more"),
        ("1000.000000001", "Markup must be 1,000 or less"),
        ("99999999999999999999", "Markup must be 1,000 or less"),
        ("0.0000000001", "Markup must have nine decimals or fewer"),
    ] {
        let draft = Draft::sound().put(OfferStep::Price, &[("percent", percent)]);
        draft.says(OfferStep::Price, &[("percent", text)]);
    }
    for percent in ["0", "9.090909091", "1000", " 5 % "] {
        let price = [("percent", percent)];
        Draft::sound().put(OfferStep::Price, &price).taken();
    }
}

#[test]
fn a_discount_is_never_below_wholesale() {
    let discount = |percent| {
        let price = [("adjustment", "discount"), ("percent", percent)];
        Draft::sound().put(OfferStep::Price, &price)
    };
    discount("20").taken();
    for (percent, text) in [
        ("", "Enter the discount, as a percentage"),
        ("x", "Discount must be a number, like 12.5"),
        ("12.345", "Discount must have two decimals or fewer"),
        ("100.01", "Discount must be 100 or less"),
        (
            "25",
            "Your price must not be under the wholesale price of 1.20 USD",
        ),
    ] {
        discount(percent).says(OfferStep::Price, &[("percent", text)]);
    }
    let mut euro = discount("10");
    euro.opportunity.prices.currency = Currency::Eur;
    let text = "List prices are in USD and this opportunity is in EUR – use a markup";
    euro.says(OfferStep::Price, &[("adjustment", text)]);
    let mut without = discount("10");
    without.opportunity.prices.lines[0].list = None;
    let text = "Unencrypted data has no list price – use a markup";
    without.says(OfferStep::Price, &[("adjustment", text)]);
    let none = Draft::sound().put(OfferStep::Price, &[("adjustment", "")]);
    none.says(
        OfferStep::Price,
        &[("adjustment", "Select a markup or a discount")],
    );
}

#[test]
fn a_schedule_takes_no_discount() {
    let price = [("adjustment", "discount"), ("percent", "10")];
    Draft::scheduled().put(OfferStep::Price, &price).says(
        OfferStep::Price,
        &[(
            "adjustment",
            "A payment schedule takes a markup or your own amounts, no discount",
        )],
    );
}

#[test]
fn own_amounts_are_each_at_least_the_vendors_and_go_without_a_markup() {
    let own = |first: &str, second: &str| {
        let amounts = [
            ("payments", "own"),
            ("amount[1]", first),
            ("amount[2]", second),
        ];
        Draft::scheduled()
            .put(OfferStep::Price, &[("percent", "0")])
            .put(OfferStep::Schedule, &amounts)
    };
    own("220.00", "250").taken();
    own("200", "250").taken();
    for (first, second, said) in [
        (
            "190",
            "290",
            vec![("amount[1]", "Payment 1 must be at least 200.00 USD")],
        ),
        (
            "199.99",
            "249.99",
            vec![
                ("amount[1]", "Payment 1 must be at least 200.00 USD"),
                ("amount[2]", "Payment 2 must be at least 250.00 USD"),
            ],
        ),
        (
            "",
            "250",
            vec![("amount[1]", "Enter the amount of payment 1")],
        ),
        (
            "200.001",
            "x",
            vec![
                (
                    "amount[1]",
                    "Amount of payment 1 must have two decimals or fewer",
                ),
                (
                    "amount[2]",
                    "Amount of payment 2 must be a number, like 1,200.50",
                ),
            ],
        ),
    ] {
        own(first, second).says(OfferStep::Schedule, &said);
    }
    own("220", "250")
        .put(OfferStep::Price, &[("percent", "5")])
        .says(
            OfferStep::Price,
            &[(
                "percent",
                "Markup must be 0 with your own amounts – or choose one markup for all payments",
            )],
        );
    let neither = Draft::scheduled().put(OfferStep::Schedule, &[("payments", "")]);
    let text = "Select one markup for all payments or your own amounts";
    neither.says(OfferStep::Schedule, &[("payments", text)]);
}

#[test]
fn a_markup_lifts_nothing_above_the_largest_amount() {
    let huge = |amount: &str| crate::samples::amount(amount);
    let mut lines = Draft::sound();
    for line in &mut lines.opportunity.prices.lines {
        line.wholesale = huge("99000000");
    }
    let text =
        "The markup lifts the price of Unencrypted data above 100,000,000 – use a smaller one";
    lines.says(OfferStep::Price, &[("percent", text)]);
    let mut payments = Draft::scheduled();
    let plan = payments.opportunity.schedule.as_mut().unwrap();
    plan.payments[1].amount = huge("99000000");
    let text = "The markup lifts payment 2 above 100,000,000 – use a smaller one";
    payments.says(OfferStep::Price, &[("percent", text)]);
}

#[test]
fn documents_are_the_partners_own_and_five_at_most() {
    let own = super::amendment().id.to_string();
    let with = |ids: &[&str]| {
        let mut draft = Draft::sound();
        let pairs: Vec<_> = ids.iter().map(|id| ("amendment", *id)).collect();
        draft
            .answers
            .set(OfferStep::Documents, super::typed(&pairs));
        draft
    };
    with(&[&own]).taken();
    with(&[own.as_str(); 5]).taken();
    let many = "You can add up to 5 documents – remove one first";
    with(&[own.as_str(); 6]).says(OfferStep::Documents, &[("amendment", many)]);
    let gone = "A document is not there any more – remove it";
    for id in ["doc_01h455vb4pex5vsknk084sn02q", "x", ""] {
        with(&[&own, id]).says(OfferStep::Documents, &[("amendment", gone)]);
    }
}

#[test]
fn the_offer_is_called_something() {
    let long = "ü".repeat(256);
    for (name, description, said) in [
        ("", "x", vec![("name", "Enter an offer name")]),
        (
            &long[..302],
            "x",
            vec![("name", "Offer name must be 150 characters or less")],
        ),
        (
            "x",
            " ",
            vec![("description", "Enter an offer description")],
        ),
        (
            "x",
            &long,
            vec![(
                "description",
                "Offer description must be 255 characters or less",
            )],
        ),
    ] {
        let typed = [("name", name), ("description", description)];
        Draft::sound()
            .put(OfferStep::Dates, &typed)
            .says(OfferStep::Dates, &said);
    }
}

fn date<'a>(stem: &str, [day, month, year]: [&'a str; 3]) -> [(String, &'a str); 3] {
    [
        (format!("{stem}-day"), day),
        (format!("{stem}-month"), month),
        (format!("{stem}-year"), year),
    ]
}

fn dated(draft: Draft, stem: &str, typed: [&str; 3]) -> Draft {
    let typed = date(stem, typed);
    let pairs: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    draft.put(OfferStep::Dates, &pairs)
}

#[test]
fn an_offer_expires_on_a_day_from_tomorrow_on() {
    for (typed, at, text) in [
        (["", "", ""], "expiry-day", "Enter the offer expiry date"),
        (
            ["1", "", "2027"],
            "expiry-month",
            "Offer expiry date must include a month",
        ),
        (
            ["31", "2", "2027"],
            "expiry-day",
            "Offer expiry date must be a real date",
        ),
        (
            ["22", "11", "2026"],
            "expiry-day",
            "Offer expiry date must be tomorrow or later",
        ),
    ] {
        dated(Draft::sound(), "expiry", typed).says(OfferStep::Dates, &[(at, text)]);
    }
    dated(Draft::sound(), "expiry", ["23", "11", "2026"]).taken();
    let text = "Only one payment may fall due before the offer expires, and 2 do – choose an earlier offer expiry date";
    dated(Draft::scheduled(), "expiry", ["2", "10", "2027"])
        .says(OfferStep::Dates, &[("expiry-day", text)]);
}

#[test]
fn a_subscription_ends_after_the_offer_expires() {
    for (typed, at, text) in [
        (["", "", ""], "end-day", "Enter the subscription end date"),
        (
            ["1", "1", ""],
            "end-year",
            "Subscription end date must include a year",
        ),
        (
            ["31", "12", "2026"],
            "end-day",
            "Subscription end date must be after the offer expiry date",
        ),
        (
            ["23", "11", "2038"],
            "end-day",
            "Subscription end date must be 22 Nov 2038 or earlier",
        ),
    ] {
        dated(Draft::as_used(), "end", typed).says(OfferStep::Dates, &[(at, text)]);
    }
    // A contract's own duration says it, and what is typed means nothing.
    dated(Draft::sound(), "end", ["x", "", ""]).taken();
}

#[test]
fn a_payment_after_the_contract_is_said_at_the_expiry_date() {
    let mut draft = Draft::scheduled();
    let plan = draft.opportunity.schedule.as_mut().unwrap();
    plan.payments[1].date = crate::samples::day("2028-03-01");
    let text =
        "Payment 2 would fall due after the contract has ended – choose a later offer expiry date";
    draft.says(OfferStep::Dates, &[("expiry-day", text)]);
    dated(draft, "expiry", ["2", "3", "2027"]).taken();
}
