//! How the fields of a catalogue file read as our values (Catalog API, AddDimensions and rate cards).

use crate::catalog_file::entries::{DimensionEntry, EulaEntry, PriceText};
use crate::domain::agreements::PublicEula;
use crate::domain::catalog::{
    Dimension, DimensionKey, DimensionKind, MAX_DIMENSION_KEY, MAX_PRODUCT_ID, ProductId,
    ProductState,
};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::{MAX_DESCRIPTION, MAX_NAME, MAX_UNIT};
use crate::domain::money::{Amount, AmountError, Currency, PriceKind};
use crate::domain::pricing_model::PricingModel;
use crate::domain::text;
use crate::domain::web_address::{MAX_WEB_ADDRESS, WebAddress, WebAddressError};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Reads a product's ID.
pub(super) fn product_id(typed: &str) -> Result<ProductId, String> {
    ProductId::parse(typed).ok_or_else(|| {
        format!("must be 1 to {MAX_PRODUCT_ID} letters, digits, dots, dashes and underscores")
    })
}

/// Reads a text of one line that must not be empty.
pub(super) fn line(typed: &str, most: usize) -> Result<String, String> {
    let kept = text::clean(typed);
    if kept.is_empty() {
        Err("must not be empty".to_owned())
    } else if !text::one_line(&kept) {
        Err("must be one line".to_owned())
    } else if text::length(&kept) > most {
        Err(format!("must have {most} characters or fewer"))
    } else {
        Ok(kept)
    }
}

/// Reads the word of a pricing model.
pub(super) fn model(word: &str) -> Result<PricingModel, String> {
    one_of(&PricingModel::ALL, PricingModel::as_str, word)
}

/// Reads the word of a product's state.
pub(super) fn state(word: &str) -> Result<ProductState, String> {
    one_of(&ProductState::ALL, ProductState::as_str, word)
}

fn one_of<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, word: &str) -> Result<T, String> {
    all.iter()
        .copied()
        .find(|value| name(*value) == word)
        .ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|value| name(*value)).collect();
            format!("must be one of {}", names.join(", "))
        })
}

/// Reads a listing's EULA.
pub(super) fn eula(entry: EulaEntry) -> Result<PublicEula, String> {
    match entry {
        EulaEntry::Standard => Ok(PublicEula::Standard),
        EulaEntry::Url(url) => match WebAddress::parse(&url) {
            Ok(_) => Ok(PublicEula::Custom { url }),
            Err(WebAddressError::Malformed) => Err("must be an address like https://…".to_owned()),
            Err(WebAddressError::TooLong) => {
                Err(format!("must have {MAX_WEB_ADDRESS} characters or fewer"))
            }
        },
    }
}

/// Reads a dimension as such, whatever product it is of; what is wrong is told to `wrong` by field.
pub(super) fn dimension(
    entry: &DimensionEntry,
    wrong: &mut dyn FnMut(&str, String),
) -> Option<Dimension> {
    let key = DimensionKey::parse(&entry.key).ok_or_else(|| {
        format!("must be 1 to {MAX_DIMENSION_KEY} letters, digits, dots, dashes and underscores")
    });
    let key = key.map_err(|reason| wrong("key", reason));
    let name = line(&entry.name, MAX_NAME).map_err(|reason| wrong("name", reason));
    let unit = line(&entry.unit, MAX_UNIT).map_err(|reason| wrong("unit", reason));
    let description = text::clean(&entry.description);
    if text::length(&description) > MAX_DESCRIPTION {
        wrong(
            "description",
            format!("must have {MAX_DESCRIPTION} characters or fewer"),
        );
    }
    let kind = one_of(&DimensionKind::ALL, DimensionKind::as_str, &entry.kind);
    let kind = kind.map_err(|reason| wrong("kind", reason));
    let rate = entry.usage_rate.as_ref().and_then(|text| {
        amount(text, PriceKind::Usage)
            .map_err(|reason| wrong("usage_rate", reason))
            .ok()
    });
    let mut upfront = BTreeMap::new();
    for (code, text) in &entry.prices.0 {
        let field = format!("prices.{code}");
        match (
            ContractDuration::parse(code),
            amount(text, PriceKind::Upfront),
        ) {
            (Some(duration), Ok(price)) => {
                upfront.insert(duration, price);
            }
            (None, _) => wrong(
                &field,
                "is no contract duration; write months like P12M, days like P365D".to_owned(),
            ),
            (_, Err(reason)) => wrong(&field, reason),
        }
    }
    Some(Dimension {
        key: key.ok()?,
        name: name.ok()?,
        description,
        unit: unit.ok()?,
        kind: kind.ok()?,
        usage_rate: rate,
        upfront,
    })
}

/// Reads a price: digits, and perhaps a point with digits after it.
fn amount(PriceText(text): &PriceText, kind: PriceKind) -> Result<Amount, String> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole.strip_prefix('-').unwrap_or(whole)) || !digits(decimals) {
        return Err(format!("{text:?} is no price; write it like 1200.50"));
    }
    let number =
        Decimal::from_str_exact(text).map_err(|_| format!("{text:?} has too many digits"))?;
    Amount::new(number, kind, Currency::LIST).map_err(|error| match error {
        AmountError::Negative => "must be 0 or more".to_owned(),
        AmountError::TooLarge => "must be 100000000 or less".to_owned(),
        AmountError::TooManyDecimals { places } => format!("must have {places} decimals or fewer"),
    })
}
