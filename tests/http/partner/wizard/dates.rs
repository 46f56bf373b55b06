//! The last step: what an offer is called, until when it can be accepted, and when what it sells ends.

use super::extend::{extended, led};
use super::refusals::with_payment;
use super::{Offer, logstream, scheduled, vault};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{Trade, fields};
use consign::answers::offer::OfferStep;
use consign::answers::{Answers, Step};

#[test]
fn an_offer_is_called_something_of_a_length() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, vault);
    let long = |count: usize| "ü".repeat(count);
    let (name, description) = (long(151), long(256));
    for (field, value, text) in [
        ("name", "", "Enter an offer name"),
        (
            "name",
            name.as_str(),
            "Offer name must be 150 characters or less",
        ),
        ("description", "", "Enter an offer description"),
        (
            "description",
            &description,
            "Offer description must be 255 characters or less",
        ),
    ] {
        let mut typed = vec![("name", "Offer"), ("description", "For Acme")];
        typed.retain(|(other, _)| *other != field);
        typed.push((field, value));
        offer.refuses(OfferStep::Dates, &typed, &[(field, text)]);
    }
    let (name, description) = (long(150), long(255));
    let typed = [("name", name.as_str()), ("description", &description)];
    offer.accepts(OfferStep::Dates, &typed, "review");
}

/// The three boxes of a date.
fn boxes<'t>(names: [&'t str; 3], values: [&'t str; 3]) -> Vec<(&'t str, &'t str)> {
    names.into_iter().zip(values).collect()
}

const EXPIRY: [&str; 3] = ["expiry-day", "expiry-month", "expiry-year"];
const END: [&str; 3] = ["end-day", "end-month", "end-year"];

#[test]
fn an_offer_expires_before_its_second_payment_and_not_too_early() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, scheduled);
    for (typed, field, text) in [
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
        (
            ["2", "10", "2027"],
            "expiry-day",
            "Only one payment may fall due before the offer expires, and 2 do – choose an earlier offer expiry date",
        ),
    ] {
        offer.refuses(OfferStep::Dates, &boxes(EXPIRY, typed), &[(field, text)]);
    }
    let tomorrow = boxes(EXPIRY, ["23", "11", "2026"]);
    offer.accepts(OfferStep::Dates, &tomorrow, "review");
}

const LATE: &str =
    "Payment 2 would fall due after the contract has ended – choose a later offer expiry date";

/// The schedule with its second payment on 1 March 2028, when a contract of a year that begins on 1 March 2027 is over.
fn paid_late(trade: &Trade<'_>) -> Answers {
    let mut answers = with_payment(trade, "date[2]-month", "3");
    let mut discount = answers.get(Step::Discount).clone();
    discount.set("date[2]-year", "2028");
    answers.set(Step::Discount, discount);
    answers
}

#[test]
fn no_payment_falls_due_after_the_contract() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, paid_late);
    for early in [["31", "12", "2026"], ["1", "3", "2027"]] {
        offer.refuses(
            OfferStep::Dates,
            &boxes(EXPIRY, early),
            &[("expiry-day", LATE)],
        );
        assert_eq!(offer.extend().status, 422);
    }
    let spring = boxes(EXPIRY, ["2", "3", "2027"]);
    offer.accepts(OfferStep::Dates, &spring, "review");
    assert_eq!(offer.extend().status, 303);
}

#[test]
fn an_expiry_date_is_moved_no_further_than_the_payments_allow() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, paid_late);
        let spring = boxes(EXPIRY, ["2", "3", "2027"]);
        offer.accepts(OfferStep::Dates, &spring, "review");
        let made = offer.extend();
        let (id, _) = led(made.location());
        let path = format!("/partner/offers/{id}");
        let move_to = |day: [&str; 3]| {
            let typed = boxes(EXPIRY, day);
            offer.browser.post(&format!("{path}/expiry"), &typed)
        };
        let expires = || extended(&offer, id).expires_on.to_string();
        let two = "Only one payment may fall due before the offer expires, and 2 do – choose an earlier offer expiry date";
        for (day, text) in [(["1", "3", "2027"], LATE), (["2", "3", "2028"], two)] {
            let answer = move_to(day);
            assert_eq!(answer.status, 422, "{day:?}");
            let told = [("expiry-day".to_owned(), text.to_owned())];
            assert_eq!(answer.page().errors(), told);
            assert_eq!(expires(), "2027-03-02");
        }
        for (day, moved) in [
            (["1", "3", "2028"], "2028-03-01"),
            (["2", "3", "2027"], "2027-03-02"),
        ] {
            let answer = move_to(day);
            let led = (answer.status, answer.location());
            assert_eq!(led, (303, path.as_str()), "{day:?}");
            assert_eq!(expires(), moved);
        }
    });
}

