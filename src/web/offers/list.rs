//! The list of offers, the same for both sides but for whom it names as the other side. It shows no money.

use crate::domain::ids::{OfferId, OpportunityId};
use crate::domain::money;
use crate::domain::opportunity::Side;
use crate::store::PageOf;
use crate::store::offers::table::{OfferPage, OfferQuery, OfferRow};
use crate::store::opportunities::table::COUNT_LIMIT;
use crate::web::auth::Signed;
use crate::web::csv;
use crate::web::lists::{self, Chip, Choice, Heading, Listed, Pairs, PerPage};
use crate::web::nav::Section;
use crate::web::offers::{around, query};
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "offers/table.html")]
struct Table {
    page: Page,
    heading: &'static str,
    /// How there comes to be an offer, told where there is none.
    empty: &'static str,
    is_empty: bool,
    total: String,
    list: String,
    /// The list with nothing narrowed.
    all: String,
    csv: String,
    csv_label: String,
    /// What the search looks in.
    search_label: String,
    search: String,
    statuses: Vec<Choice>,
    /// What a new search keeps of the old address.
    kept: Pairs,
    chips: Vec<Chip>,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    pages: Pagination,
    per_page: Vec<PerPage>,
    cut: bool,
    cut_at: String,
}

/// An offer as a row of a list.
pub struct Row {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The product.
    pub product: String,
    /// The other side.
    pub counterparty: String,
    /// The day on which it was extended.
    pub extended: String,
    /// Its expiry date.
    pub expires: String,
    /// How many of how many accounts accepted it.
    pub accepted: String,
    /// Where it stands.
    pub status: Tag,
}

/// The rows of a page.
pub fn rows(side: Side, found: &OfferPage<OfferRow>) -> Vec<Row> {
    found.rows.iter().map(|row| row_of(side, row)).collect()
}

/// The list of all offers from an opportunity, if a page does not have all of them.
pub fn rest(side: Side, opportunity: OpportunityId, found: &OfferPage<OfferRow>) -> Option<String> {
    let shown = u64::try_from(found.rows.len()).unwrap_or(u64::MAX);
    let all = OfferQuery {
        opportunity: Some(opportunity),
        ..OfferQuery::default()
    };
    (found.total > shown).then(|| query::list(side, &all))
}

/// The list that was asked for; what is searched for by its id is opened at once.
pub fn show(
    side: Side,
    who: &Signed,
    asked: &OfferQuery,
    found: &OfferPage<OfferRow>,
) -> HttpResponse {
    if let ([only], Ok(id)) = (found.rows.as_slice(), asked.search.parse::<OfferId>())
        && only.id == id
    {
        return page::redirect(&paths::offer(side, id));
    }
    if found.rows.is_empty() && asked.page > 1 {
        return page::redirect(&query::list(side, &asked.at_page(1)));
    }
    page::html(StatusCode::OK, &table(side, who, asked, found))
}

fn table(side: Side, who: &Signed, asked: &OfferQuery, found: &OfferPage<OfferRow>) -> Table {
    let (heading, name, csv, empty) = match side {
        Side::Isv => (
            "Offers from your opportunities",
            "isv.offers",
            paths::isv_offers_csv(),
            "Partners make offers to buyers from the opportunities you create. What they ask of the buyer is theirs alone.",
        ),
        Side::Partner => (
            "Offers extended",
            "partner.offers",
            paths::partner_offers_csv(),
            "You make an offer to a buyer from one of your opportunities.",
        ),
    };
    let (total, path) = (found.total, query::path(side));
    let counted = lists::counted(total, found.total_is_exact);
    let whole = asked.in_pages(PageOf::first(PageOf::USUAL));
    let opportunity = found.rows.first().map(|row| row.opportunity_name.as_str());
    Table {
        page: who.page(asked.title(heading, total), name, Section::Offers),
        heading,
        empty,
        is_empty: found.rows.is_empty() && !asked.is_filtered(),
        csv_label: csv::label(found.total_is_exact.then_some(&counted)),
        total: counted,
        all: asked.unfiltered().address(&path),
        csv: whole.address(&csv),
        search_label: format!(
            "Search by name, product, {}, account or ID",
            query::counterparty(side).to_lowercase()
        ),
        search: asked.search.clone(),
        statuses: around::statuses(asked),
        kept: asked.kept(),
        chips: around::chips(side, asked, opportunity),
        headings: around::headings(side, asked),
        rows: rows(side, found),
        pages: asked.pages(&path, total),
        per_page: lists::per_page(&path, asked),
        list: path,
        cut: !found.total_is_exact,
        cut_at: money::group_digits(COUNT_LIMIT),
    }
}

fn row_of(side: Side, row: &OfferRow) -> Row {
    Row {
        id: row.id.to_string(),
        href: paths::offer(side, row.id),
        name: row.name.clone(),
        product: row.product_title.clone(),
        counterparty: row.counterparty.clone(),
        extended: view::day(row.extended_at.date_naive()),
        expires: view::day(row.expires_on),
        accepted: format!("{} of {}", row.accepted, row.buyers),
        status: view::offer_status(row.status),
    }
}
