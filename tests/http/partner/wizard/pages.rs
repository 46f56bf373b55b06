//! Every page, fresh, filled and refused.

use super::{BUYER, Offer, complete, logstream, scheduled, vault};
use crate::portal::{Database, TestPortal};
use crate::trade::{Trade, fields};
use consign::answers::offer::OfferStep;
use consign::answers::{Answers, Step};
use consign::domain::agreements::DocumentKind;

const CONTRACT: &[u8] =
    "Vertrag über den Weiterverkauf\n\n1. <b>Preise</b> sind vertraulich.".as_bytes();

fn with_contract(trade: &Trade<'_>) -> Answers {
    let mut answers = vault(trade);
    answers.set(Step::Rcmp, fields(&[("contract", "rcmp")]));
    answers.set(
        Step::Buyers,
        fields(&[("buyers", "210987654321\n123456789012")]),
    );
    answers
}

#[test]
fn the_step_of_the_terms_is_shown_fresh_refused_and_filled() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, with_contract);
    insta::assert_snapshot!("terms_fresh", offer.page("terms").outline());
    let refused = offer.refuses(
        OfferStep::Terms,
        &[("buyers", "333333333333")],
        &[
            ("accept", "Accept the reseller contract to continue"),
            (
                "buyers",
                "3333 3333 3333 is not among the buyers of this opportunity",
            ),
        ],
    );
    insta::assert_snapshot!("terms_refused", refused.outline());
    let good = [("accept", "yes"), ("buyers", BUYER)];
    offer.accepts(OfferStep::Terms, &good, "price");
    insta::assert_snapshot!("terms_filled", offer.page("terms").outline());
}

#[test]
fn a_custom_contract_that_is_a_text_is_shown_as_text() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, |trade| {
        let kind = DocumentKind::ResellerContract;
        let text = trade.text_document(kind, "Contract.txt", CONTRACT);
        let mut answers = vault(trade);
        answers.set(Step::Rcmp, fields(&[("contract", &text.to_string())]));
        answers
    });
    let page = offer.page("terms");
    let words = "Vertrag über den Weiterverkauf 1. <b>Preise</b> sind vertraulich.";
    assert_eq!(page.texts(".contract"), [words]);
    assert_eq!(
        page.texts("label[for=accept]"),
        ["I accept the reseller contract"]
    );
    let file = offer.browser.get(&page.link("Download Contract.txt"));
    assert_eq!((file.status, file.body.as_slice()), (200, CONTRACT));
    let pdf = Offer::empty(&portal, |trade| {
        let kind = DocumentKind::ResellerContract;
        let pdf = trade.document(kind, "Contract.pdf", b"%PDF-1.7 terms");
        let mut answers = vault(trade);
        answers.set(Step::Rcmp, fields(&[("contract", &pdf.to_string())]));
        answers
    });
    let page = pdf.page("terms");
    assert!(page.texts(".contract").is_empty());
    assert_eq!(
        pdf.browser.get(&page.link("Download Contract.pdf")).status,
        200
    );
}

#[test]
fn the_step_of_the_price_is_shown_fresh_refused_and_filled() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    insta::assert_snapshot!("price_fresh", offer.page("price").outline());
    let refused = offer.refuses(
        OfferStep::Price,
        &[("adjustment", "discount"), ("percent", "25")],
        &[(
            "percent",
            "Your price must not be under the wholesale price of 12.80 USD",
        )],
    );
    insta::assert_snapshot!("price_refused", refused.outline());
    let good = [("adjustment", "discount"), ("percent", "12")];
    offer.accepts(OfferStep::Price, &good, "documents");
    insta::assert_snapshot!("price_filled", offer.page("price").outline());
}

#[test]
fn the_step_of_the_schedule_is_shown_fresh_refused_and_filled() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, scheduled);
    insta::assert_snapshot!("schedule_price", offer.page("price").outline());
    insta::assert_snapshot!("schedule_fresh", offer.page("schedule").outline());
    let refused = offer.refuses(
        OfferStep::Schedule,
        &[
            ("payments", "own"),
            ("amount[1]", "190"),
            ("amount[2]", "290"),
        ],
        &[("amount[1]", "Payment 1 must be at least 200.00 USD")],
    );
    insta::assert_snapshot!("schedule_refused", refused.outline());
    let good = [("amount[1]", "220"), ("amount[2]", "250")];
    offer.accepts(OfferStep::Schedule, &good, "documents");
    insta::assert_snapshot!("schedule_filled", offer.page("schedule").outline());
}

#[test]
fn the_step_of_the_dates_is_shown_fresh_refused_and_filled() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, logstream);
    insta::assert_snapshot!("dates_fresh", offer.page("dates").outline());
    let refused = offer.refuses(
        OfferStep::Dates,
        &[("name", ""), ("expiry-day", "31"), ("end-year", "2027")],
        &[
            ("name", "Enter an offer name"),
            ("description", "Enter an offer description"),
            (
                "expiry-month",
                "Offer expiry date must include a month and a year",
            ),
            (
                "end-day",
                "Subscription end date must include a day and a month",
            ),
        ],
    );
    insta::assert_snapshot!("dates_refused", refused.outline());
    let contract = Offer::sound(&portal, vault);
    insta::assert_snapshot!("dates_filled", contract.page("dates").outline());
}

#[test]
fn the_review_is_shown_incomplete_and_complete() {
    let portal = TestPortal::start(Database::Sqlite);
    let incomplete = Offer::empty(&portal, with_contract);
    insta::assert_snapshot!("review_incomplete", incomplete.page("review").outline());
    let offer = Offer::with(&portal, scheduled, &complete());
    insta::assert_snapshot!("review_schedule", offer.page("review").outline());
    let mut answers = complete();
    let discount = [("adjustment", "discount"), ("percent", "12")];
    answers.set(OfferStep::Price, fields(&discount));
    let offer = Offer::with(&portal, vault, &answers);
    insta::assert_snapshot!("review_complete", offer.page("review").outline());
}

#[test]
fn a_step_that_does_not_apply_leads_to_the_next() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, vault);
    let answer = offer.browser.get(&offer.at("schedule"));
    assert_eq!(
        (answer.status, answer.location()),
        (303, offer.at("documents").as_str())
    );
    let page = offer.browser.follow(answer).page();
    let words = "This opportunity has no payment schedule, so there are no payments to set.";
    assert!(page.texts("[data-banner]")[0].contains(words));
}
