//! What stands around the rows of a list of offers: statuses to choose from, filters in use, headings that sort.

use crate::domain::offer::OfferStatus;
use crate::domain::opportunity::Side;
use crate::store::offers::table::{OfferQuery, OfferSort};
use crate::web::lists::{self, Chip, Choice, Column, Heading};
use crate::web::offers::query;

/// The statuses.
pub fn statuses(query: &OfferQuery) -> Vec<Choice> {
    let choice = |status: OfferStatus| {
        let chosen = query.statuses.contains(&status);
        Choice::new(status.as_str(), status.label(), chosen)
    };
    OfferStatus::ALL.map(choice).into()
}

/// The headings that sort.
pub fn headings(side: Side, query: &OfferQuery) -> Vec<Heading> {
    let path = query::path(side);
    let heading = |column: Column<OfferSort>| {
        let is_number = column.0 == OfferSort::Accepted;
        lists::heading(&path, query, column, if is_number { "num" } else { "" })
    };
    query::columns(side).map(heading).into()
}

/// Every filter in use, with the address of the list without it; `opportunity` is the name of the one it is narrowed to.
pub fn chips(side: Side, query: &OfferQuery, opportunity: Option<&str>) -> Vec<Chip> {
    let path = query::path(side);
    let chip = |label: String, without: &dyn Fn(&mut OfferQuery)| {
        lists::chip(&path, query, label, without)
    };
    let mut chips = Vec::new();
    if !query.search.is_empty() {
        let label = format!("Search: {}", query.search);
        chips.push(chip(label, &|rest| rest.search.clear()));
    }
    for status in &query.statuses {
        let label = format!("Status: {}", status.label());
        chips.push(chip(label, &|rest| {
            rest.statuses.retain(|other| other != status);
        }));
    }
    if let Some(id) = query.opportunity {
        let name = opportunity.map_or_else(|| id.to_string(), str::to_owned);
        let label = format!("Opportunity: {name}");
        chips.push(chip(label, &|rest| rest.opportunity = None));
    }
    chips
}
