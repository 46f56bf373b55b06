//! Numbers and dates as people type them.

use crate::answers::{Fields, Problems};
use crate::domain::money::{
    Amount, AmountError, Currency, MAX_AMOUNT, Percent, PercentError, PriceKind, group_digits,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Digits before the point that are read: more than any amount or total of ours has, and so few that adding and
/// multiplying stays within what a decimal holds.
const MOST_DIGITS: usize = 12;

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was typed.
    Empty,
    /// Not a number at all.
    NotANumber,
    /// Commas and dots that could mean two sizes: `1.200,00`, `1,20`.
    Unclear,
    /// So many digits before the point that no amount of ours has them.
    TooLarge,
    /// So many decimals that no amount of ours has them.
    TooFine,
    /// Of something else than is asked for: `$80` for a percentage, `20%` or `90 EUR` for an amount in US dollars.
    OtherUnit,
}

/// What a number that is asked for is of. Its sign may stand beside the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Of things.
    Count,
    /// Of a hundred.
    Percent,
    /// Of a currency.
    Money(Currency),
}

impl Unit {
    fn is_said_by(self, mark: &str) -> bool {
        match self {
            Self::Count => false,
            Self::Percent => mark == "%",
            Self::Money(currency) => mark == currency.code() || mark == sign(currency),
        }
    }
}

/// The sign of a currency as people put it before an amount.
fn sign(currency: Currency) -> &'static str {
    match currency {
        Currency::Usd | Currency::Aud => "$",
        Currency::Eur => "€",
        Currency::Gbp => "£",
        Currency::Jpy => "¥",
    }
}

/// Reads a number: spaces, the sign of what it is of, and commas between thousands are tolerated.
///
/// # Errors
/// When it is no number, of something else, or its size is unclear.
pub fn number(typed: &str, unit: Unit) -> Result<Decimal, NumberError> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = without_marks(&compact, unit)?;
    if bare.is_empty() {
        return Err(if compact.is_empty() {
            NumberError::Empty
        } else {
            NumberError::NotANumber
        });
    }
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare),
    };
    if !digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
        || !digits.bytes().any(|b| b.is_ascii_digit())
    {
        return Err(NumberError::NotANumber);
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain_decimals = !decimals.is_empty() && decimals.bytes().all(|b| b.is_ascii_digit());
    if !plain_decimals || !well_grouped(whole) {
        return Err(NumberError::Unclear);
    }
    let whole = whole.replace(',', "");
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    if whole.len() > MOST_DIGITS {
        Err(NumberError::TooLarge)
    } else {
        Decimal::from_str_exact(&format!("{sign}0{whole}.{decimals}0"))
            .map_err(|_| NumberError::TooFine)
    }
}

/// A number without the marks around it, which must be those of the unit.
fn without_marks(text: &str, unit: Unit) -> Result<&str, NumberError> {
    let codes = Currency::ALL.into_iter().map(Currency::code);
    let signs = Currency::ALL.into_iter().map(sign);
    let mut bare = text;
    for mark in codes.chain(signs).chain(["%"]) {
        let stripped = bare.strip_prefix(mark).unwrap_or(bare);
        let stripped = stripped.strip_suffix(mark).unwrap_or(stripped);
        if stripped != bare && !unit.is_said_by(mark) {
            return Err(NumberError::OtherUnit);
        }
        bare = stripped;
    }
    Ok(bare)
}

/// Either no commas, or groups of three digits after a group of one to three.
fn well_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3))
}

/// Reads a whole number from 1 to `most`.
pub fn count(typed: &str, most: u32) -> Option<u32> {
    let number = number(typed, Unit::Count).ok()?;
    u32::try_from(number)
        .ok()
        .filter(|n| number.fract().is_zero() && (1..=most).contains(n))
}

/// Reads a price or payment; what is wrong is said of `what` and put beside `field`.
///
/// Returns `Ok(None)` when nothing was typed.
///
/// # Errors
/// When it is no such amount.
pub fn amount(
    typed: &str,
    kind: PriceKind,
    currency: Currency,
    field: &str,
    what: &str,
) -> Result<Option<Amount>, Problems> {
    let problem = |text: String| Err(Problems::one(field, text));
    let too_large = || format!("{what} must be {} or less", group_digits(MAX_AMOUNT));
    let too_fine = |places| format!("{what} must have {}", decimals(places));
    match number(typed, Unit::Money(currency)) {
        Err(NumberError::Empty) => Ok(None),
        Err(NumberError::Unclear) => problem(format!("{what} must be written like 1,200.50")),
        Err(NumberError::OtherUnit) => problem(format!("{what} must be an amount in {currency}")),
        Err(NumberError::NotANumber) => {
            problem(format!("{what} must be a number, like {}", example(kind)))
        }
        Err(NumberError::TooLarge) => problem(too_large()),
        Err(NumberError::TooFine) => problem(too_fine(kind.places(currency))),
        Ok(value) => match Amount::new(value, kind, currency) {
            Ok(amount) => Ok(Some(amount)),
            Err(AmountError::Negative) => problem(format!("{what} must be 0 or more")),
            Err(AmountError::TooLarge) => problem(too_large()),
            Err(AmountError::TooManyDecimals { places }) => problem(too_fine(places)),
        },
    }
}

