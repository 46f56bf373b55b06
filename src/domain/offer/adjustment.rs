//! How a partner arrives at the buyer's prices: a markup on the wholesale price, a discount off the list price, or its
//! own amounts for the dates of a payment schedule.

use crate::domain::money::{Amount, AmountError, Currency, Markup, Percent, PriceKind};
use crate::domain::pricing::{Basis, LineKey, PriceBook, PriceLine};
use crate::domain::schedule::{Payment, Schedule};
use rust_decimal::Decimal;

/// Which of the three ways it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdjustmentKind {
    /// A percentage on the wholesale price.
    Markup,
    /// A percentage off the list price.
    Discount,
    /// An amount for each date of the payment schedule.
    OwnAmounts,
}

impl AdjustmentKind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Markup, Self::Discount, Self::OwnAmounts];

    /// The word it is stored and sent under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Discount => "discount",
            Self::OwnAmounts => "own_amounts",
        }
    }

    /// Its name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markup => "Markup",
            Self::Discount => "Discount",
            Self::OwnAmounts => "Own amounts",
        }
    }
}

/// How the buyer's prices come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjustment {
    /// This much on every wholesale price and every payment.
    Markup(Markup),
    /// This much off every list price. Not under a payment schedule.
    Discount(Percent),
    /// These amounts for the schedule's dates, in their order; everything else stays at wholesale.
    OwnAmounts(Vec<Amount>),
}

impl Adjustment {
    /// Which of the three ways it is.
    pub fn kind(&self) -> AdjustmentKind {
        match self {
            Self::Markup(_) => AdjustmentKind::Markup,
            Self::Discount(_) => AdjustmentKind::Discount,
            Self::OwnAmounts(_) => AdjustmentKind::OwnAmounts,
        }
    }
}

/// One price of an offer, with what it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferLine {
    /// Which price it is.
    pub key: LineKey,
    /// The dimension's name.
    pub name: String,
    /// The unit that is counted.
    pub unit: String,
    /// The list price in US dollars, where there is one.
    pub list: Option<Amount>,
    /// What the partner pays.
    pub wholesale: Amount,
    /// What the buyer pays.
    pub price: Amount,
}

impl OfferLine {
    /// What the partner keeps of one unit.
    pub fn margin(&self) -> Decimal {
        self.price.value() - self.wholesale.value()
    }
}

/// Why prices cannot be made so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceRefusal {
    /// The discount takes this price below wholesale, which is this.
    BelowWholesale(LineKey, Amount),
    /// There is no list price to take a discount off.
    NoListPrice(LineKey),
    /// List prices are in US dollars, and the opportunity is in another currency.
    ForeignCurrency,
    /// The markup lifts this price above the largest there is.
    TooLarge(LineKey),
    /// A payment schedule takes a markup or own amounts, no discount.
    DiscountOfSchedule,
    /// Own amounts are for payment schedules.
    AmountsWithoutSchedule,
    /// There is not one amount for each date: so many are wanted.
    AmountCount(usize),
    /// This payment, counted from 1, is under the ISV's, which is this (Catalog API, UpdatePaymentScheduleTerms).
    PaymentTooSmall(usize, Amount),
    /// The markup lifts this payment, counted from 1, above the largest there is.
    PaymentTooLarge(usize),
}

/// Every price of a book with what the adjustment makes of it.
pub fn each<'a>(
    book: &'a PriceBook,
    adjustment: &'a Adjustment,
) -> impl Iterator<Item = (&'a PriceLine, Result<Amount, PriceRefusal>)> {
    let of = |line: &'a PriceLine| (line, price(line, adjustment, book.currency));
    book.lines.iter().map(of)
}

