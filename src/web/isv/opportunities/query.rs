//! What the address of the list asks for: search, filters, order, page. All of it stands in the address, so that a list
//! can be bookmarked, sent to a colleague and downloaded as it is seen.

use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems};
use crate::domain::catalog::ProductId;
use crate::domain::opportunity::Status;
use crate::domain::text;
use crate::store::opportunities::{SortColumn, TableQuery};
use crate::web::paths;
use chrono::NaiveDate;
use form_urlencoded::Serializer;

/// Characters of a search: longer than any name that is searched for.
pub const MAX_SEARCH: usize = 100;

/// How many rows a page can have, the usual number first.
pub const PER_PAGE: [u32; 3] = [25, 50, 100];

/// The columns that sort, each with its word in the address and its heading.
pub const COLUMNS: [(SortColumn, &str, &str); 7] = [
    (SortColumn::Name, "name", "Opportunity name"),
    (SortColumn::Product, "product", "Product name"),
    (SortColumn::Reseller, "reseller", "Reseller name"),
    (SortColumn::Discount, "discount", "Discount"),
    (SortColumn::Created, "created", "Created date"),
    (SortColumn::Status, "status", "Status"),
    (SortColumn::LastDay, "last_day", "Last day"),
];

/// What an address asks for, and what of it cannot be read.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The list.
    pub table: TableQuery,
    /// The first day of creation, as typed.
    pub from: String,
    /// The last day of creation, as typed.
    pub to: String,
    /// Days that are none. Everything else that is unknown is passed over: an old bookmark still shows a list.
    pub problems: Problems,
}

/// Reads an address.
pub fn read(fields: &Fields) -> Asked {
    let mut problems = Problems::none();
    let (from, to) = (fields.get("from"), fields.get("to"));
    let created_from = day(from, "from", "Created from", &mut problems);
    let created_to = day(to, "to", "Created to", &mut problems);
    if created_from
        .zip(created_to)
        .is_some_and(|(from, to)| from > to)
    {
        problems.add("to", "Created to must not be before Created from");
    }
    let (sort, descending) = order(fields.get("sort"));
    let search: String = text::clean(fields.get("q"))
        .chars()
        .take(MAX_SEARCH)
        .collect();
    let statuses = Status::ALL
        .into_iter()
        .filter(|status| fields.is("status", status.as_str()));
    let per_page = fields
        .get("per")
        .parse()
        .ok()
        .filter(|per| PER_PAGE.contains(per));
    Asked {
        table: TableQuery {
            search,
            statuses: statuses.collect(),
            reseller: fields.get("reseller").parse().ok(),
            product: ProductId::parse(fields.get("product")),
            created_from,
            created_to,
            sort,
            descending,
            page: fields
                .get("page")
                .parse()
                .ok()
                .filter(|page| *page > 0)
                .unwrap_or(1),
            per_page: per_page.unwrap_or(PER_PAGE[0]),
        },
        from: from.to_owned(),
        to: to.to_owned(),
        problems,
    }
}

/// A day as `2026-11-22`, which the addresses hold, or as `22 Nov 2026`, which the pages show.
fn day(typed: &str, field: &str, what: &str, problems: &mut Problems) -> Option<NaiveDate> {
    let mut parts = typed.split([' ', '-']).filter(|part| !part.is_empty());
    let (first, second, third) = (
        parts.next()?,
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let year_first = first.chars().count() > 2;
    let (day, year) = if year_first {
        (third, first)
    } else {
        (first, third)
    };
    let boxes = DateBoxes {
        day,
        month: second,
        year,
    };
    match typed::date(boxes, field, what) {
        Ok(Some(date)) if parts.next().is_none() => Some(date),
        Ok(_) | Err(_) => {
            problems.add(
                field,
                format!("{what} must be a real date, like 2026-11-22"),
            );
            None
        }
    }
}

fn order(typed: &str) -> (SortColumn, bool) {
    let (word, descending) = typed
        .strip_prefix('-')
        .map_or((typed, false), |word| (word, true));
    let found = COLUMNS.iter().find(|(_, known, _)| *known == word);
    found.map_or((SortColumn::Created, true), |(column, _, _)| {
        (*column, descending)
    })
}

/// The word by which an order stands in an address.
fn order_word(sort: SortColumn, descending: bool) -> String {
    let found = COLUMNS.iter().find(|(column, _, _)| *column == sort);
    let word = found.map_or("", |(_, word, _)| word);
    format!("{}{word}", if descending { "-" } else { "" })
}

/// The address of a list.
pub fn list(query: &TableQuery) -> String {
    with(&paths::isv_opportunities(), query)
}

/// An address that carries what `query` asks for, leaving out what is usual.
pub fn with(path: &str, query: &TableQuery) -> String {
    let mut pairs = filters(query);
    pairs.extend(kept(query));
    if query.page > 1 {
        pairs.push(("page", query.page.to_string()));
    }
    if pairs.is_empty() {
        path.to_owned()
    } else {
        let encoded = Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{path}?{encoded}")
    }
}

/// What stays when somebody searches or filters anew: the order and the number of rows.
pub fn kept(query: &TableQuery) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if (query.sort, query.descending) != (SortColumn::Created, true) {
        pairs.push(("sort", order_word(query.sort, query.descending)));
    }
    if query.per_page != PER_PAGE[0] {
        pairs.push(("per", query.per_page.to_string()));
    }
    pairs
}

