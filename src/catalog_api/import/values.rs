//! Single values: account IDs, product IDs, dimension keys, prices, dates, durations (Catalog API, change types).

use super::node::{Node, Reader, Source};
use super::remark::quoted;
use crate::domain::account::{ACCOUNT_ID_DIGITS, AccountId};
use crate::domain::catalog::{DimensionKey, MAX_DIMENSION_KEY, MAX_PRODUCT_ID, ProductId};
use crate::domain::contract_duration::{ContractDuration, MAX_DAYS, MAX_MONTHS};
use crate::domain::money::{Amount, AmountError, Currency, PriceKind};
use crate::domain::web_address::{MAX_WEB_ADDRESS, WebAddress, WebAddressError};
use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// Digits before the point, and after it, that a price can have.
const MOST_DIGITS: (usize, usize) = (9, 8);

pub(super) fn account(node: &Node<'_>, r: &mut Reader) -> Option<AccountId> {
    let text = node.text(r)?;
    let digits = text.len() == ACCOUNT_ID_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    let account = AccountId::parse(text).ok().filter(|_| digits);
    if account.is_none() {
        let text = format!("an account ID must be 12 digits, not {}", quoted(text));
        r.faults.add(&node.path, text);
    }
    account
}

pub(super) fn product_id(node: &Node<'_>, r: &mut Reader) -> Option<ProductId> {
    let text = node.text(r)?;
    let id = ProductId::parse(text);
    if id.is_none() {
        r.faults.add(
            &node.path,
            format!("a product ID must be 1 to {MAX_PRODUCT_ID} letters, digits, dots, dashes and underscores, not {}", quoted(text)),
        );
    }
    id
}

/// Whether a UUID stands here, in groups of digits as AWS writes it.
pub(super) fn uuid(node: &Node<'_>, r: &mut Reader) -> bool {
    let Some(text) = node.text(r) else {
        return false;
    };
    let hyphenated = text.len() == Hyphenated::LENGTH && Uuid::try_parse(text).is_ok();
    if !hyphenated {
        let text = format!(
            "must be a UUID like 8c7f2f0e-2b60-4d2a-9a0e-3f5a1d9b7c11, not {}",
            quoted(text)
        );
        r.faults.add(&node.path, text);
    }
    hyphenated
}

pub(super) fn key(node: &Node<'_>, r: &mut Reader) -> Option<DimensionKey> {
    let text = node.text(r)?;
    let key = DimensionKey::parse(text);
    if key.is_none() {
        r.faults.add(
            &node.path,
            format!("a dimension key must be 1 to {MAX_DIMENSION_KEY} letters, digits, dots, dashes and underscores, not {}", quoted(text)),
        );
    }
    key
}

pub(super) fn currency(node: &Node<'_>, r: &mut Reader) -> Option<Currency> {
    let text = node.text(r)?;
    let currency = Currency::parse(text);
    if currency.is_none() {
        let codes: Vec<&str> = Currency::ALL.iter().map(|each| each.code()).collect();
        let text = format!("must be one of {}, not {}", codes.join(", "), quoted(text));
        r.faults.rule(&node.path, "INVALID_CURRENCY_CODE", text);
    }
    currency
}

/// Reads a price: digits, and perhaps a point with digits after it.
pub(super) fn price(
    node: &Node<'_>,
    kind: PriceKind,
    currency: Currency,
    r: &mut Reader,
) -> Option<Amount> {
    let text = node.text(r)?;
    let read = amount(text, kind, currency);
    read.map_err(|reason| r.faults.add(&node.path, reason)).ok()
}

fn amount(text: &str, kind: PriceKind, currency: Currency) -> Result<Amount, String> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return Err(format!(
            "{} is no price – write it like \"1200.50\"",
            quoted(text)
        ));
    }
    let (most_before, most_after) = MOST_DIGITS;
    if whole.len() > most_before {
        return Err("must be 100000000 or less".to_owned());
    }
    let number = (decimals.len() <= most_after)
        .then(|| Decimal::from_str_exact(&format!("{whole}.{decimals}0")).ok())
        .flatten()
        .ok_or_else(|| format!("must have {} decimals or fewer", kind.places(currency)))?;
    Amount::new(number, kind, currency).map_err(|error| match error {
        AmountError::Negative => "must be 0 or more".to_owned(),
        AmountError::TooLarge => "must be 100000000 or less".to_owned(),
        AmountError::TooManyDecimals { places } => {
            format!("must have {places} decimals or fewer in {currency}")
        }
    })
}

/// Reads a calendar day; an entity has a moment of it.
pub(super) fn date(node: &Node<'_>, r: &mut Reader) -> Option<NaiveDate> {
    let text = node.text(r)?;
    let day = day(text).or_else(|| match r.source {
        Source::Request => None,
        Source::Entity => DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|moment| moment.naive_utc().date()),
    });
    if day.is_none() {
        let text = format!("{} is no day – write it like 2027-06-30", quoted(text));
        r.faults.add(&node.path, text);
    }
    day
}

fn day(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    } else {
        None
    }
}

/// Reads a contract duration; `code` is what AWS calls a wrong one.
pub(super) fn duration(node: &Node<'_>, code: &str, r: &mut Reader) -> Option<ContractDuration> {
    let text = node.text(r)?;
    let duration = ContractDuration::parse(text);
    if duration.is_none() {
        r.faults.rule(
            &node.path,
            code,
            format!(
                "{} is no contract duration – write months like P12M (1 to {MAX_MONTHS}) or days like P365D (1 to {MAX_DAYS})",
                quoted(text)
            ),
        );
    }
    duration
}

/// Reads an address of the web: the text of a node, or what of it counts.
pub(super) fn address(
    node: &Node<'_>,
    text: &str,
    parse: fn(&str) -> Result<WebAddress, WebAddressError>,
    r: &mut Reader,
) -> Option<WebAddress> {
    let error = match parse(text) {
        Ok(address) => return Some(address),
        Err(error) => error,
    };
    let fault = match error {
        WebAddressError::Malformed => {
            format!("must be an address like https://…, not {}", quoted(text))
        }
        WebAddressError::TooLong => format!("must have {MAX_WEB_ADDRESS} characters or fewer"),
    };
    r.faults.add(&node.path, fault);
    None
}
