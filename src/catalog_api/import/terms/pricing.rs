//! Terms of prices: rate cards of usage and of contracts, and units at a fixed price.

use crate::catalog_api::import::asked::{Card, Fixed, Pricing, UpfrontCard};
use crate::catalog_api::import::node::{At, Node, Reader};
use crate::catalog_api::import::values;
use crate::domain::catalog::DimensionKey;
use crate::domain::discount::MAX_DURATIONS;
use crate::domain::money::{Currency, PriceKind};
use crate::domain::schedule::{Grant, MAX_GRANTS, MAX_QUANTITY};
use std::collections::BTreeSet;

/// The most prices of one rate card (Catalog API, TOO_MANY_RATES).
const MAX_RATES: usize = 800;

/// Reads a term of prices.
pub(super) fn priced(node: &Node<'_>, kind: &str, pricing: &mut Pricing, r: &mut Reader) {
    let known: &[&str] = match kind {
        "ResaleFixedUpfrontPricingTerm" => &["Type", "CurrencyCode", "Price", "Duration", "Grants"],
        _ => &["Type", "CurrencyCode", "RateCards"],
    };
    if !node.object(known, r) {
        return;
    }
    let Some(code) = node.need("CurrencyCode", r) else {
        return;
    };
    let Some(currency) = values::currency(&code, r) else {
        return;
    };
    let first = *pricing.currency.get_or_insert(currency);
    if first != currency {
        let text = format!("must be {first}, the currency of the other terms, not {currency}");
        r.faults.rule(code.path, "INCOMPATIBLE_CURRENCY_CODE", text);
    }
    match kind {
        "ResaleUsageBasedPricingTerm" => pricing.usage = usage(node, currency, r),
        "ResaleConfigurableUpfrontPricingTerm" => pricing.upfront = upfront(node, currency, r),
        _ => pricing.fixed = fixed(node, currency, r),
    }
}

/// Reads the one rate card of usage.
pub(in crate::catalog_api::import) fn usage(
    node: &Node<'_>,
    currency: Currency,
    r: &mut Reader,
) -> Option<Card> {
    let cards = node.need("RateCards", r)?;
    let cards = cards.bounded((1, 1), ("rate cards", "TOO_MANY_RATE_CARDS"), r)?;
    let only = cards.first()?;
    if !only.object(&["RateCard"], r) {
        return None;
    }
    card(only, PriceKind::Usage, currency, r)
}

/// Reads the rate cards of a contract, one for each duration, all with the same dimensions.
pub(in crate::catalog_api::import) fn upfront(
    node: &Node<'_>,
    currency: Currency,
    r: &mut Reader,
) -> Vec<UpfrontCard> {
    let cards = node.need("RateCards", r);
    let nodes = cards.and_then(|cards| {
        cards.bounded((1, MAX_DURATIONS), ("rate cards", "TOO_MANY_RATE_CARDS"), r)
    });
    let nodes = nodes.unwrap_or_default();
    let before = r.faults.len();
    let read: Vec<UpfrontCard> = nodes
        .iter()
        .filter_map(|node| upfront_card(node, currency, r))
        .collect();
    let mut durations = BTreeSet::new();
    for card in &read {
        let At { path, value } = &card.duration;
        if !durations.insert(*value) {
            let text = format!(
                "{} has two rate cards; each duration may have one",
                value.code()
            );
            r.faults.rule(path, "DUPLICATE_SELECTORS", text);
        }
    }
    // A card of which a price could not be read would seem to lack it.
    if r.faults.len() == before
        && let Some((first, others)) = read.split_first()
    {
        let expected = keys(&first.card);
        for other in others.iter().filter(|other| keys(&other.card) != expected) {
            let text = "must price the same dimensions as the other durations";
            r.faults.rule(&other.card.path, "INVALID_RATE_CARD", text);
        }
    }
    read
}

fn keys(card: &Card) -> BTreeSet<&DimensionKey> {
    card.prices.iter().map(|(key, _)| &key.value).collect()
}

