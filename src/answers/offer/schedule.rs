//! Step 3, under a payment schedule: one markup for all payments, or an amount of one's own for each date.

use crate::answers::{Fields, Problems, typed};
use crate::domain::money::{Amount, Currency, PriceKind};
use crate::domain::schedule::Schedule;

/// The fields of this step.
pub const FIELDS: &[&str] = &["payments", "amount"];

/// How the buyer's payments come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentsChoice {
    /// By the markup of the price step.
    Markup,
    /// These amounts, in the order of the dates.
    Own(Vec<Amount>),
}

/// The value that chooses the markup.
pub const MARKUP: &str = "markup";
/// The value that chooses own amounts.
pub const OWN: &str = "own";

/// Whether own amounts are chosen.
pub fn is_own(fields: &Fields) -> bool {
    fields.is("payments", OWN)
}

/// The name of the amount of a payment, counted from 1.
pub fn amount_field(number: usize) -> String {
    format!("amount[{number}]")
}

/// Reads the choice and, where they are chosen, the amounts.
///
/// # Errors
/// When nothing is chosen, or an amount is missing or wrong.
pub fn parse(
    fields: &Fields,
    schedule: &Schedule,
    currency: Currency,
) -> Result<PaymentsChoice, Problems> {
    match fields.get("payments") {
        MARKUP => Ok(PaymentsChoice::Markup),
        OWN => own(fields, schedule, currency).map(PaymentsChoice::Own),
        _ => Err(Problems::one(
            "payments",
            "Select one markup for all payments or your own amounts",
        )),
    }
}

fn own(fields: &Fields, schedule: &Schedule, currency: Currency) -> Result<Vec<Amount>, Problems> {
    let mut amounts = Vec::with_capacity(schedule.payments.len());
    let mut problems = Problems::none();
    for number in 1..=schedule.payments.len() {
        let field = amount_field(number);
        let what = format!("Amount of payment {number}");
        let kind = PriceKind::Instalment;
        match typed::amount(fields.get(&field), kind, currency, &field, &what) {
            Ok(Some(amount)) => amounts.push(amount),
            Ok(None) => problems.add(field, format!("Enter the amount of payment {number}")),
            Err(found) => problems.append(found),
        }
    }
    problems.unless_any(amounts)
}

/// The fields that choose these amounts, or the markup.
pub fn write(own: Option<&[Amount]>, currency: Currency) -> Fields {
    let mut fields = Fields::default();
    match own {
        None => fields.set("payments", MARKUP),
        Some(amounts) => {
            fields.set("payments", OWN);
            for (number, amount) in (1..).zip(amounts) {
                fields.set(amount_field(number), amount.plain(currency));
            }
        }
    }
    fields
}