fn filters(query: &TableQuery) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if !query.search.is_empty() {
        pairs.push(("q", query.search.clone()));
    }
    pairs.extend(
        query
            .statuses
            .iter()
            .map(|status| ("status", status.as_str().to_owned())),
    );
    pairs.extend(query.reseller.map(|id| ("reseller", id.to_string())));
    pairs.extend(query.product.iter().map(|id| ("product", id.to_string())));
    pairs.extend(query.created_from.map(|day| ("from", day.to_string())));
    pairs.extend(query.created_to.map(|day| ("to", day.to_string())));
    pairs
}

/// Whether anything narrows the list.
pub fn is_filtered(query: &TableQuery) -> bool {
    !filters(query).is_empty()
}

/// The same order and number of rows with nothing narrowed, from the first page.
pub fn unfiltered(query: &TableQuery) -> TableQuery {
    TableQuery {
        sort: query.sort,
        descending: query.descending,
        per_page: query.per_page,
        ..read(&Fields::default()).table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(address: &str) -> Asked {
        read(&Fields::from_pairs(
            form_urlencoded::parse(address.as_bytes()).into_owned(),
        ))
    }

    #[test]
    fn what_is_usual_is_left_out_of_an_address() {
        assert_eq!(list(&asked("").table), paths::isv_opportunities());
        assert_eq!(
            list(&asked("q=&status=&reseller=&from=&sort=-created&per=25&page=1").table),
            paths::isv_opportunities()
        );
    }

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let address = "q=Q1+%26+Zo%C3%AB&status=active&status=ended&reseller=org_01h455vb4pex5vsknk084sn02q&product=prod-1&from=2026-11-01&to=2026-11-30&sort=-last_day&per=50&page=3";
        assert_eq!(
            list(&asked(address).table),
            format!("{}?{address}", paths::isv_opportunities())
        );
    }

    #[test]
    fn what_is_unknown_is_passed_over() {
        let unknown = asked("sort=secret&per=7&page=-1&status=gone&reseller=opp_1&product=%2F&x=y");
        assert_eq!(list(&unknown.table), paths::isv_opportunities());
        assert!(unknown.problems.is_empty());
    }

    #[test]
    fn a_day_is_read_as_addresses_and_as_pages_write_it() {
        for typed in [
            "2026-11-02",
            "2 Nov 2026",
            "02-11-2026",
            " 2 november 2026 ",
        ] {
            let found = asked(&format!("from={typed}"));
            assert_eq!(
                found.table.created_from,
                NaiveDate::from_ymd_opt(2026, 11, 2),
                "{typed}"
            );
        }
        for typed in [
            "2026-02-30",
            "yesterday",
            "2026",
            "2 Nov 2026 x",
            "11/02/2026",
        ] {
            let found = asked(&format!("to={typed}"));
            let text = found.problems.for_field("to");
            assert_eq!(
                text,
                Some("Created to must be a real date, like 2026-11-22"),
                "{typed}"
            );
        }
    }

    #[test]
    fn days_in_the_wrong_order_are_told() {
        let found = asked("from=2026-11-02&to=2026-11-01");
        assert_eq!(
            found.problems.for_field("to"),
            Some("Created to must not be before Created from")
        );
    }

    #[test]
    fn a_search_is_cut_and_not_refused() {
        let found = asked(&format!("q={}", "x".repeat(MAX_SEARCH + 1)));
        assert_eq!(found.table.search.len(), MAX_SEARCH);
    }
}
