//! What stands around the rows of a list: choices to narrow it by, filters in use, headings that sort, numbers of rows.

use super::query::{Column, Listed, PER_PAGE, Shown};
use crate::domain::money;
use crate::store::PageOf;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How it is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Something to choose.
    pub fn new(value: impl ToString, label: impl Into<String>, chosen: bool) -> Self {
        Self {
            value: value.to_string(),
            label: label.into(),
            chosen,
        }
    }
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

/// A filter's chip: its label, and where the list is without it.
pub fn chip<Q: Listed>(path: &str, query: &Q, label: String, without: impl Fn(&mut Q)) -> Chip {
    let mut rest = query.at_page(1);
    without(&mut rest);
    Chip {
        label,
        href: rest.address(path),
    }
}

/// A heading sorts by its column; the heading of the column that is sorted by turns the order round.
pub fn heading<Q: Listed>(
    path: &str,
    query: &Q,
    (sort, _, label): Column<Q::Sort>,
    class: &'static str,
) -> Heading {
    let shown = query.shown();
    let active = shown.sort == sort;
    let next = query.clone().showing(Shown {
        sort,
        descending: active && !shown.descending,
        page: PageOf::first(shown.page.size),
    });
    Heading {
        label,
        href: next.address(path),
        state: match (active, shown.descending) {
            (false, _) => "",
            (true, false) => "ascending",
            (true, true) => "descending",
        },
        class,
    }
}

/// The numbers of rows to choose from.
pub fn per_page(path: &str, query: &impl Listed) -> Vec<PerPage> {
    let shown = query.shown().page.size;
    let of = |number: u32| PerPage {
        number,
        href: (number != shown).then(|| query.in_pages(PageOf::first(number)).address(path)),
    };
    PER_PAGE.map(of).into()
}

/// How many rows there are; beyond a bound nobody counts.
pub fn counted(total: u64, is_exact: bool) -> String {
    let digits = money::group_digits(total);
    if is_exact {
        digits
    } else {
        format!("{digits}+")
    }
}
