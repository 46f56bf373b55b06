//! Terms: prices, payments, contracts, buyers (Catalog API, UpdatePricingTerms and its like). A request and an entity
//! write them alike.

use super::asked::{Asked, Card, Fixed, PaymentTerm, Pricing, UpfrontCard};
use super::json::Json;
use super::node::{At, Node, Reader, Source};
use super::remark::Remark;
use super::{legal, values};
use crate::domain::buyers::{Buyers, MAX_BUYERS};
use crate::domain::catalog::DimensionKey;
use crate::domain::discount::MAX_DURATIONS;
use crate::domain::money::{Currency, PriceKind};
use crate::domain::schedule::{Grant, MAX_GRANTS, MAX_PAYMENTS, MAX_QUANTITY, Payment};
use std::collections::BTreeSet;

/// The most prices of one rate card (Catalog API, TOO_MANY_RATES).
const MAX_RATES: usize = 800;

/// The terms of prices.
pub(super) const PRICING: &[&str] = &[
    "ResaleUsageBasedPricingTerm",
    "ResaleConfigurableUpfrontPricingTerm",
    "ResaleFixedUpfrontPricingTerm",
];
/// The terms of payments.
pub(super) const SCHEDULE: &[&str] = &["ResalePaymentScheduleTerm"];
/// The terms of contracts.
pub(super) const LEGAL: &[&str] = &["BuyerLegalTerm", "ResaleLegalTerm"];
/// The terms of buyers.
pub(super) const BUYERS: &[&str] = &["BuyerTargetingTerm"];
/// The terms of when a buyer's contract may begin.
pub(super) const VALIDITY: &[&str] = &["BuyerValidityTerm"];
/// The terms of when invoices are due.
pub(super) const NET_PAYMENT: &[&str] = &["ResaleNetPaymentTerm"];

/// Reads a list of terms into an authorization, each of a type that may stand here, and each type once.
pub(super) fn read(
    nodes: &[Node<'_>],
    allowed: &[&'static str],
    asked: &mut Asked,
    r: &mut Reader,
) {
    let mut seen = BTreeSet::new();
    for node in nodes {
        if !node.any_object(r) {
            continue;
        }
        let Some(kind) = node.need("Type", r).and_then(|kind| kind.word(allowed, r)) else {
            continue;
        };
        if !seen.insert(kind) {
            let text = format!("a second {kind}; there may be one");
            r.faults.rule(&node.path, "INCOMPATIBLE_TERMS", text);
            continue;
        }
        term(node, kind, asked, r);
    }
}

fn term(node: &Node<'_>, kind: &str, asked: &mut Asked, r: &mut Reader) {
    match kind {
        "ResaleUsageBasedPricingTerm"
        | "ResaleConfigurableUpfrontPricingTerm"
        | "ResaleFixedUpfrontPricingTerm" => {
            let pricing = asked.pricing.get_or_insert_with(Pricing::default);
            priced(node, kind, pricing, r);
        }
        "ResalePaymentScheduleTerm" => asked.schedule = schedule(node, r),
        "BuyerLegalTerm" => legal::eula(node, asked, r),
        "ResaleLegalTerm" => legal::contract(node, asked, r),
        "BuyerTargetingTerm" => asked.buyers = buyers(node, asked, r),
        "BuyerValidityTerm" => {
            if node.object(&["Type", "MaximumAgreementStartDate"], r)
                && let Some(day) = node.need("MaximumAgreementStartDate", r)
                && let Some(date) = values::date(&day, r)
            {
                let text =
                    format!("A latest start of {date} for the buyer's contract is not kept here");
                asked.left_over.push(Remark::new(&node.path, text));
                asked.latest_start = Some(At::new(day.path, date));
            }
        }
        _ => {
            const PERIODS: [&str; 6] = ["P15D", "P30D", "P45D", "P60D", "P90D", "P120D"];
            if node.object(&["Type", "PaymentDuePeriod"], r)
                && let Some(period) = node.need("PaymentDuePeriod", r)
                && let Some(word) = period.word(&PERIODS, r)
            {
                let text = format!("Invoices due after {word} are not kept here");
                asked.left_over.push(Remark::new(&node.path, text));
            }
        }
    }
}

/// Reads a term of prices.
fn priced(node: &Node<'_>, kind: &str, pricing: &mut Pricing, r: &mut Reader) {
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
pub(super) fn usage(node: &Node<'_>, currency: Currency, r: &mut Reader) -> Option<Card> {
    let cards = node.need("RateCards", r)?;
    let cards = cards.bounded((1, 1), ("rate cards", "TOO_MANY_RATE_CARDS"), r)?;
    let only = cards.first()?;
    if !only.object(&["RateCard"], r) {
        return None;
    }
    card(only, PriceKind::Usage, currency, r)
}

/// Reads the rate cards of a contract, one for each duration, all with the same dimensions.
pub(super) fn upfront(node: &Node<'_>, currency: Currency, r: &mut Reader) -> Vec<UpfrontCard> {
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

fn schedule(node: &Node<'_>, r: &mut Reader) -> Option<PaymentTerm> {
    if !node.object(&["Type", "CurrencyCode", "Schedule"], r) {
        return None;
    }
    let currency = node
        .need("CurrencyCode", r)
        .and_then(|node| values::currency(&node, r));
    let list = node.need("Schedule", r)?;
    let nodes = list.bounded(
        (1, MAX_PAYMENTS),
        ("payments", "TOO_MANY_SCHEDULED_PAYMENTS"),
        r,
    )?;
    let currency = currency?;
    let mut payments = Vec::new();
    let mut days = BTreeSet::new();
    for node in nodes {
        if !node.object(&["ChargeDate", "ChargeAmount"], r) {
            continue;
        }
        let day = node.need("ChargeDate", r);
        let amount = node
            .need("ChargeAmount", r)
            .and_then(|node| values::price(&node, PriceKind::Instalment, currency, r));
        let Some(day) = day else { continue };
        let Some(date) = values::date(&day, r) else {
            continue;
        };
        if !days.insert(date) {
            let text = format!("a second payment on {date}; each needs its own day");
            r.faults.rule(day.path, "DUPLICATE_CHARGE_DATES", text);
        } else if let Some(amount) = amount {
            payments.push(At::new(day.path, Payment { date, amount }));
        }
    }
    Some(PaymentTerm {
        path: node.path.clone(),
        currency,
        payments,
    })
}

fn buyers(node: &Node<'_>, asked: &mut Asked, r: &mut Reader) -> Option<Buyers> {
    if !node.object(&["Type", "PositiveTargeting"], r) {
        return None;
    }
    let targeting = node.need("PositiveTargeting", r)?;
    if !targeting.object(&["BuyerAccounts"], r) {
        return None;
    }
    let list = targeting.need("BuyerAccounts", r)?;
    let nodes = list.bounded((1, MAX_BUYERS), ("buyer accounts", ""), r)?;
    let mut accounts = Vec::new();
    for node in nodes {
        // An entity has an object of each buyer, a request the account alone.
        let account = match (r.source, node.value) {
            (Source::Entity, Json::Object(_)) => {
                node.object(&["AwsAccountId", "LegalName"], r);
                node.need("AwsAccountId", r)
            }
            (Source::Entity | Source::Request, _) => Some(node),
        };
        let Some(node) = account else { continue };
        let Some(account) = values::account(&node, r) else {
            continue;
        };
        if accounts.contains(&account) {
            let text = format!("{account} stands here a second time; a buyer counts once");
            asked.left_over.push(Remark::new(node.path, text));
        } else {
            accounts.push(account);
        }
    }
    Buyers::new(accounts).ok()
}
