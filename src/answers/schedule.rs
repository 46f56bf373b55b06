//! Flexible payment schedule: contract duration, units, payments, and rates of further use.

use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems, discount, duration};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::Discount;
use crate::domain::money::{Amount, Currency, PriceKind};
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::{
    self, Frequency, Grant, MAX_PAYMENTS, MAX_QUANTITY, Payment, Plan, Schedule,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Reads the schedule of the one product it is for; of several products, the first's.
///
/// # Errors
/// What is wrong with its fields.
pub fn parse(fields: &Fields, products: &[Product]) -> Result<Discount, Problems> {
    let currency = discount::currency(fields);
    let mut problems = Problems::none();
    let Some(product) = products.first() else {
        return Err(Problems::one("discount_type", "Select the product first"));
    };
    let contract = contract(fields, product, &mut problems);
    let grants = grants(fields, product, &mut problems);
    let payments = payments(fields, currency, &mut problems);
    let rates = rates(fields, product, currency, &mut problems);
    match contract {
        Some(contract) => problems.unless_any(Discount::Flexible {
            currency,
            schedule: Schedule {
                contract,
                grants,
                payments,
            },
            rates,
        }),
        None => Err(problems),
    }
}

fn contract(
    fields: &Fields,
    product: &Product,
    problems: &mut Problems,
) -> Option<ContractDuration> {
    let Some(unit) = product.model.duration_unit() else {
        problems.add(
            "discount_type",
            format!(
                "{} has no contract prices – choose another kind of discount",
                product.title
            ),
        );
        return None;
    };
    let typed = fields.get("contract_length");
    let contract = typed::count(typed, u32::from(unit.most()))
        .and_then(|n| u16::try_from(n).ok())
        .and_then(|n| unit.duration(n));
    if contract.is_none() {
        let text = if typed.trim().is_empty() {
            format!("Enter the contract duration in {}", unit.label())
        } else {
            format!(
                "Contract duration must be a whole number of {} from 1 to {}",
                unit.label(),
                unit.most()
            )
        };
        problems.add("contract_length", text);
    }
    contract
}

/// The name of the units of a dimension.
pub fn units_field(key: &DimensionKey) -> String {
    format!("units[{key}]")
}

/// The name of the rate of a usage dimension.
pub fn rate_field(key: &DimensionKey) -> String {
    format!("rate[{key}]")
}

fn grants(fields: &Fields, product: &Product, problems: &mut Problems) -> Vec<Grant> {
    let mut grants = Vec::new();
    for dimension in product.contract_dimensions() {
        let field = units_field(&dimension.key);
        let typed = fields.get(&field);
        if typed.trim().is_empty() || typed.trim() == "0" {
            continue;
        }
        match typed::count(typed, MAX_QUANTITY) {
            Some(quantity) => grants.push(Grant {
                dimension: dimension.key.clone(),
                quantity,
            }),
            None => problems.add(field, units_text(&dimension.name)),
        }
    }
    grants
}

/// What to do about units that are no quantity.
pub fn units_text(dimension: &str) -> String {
    format!("Units of {dimension} must be a whole number from 1 to 2,147,483,646")
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

/// What was typed into a payment row: its amount and the three boxes of its date.
pub fn row(fields: &Fields, number: u32) -> [&str; 4] {
    [
        fields.get(&format!("amount[{number}]")),
        fields.get(&format!("date[{number}]-day")),
        fields.get(&format!("date[{number}]-month")),
        fields.get(&format!("date[{number}]-year")),
    ]
}

/// Puts these payment rows in place of all there are, numbered from 1.
fn set_rows(fields: &mut Fields, rows_typed: &[[String; 4]]) {
    for number in rows(fields) {
        for name in ["amount[N]", "date[N]-day", "date[N]-month", "date[N]-year"] {
            fields.remove(&name.replace('N', &number.to_string()));
        }
    }
    for (number, [amount, day, month, year]) in (1..).zip(rows_typed) {
        fields.set(format!("amount[{number}]"), amount);
        fields.set(format!("date[{number}]-day"), day);
        fields.set(format!("date[{number}]-month"), month);
        fields.set(format!("date[{number}]-year"), year);
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

/// Adds an empty payment row, up to the most there may be.
pub fn add_row(fields: &mut Fields) {
    let mut all = typed_rows(fields);
    if all.len() < MAX_PAYMENTS {
        all.push(Default::default());
    }
    set_rows(fields, &all);
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

fn payments(fields: &Fields, currency: Currency, problems: &mut Problems) -> Vec<Payment> {
    let mut payments = Vec::new();
    for (position, number) in (1..).zip(rows(fields)) {
        let [amount, day, month, year] = row(fields, number);
        let field = format!("amount[{number}]");
        let what = format!("Amount of payment {position}");
        let amount = typed::amount(amount, PriceKind::Instalment, currency, &field, &what);
        let stem = format!("date[{number}]");
        let date = typed::date(
            DateBoxes { day, month, year },
            &stem,
            &format!("Date of payment {position}"),
        );
        match (amount, date) {
            (Ok(Some(amount)), Ok(Some(date))) => payments.push(Payment { date, amount }),
            (amount, date) => {
                match amount {
                    Ok(Some(_)) => {}
                    Ok(None) => {
                        problems.add(field, format!("Enter the amount of payment {position}"))
                    }
                    Err(found) => problems.append(found),
                }
                match date {
                    Ok(Some(_)) => {}
                    Ok(None) => problems.add(
                        format!("{stem}-day"),
                        format!("Enter the date of payment {position}"),
                    ),
                    Err(found) => problems.append(found),
                }
            }
        }
    }
    payments
}

fn rates(
    fields: &Fields,
    product: &Product,
    currency: Currency,
    problems: &mut Problems,
) -> BTreeMap<LineKey, Amount> {
    let mut rates = BTreeMap::new();
    for dimension in product.usage_dimensions() {
        let field = rate_field(&dimension.key);
        match typed::amount(
            fields.get(&field),
            PriceKind::Usage,
            currency,
            &field,
            "Usage rate",
        ) {
            Ok(Some(rate)) => {
                rates.insert(
                    LineKey {
                        dimension: dimension.key.clone(),
                        charge: Charge::Usage,
                    },
                    rate,
                );
            }
            Ok(None) => {}
            Err(found) => problems.append(found),
        }
    }
    rates
}

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
    write_payments(fields, &payments, currency);
    Ok(())
}

fn frequency(fields: &Fields, problems: &mut Problems) -> Option<Frequency> {
    match fields.get("plan_frequency") {
        "monthly" | "" => Some(Frequency::Monthly),
        "quarterly" => Some(Frequency::Quarterly),
        "annually" => Some(Frequency::Annually),
        _ => {
            let every = typed::count(
                fields.get("plan_every"),
                u32::from(crate::domain::contract_duration::MAX_MONTHS),
            );
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

fn write_payments(fields: &mut Fields, payments: &[Payment], currency: Currency) {
    set_rows(fields, &[]);
    for (number, payment) in (1..).zip(payments) {
        fields.set(format!("amount[{number}]"), payment.amount.plain(currency));
        duration::write_date(fields, &format!("date[{number}]"), payment.date);
    }
}

/// The fields that say this schedule.
pub fn write(fields: &mut Fields, schedule: &Schedule, currency: Currency) {
    let (ContractDuration::Months(count) | ContractDuration::Days(count)) = schedule.contract;
    fields.set("contract_length", count.to_string());
    for grant in &schedule.grants {
        fields.set(units_field(&grant.dimension), grant.quantity.to_string());
    }
    write_payments(fields, &schedule.payments, currency);
}
