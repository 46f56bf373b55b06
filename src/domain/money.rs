//! Money: currencies, amounts, and the one place that rounds them.
//!
//! Arithmetic is decimal throughout. Every formula rounds once, at its end, half up, to the places of its kind of
//! price; totals add rounded lines and are never rounded themselves.

pub use crate::domain::percent::{
    MARKUP_PLACES, MAX_MARKUP, Markup, PERCENT_PLACES, Percent, PercentError,
};

use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// The largest single price or payment (Catalog API: price pattern of a rate card).
pub const MAX_AMOUNT: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
/// The most decimals any amount of ours has.
pub const MAX_PLACES: u32 = 8;

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// A currency that opportunities can be made in (Seller Guide, private offers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// United States dollar: the currency of every list price.
    Usd,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Australian dollar.
    Aud,
    /// Japanese yen: has no minor unit.
    Jpy,
}

impl Currency {
    /// All currencies, the default first.
    pub const ALL: [Self; 5] = [Self::Usd, Self::Eur, Self::Gbp, Self::Aud, Self::Jpy];
    /// The currency of every product's public offer.
    pub const LIST: Self = Self::Usd;

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Aud => "AUD",
            Self::Jpy => "JPY",
        }
    }

    /// Reads a three-letter code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|currency| currency.code() == code)
    }

    /// How many decimals its amounts are shown with at the least.
    fn shown_places(self) -> u32 {
        if self == Self::Jpy { 0 } else { 2 }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What an amount is the price of; it decides the number of decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceKind {
    /// One unit of a dimension for a whole contract duration.
    Upfront,
    /// One unit of usage.
    Usage,
    /// One payment of a flexible payment schedule.
    Instalment,
}

impl PriceKind {
    /// Decimals of this kind of price in a currency.
    pub fn places(self, currency: Currency) -> u32 {
        match (self, currency) {
            (Self::Usage, _) => MAX_PLACES,
            (Self::Upfront | Self::Instalment, Currency::Jpy) => 0,
            (Self::Upfront, _) => 3,
            (Self::Instalment, _) => 2,
        }
    }
}

/// Why a number is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    /// Below zero.
    Negative,
    /// Above [`MAX_AMOUNT`].
    TooLarge,
    /// More decimals than this kind of price has.
    TooManyDecimals {
        /// The most it may have.
        places: u32,
    },
}

/// A price or payment: from 0 to 100,000,000, with at most eight decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Takes a number as a price of the given kind.
    ///
    /// # Errors
    /// When it is negative, too large, or has more decimals than such a price has.
    pub fn new(value: Decimal, kind: PriceKind, currency: Currency) -> Result<Self, AmountError> {
        Self::with_places(value, kind.places(currency))
    }

    /// Takes a number that was an amount before, of whatever kind: the way back from the database.
    ///
    /// # Errors
    /// When it is none.
    pub fn stored(value: Decimal) -> Result<Self, AmountError> {
        Self::with_places(value, MAX_PLACES)
    }

    fn with_places(value: Decimal, places: u32) -> Result<Self, AmountError> {
        let value = value.normalize();
        if value < Decimal::ZERO {
            Err(AmountError::Negative)
        } else if value > MAX_AMOUNT {
            Err(AmountError::TooLarge)
        } else if value.scale() > places {
            Err(AmountError::TooManyDecimals { places })
        } else {
            Ok(Self(value))
        }
    }

    /// The number itself.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The wholesale price: a list price less a discount.
    pub fn less(self, percent: Percent, kind: PriceKind, currency: Currency) -> Self {
        Self(round(
            self.0 * (HUNDRED - percent.value()) / HUNDRED,
            kind,
            currency,
        ))
    }

    /// The buyer's price: a wholesale price plus the partner's markup.
    ///
    /// # Errors
    /// When the markup lifts it above [`MAX_AMOUNT`].
    pub fn marked_up(
        self,
        markup: Markup,
        kind: PriceKind,
        currency: Currency,
    ) -> Result<Self, AmountError> {
        Self::new(
            round(self.marked_up_exactly(markup), kind, currency),
            kind,
            currency,
        )
    }

    /// The buyer's price before it is rounded: to show what the rounding does, never to be paid.
    pub fn marked_up_exactly(self, markup: Markup) -> Decimal {
        (self.0 * (HUNDRED + markup.value()) / HUNDRED).normalize()
    }

    /// The number as a form field holds it and the Catalog API takes it: `1200.00`.
    pub fn plain(self, currency: Currency) -> String {
        plain(self.0, currency)
    }

    /// The number as people read it: `1,200.00`.
    pub fn grouped(self, currency: Currency) -> String {
        grouped(self.0, currency)
    }

    /// As [`Self::grouped`], with its currency: `1,200.00 USD`.
    pub fn with_currency(self, currency: Currency) -> String {
        with_currency(self.0, currency)
    }
}

/// The one rounding: half up (all amounts are positive) to the places of the kind of price.
fn round(value: Decimal, kind: PriceKind, currency: Currency) -> Decimal {
    value
        .round_dp_with_strategy(
            kind.places(currency),
            RoundingStrategy::MidpointAwayFromZero,
        )
        .normalize()
}

/// A total of amounts: exact, beyond the bound of a single amount.
pub fn total(amounts: impl IntoIterator<Item = Amount>) -> Decimal {
    amounts.into_iter().map(Amount::value).sum()
}

/// A number without trailing zeros, but with at least the decimals its currency is shown with: `1200.00`, `0.088`.
pub fn plain(value: Decimal, currency: Currency) -> String {
    let mut value = value.normalize();
    if value.scale() < currency.shown_places() {
        value.rescale(currency.shown_places());
    }
    value.to_string()
}

/// As [`plain`], with commas between thousands: `1,200.00`.
pub fn grouped(value: Decimal, currency: Currency) -> String {
    let text = plain(value, currency);
    let (whole, rest) = match text.split_once('.') {
        Some((whole, decimals)) => (whole.to_owned(), format!(".{decimals}")),
        None => (text, String::new()),
    };
    format!("{}{rest}", group_digits(whole))
}

/// As [`grouped`], with its currency: `1,200.00 USD`.
pub fn with_currency(value: Decimal, currency: Currency) -> String {
    format!("{} {currency}", grouped(value, currency))
}

/// A whole number with commas between its thousands: `10,000`.
pub fn group_digits(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        let left = digits.len() - position;
        if position > 0 && left.is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Splits a total into equal payments; the remainder of the division goes on the last (Seller Guide, installment
/// plans; where the remainder goes is our choice).
///
/// Returns nothing when there are no payments or a payment would not be an amount.
pub fn split(total: Decimal, parts: u32, currency: Currency) -> Option<Vec<Amount>> {
    let places = PriceKind::Instalment.places(currency);
    let share = total
        .checked_div(Decimal::from(parts))?
        .round_dp_with_strategy(places, RoundingStrategy::ToZero);
    let last = total - share * Decimal::from(parts.checked_sub(1)?);
    let amount = |value| Amount::new(value, PriceKind::Instalment, currency).ok();
    let mut amounts = vec![amount(share)?; usize::try_from(parts).ok()?.checked_sub(1)?];
    amounts.push(amount(last)?);
    Some(amounts)
}
