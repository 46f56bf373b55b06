//! The links between the pages of a long list.

/// How many page numbers a list shows on each side of the current one, so that the row of links fits a phone.
const NEIGHBOURS: i64 = 1;

/// The page that an address asks for, counted from 1; what is no such number is the first.
#[must_use]
pub fn number(asked: &str) -> i64 {
    let number: Option<u32> = asked.parse().ok();
    number.map_or(1, i64::from).max(1)
}

/// The title of a page of a list: which of several pages it is, so that each can be told from the others among a browser's
/// tabs.
#[must_use]
pub fn numbered(heading: &str, page: i64, last: i64) -> String {
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
    Here(i64),
    /// Another page and where it is.
    To(i64, String),
}

impl Pagination {
    /// Works out the links for page `page` (counted from 1) of `total` rows at `per` a page; `href` says where a
    /// page is.
    #[must_use]
    pub fn new(page: i64, per: i64, total: i64, href: impl Fn(i64) -> String) -> Self {
        let per = per.max(1);
        let last = Self::last_page(per, total);
        let page = page.clamp(1, last);
        let mut links = Vec::new();
        let mut shown = 0;
        for number in 1..=last {
            let near = (number - page).abs() <= NEIGHBOURS;
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
            first_row: ((page - 1) * per + 1).min(total),
            last_row: (page * per).min(total),
            total,
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < last).then(|| href(page + 1)),
            links,
        }
    }

    /// The number of the last page; an empty list still has one.
    #[must_use]
    pub fn last_page(per: i64, total: i64) -> i64 {
        let per = per.max(1);
        ((total + per - 1) / per).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(page: i64, total: i64) -> String {
        Pagination::new(page, 25, total, |n| format!("?page={n}"))
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
        let last = Pagination::new(4, 25, 97, |n| n.to_string());
        assert_eq!((last.first_row, last.last_row, last.total), (76, 97, 97));
        assert_eq!((last.previous.as_deref(), last.next), (Some("3"), None));
        let empty = Pagination::new(1, 25, 0, |n| n.to_string());
        assert_eq!((empty.first_row, empty.last_row), (0, 0));
    }
}
