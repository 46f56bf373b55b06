//! Revoke several: the same list with a box before each active row, one page that names all that were chosen, and one
//! transaction that revokes all of them or none.

mod chosen;

pub use chosen::{ask, post};

use crate::answers::{Fields, Problems};
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::{Side, Status, discount_label};
use crate::store::opportunities::{MAX_AT_ONCE, TableQuery, TableRow, table};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::lists::Listed;
use crate::web::nav::Section;
use crate::web::opportunities::query;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

/// The boxes' name, and the id of the first of them.
const CHOICE: &str = "id";

#[derive(Template)]
#[template(path = "isv/opportunities/revoke_several.html")]
struct Choose {
    page: Page,
    back: String,
    action: String,
    /// What the list is narrowed to, sent along so that the way back leads to it.
    kept: Vec<(String, String)>,
    rows: Vec<Row>,
    any_active: bool,
    most: usize,
    pages: Pagination,
}

struct Row {
    id: String,
    href: String,
    name: String,
    called: String,
    product: String,
    reseller: String,
    discount: String,
    created: String,
    status: Tag,
    active: bool,
    chosen: bool,
    is_first: bool,
    offers: String,
}

/// `GET /isv/opportunities/revoke-several`: takes the same fields as the list.
pub async fn choose(
    who: IsvEditor,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let wanted = query::read(Side::Isv, &asked.0).table;
    list(&who, &state, &wanted, &[], Problems::none()).await
}

async fn list(
    who: &IsvEditor,
    state: &State,
    wanted: &TableQuery,
    chosen: &[OpportunityId],
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let (scope, now, asked) = (who.scope, state.clock.now(), wanted.clone());
    let found = state
        .db
        .read(move |c| table::page(c, scope, &asked, now))
        .await?;
    let here = paths::isv_opportunities_revoke_several();
    if found.rows.is_empty() && wanted.page > 1 {
        return Ok(page::redirect(&wanted.at_page(1).address(&here)));
    }
    let status = page::status(&problems);
    let mut page = who.signed.page(
        wanted.title("Revoke several", found.total),
        "isv.opportunities.revoke_several",
        Section::Opportunities,
    );
    page.problems = problems;
    let rows = rows(&found.rows, chosen);
    let template = Choose {
        page,
        back: query::list(Side::Isv, wanted),
        action: paths::isv_opportunities_revoke_chosen(),
        kept: pairs(&wanted.address("")),
        any_active: rows.iter().any(|row| row.active),
        rows,
        most: MAX_AT_ONCE,
        pages: wanted.pages(&here, found.total),
    };
    Ok(page::html(status, &template))
}

/// The fields of an address.
fn pairs(address: &str) -> Vec<(String, String)> {
    let query = address.strip_prefix('?').unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn rows(found: &[TableRow], chosen: &[OpportunityId]) -> Vec<Row> {
    let first = found.iter().find(|row| row.status == Status::Active);
    let first = first.map(|row| row.id);
    let row = |row: &TableRow| Row {
        id: row.id.to_string(),
        href: paths::isv_opportunity(row.id),
        name: row.name.clone(),
        called: format!("{}, {}, {}", row.name, row.product_title, row.reseller_name),
        product: row.product_title.clone(),
        reseller: row.reseller_name.clone(),
        discount: discount_label(row.discount, row.percent),
        created: view::day(row.created_at.date_naive()),
        status: view::status(row.status),
        active: row.status == Status::Active,
        chosen: chosen.contains(&row.id),
        is_first: first == Some(row.id),
        offers: row.uses.to_string(),
    };
    found.iter().map(row).collect()
}

/// Those that are chosen, each once; what is no id is nobody's.
fn chosen(fields: &Fields) -> Result<Vec<OpportunityId>, Error> {
    let mut ids: Vec<OpportunityId> = Vec::new();
    for typed in fields.all(CHOICE) {
        let id = typed.parse().map_err(|_| Error::NotFound)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Why this many cannot be revoked at once.
fn wrong_number(count: usize) -> Problems {
    match count {
        0 => Problems::one(CHOICE, "Select at least one opportunity"),
        1..=MAX_AT_ONCE => Problems::none(),
        _ => Problems::one(
            CHOICE,
            format!("You can revoke up to {MAX_AT_ONCE} at once – you selected {count}"),
        ),
    }
}