fn example(kind: PriceKind) -> &'static str {
    match kind {
        PriceKind::Usage => "0.05",
        PriceKind::Upfront | PriceKind::Instalment => "1,200.50",
    }
}

/// The decimals that an amount may have, in words.
pub fn decimals(places: u32) -> &'static str {
    match places {
        0 => "no decimals",
        2 => "two decimals or fewer",
        3 => "three decimals or fewer",
        _ => "eight decimals or fewer",
    }
}

/// Reads a discount percentage; what is wrong is said of `what` and put beside `field`.
///
/// Returns `Ok(None)` when nothing was typed.
///
/// # Errors
/// When it is no discount percentage.
pub fn percent(typed: &str, field: &str, what: &str) -> Result<Option<Percent>, Problems> {
    let problem = |text: &str| Err(Problems::one(field, format!("{what} must {text}")));
    match number(typed, Unit::Percent) {
        Err(NumberError::Empty) => Ok(None),
        Err(NumberError::OtherUnit) => problem("be a percentage, like 12.5"),
        Err(NumberError::NotANumber | NumberError::Unclear) => problem("be a number, like 12.5"),
        Err(NumberError::TooLarge) => problem("be 100 or less"),
        Err(NumberError::TooFine) => problem("have two decimals or fewer"),
        Ok(value) => match Percent::new(value) {
            Ok(percent) => Ok(Some(percent)),
            Err(PercentError::Negative) => problem("be 0 or more"),
            Err(PercentError::TooLarge) => problem("be 100 or less"),
            Err(PercentError::TooManyDecimals) => problem("have two decimals or fewer"),
        },
    }
}

/// The three boxes of a date, as typed.
#[derive(Debug, Clone, Copy)]
pub struct DateBoxes<'a> {
    /// The day of the month.
    pub day: &'a str,
    /// The month, as a number or a name.
    pub month: &'a str,
    /// The year, in four digits.
    pub year: &'a str,
}

impl<'a> DateBoxes<'a> {
    /// The boxes whose names begin with this stem.
    pub fn of(fields: &'a Fields, stem: &str) -> Self {
        let [day, month, year] =
            ["day", "month", "year"].map(|part| fields.get(&format!("{stem}-{part}")));
        Self { day, month, year }
    }

    /// Fills the boxes whose names begin with this stem.
    pub fn write(self, fields: &mut Fields, stem: &str) {
        for (part, typed) in [
            ("day", self.day),
            ("month", self.month),
            ("year", self.year),
        ] {
            fields.set(format!("{stem}-{part}"), typed);
        }
    }

    /// Whether nothing was typed into any of them.
    pub fn is_empty(&self) -> bool {
        [self.day, self.month, self.year]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// Reads a date; what is wrong is said of `what` and put beside the first box concerned, `stem` being the common part
/// of the three names.
///
/// Returns `Ok(None)` when nothing was typed.
///
/// # Errors
/// When a box is empty or there is no such day.
pub fn date(boxes: DateBoxes<'_>, stem: &str, what: &str) -> Result<Option<NaiveDate>, Problems> {
    if boxes.is_empty() {
        return Ok(None);
    }
    let parts = [
        ("day", boxes.day),
        ("month", boxes.month),
        ("year", boxes.year),
    ];
    let missing: Vec<&str> = parts
        .iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| *name)
        .collect();
    if let Some(first) = missing.first() {
        let list = missing
            .iter()
            .map(|name| format!("a {name}"))
            .collect::<Vec<_>>()
            .join(" and ");
        return Err(Problems::one(
            format!("{stem}-{first}"),
            format!("{what} must include {list}"),
        ));
    }
    let day = boxes.day.trim().parse::<u32>().ok();
    let year = Some(boxes.year.trim())
        .filter(|text| text.len() == 4)
        .and_then(|text| text.parse::<i32>().ok());
    let real = match (year, month(boxes.month), day) {
        (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    real.map(Some)
        .ok_or_else(|| Problems::one(format!("{stem}-day"), format!("{what} must be a real date")))
}

/// A month as a number, a name, or a name's first three letters.
fn month(typed: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = typed.trim().to_lowercase();
    let named = (1..)
        .zip(NAMES)
        .find(|(_, name)| word.len() >= 3 && name.starts_with(&word))
        .map(|(number, _)| number);
    named.or_else(|| word.parse().ok())
}
