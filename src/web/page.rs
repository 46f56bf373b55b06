//! What every page has around its content: title, header, navigation, banner, footer, and the links of a long list.
//!
//! Plain data for `templates/_base.html` and `templates/_table.html`, and [`html`], which sends a page. Handlers
//! fill it; nothing here decides who may see what.

use crate::answers::problem::Problems;
use crate::store::sessions::IDLE;
use crate::web::assets;
use crate::web::error::Error;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, LOCATION};
use askama::Template;
use serde::{Deserialize, Serialize};

/// The product's name, as the header and every title show it.
pub const PRODUCT: &str = "Consign";

/// How many page numbers a list shows on each side of the current one, so that the row of links fits a phone.
const NEIGHBOURS: i64 = 1;

/// Everything a page needs besides its own content.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's main heading; also the first part of the browser's title.
    pub title: String,
    /// The page's stable name for tests and scripts, such as `isv.draft.products`.
    pub name: &'static str,
    /// Who is signed in, if anyone.
    pub person: Option<Person>,
    /// The links of the main navigation, in order; empty when nobody is signed in.
    pub nav: Vec<NavItem>,
    /// What the last action did, told once at the top of the page.
    pub banner: Option<Banner>,
    /// What must be put right before the form can be accepted.
    pub problems: Problems,
    /// Whether the last press did not do what it should although nothing on this page itself is wrong.
    pub failed: bool,
    /// The colours the person chose.
    pub theme: Theme,
    /// Where the stylesheet is.
    pub css: &'static str,
    /// Where the script is.
    pub js: &'static str,
    /// Where the icon is.
    pub icon: &'static str,
    /// The time zone in which the page shows moments, such as `UTC`.
    pub zone: String,
    /// The version of the product.
    pub version: &'static str,
}

impl Page {
    /// A page as somebody sees it who is not signed in.
    pub fn new(title: impl Into<String>, name: &'static str, theme: Theme) -> Self {
        Self {
            title: title.into(),
            name,
            person: None,
            nav: Vec::new(),
            banner: None,
            problems: Problems::none(),
            failed: false,
            theme,
            css: &assets::CSS.path,
            js: &assets::JS.path,
            icon: &assets::ICON.path,
            zone: "UTC".to_owned(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The browser's title: the heading, after "Error:" when something must be put right, so that a screen reader
    /// says it first.
    #[must_use]
    pub fn document_title(&self) -> String {
        let error = if self.failed || !self.problems.is_empty() {
            "Error: "
        } else {
            ""
        };
        format!("{error}{} – {PRODUCT}", self.title)
    }

    /// After how many seconds without use the session ends.
    #[must_use]
    pub fn idle_seconds(&self) -> i64 {
        IDLE.num_seconds()
    }

    /// The heading of the error summary.
    #[must_use]
    pub fn problems_heading(&self) -> String {
        match self.problems.len() {
            1 => "Fix 1 answer to continue".to_owned(),
            many => format!("Fix {many} answers to continue"),
        }
    }
}

/// Sends the browser on to a path of ours, where it shows what became of the form.
pub fn redirect(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}

/// Sends a page.
pub fn html(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(body) => HttpResponse::build(status)
            .content_type(ContentType::html())
            .body(body),
        Err(error) => HttpResponse::from_error(Error::Internal(error.into())),
    }
}

/// Who is signed in, in the words of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's name.
    pub name: String,
    /// The organisation the person acts for.
    pub organisation: String,
    /// What the person may do there, in a word or two.
    pub role_label: String,
}

/// One link of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// The words of the link.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether the page belongs to this part of the product.
    pub current: bool,
    /// How many things wait there, when that is worth saying.
    pub count: Option<i64>,
}

/// What the last action did, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// Whether something was done or is only worth knowing.
    pub kind: BannerKind,
    /// What happened, in one or two sentences.
    pub text: String,
    /// What the person may want to do next.
    pub action: Option<BannerAction>,
}

impl Banner {
    /// That something was done.
    pub fn success(text: impl Into<String>) -> Self {
        Self {
            kind: BannerKind::Success,
            text: text.into(),
            action: None,
        }
    }

    /// That something is worth knowing.
    pub fn notice(text: impl Into<String>) -> Self {
        Self {
            kind: BannerKind::Notice,
            text: text.into(),
            action: None,
        }
    }
}

/// The two kinds of banner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BannerKind {
    /// What the person asked for is done.
    Success,
    /// Something the person should know before going on.
    Notice,
}

impl BannerKind {
    /// The word that opens the banner, so that its meaning does not hang on colour.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "Done",
            Self::Notice => "Note",
        }
    }

    /// The stylesheet's class for this kind.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Success => "banner-success",
            Self::Notice => "banner-notice",
        }
    }
}

/// What a banner offers to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BannerAction {
    /// The words of the link or button.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it changes something, and so must be a button in a form rather than a link.
    pub post: bool,
}

/// The colours a person can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The value the page tells the stylesheet; nothing when the device decides.
    #[must_use]
    pub fn forced(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The page that an address asks for, counted from 1; what is no such number is the first.
#[must_use]
pub fn number(asked: &str) -> i64 {
    let number: Option<u32> = asked.parse().ok();
    number.map_or(1, i64::from).max(1)
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
