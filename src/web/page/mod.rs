//! What every page has around its content: title, header, navigation, banner, footer, and the links of a long list.
//!
//! Plain data for `templates/_base.html` and `templates/_table.html`, and [`html`], which sends a page. Handlers
//! fill it; nothing here decides who may see what.

mod banner;
mod help;
mod pagination;

pub use crate::domain::theme::Theme;
pub use banner::{Banner, BannerAction, BannerKind};
pub use pagination::{PageLink, Pagination, asked, number, numbered};

use crate::answers::problem::Problems;
use crate::store::sessions::IDLE;
use crate::web::assets;
use crate::web::error::Error;
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, LOCATION};
use askama::Template;

/// The product's name, as the header and every title show it.
pub const PRODUCT: &str = "Consign";

/// The heading of a page for somebody who comes too late with what they want to do.
pub const CHANGED_MEANWHILE: &str = "This changed while you were working";

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

    /// The section of the help that fits this page, if one does.
    #[must_use]
    pub fn help_section(&self) -> Option<&'static str> {
        help::section(self.name)
    }

    /// The heading of the error summary.
    #[must_use]
    pub fn problems_heading(&self) -> String {
        fix_heading(self.problems.len())
    }
}

/// The heading above so many things to put right.
pub fn fix_heading(count: usize) -> String {
    format!(
        "Fix {} to continue",
        view::count(count, "answer", "answers")
    )
}

/// Sends the browser on to a path of ours, where it shows what became of the form.
pub fn redirect(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}

/// How a form is answered: as a page like any other, or as one on which something must be put right.
pub fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
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
