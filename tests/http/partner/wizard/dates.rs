//! The last step: what an offer is called, until when it can be accepted, and when what it sells ends.

use super::refusals::with_payment;
use super::{Offer, logstream, scheduled, vault};
use crate::portal::{Database, TestPortal};
use crate::trade::fields;
use consign::answers::Step;
use consign::answers::offer::OfferStep;

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

#[test]
fn no_payment_falls_due_after_the_contract() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, |trade| {
        let mut answers = with_payment(trade, "date[2]-month", "3");
        let mut discount = answers.get(Step::Discount).clone();
        discount.set("date[2]-year", "2028");
        answers.set(Step::Discount, discount);
        answers
    });
    let text =
        "Payment 2 would fall due after the contract has ended – choose a later offer expiry date";
    let year_end = boxes(EXPIRY, ["31", "12", "2026"]);
    offer.refuses(OfferStep::Dates, &year_end, &[("expiry-day", text)]);
    let spring = boxes(EXPIRY, ["2", "3", "2027"]);
    offer.accepts(OfferStep::Dates, &spring, "review");
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
