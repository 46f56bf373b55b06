//! The rows into which payments are typed.

use crate::answers::{Fields, Problems, discount, duration, typed};
use crate::domain::money::{self, Currency, PriceKind};
use crate::domain::schedule::{MAX_PAYMENTS, Payment};
use rust_decimal::Decimal;
use std::fmt::Display;

/// What to do about more payments than there may be.
pub fn too_many() -> String {
    format!("You can add up to {MAX_PAYMENTS} payments")
}

/// The numbers of the payment rows that there are, in order.
pub fn rows(fields: &Fields) -> Vec<u32> {
    let number = |name: &str| {
        name.split_once('[')?
            .1
            .split_once(']')?
            .0
            .parse::<u32>()
            .ok()
    };
    let is_row = |name: &&str| name.starts_with("amount[") || name.starts_with("date[");
    let mut rows: Vec<u32> = fields
        .iter()
        .map(|(name, _)| name)
        .filter(is_row)
        .filter_map(number)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The name of the amount of a payment.
pub fn amount_field(number: impl Display) -> String {
    format!("amount[{number}]")
}

/// What the names of the three boxes of a payment's date have in common.
pub fn date_field(number: impl Display) -> String {
    format!("date[{number}]")
}

/// The names of the fields of a payment row: its amount and the three boxes of its date.
fn names(number: u32) -> [String; 4] {
    let date = date_field(number);
    [
        amount_field(number),
        format!("{date}-day"),
        format!("{date}-month"),
        format!("{date}-year"),
    ]
}

/// What was typed into a payment row: its amount and the three boxes of its date.
pub fn row(fields: &Fields, number: u32) -> [&str; 4] {
    names(number).map(|name| fields.get(&name))
}

/// Puts these payment rows in place of all there are, numbered from 1.
fn set_rows(fields: &mut Fields, rows_typed: &[[String; 4]]) {
    for number in rows(fields) {
        for name in names(number) {
            fields.remove(&name);
        }
    }
    for (number, row) in (1..).zip(rows_typed) {
        for (name, typed) in names(number).into_iter().zip(row) {
            fields.set(name, typed);
        }
    }
}

fn typed_rows(fields: &Fields) -> Vec<[String; 4]> {
    rows(fields)
        .into_iter()
        .map(|number| row(fields, number).map(str::to_owned))
        .collect()
}

/// Drops rows in which nothing was typed, so that payment 2 is the second row on the page.
pub fn tidy(fields: &mut Fields) {
    let kept: Vec<_> = typed_rows(fields)
        .into_iter()
        .filter(|row| row.iter().any(|text| !text.trim().is_empty()))
        .collect();
    set_rows(fields, &kept);
}

/// Adds an empty payment row.
///
/// # Errors
/// When there are as many as there may be; said beside the last of them, above the button.
pub fn add_row(fields: &mut Fields) -> Result<(), Problems> {
    let mut all = typed_rows(fields);
    let full = all.len() >= MAX_PAYMENTS;
    if !full {
        all.push(Default::default());
    }
    set_rows(fields, &all);
    if full {
        let last = amount_field(all.len());
        return Err(Problems::one(last, too_many()));
    }
    Ok(())
}

/// Takes away the payment row of this number.
pub fn remove_row(fields: &mut Fields, number: u32) {
    let kept: Vec<_> = (1..)
        .zip(typed_rows(fields))
        .filter(|(n, _)| *n != number)
        .map(|(_, row)| row)
        .collect();
    set_rows(fields, &kept);
}

/// The total of the amounts typed so far; what is no amount does not count.
pub fn total(fields: &Fields) -> Decimal {
    let currency = discount::currency(fields);
    let amounts = rows(fields).into_iter().filter_map(|number| {
        let [amount, ..] = row(fields, number);
        typed::amount(amount, PriceKind::Instalment, currency, "", "").ok()?
    });
    money::total(amounts)
}

/// Puts these payments in place of all rows there are.
pub fn write(fields: &mut Fields, payments: &[Payment], currency: Currency) {
    set_rows(fields, &[]);
    for (number, payment) in (1..).zip(payments) {
        fields.set(amount_field(number), payment.amount.plain(currency));
        duration::write_date(fields, &date_field(number), payment.date);
    }
}
