//! What the address of a list asks for: search, filters, order, page. All of it stands in the address, so that a list can be
//! bookmarked, sent to a colleague and downloaded as it is seen.

use crate::answers::Fields;
use crate::domain::text;
use crate::store::PageOf;
use crate::store::opportunities::MAX_SEARCH;
use crate::web::page::{self, Pagination};
use form_urlencoded::Serializer;

/// How many rows a page can have, the usual number first.
pub(super) const PER_PAGE: [u32; 3] = [PageOf::USUAL, 50, 100];

/// A column that sorts, with its word in the address and its heading.
pub type Column<C> = (C, &'static str, &'static str);

/// Fields of an address.
pub type Pairs = Vec<(&'static str, String)>;

/// How a list is shown: in which order, and which page of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<C> {
    /// By which column it is sorted.
    pub sort: C,
    /// Whether the other way round.
    pub descending: bool,
    /// Which page.
    pub page: PageOf,
}

/// What of a list is wanted. The default is the whole list in its usual order, from the first page.
pub trait Listed: Clone + Default {
    /// What it can be sorted by.
    type Sort: Copy + PartialEq;

    /// All columns that sort, whoever looks.
    fn columns() -> impl Iterator<Item = Column<Self::Sort>>;

    /// What narrows it, as the fields of an address.
    fn filters(&self) -> Pairs;

    /// How it is shown.
    fn shown(&self) -> Shown<Self::Sort>;

    /// The same rows, shown in another way.
    fn showing(self, shown: Shown<Self::Sort>) -> Self;

    /// Takes from an address how it is shown, sorted by one of these columns. What is unknown is passed over: an old bookmark
    /// still shows a list.
    fn shown_by(
        self,
        fields: &Fields,
        columns: impl IntoIterator<Item = Column<Self::Sort>>,
    ) -> Self {
        let usual = self.shown();
        let typed = fields.get("sort");
        let (word, descending) = typed
            .strip_prefix('-')
            .map_or((typed, false), |word| (word, true));
        let mut columns = columns.into_iter();
        let found = columns.find(|(_, known, _)| *known == word);
        let (sort, descending) = found.map_or((usual.sort, usual.descending), |(sort, ..)| {
            (sort, descending)
        });
        let size = fields.get("per").parse().ok();
        let size = size.filter(|size| PER_PAGE.contains(size));
        let page = page::asked(fields.get("page"), size.unwrap_or(usual.page.size));
        self.showing(Shown {
            sort,
            descending,
            page,
        })
    }

    /// The address of the list at this path, leaving out what is usual.
    fn address(&self, path: &str) -> String {
        let mut pairs = self.filters();
        pairs.extend(self.kept());
        let number = self.shown().page.number;
        if number > 1 {
            pairs.push(("page", number.to_string()));
        }
        if pairs.is_empty() {
            path.to_owned()
        } else {
            let encoded = Serializer::new(String::new()).extend_pairs(pairs).finish();
            format!("{path}?{encoded}")
        }
    }

    /// What stays when somebody searches or filters anew: the order and the number of rows.
    fn kept(&self) -> Pairs {
        let (shown, usual) = (self.shown(), Self::default().shown());
        let mut pairs = Vec::new();
        if (shown.sort, shown.descending) != (usual.sort, usual.descending) {
            let found = Self::columns().find(|(sort, ..)| *sort == shown.sort);
            let word = found.map_or("", |(_, word, _)| word);
            let sign = if shown.descending { "-" } else { "" };
            pairs.push(("sort", format!("{sign}{word}")));
        }
        if shown.page.size != usual.page.size {
            pairs.push(("per", shown.page.size.to_string()));
        }
        pairs
    }

    /// Whether anything narrows it.
    fn is_filtered(&self) -> bool {
        !self.filters().is_empty()
    }

    /// The list in its order and number of rows with nothing narrowed, from the first page.
    fn unfiltered(&self) -> Self {
        Self::default().showing(self.shown()).at_page(1)
    }

    /// Another page of the same list.
    fn at_page(&self, number: u32) -> Self {
        self.in_pages(PageOf {
            number,
            ..self.shown().page
        })
    }

    /// The same list in other pages.
    fn in_pages(&self, page: PageOf) -> Self {
        let shown = self.shown();
        self.clone().showing(Shown { page, ..shown })
    }

    /// The links between its pages, when it has so many rows.
    fn pages(&self, path: &str, total: u64) -> Pagination {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        Pagination::new(self.shown().page, total, |number| {
            self.at_page(number).address(path)
        })
    }

    /// The title of a page of it, when it has so many rows.
    fn title(&self, heading: &str, total: u64) -> String {
        let page = self.shown().page;
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        page::numbered(
            heading,
            page.number,
            Pagination::last_page(page.size, total),
        )
    }
}

/// What an address searches for, cut to what counts.
pub fn search(fields: &Fields) -> String {
    let typed = text::clean(fields.get("q"));
    typed.chars().take(MAX_SEARCH).collect()
}
