//! What stands around the rows of a list of offers: statuses to choose from, filters in use, headings that sort.

use crate::domain::offer::OfferStatus;
use crate::domain::opportunity::Side;
use crate::store::offers::table::{OfferQuery, OfferSort};
use crate::web::offers::query::{self, PER_PAGE};
use crate::web::opportunities::filters::{Chip, Choice, Heading, PerPage};

/// What the column of the other side is called.
pub fn counterparty(side: Side) -> &'static str {
    match side {
        Side::Isv => "Partner",
        Side::Partner => "Vendor",
    }
}

/// The statuses.
pub fn statuses(query: &OfferQuery) -> Vec<Choice> {
    let choice = |status: OfferStatus| Choice {
        value: status.as_str().to_owned(),
        label: status.label().to_owned(),
        chosen: query.statuses.contains(&status),
    };
    OfferStatus::ALL.map(choice).into()
}

/// The headings that sort, in their order; the status, which follows from the expiry date, stands after them.
pub fn headings(side: Side, query: &OfferQuery) -> Vec<Heading> {
    [
        (OfferSort::Name, "Offer name", ""),
        (OfferSort::Product, "Product name", ""),
        (OfferSort::Counterparty, counterparty(side), ""),
        (OfferSort::Extended, "Extended", ""),
        (OfferSort::Expires, "Expires", ""),
        (OfferSort::Accepted, "Accepted by", "num"),
    ]
    .map(|(column, label, class)| heading(side, query, (column, label, class)))
    .into()
}

fn heading(
    side: Side,
    query: &OfferQuery,
    (column, label, class): (OfferSort, &'static str, &'static str),
) -> Heading {
    let active = query.sort == column;
    let next = OfferQuery {
        sort: column,
        descending: active && !query.descending,
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
        class,
    }
}

/// The numbers of rows to choose from.
pub fn per_page(side: Side, query: &OfferQuery) -> Vec<PerPage> {
    let of = |number: u32| {
        let other = OfferQuery {
            per_page: number,
            page: 1,
            ..query.clone()
        };
        PerPage {
            number,
            href: (number != query.per_page).then(|| query::list(side, &other)),
        }
    };
    PER_PAGE.map(of).into()
}

/// Every filter in use, with the address of the list without it; `opportunity` is the name of the one it is narrowed to.
pub fn chips(side: Side, query: &OfferQuery, opportunity: Option<&str>) -> Vec<Chip> {
    let chip = |label: String, without: &dyn Fn(&mut OfferQuery)| {
        let mut rest = OfferQuery {
            page: 1,
            ..query.clone()
        };
        without(&mut rest);
        Chip {
            label,
            href: query::list(side, &rest),
        }
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
