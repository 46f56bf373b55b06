//! Flexible payment schedule: contract duration, units, payments, and rates of further use.

mod plan;
mod rows;

pub use plan::generate;
pub use rows::{add_row, amount_field, date_field, remove_row, row, rows, tidy, too_many, total};

use crate::answers::conflict::one_product_only;
use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems, discount};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::contract_duration::{ContractDuration, DurationUnit};
use crate::domain::discount::Discount;
use crate::domain::money::{Amount, Currency, PriceKind, group_digits};
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::{Grant, MAX_QUANTITY, Payment, Schedule};
use std::collections::BTreeMap;

/// The field of the contract duration, which every page with a schedule has.
pub const CONTRACT_LENGTH: &str = "contract_length";

/// Whether a field is one of a schedule itself: what is paid when and for how long, or what fills that in.
pub fn is_of_schedule(name: &str) -> bool {
    name == CONTRACT_LENGTH
        || ["amount[", "date[", "plan_"]
            .iter()
            .any(|start| name.starts_with(start))
}

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
    let Some(unit) = product.model.duration_unit() else {
        let text = format!(
            "{} has no contract prices – choose another kind of discount",
            product.title
        );
        return Err(Problems::one("discount_type", text));
    };
    let contract = contract(fields, unit, &mut problems);
    let grants = grants(fields, product, &mut problems);
    let payments = payments(fields, currency, &mut problems);
    let rates = rates(fields, product, currency, &mut problems);
    match contract {
        Some(contract) if problems.is_empty() => Ok(Discount::Flexible {
            currency,
            schedule: Schedule {
                contract,
                grants,
                payments,
            },
            rates,
        }),
        // The page has the fields of a schedule for one product only.
        Some(_) | None if products.len() > 1 => Err(Problems::one(
            "discount_type",
            one_product_only(products.len()),
        )),
        Some(_) | None => Err(problems),
    }
}

fn contract(
    fields: &Fields,
    unit: DurationUnit,
    problems: &mut Problems,
) -> Option<ContractDuration> {
    let typed = fields.get(CONTRACT_LENGTH);
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
        problems.add(CONTRACT_LENGTH, text);
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
    format!(
        "Units of {dimension} must be a whole number from 1 to {}",
        group_digits(MAX_QUANTITY)
    )
}

fn payments(fields: &Fields, currency: Currency, problems: &mut Problems) -> Vec<Payment> {
    let mut payments = Vec::new();
    if rows(fields).is_empty() {
        problems.add(amount_field(1), "Add at least one payment");
    }
    for (position, number) in (1..).zip(rows(fields)) {
        let (field, stem) = (amount_field(number), date_field(number));
        let amount = typed::amount(
            fields.get(&field),
            PriceKind::Instalment,
            currency,
            &field,
            &format!("Amount of payment {position}"),
        );
        let date = typed::date(
            DateBoxes::of(fields, &stem),
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
            &format!("Usage rate for {}", dimension.name),
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

/// The fields that say this schedule.
pub fn write(fields: &mut Fields, schedule: &Schedule, currency: Currency) {
    let (ContractDuration::Months(count) | ContractDuration::Days(count)) = schedule.contract;
    fields.set(CONTRACT_LENGTH, count.to_string());
    for grant in &schedule.grants {
        fields.set(units_field(&grant.dimension), grant.quantity.to_string());
    }
    rows::write(fields, &schedule.payments, currency);
}
