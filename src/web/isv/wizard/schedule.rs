//! The flexible payment schedule on the discount step: units, rates, payments, and the generator that fills them.

use crate::answers::{Fields, discount, gone, schedule};
use crate::domain::catalog::{Dimension, DimensionKey, Product};
use crate::domain::money::Currency;
use crate::web::view;

/// A dimension with a box: its units or its rate.
#[derive(Debug)]
pub struct BoxView {
    pub name: String,
    pub note: String,
    pub field: String,
    pub value: String,
}

/// One payment.
#[derive(Debug)]
pub struct PaymentView {
    pub number: u32,
    pub amount_field: String,
    pub amount: String,
    pub date_field: String,
    pub day: String,
    pub month: String,
    pub year: String,
}

impl PaymentView {
    pub fn amount_label(&self) -> String {
        format!("Amount of payment {}", self.number)
    }

    pub fn date_label(&self) -> String {
        format!("Date of payment {}", self.number)
    }
}

/// What the schedule's part of the step shows.
#[derive(Debug)]
pub struct ScheduleView {
    pub title: String,
    /// The field that names the dimensions with a box, and their keys.
    pub scheduled: (String, String),
    /// Whether a buyer picks one dimension and no quantity.
    pub tiered: bool,
    pub contract_length: String,
    pub unit: &'static str,
    pub currency: &'static str,
    pub units: Vec<BoxView>,
    pub rates: Vec<BoxView>,
    pub payments: Vec<PaymentView>,
    pub plan_total: String,
    pub plan_first: String,
    pub plan_frequency: String,
    pub plan_every: String,
    pub plan_count: String,
    pub plan_day: String,
    pub plan_month: String,
    pub plan_year: String,
}

impl ScheduleView {
    pub fn of(product: &Product, fields: &Fields) -> Self {
        let typed = |name: &str| fields.get(name).to_owned();
        let currency = Currency::parse(fields.get("currency")).unwrap_or(Currency::LIST);
        let gone_box = |key: &DimensionKey, field: String| BoxView {
            name: gone::label(key),
            note: String::new(),
            value: fields.get(&field).to_owned(),
            field,
        };
        let (units_gone, rates_gone) = (gone::units(fields, product), gone::rates(fields, product));
        let own = product.dimensions.iter().map(|dimension| &dimension.key);
        let boxes: Vec<&str> = own
            .chain(&units_gone)
            .chain(&rates_gone)
            .map(DimensionKey::as_str)
            .collect();
        Self {
            title: product.title.clone(),
            scheduled: (gone::scheduled_field(&product.id), boxes.join(" ")),
            tiered: product.tiered,
            contract_length: typed(schedule::CONTRACT_LENGTH),
            unit: product
                .model
                .duration_unit()
                .map_or("months", |unit| unit.label()),
            currency: currency.code(),
            units: product
                .contract_dimensions()
                .map(|dimension| units(dimension, fields))
                .chain(
                    units_gone
                        .iter()
                        .map(|key| gone_box(key, schedule::units_field(key))),
                )
                .collect(),
            rates: product
                .usage_dimensions()
                .map(|dimension| rate(dimension, fields))
                .chain(
                    rates_gone
                        .iter()
                        .map(|key| gone_box(key, schedule::rate_field(key))),
                )
                .collect(),
            payments: payments(fields),
            plan_total: typed("plan_total"),
            plan_first: typed("plan_first"),
            plan_frequency: typed("plan_frequency"),
            plan_every: typed("plan_every"),
            plan_count: typed("plan_count"),
            plan_day: typed("plan_date-day"),
            plan_month: typed("plan_date-month"),
            plan_year: typed("plan_date-year"),
        }
    }
}

fn units(dimension: &Dimension, fields: &Fields) -> BoxView {
    let field = schedule::units_field(&dimension.key);
    BoxView {
        name: dimension.name.clone(),
        note: dimension.unit.clone(),
        value: fields.get(&field).to_owned(),
        field,
    }
}

fn rate(dimension: &Dimension, fields: &Fields) -> BoxView {
    let field = schedule::rate_field(&dimension.key);
    let note = dimension.usage_rate.map_or_else(String::new, |rate| {
        format!(
            "List rate {}; leave empty to keep it",
            view::amount(rate, Currency::LIST)
        )
    });
    BoxView {
        name: dimension.name.clone(),
        note,
        value: fields.get(&field).to_owned(),
        field,
    }
}

/// The payment rows; one empty row when there is none yet.
fn payments(fields: &Fields) -> Vec<PaymentView> {
    let mut numbers = schedule::rows(fields);
    if numbers.is_empty() {
        numbers.push(1);
    }
    let view = |number: u32| {
        let [amount, day, month, year] = schedule::row(fields, number).map(str::to_owned);
        PaymentView {
            number,
            amount_field: schedule::amount_field(number),
            amount,
            date_field: schedule::date_field(number),
            day,
            month,
            year,
        }
    };
    numbers.into_iter().map(view).collect()
}

/// The sum of the amounts that can be read.
pub fn total(fields: &Fields) -> String {
    view::total(schedule::total(fields), discount::currency(fields))
}
