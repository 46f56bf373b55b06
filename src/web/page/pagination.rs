//! The links between the pages of a long list.

use crate::store::PageOf;

/// How many page numbers a list shows on each side of the current one, so that the row of links fits a phone.
const NEIGHBOURS: u32 = 1;

/// The page that an address asks for, counted from 1; what is no such number is the first.
#[must_use]
pub fn number(asked: &str) -> u32 {
    asked.parse().unwrap_or(1).max(1)
}

/// The page of so many rows that an address asks for.
#[must_use]
pub fn asked(typed: &str, size: u32) -> PageOf {
    PageOf {
        number: number(typed),
        size,
    }
}

/// The title of a page of a list: which of several pages it is, so that each can be told from the others among a browser's
/// tabs.
#[must_use]
pub fn numbered(heading: &str, page: u32, last: u32) -> String {
    if last > 1 {
        format!("{heading} (page {page} of {last})")
    } else {
        heading.to_owned()
    }
}

/// The links between the pages of a long list; a list that fits one page has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// The number of the first row on this page, counted from 1.
    pub first_row: i64,
    /// The number of the last row on this page.
    pub last_row: i64,
    /// How many rows there are on all pages.
    pub total: i64,
    /// Where the previous page is, unless this is the first.
    pub previous: Option<String>,
    /// Where the next page is, unless this is the last.
    pub next: Option<String>,
    /// Page numbers and gaps, in order.
    pub links: Vec<PageLink>,
}

/// One place in the row of page numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageLink {
    /// Pages left out of the row.
    Gap,
    /// The page being read.
    Here(u32),
    /// Another page and where it is.
    To(u32, String),
}

impl Pagination {
    /// Works out the links for a page of `total` rows; `href` says where a page is.
    #[must_use]
    pub fn new(at: PageOf, total: i64, href: impl Fn(u32) -> String) -> Self {
        let last = Self::last_page(at.size, total);
        let page = at.number.clamp(1, last);
        let before = PageOf { number: page, ..at }.offset();
        let mut links = Vec::new();
        let mut shown = 0;
        for number in 1..=last {
            let near = number.abs_diff(page) <= NEIGHBOURS;
            if !(near || number == 1 || number == last) {
                continue;
            }
            match number - shown {
                ..=1 => {}
                // A single page takes no more room than the dots would.
                2 => links.push(PageLink::To(number - 1, href(number - 1))),
                _ => links.push(PageLink::Gap),
            }
            shown = number;
            links.push(if number == page {
                PageLink::Here(number)
            } else {
                PageLink::To(number, href(number))
            });
        }
        Self {
            first_row: (before + 1).min(total),
            last_row: (before + i64::from(at.size)).min(total),
            total,
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < last).then(|| href(page + 1)),
            links,
        }
    }

    /// The number of the last page; an empty list still has one.
    #[must_use]
    pub fn last_page(per: u32, total: i64) -> u32 {
        let per = i64::from(per.max(1));
        u32::try_from((total + per - 1) / per).map_or(u32::MAX, |last| last.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, total: i64) -> Pagination {
        Pagination::new(PageOf { number, size: 25 }, total, |n| n.to_string())
    }

    fn row(number: u32, total: i64) -> String {
        page(number, total)
            .links
            .iter()
            .map(|link| match link {
                PageLink::Gap => "…".to_owned(),
                PageLink::Here(n) => format!("[{n}]"),
                PageLink::To(n, _) => n.to_string(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn page_numbers_show_the_ends_and_the_neighbours() {
        assert_eq!(row(1, 97), "[1] 2 3 4");
        assert_eq!(row(1, 125), "[1] 2 … 5");
        assert_eq!(row(3, 97), "1 2 [3] 4");
        assert_eq!(row(20, 1000), "1 … 19 [20] 21 … 40");
        assert_eq!(row(1, 25), "[1]");
        assert_eq!(row(1, 0), "[1]");
    }

    #[test]
    fn rows_are_counted_from_one_and_end_with_the_list() {
        let last = page(4, 97);
        assert_eq!((last.first_row, last.last_row, last.total), (76, 97, 97));
        assert_eq!((last.previous.as_deref(), last.next), (Some("3"), None));
        let empty = page(1, 0);
        assert_eq!((empty.first_row, empty.last_row), (0, 0));
    }
}
