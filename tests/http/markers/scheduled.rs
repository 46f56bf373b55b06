//! What Northwind gives Contoso by a payment schedule, and the offer in which Contoso asks for amounts of its own.

use super::Side::{Isv, Partner};
use super::planted::Things;
use super::texts::*;
use crate::offered::{ALPINE, BELLOWS};
use crate::portal::TestPortal;
use crate::routes::{self, About};
use crate::trade::{PARTNER, Trade, VAULT, fields};
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::answers::{Answers, Step};
use consign::web::paths;

/// Plants both; the secret of the offer's link.
pub fn plant(portal: &TestPortal, trade: &Trade<'_>, things: &mut Things) -> String {
    let opportunity = trade.give(&answers(trade));
    let draft = routes::begun(portal, &opportunity, PARTNER, &offer());
    let review = paths::partner_offer_draft(draft, "review");
    let partner = portal.sign_in(PARTNER);
    let form = partner.get(&review).page().form("Extend Offer");
    let made = partner.submit(&review, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    let (path, secret) = made.location().split_once("?link=").expect("its link");
    things.add(About::Opportunity, &[Isv, Partner], [opportunity]);
    things.add(About::Offer, &[Isv, Partner], [super::planted::last(path)]);
    secret.to_owned()
}

/// The answers that give it, to be paid on two days.
fn answers(trade: &Trade<'_>) -> Answers {
    let mut answers = trade.answers(SCHEDULED);
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    let [first, second, _] = INSTALMENTS;
    let discount = [
        ("discount_type", "flexible"),
        ("currency", "USD"),
        ("contract_length", "12"),
        ("units[plain_gb]", "500"),
        ("amount[1]", first),
        ("date[1]-day", "1"),
        ("date[1]-month", "4"),
        ("date[1]-year", "2027"),
        ("amount[2]", second),
        ("date[2]-day", "1"),
        ("date[2]-month", "10"),
        ("date[2]-year", "2027"),
    ];
    answers.set(Step::Discount, fields(&discount));
    let duration = [
        ("duration", "single_use"),
        ("end-day", "31"),
        ("end-month", "3"),
        ("end-year", "2027"),
    ];
    answers.set(Step::Duration, fields(&duration));
    answers
}

/// The offer, whose amounts are the partner's own.
fn offer() -> OfferAnswers {
    let mut answers = OfferAnswers::default();
    let buyers = format!("{ALPINE}\n{BELLOWS}");
    answers.set(OfferStep::Terms, fields(&[("buyers", &buyers)]));
    let price = [("adjustment", "markup"), ("percent", "0")];
    answers.set(OfferStep::Price, fields(&price));
    let [first, second, _] = OWN_AMOUNTS;
    let payments = [
        ("payments", "own"),
        ("amount[1]", first),
        ("amount[2]", second),
    ];
    answers.set(OfferStep::Schedule, fields(&payments));
    let dates = [
        ("name", SCHEDULED_OFFER),
        ("description", SCHEDULED_ABOUT),
        ("expiry-day", "31"),
        ("expiry-month", "12"),
        ("expiry-year", "2026"),
    ];
    answers.set(OfferStep::Dates, fields(&dates));
    answers
}
