//! The way back: the answers that would extend an offer like this one. The reseller contract is accepted anew.

use crate::answers::offer::{OfferAnswers, OfferStep, dates, documents, price, schedule, terms};
use crate::domain::offer::Offer;
use crate::domain::offer::adjustment::Adjustment;

/// Writes an offer back into answers. What no longer fits, such as a date that has passed, is not dropped but found
/// when the draft is read.
pub fn answers(offer: &Offer) -> OfferAnswers {
    let mut answers = OfferAnswers::default();
    answers.set(OfferStep::Terms, terms::write(&offer.buyers));
    answers.set(OfferStep::Price, price::write(&offer.adjustment));
    if offer.opportunity.schedule.is_some() {
        let own = match &offer.adjustment {
            Adjustment::OwnAmounts(amounts) => Some(amounts.as_slice()),
            Adjustment::Markup(_) | Adjustment::Discount(_) => None,
        };
        let currency = offer.opportunity.prices.currency;
        answers.set(OfferStep::Schedule, schedule::write(own, currency));
    }
    answers.set(OfferStep::Documents, documents::write(&offer.amendments));
    answers.set(OfferStep::Dates, dates::write(offer));
    answers
}
