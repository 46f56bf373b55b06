//! The table of opportunities with its search, filters, order and pages: *Opportunities created* for an ISV, and
//! *Opportunities* for a partner.

use crate::domain::ids::OpportunityId;
use crate::domain::money;
use crate::domain::opportunity::{Side, discount_label};
use crate::domain::text::clean;
use crate::store::PageOf;
use crate::store::opportunities::table::{self, COUNT_LIMIT};
use crate::store::opportunities::{FilterOptions, TablePage, TableRow};
use crate::store::scope::Whose;
use crate::web::State;
use crate::web::auth::Signed;
use crate::web::csv;
use crate::web::error::Error;
use crate::web::lists::{self, Chip, Choice, Heading, Listed, Pairs, PerPage};
use crate::web::nav::Section;
use crate::web::opportunities::beside::{At, Beside};
use crate::web::opportunities::filters;
use crate::web::opportunities::place_of;
use crate::web::opportunities::query::{self, Asked};
use crate::web::opportunities::radar::{self, Radar};
use crate::web::opportunities::words::{self, Act, Words};
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use askama::Template;
use std::sync::Arc;

/// Rows from which the buttons stand below the table as well: then the ones above may be out of sight.
const LONG_TABLE: usize = 10;

#[derive(Template)]
#[template(path = "opportunities/table.html")]
struct Table {
    page: Page,
    words: Words,
    may_edit: bool,
    /// Whether there is no opportunity at all, filtered or not.
    is_empty: bool,
    total: String,
    /// Where one is created, for those who can.
    create: Option<String>,
    /// Other ways to new ones.
    other_ways: Vec<(&'static str, String)>,
    /// Where several rows are chosen.
    several: Option<String>,
    acts: &'static [Act],
    list: String,
    /// The list with nothing narrowed.
    all: String,
    selected: String,
    csv: String,
    csv_label: String,
    search: String,
    statuses: Vec<Choice>,
    /// The other party's word in the address, its name on the page, and those that occur.
    party: (&'static str, &'static str, Vec<Choice>),
    products: Vec<Choice>,
    from: String,
    to: String,
    ends_from: String,
    ends_to: String,
    /// What a new search keeps of the old address.
    kept: Pairs,
    /// Whether one of the filters is wrong.
    filters_open: bool,
    chips: Vec<Chip>,
    radar: Option<Radar>,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    act_below: bool,
    pages: Pagination,
    per_page: Vec<PerPage>,
    cut: bool,
    cut_at: String,
}

struct Row {
    id: String,
    href: String,
    name: String,
    /// Name, product and other party: the opportunities of one batch share their name.
    called: String,
    cells: Vec<Cell>,
    chosen: bool,
}

/// What stands in a column beside the name.
enum Cell {
    Text(String),
    Number(String),
    Day(Option<String>),
    Status(Tag),
}

/// What was read for the page, and which row was chosen on it.
struct Read<'a> {
    found: TablePage,
    options: &'a FilterOptions,
    radar: Option<Radar>,
    chosen: Option<OpportunityId>,
}

/// The list, or the one thing whose id was searched for.
pub async fn show(
    who: &Signed,
    whose: Whose,
    state: &State,
    asked: Asked,
) -> Result<HttpResponse, Error> {
    let typed = clean(&asked.table.search);
    // Most searches are no id, and nothing is asked for them.
    if typed.contains('_') {
        let place = state.db.read(move |c| place_of(c, whose, &typed)).await?;
        if let Some(place) = place {
            return Ok(page::redirect(&place));
        }
    }
    render(who, whose, state, asked, None).await
}

