//! What an opportunity costs: its price book and its payment schedule, as they were frozen at creation.

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
    let schedule: &Schedule = opportunity.schedule.as_ref()?;
    let currency = opportunity.prices.currency;
    let named = |grant: &Grant| {
        let dimension = opportunity
            .dimensions
            .iter()
            .find(|d| d.key == grant.dimension);
        let name = dimension.map_or_else(|| grant.dimension.to_string(), |d| d.name.clone());
        (name, money::group_digits(grant.quantity))
    };
    let dated = |payment: &Payment| {
        (
            view::day(payment.date),
            view::amount(payment.amount, currency),
        )
    };
    Some(Payments {
        contract: format!(
            "The buyer’s contract runs for {}.",
            schedule.contract.label()
        ),
        units: schedule.grants.iter().map(named).collect(),
        payments: schedule.payments.iter().map(dated).collect(),
        total: view::total(schedule.total(), currency),
    })
}