#[test]
fn a_subscription_ends_after_the_offer_and_not_too_late() {
    let portal = TestPortal::start(Database::Sqlite);
    let saas = Offer::sound(&portal, logstream);
    let hourly = Offer::sound(&portal, |trade| {
        let mut answers = logstream(trade);
        let product = [("product", "prod-gatewayami001")];
        answers.set(Step::Products, fields(&product));
        answers
    });
    let early = "Subscription end date must be after the offer expiry date";
    for (offer, typed, field, text) in [
        (
            &saas,
            ["", "", ""],
            "end-day",
            "Enter the subscription end date",
        ),
        (
            &saas,
            ["1", "1", ""],
            "end-year",
            "Subscription end date must include a year",
        ),
        (
            &saas,
            ["29", "2", "2027"],
            "end-day",
            "Subscription end date must be a real date",
        ),
        (&saas, ["31", "12", "2026"], "end-day", early),
        (&saas, ["1", "12", "2026"], "end-day", early),
        (
            &saas,
            ["23", "11", "2038"],
            "end-day",
            "Subscription end date must be 22 Nov 2038 or earlier",
        ),
        (
            &hourly,
            ["22", "11", "2029"],
            "end-day",
            "Subscription end date must be 21 Nov 2029 or earlier",
        ),
    ] {
        offer.refuses(OfferStep::Dates, &boxes(END, typed), &[(field, text)]);
    }
    for (offer, last) in [
        (&saas, ["22", "11", "2038"]),
        (&hourly, ["21", "11", "2029"]),
    ] {
        offer.accepts(OfferStep::Dates, &boxes(END, last), "review");
    }
}

/// What is paid by the hour and has a long term of a year beside it, each with one of its dimensions.
const LONG_TERM: [(&str, &str); 2] = [
    ("prod-sentinelami01", "t3.medium"),
    ("prod-fleetcontain1", "task"),
];

#[test]
fn what_is_sold_by_the_hour_and_for_a_long_term_ends_on_a_day_that_the_partner_chooses() {
    let portal = TestPortal::start(Database::Sqlite);
    for (product, _) in LONG_TERM {
        let offer = Offer::sound(&portal, |trade| {
            let mut answers = trade.answers("Q1 renewals");
            answers.set(Step::Products, fields(&[("product", product)]));
            let term = format!("term[{product}]");
            let discount = [
                ("discount_type", "percentage"),
                ("percent", "20"),
                ("listed", product),
                (&term, "P365D"),
            ];
            answers.set(Step::Discount, fields(&discount));
            answers
        });
        let early = "Subscription end date must be after the offer expiry date";
        let late = "Subscription end date must be 21 Nov 2029 or earlier";
        for (end, text) in [
            (["", "", ""], "Enter the subscription end date"),
            (["31", "12", "2026"], early),
            (["22", "11", "2029"], late),
        ] {
            offer.refuses(OfferStep::Dates, &boxes(END, end), &[("end-day", text)]);
        }
        for end in [["1", "1", "2027"], ["21", "11", "2029"]] {
            offer.accepts(OfferStep::Dates, &boxes(END, end), "review");
        }
        let (id, _) = led(offer.extend().location());
        let end = extended(&offer, id).subscription_end;
        assert_eq!(
            end.map(|day| day.to_string()).as_deref(),
            Some("2029-11-21")
        );
    }
}

#[test]
fn a_schedule_of_what_is_sold_for_a_long_term_ends_with_its_contract() {
    let portal = TestPortal::start(Database::Sqlite);
    for (product, dimension) in LONG_TERM {
        // 200 days from 15 March 2027 are over on 1 October, when the second payment falls due.
        let offer = Offer::sound(&portal, |trade| {
            let mut answers = scheduled(trade);
            answers.set(Step::Products, fields(&[("product", product)]));
            let mut discount = answers.get(Step::Discount).clone();
            discount.remove("units[plain_gb]");
            discount.set(format!("units[{dimension}]"), "10");
            discount.set("contract_length", "200");
            answers.set(Step::Discount, discount);
            answers
        });
        let page = offer.page("dates");
        assert!(page.attributes("[name^='end-']", "name").is_empty());
        let said = "200 days from the day the buyer accepts";
        assert_eq!(page.texts(".inset dd"), [said]);
        let early = boxes(EXPIRY, ["15", "3", "2027"]);
        offer.refuses(OfferStep::Dates, &early, &[("expiry-day", LATE)]);
        // A day that the page does not ask for means nothing.
        let typed = [
            boxes(EXPIRY, ["16", "3", "2027"]),
            boxes(END, ["22", "11", "2029"]),
        ];
        offer.accepts(OfferStep::Dates, &typed.concat(), "review");
        let (id, _) = led(offer.extend().location());
        assert_eq!(extended(&offer, id).subscription_end, None);
    }
}
