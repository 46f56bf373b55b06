//! What Northwind gives Contoso by a payment schedule, and the offer in which Contoso asks for amounts of its own.

use super::Side::{Isv, Partner};
use super::planted::Things;
use super::texts::*;
use crate::offered::{ALPINE, BELLOWS};
use crate::portal::TestPortal;
use crate::routes::{self, About};
use crate::trade::{PARTNER, Trade, fields};
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::web::paths;

/// Plants both; the secret of the offer's link.
pub fn plant(portal: &TestPortal, trade: &Trade<'_>, things: &mut Things) -> String {
    let [first, second, _] = INSTALMENTS;
    let opportunity = trade.give(&trade.scheduled(SCHEDULED, [first, second]));
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
