//! What stands around the rows of the table: what it can be narrowed to, what narrows it now, and what it is sorted by.

use crate::domain::ids::OrganisationId;
use crate::domain::opportunity::{Side, Status};
use crate::store::opportunities::{FilterOptions, SortColumn, TableQuery};
use crate::web::lists::{self, Chip, Choice, Column, Heading};
use crate::web::opportunities::query;
use crate::web::view;
use chrono::NaiveDate;

/// The statuses.
pub fn statuses(query: &TableQuery) -> Vec<Choice> {
    let of = |status: Status| {
        let chosen = query.statuses.contains(&status);
        Choice::new(status.as_str(), status.label(), chosen)
    };
    Status::ALL.map(of).into()
}

/// The resellers or vendors that occur.
pub fn parties(side: Side, query: &TableQuery, options: &FilterOptions) -> Vec<Choice> {
    let (chosen, all) = party(side, query, options);
    all.iter()
        .map(|(id, name)| Choice::new(id, name, chosen == Some(*id)))
        .collect()
}

/// The other party that a side filters by, and those that occur.
fn party<'a>(
    side: Side,
    query: &TableQuery,
    options: &'a FilterOptions,
) -> (Option<OrganisationId>, &'a [(OrganisationId, String)]) {
    match side {
        Side::Isv => (query.reseller, &options.resellers),
        Side::Partner => (query.vendor, &options.vendors),
    }
}

/// The address's word for the other party, and its name on the page.
pub fn party_words(side: Side) -> (&'static str, &'static str) {
    match side {
        Side::Isv => ("reseller", "Reseller"),
        Side::Partner => ("vendor", "Vendor"),
    }
}

/// The products that occur.
pub fn products(query: &TableQuery, options: &FilterOptions) -> Vec<Choice> {
    let all = options.products.iter();
    all.map(|(id, title)| Choice::new(id, title, query.product.as_ref() == Some(id)))
        .collect()
}

/// The headings of all columns.
pub fn headings(side: Side, query: &TableQuery) -> Vec<Heading> {
    let path = query::place(side);
    let heading = |column: &Column<SortColumn>| {
        let is_number = column.0 == SortColumn::Discount;
        lists::heading(&path, query, *column, if is_number { "num" } else { "" })
    };
    query::columns(side).iter().map(heading).collect()
}

/// Every filter in use, with the address of the list without it.
pub fn chips(side: Side, query: &TableQuery, options: &FilterOptions) -> Vec<Chip> {
    let path = query::place(side);
    let chip = |label: String, without: &dyn Fn(&mut TableQuery)| {
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
            rest.statuses.retain(|other| other != status)
        }));
    }
    if let (Some(id), all) = party(side, query, options) {
        let known = all.iter().find(|(other, _)| *other == id);
        let name = known.map_or_else(|| id.to_string(), |(_, name)| name.clone());
        let label = format!("{}: {name}", party_words(side).1);
        chips.push(chip(label, &|rest| {
            (rest.reseller, rest.vendor) = (None, None)
        }));
    }
    if let Some(id) = &query.product {
        let known = options.products.iter().find(|(other, _)| other == id);
        let title = known.map_or_else(|| id.to_string(), |(_, title)| title.clone());
        chips.push(chip(format!("Product: {title}"), &|rest| {
            rest.product = None
        }));
    }
    for (words, day, without) in days(query) {
        let label = day.map(|day| format!("{words} {}", view::day(day)));
        chips.extend(label.map(|label| chip(label, &without)));
    }
    chips
}

/// A day that narrows the list: its words, the day if there is one, and how it is taken away.
type DayFilter = (&'static str, Option<NaiveDate>, fn(&mut TableQuery));

fn days(query: &TableQuery) -> [DayFilter; 4] {
    [
        ("Created from", query.created_from, |rest| {
            rest.created_from = None
        }),
        ("Created to", query.created_to, |rest| {
            rest.created_to = None
        }),
        ("Last day from", query.ends_from, |rest| {
            rest.ends_from = None
        }),
        ("Last day to", query.ends_to, |rest| rest.ends_to = None),
    ]
}
