//! What a page did not show and a save must not lose: the prices and dimensions of products that are not chosen at the
//! moment, the percentage and the payment schedule while they cannot be had, prices of contract durations that are not
//! ticked. They are there again when what they belong to comes back, and no opportunity is made of them.
//!
//! A page sends every box that it shows, empty or not, and lists every product whose tick boxes it shows. So what is
//! saved and was not sent was not shown.

use super::bounds::{MAX_BYTES, MAX_FIELDS};
use super::fields::{self, LISTED, SCHEDULED, split};
use super::{Fields, Step, dimensions, individual, schedule};
use crate::domain::catalog::ProductId;

/// Takes over from what is saved of a step whatever its page did not show. A step keeps no more than the longest page
/// can send; what is more is let go.
pub fn keep(step: Step, typed: &mut Fields, saved: &Fields) {
    let unseen: Vec<(&str, &[String])> = saved
        .iter()
        .filter(|(name, _)| is_unseen(step, name, typed))
        .collect();
    if takes_lists(step) {
        for product in saved.all(LISTED) {
            if !typed.holds(LISTED, product) {
                typed.add(LISTED, product);
            }
        }
    }
    let (mut bytes, mut count) = (typed.size(), typed.count());
    for (name, values) in unseen {
        bytes += fields::size(name, values);
        count += values.len();
        if bytes > MAX_BYTES || count > MAX_FIELDS {
            return;
        }
        typed.set_all(name, values);
    }
}

/// Whether a step's page lists the products whose tick boxes it shows.
fn takes_lists(step: Step) -> bool {
    match step {
        Step::Discount | Step::Dimensions => true,
        Step::Details
        | Step::Resellers
        | Step::Products
        | Step::Duration
        | Step::Buyers
        | Step::Eula
        | Step::Rcmp => false,
    }
}

/// Whether a saved field of a step had no place on the page that sent these fields.
fn is_unseen(step: Step, name: &str, typed: &Fields) -> bool {
    if typed.has(name) {
        return false;
    }
    match step {
        Step::Discount => is_unseen_price(name, typed),
        Step::Dimensions => is_unseen_dimension(name, typed),
        Step::Details
        | Step::Resellers
        | Step::Products
        | Step::Duration
        | Step::Buyers
        | Step::Eula
        | Step::Rcmp => false,
    }
}

fn is_unseen_price(name: &str, typed: &Fields) -> bool {
    match (split(name).0, split(name).1.as_slice()) {
        ("term" | "term_custom", [product]) => !typed.holds(LISTED, product),
        ("rule", [product, row]) => ProductId::parse(product)
            .is_some_and(|product| !typed.has(&individual::value_field(&product, row))),
        ("percent" | "value" | "units" | "rate" | SCHEDULED, _) => true,
        _ => schedule::is_of_schedule(name) && !typed.has(schedule::CONTRACT_LENGTH),
    }
}

fn is_unseen_dimension(name: &str, typed: &Fields) -> bool {
    match (split(name).0, split(name).1.as_slice()) {
        ("fee", _) => true,
        ("keep", [product, _]) => !typed.holds(LISTED, product),
        // Of a row that is there, prices and units that it cannot have at the moment.
        (stem, [product, row, ..]) if stem.starts_with("dim_") => {
            !typed.holds(LISTED, product) || has_row(typed, product, row)
        }
        _ => false,
    }
}

fn has_row(typed: &Fields, product: &str, row: &str) -> bool {
    match (ProductId::parse(product), row.parse::<u32>()) {
        (Some(product), Ok(row)) => typed.has(&dimensions::row_field("dim_name", &product, row)),
        (None, _) | (_, Err(_)) => false,
    }
}
