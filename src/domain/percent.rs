//! Percentages: the ISV's discount, and the markup that a partner adds.

use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// The largest markup that can be typed, in percent. The Catalog API's pattern would allow a billion; nobody means it.
pub const MAX_MARKUP: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);
/// The largest markup that the Catalog API's pattern allows: one that is computed from prices may come to more than
/// anybody would type.
const MAX_WRITTEN: Decimal = Decimal::from_parts(0xA763_FFFF, 0x0DE0_B6B3, 0, false, MARKUP_PLACES);
/// Decimals of a discount percentage: two are enough to name any rate that is spoken of.
pub const PERCENT_PLACES: u32 = 2;
/// Decimals of a markup percentage (Catalog API, UpdateMarkup).
pub const MARKUP_PLACES: u32 = 9;
const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Why a number is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentError {
    /// Below zero.
    Negative,
    /// Above the largest allowed.
    TooLarge,
    /// More decimals than allowed.
    TooManyDecimals,
}

/// A discount in percent: from 0 to 100, with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Decimal);

impl Percent {
    /// Takes a number as a discount percentage.
    ///
    /// # Errors
    /// When it is below 0, above 100, or has more than two decimals.
    pub fn new(value: Decimal) -> Result<Self, PercentError> {
        checked(value, HUNDRED, PERCENT_PLACES).map(Self)
    }

    /// The number itself.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// In hundredths of a percent: 12.5 % is 1250.
    pub fn hundredths(self) -> i32 {
        i32::try_from(self.0 * HUNDRED).unwrap_or(i32::MAX)
    }

    /// From hundredths of a percent.
    ///
    /// # Errors
    /// When it is below 0 or above 10,000.
    pub fn from_hundredths(hundredths: i32) -> Result<Self, PercentError> {
        Self::new(Decimal::new(i64::from(hundredths), PERCENT_PLACES))
    }
}

/// Prints without trailing zeros: `12.5`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a partner adds to the wholesale price, in percent: with at most nine decimals, and from 0 to 1000 when it is typed.
/// What a price or a discount is worth as a markup may be more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Markup(Decimal);

impl Markup {
    /// Nothing is added.
    pub const NONE: Self = Self(Decimal::ZERO);

    /// Takes a number that somebody typed as a markup percentage.
    ///
    /// # Errors
    /// When it is below 0, above [`MAX_MARKUP`], or has more than nine decimals.
    pub fn new(value: Decimal) -> Result<Self, PercentError> {
        checked(value, MAX_MARKUP, MARKUP_PLACES).map(Self)
    }

    /// The markup that turns a wholesale price under one discount into the price under a smaller one: what a
    /// partner's discount off the list price is worth. `None` when the buyer's discount is the larger: such a price
    /// would be below wholesale.
    pub fn between(wholesale: Percent, buyer: Percent) -> Option<Self> {
        let ratio = (HUNDRED - buyer.0).checked_div(HUNDRED - wholesale.0)?;
        Self::computed((ratio - Decimal::ONE) * HUNDRED)
    }

    /// The markup, to its nine decimals, that comes closest to turning one number into another; `None` when that would
    /// take a discount, more than the Catalog API can be told, or something to mark up.
    pub fn towards(wholesale: Decimal, price: Decimal) -> Option<Self> {
        Self::computed((price.checked_div(wholesale)? - Decimal::ONE).checked_mul(HUNDRED)?)
    }

    /// Takes what a computation came to, to its nine decimals.
    fn computed(value: Decimal) -> Option<Self> {
        let rounded =
            value.round_dp_with_strategy(MARKUP_PLACES, RoundingStrategy::MidpointAwayFromZero);
        checked(rounded, MAX_WRITTEN, MARKUP_PLACES).ok().map(Self)
    }

    /// This markup and its two neighbours, as far as they are markups: where prices are large, the last decimal of a
    /// markup still moves them.
    pub fn around(self) -> impl Iterator<Item = Self> {
        let step = Decimal::new(1, MARKUP_PLACES);
        [self.0, self.0 - step, self.0 + step]
            .into_iter()
            .filter_map(Self::computed)
    }

    /// The number itself.
    pub fn value(self) -> Decimal {
        self.0
    }
}

/// Prints without trailing zeros: `9.090909091`.
impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

fn checked(value: Decimal, most: Decimal, places: u32) -> Result<Decimal, PercentError> {
    let value = value.normalize();
    if value < Decimal::ZERO {
        Err(PercentError::Negative)
    } else if value > most {
        Err(PercentError::TooLarge)
    } else if value.scale() > places {
        Err(PercentError::TooManyDecimals)
    } else {
        Ok(value)
    }
}
