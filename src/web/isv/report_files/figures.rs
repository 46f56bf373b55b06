//! Files of figures for spreadsheets: their columns, and a row of each.

use crate::domain::money::{self, Currency};
use crate::domain::opportunity::discount_label;
use crate::store::reports::{Figures, OpportunityFigures, Sums};
use crate::web::csv;
use chrono::{DateTime, Utc};

pub(super) const OF_OPPORTUNITIES: [&str; 17] = [
    "Opportunity name",
    "Opportunity description",
    "Product name",
    "Reseller name",
    "Discount",
    "Status",
    "Created date",
    "Uses",
    "First use",
    "Last use",
    "Offers extended",
    "Offers accepted",
    "Wholesale value",
    "Currency",
    "Opportunity ID",
    "Product ID",
    "Reseller account ID",
];

pub(super) fn of_opportunity(one: &OpportunityFigures) -> [String; OF_OPPORTUNITIES.len()] {
    let row = &one.row;
    [
        row.name.clone(),
        row.description.clone().unwrap_or_default(),
        row.product_title.clone(),
        row.reseller_name.clone(),
        discount_label(row.discount, row.percent),
        row.status.label().to_owned(),
        csv::moment(row.created_at),
        row.uses.to_string(),
        moment(one.first_use),
        moment(one.last_use),
        one.offers.to_string(),
        one.accepted.to_string(),
        money::plain(one.wholesale, row.currency),
        row.currency.code().to_owned(),
        row.id.to_string(),
        row.product_id.to_string(),
        row.reseller_account.to_string(),
    ]
}

/// The columns of figures, those of money one for each currency.
pub(super) fn with_figures(id: &'static str) -> [&'static str; 14] {
    [
        "Name",
        id,
        "Opportunities created",
        "Active",
        "Uses",
        "First use",
        "Last use",
        "Offers extended",
        "Offers accepted",
        "Wholesale value USD",
        "Wholesale value EUR",
        "Wholesale value GBP",
        "Wholesale value AUD",
        "Wholesale value JPY",
    ]
}

pub(super) fn figures(name: &str, id: &str, figures: &Figures) -> [String; 14] {
    let value = |currency| sum(&figures.wholesale, currency);
    [
        name.to_owned(),
        id.to_owned(),
        figures.created.to_string(),
        figures.active.to_string(),
        figures.uses.to_string(),
        moment(figures.first_use),
        moment(figures.last_use),
        figures.offers.to_string(),
        figures.accepted.to_string(),
        value(Currency::Usd),
        value(Currency::Eur),
        value(Currency::Gbp),
        value(Currency::Aud),
        value(Currency::Jpy),
    ]
}

fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map(csv::moment).unwrap_or_default()
}

fn sum(sums: &Sums, currency: Currency) -> String {
    let sum = sums.get(&currency);
    sum.map(|sum| money::plain(*sum, currency))
        .unwrap_or_default()
}
