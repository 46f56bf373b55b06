//! The generator of payments.

use super::rows;
use crate::answers::typed::{self, DateBoxes, NumberError, Unit};
use crate::answers::{Fields, Problems, discount};
use crate::domain::contract_duration::MAX_MONTHS;
use crate::domain::money::{Amount, Currency, MAX_AMOUNT, PriceKind, group_digits};
use crate::domain::schedule::{self, Frequency, MAX_PAYMENTS, Plan};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What to do about a total that is too much for so many payments.
fn payment_too_large() -> String {
    format!(
        "Each payment must be {} or less – lower the contract total or add payments",
        group_digits(MAX_AMOUNT)
    )
}

/// Fills the payment rows from the generator's fields.
///
/// # Errors
/// What is wrong with the generator's fields; the rows then stay as they are.
pub fn generate(fields: &mut Fields) -> Result<(), Problems> {
    let currency = discount::currency(fields);
    let mut problems = Problems::none();
    let total = total(fields, currency)
        .map_err(|text| problems.add("plan_total", text))
        .ok();
    let first_payment = typed::amount(
        fields.get("plan_first"),
        PriceKind::Instalment,
        currency,
        "plan_first",
        "First payment",
    )
    .unwrap_or_else(|found| {
        problems.append(found);
        None
    });
    let most = u32::try_from(MAX_PAYMENTS).unwrap_or(u32::MAX);
    let count = typed::count(fields.get("plan_count"), most);
    if count.is_none() {
        let text = if fields.get("plan_count").trim().is_empty() {
            "Enter the number of payments".to_owned()
        } else {
            format!("Number of payments must be a whole number from 1 to {MAX_PAYMENTS}")
        };
        problems.add("plan_count", text);
    }
    let frequency = frequency(fields, &mut problems);
    let first_date = plan_date(fields, &mut problems);
    let (Some(total), Some(count), Some(frequency), Some(first_date)) =
        (total, count, frequency, first_date)
    else {
        return Err(problems);
    };
    problems.unless_any(())?;
    let plan = Plan {
        total,
        first_payment,
        frequency,
        first_date,
        count,
    };
    let payments = schedule::generate(plan, currency).ok_or_else(|| no_schedule(plan))?;
    rows::write(fields, &payments, currency);
    Ok(())
}

/// The contract total, which may be more than a single amount may be.
fn total(fields: &Fields, currency: Currency) -> Result<Decimal, String> {
    let places = PriceKind::Instalment.places(currency);
    let too_fine = || {
        Err(format!(
            "Contract total must have {}",
            typed::decimals(places)
        ))
    };
    match typed::number(fields.get("plan_total"), Unit::Money(currency)) {
        Ok(total) if total < Decimal::ZERO => Err("Contract total must be 0 or more".to_owned()),
        Ok(total) if total.normalize().scale() > places => too_fine(),
        Ok(total) => Ok(total),
        Err(NumberError::TooFine) => too_fine(),
        Err(NumberError::TooLarge) => Err(payment_too_large()),
        Err(NumberError::Empty) => Err("Enter the contract total".to_owned()),
        Err(NumberError::OtherUnit) => {
            Err(format!("Contract total must be an amount in {currency}"))
        }
        Err(NumberError::NotANumber | NumberError::Unclear) => {
            Err("Contract total must be a number, like 1,200.50".to_owned())
        }
    }
}

/// Why a plan whose parts are all right makes no schedule.
fn no_schedule(plan: Plan) -> Problems {
    let first = plan.first_payment.map(Amount::value);
    if plan.count == 1 && first.is_some_and(|first| first != plan.total) {
        Problems::one(
            "plan_first",
            "First payment must be the contract total when it is the only one",
        )
    } else if plan.count > 1 && first.is_some_and(|first| first >= plan.total) {
        Problems::one(
            "plan_first",
            "First payment must leave something for the other payments",
        )
    } else {
        Problems::one("plan_total", payment_too_large())
    }
}

fn frequency(fields: &Fields, problems: &mut Problems) -> Option<Frequency> {
    match fields.get("plan_frequency") {
        "monthly" | "" => Some(Frequency::Monthly),
        "quarterly" => Some(Frequency::Quarterly),
        "annually" => Some(Frequency::Annually),
        _ => {
            let typed = fields.get("plan_every");
            let every = typed::count(typed, u32::from(MAX_MONTHS));
            if every.is_none() {
                let text = if typed.trim().is_empty() {
                    "Enter the months between payments".to_owned()
                } else {
                    format!("Months between payments must be a whole number from 1 to {MAX_MONTHS}")
                };
                problems.add("plan_every", text);
            }
            every.map(Frequency::Every)
        }
    }
}

fn plan_date(fields: &Fields, problems: &mut Problems) -> Option<NaiveDate> {
    let boxes = DateBoxes::of(fields, "plan_date");
    match typed::date(boxes, "plan_date", "Date of the first payment") {
        Ok(Some(date)) => Some(date),
        Ok(None) => {
            problems.add("plan_date-day", "Enter the date of the first payment");
            None
        }
        Err(found) => {
            problems.append(found);
            None
        }
    }
}