/// The list with what is wrong with what was asked, and the row that was chosen.
pub async fn render(
    who: &Signed,
    whose: Whose,
    state: &State,
    asked: Asked,
    chosen: Option<OpportunityId>,
) -> Result<HttpResponse, Error> {
    let (now, wanted, side) = (state.clock.now(), asked.table.clone(), whose.side());
    let at = At::of(who, now);
    let known = state.beside.known(&at);
    let reading = state.db.read(move |c| {
        let beside = match known {
            Some(known) => known,
            None => Arc::new(Beside::read(c, whose, now)?),
        };
        let page = table::page_out_of(c, whose, beside.in_all, &wanted, now)?;
        Ok((page, beside))
    });
    let (found, beside) = reading.await?;
    state.beside.keep(at, &beside);
    if found.rows.is_empty() && asked.table.page > 1 {
        return Ok(page::redirect(&query::list(side, &asked.table.at_page(1))));
    }
    let status = page::status(&asked.problems);
    let words = words::of(side, &who.organisation.name);
    let title = asked.table.title(words.heading, found.total);
    let mut page = who.page(title, words.name, Section::Opportunities);
    page.problems = asked.problems.clone();
    // Who searches or turns pages looks for something else.
    let at_home = asked.table.page == 1 && !asked.table.is_filtered() && asked.problems.is_empty();
    let radar = at_home.then(|| radar::of(side, &beside.ending, now));
    let read = Read {
        found,
        options: &beside.options,
        radar: radar.flatten(),
        chosen,
    };
    let table = table_of(page, words, who, side, &asked, read);
    Ok(page::html(status, &table))
}

fn table_of(
    page: Page,
    words: Words,
    who: &Signed,
    side: Side,
    asked: &Asked,
    Read {
        found,
        options,
        radar,
        chosen,
    }: Read<'_>,
) -> Table {
    let query = &asked.table;
    let many = lists::counted(found.total, found.total_is_exact);
    let path = query::place(side);
    let count = found.rows.len();
    let is_chosen = |row: &TableRow| chosen == Some(row.id);
    let rows = found.rows.into_iter();
    let rows: Vec<Row> = rows.map(|row| row_of(side, is_chosen(&row), row)).collect();
    let (party, party_label) = filters::party_words(side);
    Table {
        page,
        may_edit: who.user.role.may_edit(),
        is_empty: count == 0 && !query.is_filtered() && asked.problems.is_empty(),
        csv_label: csv::label(found.total_is_exact.then_some(&many)),
        total: many,
        create: words::create(side),
        other_ways: words::other_ways(side),
        several: words::several(side).map(|path| query.address(&path)),
        acts: words::acts(side),
        all: query.unfiltered().address(&path),
        // The fragment puts the focus on the first option button when the page comes back; other pages have no such place.
        selected: format!("{}#id", query.address(&words.selected)),
        csv: query
            .in_pages(PageOf::first(PageOf::USUAL))
            .address(&words.csv),
        words,
        search: query.search.clone(),
        statuses: filters::statuses(query),
        party: (party, party_label, filters::parties(side, query, options)),
        products: filters::products(query, options),
        from: asked.from.clone(),
        to: asked.to.clone(),
        ends_from: asked.ends_from.clone(),
        ends_to: asked.ends_to.clone(),
        kept: query.kept(),
        filters_open: query::DAYS
            .iter()
            .any(|field| asked.problems.for_field(field).is_some()),
        chips: filters::chips(side, query, options),
        radar,
        headings: filters::headings(side, query),
        rows,
        act_below: count > LONG_TABLE,
        pages: query.pages(&path, found.total),
        per_page: lists::per_page(&path, query),
        list: path,
        cut: !found.total_is_exact,
        cut_at: money::group_digits(COUNT_LIMIT),
    }
}

fn row_of(side: Side, chosen: bool, row: TableRow) -> Row {
    let party = match side {
        Side::Isv => row.reseller_name,
        Side::Partner => row.isv_name,
    };
    let called = format!("{}, {}, {party}", row.name, row.product_title);
    let (product, party) = (Cell::Text(row.product_title), Cell::Text(party));
    let discount = Cell::Number(discount_label(row.discount, row.percent));
    let status = Cell::Status(view::status(row.status));
    let created = Cell::Day(Some(view::day(row.created_at.date_naive())));
    let last_day = Cell::Day(row.duration.last_day().map(view::day));
    Row {
        id: row.id.to_string(),
        href: paths::opportunity(side, row.id),
        name: row.name,
        called,
        // In the order of the columns' headings.
        cells: match side {
            Side::Isv => vec![product, party, discount, created, status, last_day],
            Side::Partner => vec![product, party, discount, created, last_day, status],
        },
        chosen,
    }
}
