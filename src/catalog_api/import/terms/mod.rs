//! Terms: prices, payments, contracts, buyers (Catalog API, UpdatePricingTerms and its like). A request and an entity
//! write them alike.

mod pricing;

pub(super) use pricing::{upfront, usage};

use super::asked::{Asked, PaymentTerm, Pricing};
use super::json::Json;
use super::node::{At, Node, Reader, Source};
use super::remark::Remark;
use super::{legal, values};
use crate::domain::buyers::{Buyers, MAX_BUYERS};
use crate::domain::money::PriceKind;
use crate::domain::schedule::{MAX_PAYMENTS, Payment};
use pricing::priced;
use std::collections::BTreeSet;

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
