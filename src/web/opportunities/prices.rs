//! What an opportunity costs: its price book and its payment schedule, as they were frozen at creation.

use crate::domain::catalog::DimensionKey;
use crate::domain::money::{self, Currency};
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing::{Basis, PriceLine};
use crate::domain::schedule::{Grant, Payment, Schedule};
use crate::web::view;

/// One price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The dimension's name.
    pub dimension: String,
    /// Whether the dimension exists only in this opportunity.
    pub added: bool,
    /// What is charged for: a contract duration or usage.
    pub charge: String,
    /// The unit that is counted.
    pub unit: String,
    /// The list price, where there is one.
    pub list: Option<String>,
    /// What the partner gets off, or how the price came about.
    pub discount: String,
    /// What the partner pays.
    pub wholesale: String,
}

/// A payment schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payments {
    /// How long the contract runs, in a sentence.
    pub contract: String,
    /// The dimensions bought, and how much of each.
    pub units: Vec<(String, String)>,
    /// When how much falls due.
    pub payments: Vec<(String, String)>,
    /// What all payments come to.
    pub total: String,
}

/// The price book.
pub fn prices(opportunity: &Opportunity) -> Vec<Price> {
    let added = |line: &PriceLine| {
        opportunity
            .dimensions
            .iter()
            .any(|d| d.added && d.key == line.key.dimension)
    };
    let lines = opportunity.prices.lines.iter();
    lines
        .map(|line| price(line, opportunity.prices.currency, added(line)))
        .collect()
}

fn price(line: &PriceLine, currency: Currency, added: bool) -> Price {
    Price {
        dimension: line.name.clone(),
        added,
        charge: line.key.charge.label(),
        unit: line.unit.clone(),
        list: line.list.map(|list| view::amount(list, Currency::LIST)),
        discount: match line.basis {
            Basis::Percent(percent) => format!("{percent}%"),
            Basis::Price => "Own price".to_owned(),
            Basis::Fee => "Usage fee".to_owned(),
            Basis::Custom => "Added".to_owned(),
        },
        wholesale: view::amount(line.wholesale, currency),
    }
}

/// The payment schedule, if there is one.
pub fn payments(opportunity: &Opportunity) -> Option<Payments> {
    let schedule = opportunity.schedule.as_ref()?;
    Some(schedule_of(
        contract(schedule),
        (&schedule.grants, &schedule.payments),
        opportunity.prices.currency,
        |key| opportunity.dimension_name(key),
    ))
}

/// How long the contract of a schedule runs.
pub fn contract(schedule: &Schedule) -> String {
    format!(
        "The buyer’s contract runs for {}.",
        schedule.contract.label()
    )
}

/// What a payment schedule includes, and what is paid when; `name` tells what a dimension is called.
pub fn schedule_of(
    contract: String,
    (grants, payments): (&[Grant], &[Payment]),
    currency: Currency,
    name: impl Fn(&DimensionKey) -> String,
) -> Payments {
    let total = money::total(payments.iter().map(|payment| payment.amount));
    let dated = |payment: &Payment| {
        (
            view::day(payment.date),
            view::amount(payment.amount, currency),
        )
    };
    Payments {
        contract,
        units: units(grants, name),
        payments: payments.iter().map(dated).collect(),
        total: view::total(total, currency),
    }
}

/// How much of what.
pub fn units(grants: &[Grant], name: impl Fn(&DimensionKey) -> String) -> Vec<(String, String)> {
    let unit = |grant: &Grant| {
        let quantity = money::group_digits(grant.quantity);
        (name(&grant.dimension), quantity)
    };
    grants.iter().map(unit).collect()
}
