//! The generator of payments.

use super::rows;
use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems, discount};
use crate::domain::contract_duration::MAX_MONTHS;
use crate::domain::money::PriceKind;
use crate::domain::schedule::{self, Frequency, MAX_PAYMENTS, Plan};
use chrono::NaiveDate;

/// Fills the payment rows from the generator's fields.
///
/// # Errors
/// What is wrong with the generator's fields; the rows then stay as they are.
pub fn generate(fields: &mut Fields) -> Result<(), Problems> {
    let currency = discount::currency(fields);
    let mut problems = Problems::none();
    let total = typed::number(fields.get("plan_total"))
        .ok()
        .filter(|total| {
            !total.is_sign_negative()
                && total.normalize().scale() <= PriceKind::Instalment.places(currency)
        });
    if total.is_none() {
        problems.add(
            "plan_total",
            "Contract total must be a number, like 1,200.50",
        );
    }
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
        problems.add(
            "plan_count",
            "Number of payments must be a whole number from 1 to 60",
        );
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
    let payments = schedule::generate(plan, currency).ok_or_else(|| {
        Problems::one(
            "plan_first",
            "First payment must leave something for the other payments",
        )
    })?;
    rows::write(fields, &payments, currency);
    Ok(())
}

fn frequency(fields: &Fields, problems: &mut Problems) -> Option<Frequency> {
    match fields.get("plan_frequency") {
        "monthly" | "" => Some(Frequency::Monthly),
        "quarterly" => Some(Frequency::Quarterly),
        "annually" => Some(Frequency::Annually),
        _ => {
            let every = typed::count(fields.get("plan_every"), u32::from(MAX_MONTHS));
            if every.is_none() {
                problems.add(
                    "plan_every",
                    "Months between payments must be a whole number from 1 to 144",
                );
            }
            every.map(Frequency::Every)
        }
    }
}

fn plan_date(fields: &Fields, problems: &mut Problems) -> Option<NaiveDate> {
    let boxes = DateBoxes {
        day: fields.get("plan_date-day"),
        month: fields.get("plan_date-month"),
        year: fields.get("plan_date-year"),
    };
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
