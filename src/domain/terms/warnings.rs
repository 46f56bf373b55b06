//! What is unusual but allowed: said on the review page before anything is created.

use super::ProvenTerms;
use crate::domain::catalog::Product;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;
use crate::domain::money::Currency;
use crate::domain::pricing::{Charge, PriceBook, PriceLine};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Something unusual but allowed, to be read before creating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A wholesale price of this product is above the list price.
    AboveList(String),
    /// The discount of this product is over a half.
    OverHalf(String),
    /// An up-front price of this product is under 1.00, as if somebody had lost the thousands. A usage rate is not looked at:
    /// most are under 1.00, as 0.05 an hour is.
    UnderOne(String),
    /// Dimensions of this product that are bought together have different units; AWS may refuse that (Catalog API,
    /// INVALID_RATE_CARD). Rates of usage are not looked at: each dimension is metered in a unit of its own.
    UnitsDiffer(String),
    /// Buyers are named although a single offer can be made.
    BuyersAndSingleUse,
    /// AWS asks that the buyer pays by invoice (Seller Guide, flexible payment scheduler).
    InvoiceTerms,
}

/// What is unusual about proven terms, each kind once a product.
pub fn warnings(proven: &ProvenTerms) -> Vec<Warning> {
    let mut found = Vec::new();
    for (product, book) in proven.products() {
        let title = || product.title.clone();
        if book.lines.iter().any(|line| line.above_list(book.currency)) {
            found.push(Warning::AboveList(title()));
        }
        if book.lines.iter().any(|line| over_half(line, book.currency)) {
            found.push(Warning::OverHalf(title()));
        }
        if upfront(book).any(|line| line.wholesale.value() < Decimal::ONE) {
            found.push(Warning::UnderOne(title()));
        }
        if units_differ(proven, product, book) {
            found.push(Warning::UnitsDiffer(title()));
        }
    }
    let terms = proven.terms();
    if !terms.buyers.is_anyone() && terms.duration.kind() == DurationKind::SingleUse {
        found.push(Warning::BuyersAndSingleUse);
    }
    if terms.discount.kind() == DiscountKind::Flexible {
        found.push(Warning::InvoiceTerms);
    }
    found
}

fn upfront(book: &PriceBook) -> impl Iterator<Item = &PriceLine> {
    book.lines
        .iter()
        .filter(|line| matches!(line.key.charge, Charge::Upfront(_)))
}

fn over_half(line: &PriceLine, currency: Currency) -> bool {
    currency == Currency::LIST
        && line
            .list
            .is_some_and(|list| line.wholesale.value() * Decimal::TWO < list.value())
}

/// Whether what is bought together is counted in different units: what has up-front prices, and under a payment schedule,
/// which has none, what it includes units of.
fn units_differ(proven: &ProvenTerms, product: &Product, book: &PriceBook) -> bool {
    let mut units: BTreeSet<String> = upfront(book).map(|line| line.unit.clone()).collect();
    if let Some(schedule) = proven.schedule(product) {
        let covered = proven.dimensions(product).into_iter();
        let bought = covered.filter(|dimension| schedule.quantity(&dimension.key).is_some());
        units.extend(bought.map(|dimension| dimension.unit));
    }
    units.len() > 1
}
