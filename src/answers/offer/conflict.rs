//! Where a conflict of an offer with its opportunity, or between its steps, is shown, and in which words.

use crate::answers::Problem;
use crate::answers::offer::{OfferStep, schedule};
use crate::domain::calendar;
use crate::domain::money::{Currency, MAX_AMOUNT, group_digits};
use crate::domain::offer::adjustment::PriceRefusal;
use crate::domain::offer::terms::OfferConflict;
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing::LineKey;

/// The step on which a conflict is mended, and what to do there.
pub fn place(conflict: &OfferConflict, opportunity: &Opportunity) -> (OfferStep, Problem) {
    let (step, field, text) = match conflict {
        OfferConflict::ContractNotAccepted => (
            OfferStep::Terms,
            "accept",
            "Accept the reseller contract to continue".to_owned(),
        ),
        OfferConflict::NoBuyers => (
            OfferStep::Terms,
            "buyers",
            "Enter at least one buyer account ID".to_owned(),
        ),
        OfferConflict::ForeignBuyer(account) => (
            OfferStep::Terms,
            "buyers",
            format!(
                "{} is not among the buyers of this opportunity",
                account.grouped()
            ),
        ),
        OfferConflict::Price(refusal) => return price(refusal, opportunity),
        OfferConflict::ExpiryTooEarly => (
            OfferStep::Dates,
            "expiry-day",
            "Offer expiry date must be tomorrow or later".to_owned(),
        ),
        OfferConflict::SubscriptionEndMissing => (
            OfferStep::Dates,
            "end-day",
            "Enter the subscription end date".to_owned(),
        ),
        OfferConflict::SubscriptionEndTooEarly => (
            OfferStep::Dates,
            "end-day",
            "Subscription end date must be after the offer expiry date".to_owned(),
        ),
        OfferConflict::SubscriptionEndTooLate(latest) => (
            OfferStep::Dates,
            "end-day",
            format!(
                "Subscription end date must be {} or earlier",
                calendar::day(*latest)
            ),
        ),
        OfferConflict::PaymentsBeforeExpiry(count) => (
            OfferStep::Dates,
            "expiry-day",
            format!(
                "Only one payment may fall due before the offer expires, and {count} do – choose an earlier offer expiry date"
            ),
        ),
        OfferConflict::PaymentAfterContract(number) => (
            OfferStep::Dates,
            "expiry-day",
            format!(
                "Payment {number} would fall due after the contract has ended – choose a later offer expiry date"
            ),
        ),
    };
    (
        step,
        Problem {
            field: field.to_owned(),
            text,
        },
    )
}

/// Where prices that cannot be made so are mended.
fn price(refusal: &PriceRefusal, opportunity: &Opportunity) -> (OfferStep, Problem) {
    let currency = opportunity.prices.currency;
    let name = |key: &LineKey| {
        let mut lines = opportunity.prices.lines.iter();
        let line = lines.find(|line| line.key == *key);
        line.map_or_else(|| key.dimension.to_string(), |line| line.name.clone())
    };
    let (step, field, text) = match refusal {
        PriceRefusal::BelowWholesale(_, wholesale) => (
            OfferStep::Price,
            "percent".to_owned(),
            format!(
                "Your price must not be under the wholesale price of {}",
                wholesale.with_currency(currency)
            ),
        ),
        PriceRefusal::NoListPrice(key) => (
            OfferStep::Price,
            "adjustment".to_owned(),
            format!("{} has no list price – use a markup", name(key)),
        ),
        PriceRefusal::ForeignCurrency => (
            OfferStep::Price,
            "adjustment".to_owned(),
            format!(
                "List prices are in {} and this opportunity is in {currency} – use a markup",
                Currency::LIST
            ),
        ),
        PriceRefusal::TooLarge(key) => (
            OfferStep::Price,
            "percent".to_owned(),
            format!(
                "The markup lifts the price of {} above {} – use a smaller one",
                name(key),
                group_digits(MAX_AMOUNT)
            ),
        ),
        PriceRefusal::DiscountOfSchedule => (
            OfferStep::Price,
            "adjustment".to_owned(),
            "A payment schedule takes a markup or your own amounts, no discount".to_owned(),
        ),
        PriceRefusal::AmountsWithoutSchedule => (
            OfferStep::Price,
            "adjustment".to_owned(),
            "Select a markup or a discount".to_owned(),
        ),
        PriceRefusal::AmountCount(count) => (
            OfferStep::Schedule,
            schedule::amount_field(*count),
            format!("Enter an amount for each of the {count} payments"),
        ),
        PriceRefusal::PaymentTooSmall(number, least) => (
            OfferStep::Schedule,
            schedule::amount_field(*number),
            format!(
                "Payment {number} must be at least {}",
                least.with_currency(currency)
            ),
        ),
        PriceRefusal::PaymentTooLarge(number) => (
            OfferStep::Price,
            "percent".to_owned(),
            format!(
                "The markup lifts payment {number} above {} – use a smaller one",
                group_digits(MAX_AMOUNT)
            ),
        ),
    };
    (step, Problem { field, text })
}