/// The buyer's prices of everything in a price book.
///
/// # Errors
/// Everything that keeps the adjustment from being made.
pub fn lines(
    book: &PriceBook,
    adjustment: &Adjustment,
) -> Result<Vec<OfferLine>, Vec<PriceRefusal>> {
    let mut lines = Vec::with_capacity(book.lines.len());
    let mut refusals = Vec::new();
    for (line, price) in each(book, adjustment) {
        match price {
            Ok(price) => lines.push(OfferLine {
                key: line.key.clone(),
                name: line.name.clone(),
                unit: line.unit.clone(),
                list: line.list,
                wholesale: line.wholesale,
                price,
            }),
            // One sentence about the currency is enough for all lines.
            Err(PriceRefusal::ForeignCurrency)
                if refusals.contains(&PriceRefusal::ForeignCurrency) => {}
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() {
        Ok(lines)
    } else {
        Err(refusals)
    }
}

fn price(
    line: &PriceLine,
    adjustment: &Adjustment,
    currency: Currency,
) -> Result<Amount, PriceRefusal> {
    let kind = line.key.charge.kind();
    match adjustment {
        Adjustment::OwnAmounts(_) => Ok(line.wholesale),
        Adjustment::Markup(markup) => line
            .wholesale
            .marked_up(*markup, kind, currency)
            .map_err(|_| PriceRefusal::TooLarge(line.key.clone())),
        Adjustment::Discount(_) if currency != Currency::LIST => Err(PriceRefusal::ForeignCurrency),
        Adjustment::Discount(percent) => {
            let list = line
                .list
                .ok_or_else(|| PriceRefusal::NoListPrice(line.key.clone()))?;
            let price = list.less(*percent, kind, currency);
            if price < line.wholesale {
                Err(PriceRefusal::BelowWholesale(
                    line.key.clone(),
                    line.wholesale,
                ))
            } else {
                Ok(price)
            }
        }
    }
}

/// What the buyer pays on the dates of a payment schedule.
///
/// # Errors
/// Everything that keeps the adjustment from being made.
pub fn payments(
    schedule: &Schedule,
    adjustment: &Adjustment,
    currency: Currency,
) -> Result<Vec<Payment>, Vec<PriceRefusal>> {
    let amounts: Vec<Result<Amount, PriceRefusal>> = match adjustment {
        Adjustment::Discount(_) => return Err(vec![PriceRefusal::DiscountOfSchedule]),
        Adjustment::OwnAmounts(own) if own.len() != schedule.payments.len() => {
            return Err(vec![PriceRefusal::AmountCount(schedule.payments.len())]);
        }
        Adjustment::OwnAmounts(own) => (1..)
            .zip(own.iter().zip(&schedule.payments))
            .map(|(number, (own, theirs))| {
                if *own < theirs.amount {
                    Err(PriceRefusal::PaymentTooSmall(number, theirs.amount))
                } else {
                    Ok(*own)
                }
            })
            .collect(),
        Adjustment::Markup(markup) => (1..)
            .zip(&schedule.payments)
            .map(|(number, theirs)| {
                theirs
                    .amount
                    .marked_up(*markup, PriceKind::Instalment, currency)
                    .map_err(|_: AmountError| PriceRefusal::PaymentTooLarge(number))
            })
            .collect(),
    };
    let mut payments = Vec::with_capacity(amounts.len());
    let mut refusals = Vec::new();
    for (amount, theirs) in amounts.into_iter().zip(&schedule.payments) {
        match amount {
            Ok(amount) => payments.push(Payment {
                date: theirs.date,
                amount,
            }),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() {
        Ok(payments)
    } else {
        Err(refusals)
    }
}

/// The markup that a discount off the list price is worth, where one markup is worth it for all lines: when all
/// wholesale prices are the same percentage off. For display and for the Catalog API, which knows only markups; prices
/// are computed off the list price itself.
pub fn equivalent_markup(book: &PriceBook, discount: Percent) -> Option<Markup> {
    let mut shared = None;
    for line in &book.lines {
        match (line.basis, shared) {
            (Basis::Percent(percent), None) => shared = Some(percent),
            (Basis::Percent(percent), Some(before)) if percent == before => {}
            (Basis::Percent(_) | Basis::Price | Basis::Fee | Basis::Custom, _) => return None,
        }
    }
    Markup::between(shared?, discount)
}

/// The markup that brings a wholesale price closest to a price, and the price that it makes; `None` when the price is
/// below wholesale, when it would take more than the Catalog API can be told, or when there is nothing to mark up. It may
/// be more than can be typed.
pub fn closest_markup(
    wholesale: Amount,
    kind: PriceKind,
    price: Amount,
    currency: Currency,
) -> Option<(Markup, Amount)> {
    if price < wholesale {
        return None;
    }
    let made = |markup: Markup| {
        let made = wholesale.marked_up(markup, kind, currency).ok()?;
        Some((markup, made))
    };
    if price == wholesale {
        return Some((Markup::NONE, wholesale));
    }
    Markup::towards(wholesale.value(), price.value())?
        .around()
        .filter_map(made)
        .min_by_key(|(_, made)| (made.value() - price.value()).abs())
}

/// The markup that gives a wholesale price exactly this price; `None` when no markup does.
pub fn markup_to_reach(
    wholesale: Amount,
    kind: PriceKind,
    price: Amount,
    currency: Currency,
) -> Option<Markup> {
    closest_markup(wholesale, kind, price, currency)
        .filter(|(_, made)| *made == price)
        .map(|(markup, _)| markup)
}
