//! What the table page could cost at the least, for `tests/bench`: the same rows by the same query through the same
//! connections, without session, rights, filters and the page around them; those rows from memory, only made into HTML;
//! and the page as it is, from memory.
//!
//! Arguments: the URL of the database, a port, who of the people in it asks, and a file with the page.

use actix_web::http::header::ContentType;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;
use askama::Template;
use chrono::Utc;
use consign::domain::opportunity::{Side, discount_label};
use consign::store::opportunities::{SortColumn, TablePage, TableQuery, TableRow, table};
use consign::store::scope::{IsvScope, Scope};
use consign::store::{Db, users};
use consign::web::opportunities::query;
use consign::web::view::{self, Tag};
use std::num::NonZeroU32;

/// As many as the portal has on two cores, of each.
const WORKERS: usize = 2;
const READERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// The table as the page has it.
#[derive(Template)]
#[template(
    source = r##"{% import "_table.html" as table %}<!DOCTYPE html><html lang="en"><head><title>Opportunities created</title></head><body><main>
<div class="scroll" role="region" tabindex="0" aria-label="Opportunities created">
<table class="stacks sorts">
<caption class="unseen">Opportunities created. {{ table::sort_note() }}</caption>
<thead><tr><th scope="col" class="pick">Select</th>
{% for (_, word, label) in columns %}{{ table::sort(label, format!("/isv/opportunities?sort={word}")) }}{% endfor %}</tr></thead>
<tbody>
{% for Told { row, discount, created, tag, last_day } in rows -%}
<tr data-id="{{ row.id }}">{{ table::pick("id", row.id, format!("{}, {}, {}", row.name, row.product_title, row.reseller_name), first=loop.first) }}
<th scope="row"><a href="/isv/opportunities/{{ row.id }}">{{ row.name }}</a></th><td data-heading="Product name">{{ row.product_title }}</td>
<td data-heading="Reseller name">{{ row.reseller_name }}</td><td class="num" data-heading="Discount">{{ discount }}</td>
<td class="when" data-heading="Created date">{{ created }}</td>
<td data-heading="Status">{{ table::tag(tag.kind, tag.label) }}</td>
<td class="when" data-heading="Last day">{% if let Some(day) = last_day %}{{ day }}{% else %}<span class="none">None</span>{% endif %}</td></tr>
{% endfor -%}
</tbody></table></div><p>{{ total }}</p></main></body></html>"##,
    ext = "html"
)]
struct Rows {
    columns: &'static [(SortColumn, &'static str, &'static str)],
    rows: Vec<Told>,
    total: u64,
}

struct Told {
    row: TableRow,
    discount: String,
    created: String,
    tag: Tag,
    last_day: Option<String>,
}

impl From<TableRow> for Told {
    fn from(row: TableRow) -> Self {
        Self {
            discount: discount_label(row.discount, row.percent),
            created: view::day(row.created_at.date_naive()),
            tag: view::status(row.status),
            last_day: row.duration.last_day().map(view::day),
            row,
        }
    }
}

struct Asked {
    db: Db,
    scope: IsvScope,
    found: TablePage,
    page: Bytes,
}

async fn rows(asked: Data<Asked>) -> actix_web::Result<HttpResponse> {
    let scope = asked.scope;
    let reading = asked
        .db
        .read(move |c| table::page(c, scope, &TableQuery::default(), Utc::now()));
    let found = reading
        .await
        .map_err(actix_web::error::ErrorInternalServerError)?;
    made(found)
}

async fn rendered(asked: Data<Asked>) -> actix_web::Result<HttpResponse> {
    made(asked.found.clone())
}

fn made(found: TablePage) -> actix_web::Result<HttpResponse> {
    let html = Rows {
        columns: query::columns(Side::Isv),
        rows: found.rows.into_iter().map(Told::from).collect(),
        total: found.total,
    }
    .render();
    let html = html.map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(html))
}

async fn memory(asked: Data<Asked>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(asked.page.clone())
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().context(what);
    let (url, port) = (next("the database")?, next("the port")?.parse::<u16>()?);
    let (email, page) = (next("who asks")?, std::fs::read(next("the page")?)?);
    let db = Db::connect(&url, READERS)?;
    let user = db.read_now(|c| users::by_email(c, &email))?;
    let user = user.context("nobody has this address")?.id;
    let who = db.read_now(|c| users::who(c, user))?;
    let Some(Scope::Isv(scope)) = who.map(|who| who.scope) else {
        anyhow::bail!("{email} is not of an ISV");
    };
    let wanted = TableQuery::default();
    let asked = Data::new(Asked {
        found: db.read_now(|c| table::page(c, scope, &wanted, Utc::now()))?,
        db,
        scope,
        page: page.into(),
    });
    HttpServer::new(move || {
        App::new()
            .app_data(asked.clone())
            .route("/rows", web::get().to(rows))
            .route("/rendered", web::get().to(rendered))
            .route("/memory", web::get().to(memory))
    })
    .workers(WORKERS)
    .tcp_nodelay(true)
    .bind(("127.0.0.1", port))?
    .run()
    .await?;
    Ok(())
}
