//! *Opportunities created*: the table with its search, filters, order and pages.

use crate::domain::ids::OpportunityId;
use crate::domain::money;
use crate::domain::opportunity::discount_label;
use crate::store::opportunities::table::{self, COUNT_LIMIT};
use crate::store::opportunities::{self, FilterOptions, TablePage, TableQuery, TableRow};
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::isv::opportunities::csv::MAX_ROWS;
use crate::web::isv::opportunities::filters::{self, Chip, Choice, Heading, PerPage};
use crate::web::isv::opportunities::query::{self, Asked, PER_PAGE};
use crate::web::nav::Section;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

/// Rows from which the buttons stand below the table as well: then the ones above may be out of sight.
const LONG_TABLE: usize = 10;

#[derive(Template)]
#[template(path = "isv/opportunities/table.html")]
struct Table {
    page: Page,
    organisation: String,
    may_edit: bool,
    /// Whether there is no opportunity at all, filtered or not.
    is_empty: bool,
    total: String,
    drafts: String,
    import: String,
    list: String,
    /// The list with nothing narrowed.
    all: String,
    selected: String,
    csv: String,
    csv_label: String,
    revoke_several: String,
    bulk: String,
    search: String,
    statuses: Vec<Choice>,
    resellers: Vec<Choice>,
    products: Vec<Choice>,
    from: String,
    to: String,
    /// What a new search keeps of the old address.
    kept: Vec<(&'static str, String)>,
    /// Whether one of the filters is wrong.
    filters_open: bool,
    chips: Vec<Chip>,
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
    /// Name, product and reseller: the opportunities of one batch share their name.
    called: String,
    product: String,
    reseller: String,
    discount: String,
    created: String,
    status: Tag,
    last_day: Option<String>,
    chosen: bool,
}

/// `GET /isv/opportunities`.
pub async fn show(who: IsvViewer, state: Data<State>, asked: Query) -> Result<HttpResponse, Error> {
    let asked = query::read(&asked.0);
    if let Ok(id) = asked.table.search.parse::<OpportunityId>() {
        let scope = who.scope;
        let found = state
            .db
            .read(move |c| opportunities::find(c, &scope, id))
            .await?;
        if found.is_some() {
            return Ok(page::redirect(&paths::isv_opportunity(id)));
        }
    }
    render(&who.signed, who.scope, &state, asked, None).await
}

/// The list with what is wrong with what was asked, and the row that was chosen.
pub async fn render(
    who: &Signed,
    scope: IsvScope,
    state: &State,
    asked: Asked,
    chosen: Option<OpportunityId>,
) -> Result<HttpResponse, Error> {
    let (now, wanted) = (state.clock.now(), asked.table.clone());
    let reading = state.db.read(move |c| {
        Ok((
            table::page(c, &scope, &wanted, now)?,
            opportunities::filter_options(c, &scope)?,
        ))
    });
    let (found, options) = reading.await?;
    if found.rows.is_empty() && asked.table.page > 1 {
        let first = TableQuery {
            page: 1,
            ..asked.table
        };
        return Ok(page::redirect(&query::list(&first)));
    }
    let status = if asked.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut page = who.page(
        title(&asked.table, &found),
        "isv.opportunities",
        Section::Opportunities,
    );
    page.problems = asked.problems.clone();
    Ok(page::html(
        status,
        &table_of(page, who, &asked, &found, &options, chosen),
    ))
}

/// Which of several pages it is stands in the title, so that each can be told from the others among a browser's tabs.
fn title(query: &TableQuery, found: &TablePage) -> String {
    let last = Pagination::last_page(query.per_page.into(), total(found));
    if last > 1 {
        format!("Opportunities created (page {} of {last})", query.page)
    } else {
        "Opportunities created".to_owned()
    }
}

fn total(found: &TablePage) -> i64 {
    i64::try_from(found.total).unwrap_or(i64::MAX)
}

fn table_of(
    page: Page,
    who: &Signed,
    asked: &Asked,
    found: &TablePage,
    options: &FilterOptions,
    chosen: Option<OpportunityId>,
) -> Table {
    let query = &asked.table;
    let many = counted(found);
    let row = |row: &TableRow| row_of(row, chosen);
    let at_page = |number: i64| {
        let page = u32::try_from(number).unwrap_or(1);
        query::list(&TableQuery {
            page,
            ..query.clone()
        })
    };
    Table {
        page,
        organisation: who.organisation.name.clone(),
        may_edit: who.user.role.may_edit(),
        is_empty: found.rows.is_empty() && !query::is_filtered(query) && asked.problems.is_empty(),
        csv_label: if found.total > u64::from(MAX_ROWS) || !found.total_is_exact {
            "Download as CSV".to_owned()
        } else {
            format!("Download {many} as CSV")
        },
        total: many,
        drafts: paths::isv_drafts(),
        import: paths::isv_import(),
        list: paths::isv_opportunities(),
        all: query::list(&query::unfiltered(query)),
        // The fragment puts the focus on the first option button when the page comes back; other pages have no such place.
        selected: format!(
            "{}#id",
            query::with(&paths::isv_opportunities_selected(), query)
        ),
        csv: query::with(
            &paths::isv_opportunities_csv(),
            &TableQuery {
                page: 1,
                per_page: PER_PAGE[0],
                ..query.clone()
            },
        ),
        revoke_several: query::with(&paths::isv_opportunities_revoke_several(), query),
        bulk: paths::isv_bulk(),
        search: query.search.clone(),
        statuses: filters::statuses(query),
        resellers: filters::resellers(query, options),
        products: filters::products(query, options),
        from: asked.from.clone(),
        to: asked.to.clone(),
        kept: query::kept(query),
        filters_open: ["from", "to"]
            .iter()
            .any(|field| asked.problems.for_field(field).is_some()),
        chips: filters::chips(query, options),
        headings: filters::headings(query),
        rows: found.rows.iter().map(row).collect(),
        act_below: found.rows.len() > LONG_TABLE,
        pages: Pagination::new(
            query.page.into(),
            query.per_page.into(),
            total(found),
            at_page,
        ),
        per_page: filters::per_page(query),
        cut: !found.total_is_exact,
        cut_at: money::group_digits(&COUNT_LIMIT.to_string()),
    }
}

/// How many there are; beyond a bound nobody counts.
fn counted(found: &TablePage) -> String {
    let digits = money::group_digits(&found.total.to_string());
    if found.total_is_exact {
        digits
    } else {
        format!("{digits}+")
    }
}

fn row_of(row: &TableRow, chosen: Option<OpportunityId>) -> Row {
    Row {
        id: row.id.to_string(),
        href: paths::isv_opportunity(row.id),
        name: row.name.clone(),
        called: format!("{}, {}, {}", row.name, row.product_title, row.reseller_name),
        product: row.product_title.clone(),
        reseller: row.reseller_name.clone(),
        discount: discount_label(row.discount, row.percent),
        created: view::day(row.created_at.date_naive()),
        status: view::status(row.status),
        last_day: row.duration.last_day().map(view::day),
        chosen: chosen == Some(row.id),
    }
}
