//! What stands around the rows of the table: what it can be narrowed to, what narrows it now, what it is sorted by, and how
//! many rows it shows at once. Everything is a link to, or a field of, another address of the same list.

use crate::domain::ids::OrganisationId;
use crate::domain::opportunity::{Side, Status};
use crate::store::opportunities::{FilterOptions, SortColumn, TableQuery};
use crate::web::opportunities::query::{self, PER_PAGE};
use crate::web::view;
use chrono::NaiveDate;

/// Something to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How it stands in the address.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is filtered by.
    pub chosen: bool,
}

/// A filter in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it leaves.
    pub label: String,
    /// The list without it.
    pub href: String,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub label: &'static str,
    /// The list sorted by it.
    pub href: String,
    /// `ascending` or `descending` when it is sorted by, else nothing.
    pub state: &'static str,
    /// The stylesheet's class.
    pub class: &'static str,
}

/// A number of rows at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerPage {
    /// The number.
    pub number: u32,
    /// The list with so many; none for the number that is shown.
    pub href: Option<String>,
}

/// The statuses.
pub fn statuses(query: &TableQuery) -> Vec<Choice> {
    let of = |status: Status| {
        choice(
            status.as_str(),
            status.label(),
            query.statuses.contains(&status),
        )
    };
    Status::ALL.map(of).into()
}

/// The resellers or vendors that occur.
pub fn parties(side: Side, query: &TableQuery, options: &FilterOptions) -> Vec<Choice> {
    let (chosen, all) = party(side, query, options);
    all.iter()
        .map(|(id, name)| choice(id, name, chosen == Some(*id)))
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
    all.map(|(id, title)| choice(id, title, query.product.as_ref() == Some(id)))
        .collect()
}

/// The headings of all columns.
pub fn headings(side: Side, query: &TableQuery) -> Vec<Heading> {
    let columns = query::columns(side).iter();
    columns
        .map(|(column, _, label)| heading(side, query, *column, label))
        .collect()
}

/// The numbers of rows to choose from.
pub fn per_page(side: Side, query: &TableQuery) -> Vec<PerPage> {
    PER_PAGE
        .map(|number| per_page_of(side, query, number))
        .into()
}

fn choice(value: impl ToString, label: &str, chosen: bool) -> Choice {
    Choice {
        value: value.to_string(),
        label: label.to_owned(),
        chosen,
    }
}

/// A heading sorts by its column; the heading of the column that is sorted by turns the order round.
fn heading(side: Side, query: &TableQuery, column: SortColumn, label: &'static str) -> Heading {
    let active = query.sort == column;
    let descending = active && !query.descending;
    let next = TableQuery {
        sort: column,
        descending,
        page: 1,
        ..query.clone()
    };
    Heading {
        label,
        href: query::list(side, &next),
        state: match (active, query.descending) {
            (false, _) => "",
            (true, false) => "ascending",
            (true, true) => "descending",
        },
        class: if column == SortColumn::Discount {
            "num"
        } else {
            ""
        },
    }
}

fn per_page_of(side: Side, query: &TableQuery, number: u32) -> PerPage {
    let other = TableQuery {
        per_page: number,
        page: 1,
        ..query.clone()
    };
    PerPage {
        number,
        href: (number != query.per_page).then(|| query::list(side, &other)),
    }
}

/// Every filter in use, with the address of the list without it.
pub fn chips(side: Side, query: &TableQuery, options: &FilterOptions) -> Vec<Chip> {
    let chip = |query: &TableQuery, label: String, without: &dyn Fn(&mut TableQuery)| {
        chip(side, query, label, without)
    };
    let mut chips = Vec::new();
    if !query.search.is_empty() {
        let label = format!("Search: {}", query.search);
        chips.push(chip(query, label, &|rest| rest.search.clear()));
    }
    for status in &query.statuses {
        let label = format!("Status: {}", status.label());
        chips.push(chip(query, label, &|rest| {
            rest.statuses.retain(|other| other != status)
        }));
    }
    if let (Some(id), all) = party(side, query, options) {
        let known = all.iter().find(|(other, _)| *other == id);
        let name = known.map_or_else(|| id.to_string(), |(_, name)| name.clone());
        let label = format!("{}: {name}", party_words(side).1);
        chips.push(chip(query, label, &|rest| {
            (rest.reseller, rest.vendor) = (None, None)
        }));
    }
    if let Some(id) = &query.product {
        let known = options.products.iter().find(|(other, _)| other == id);
        let title = known.map_or_else(|| id.to_string(), |(_, title)| title.clone());
        chips.push(chip(query, format!("Product: {title}"), &|rest| {
            rest.product = None
        }));
    }
    for (words, day, without) in days(query) {
        let label = day.map(|day| format!("{words} {}", view::day(day)));
        chips.extend(label.map(|label| chip(query, label, &without)));
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

/// A filter's chip: its label, and where the list is without it.
fn chip(side: Side, query: &TableQuery, label: String, without: &dyn Fn(&mut TableQuery)) -> Chip {
    let mut rest = TableQuery {
        page: 1,
        ..query.clone()
    };
    without(&mut rest);
    Chip {
        label,
        href: query::list(side, &rest),
    }
}