fn upfront_card(node: &Node<'_>, currency: Currency, r: &mut Reader) -> Option<UpfrontCard> {
    if !node.object(&["Selector", "Constraints", "RateCard"], r) {
        return None;
    }
    let duration = node.need("Selector", r).and_then(|selector| {
        if !selector.object(&["Type", "Value"], r) {
            return None;
        }
        selector.need("Type", r)?.word(&["Duration"], r)?;
        let value = selector.need("Value", r)?;
        let duration = values::duration(&value, "INVALID_SELECTOR_DURATION_VALUE", r)?;
        Some(At::new(value.path, duration))
    });
    let tiered = node
        .get("Constraints")
        .and_then(|constraints| tiered(&constraints, r));
    let card = card(node, PriceKind::Upfront, currency, r)?;
    Some(UpfrontCard {
        duration: duration?,
        tiered,
        card,
    })
}

fn tiered(node: &Node<'_>, r: &mut Reader) -> Option<At<bool>> {
    const NAMES: [&str; 2] = ["MultipleDimensionSelection", "QuantityConfiguration"];
    const WORDS: [&str; 2] = ["Allowed", "Disallowed"];
    if !node.object(&NAMES, r) {
        return None;
    }
    let [selection, quantity] =
        NAMES.map(|name| node.need(name, r).and_then(|n| n.word(&WORDS, r)));
    let (selection, quantity) = (selection?, quantity?);
    if selection != quantity {
        let text = "both must be Allowed or both Disallowed";
        r.faults
            .rule(&node.path, "INCOMPATIBLE_RATE_CARD_CONSTRAINTS", text);
        return None;
    }
    Some(At::new(&node.path, selection == "Disallowed"))
}

/// Reads a list of prices, each dimension once.
fn card(node: &Node<'_>, kind: PriceKind, currency: Currency, r: &mut Reader) -> Option<Card> {
    let list = node.need("RateCard", r)?;
    let rates = list.bounded((1, MAX_RATES), ("prices", "TOO_MANY_RATES"), r)?;
    let mut prices = Vec::new();
    let mut seen = BTreeSet::new();
    for rate in rates {
        if !rate.object(&["DimensionKey", "Price"], r) {
            continue;
        }
        let key = rate.need("DimensionKey", r);
        let price = rate
            .need("Price", r)
            .and_then(|node| values::price(&node, kind, currency, r));
        let Some(key) = key.and_then(|node| Some(At::new(&node.path, values::key(&node, r)?)))
        else {
            continue;
        };
        if !seen.insert(key.value.clone()) {
            let text = format!("{} is priced twice in one rate card", key.value);
            r.faults.rule(key.path, "DUPLICATE_DIMENSION_KEYS", text);
        } else if let Some(price) = price {
            prices.push((key, price));
        }
    }
    Some(Card {
        path: list.path,
        prices,
    })
}

fn fixed(node: &Node<'_>, currency: Currency, r: &mut Reader) -> Option<Fixed> {
    if let Some(price) = node.need("Price", r)
        && let Some(amount) = values::price(&price, PriceKind::Upfront, currency, r)
        && !amount.is_zero()
    {
        let text = "must be \"0.0\"; what is paid stands in the payment schedule";
        r.faults
            .rule(price.path, "INCOMPATIBLE_PAYMENT_SETTINGS", text);
    }
    let contract = node.need("Duration", r).and_then(|node| {
        let duration = values::duration(&node, "INVALID_DURATION", r)?;
        Some(At::new(node.path, duration))
    });
    let list = node.need("Grants", r)?;
    let nodes = list.bounded((1, MAX_GRANTS), ("grants", "TOO_MANY_GRANTS"), r)?;
    let mut grants = Vec::new();
    let mut seen = BTreeSet::new();
    for node in nodes {
        if !node.object(&["DimensionKey", "MaxQuantity"], r) {
            continue;
        }
        let key = node.need("DimensionKey", r);
        let quantity = node
            .need("MaxQuantity", r)
            .and_then(|node| node.count(MAX_QUANTITY, r));
        let Some(key) = key.and_then(|node| Some(At::new(&node.path, values::key(&node, r)?)))
        else {
            continue;
        };
        if !seen.insert(key.value.clone()) {
            let text = format!("{} is granted twice", key.value);
            r.faults.rule(key.path, "DUPLICATE_DIMENSION_KEYS", text);
        } else if let Some(quantity) = quantity {
            let grant = Grant {
                dimension: key.value,
                quantity,
            };
            grants.push(At::new(key.path, grant));
        }
    }
    Some(Fixed {
        path: node.path.clone(),
        contract: contract?,
        grants,
    })
}
