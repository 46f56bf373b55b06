//! What the table page could cost at the least, for `tests/bench`: the same rows by the same query through the same
//! connections, without session, rights, filters and the page around them; and the page as it is, from memory.
//!
//! Arguments: the URL of the database, a port, who of the people in it asks, and a file with the page.

use actix_web::http::header::ContentType;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;
use askama::Template;
use chrono::Utc;
use consign::domain::opportunity::discount_label;
use consign::store::opportunities::{TableQuery, TableRow, table};
use consign::store::scope::{IsvScope, Scope};
use consign::store::{Db, users};
use std::num::NonZeroU32;

/// As many as the portal has on two cores, of each.
const WORKERS: usize = 2;
const READERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);
const BLOCKING_THREADS: usize = 4;

#[derive(Template)]
#[template(
    source = r##"<!DOCTYPE html><html lang="en"><head><title>Opportunities created</title></head><body><main><table>
<thead><tr><th>Opportunity name</th><th>Product name</th><th>Reseller name</th><th>Discount</th><th>Created date</th><th>Status</th><th>Last day</th></tr></thead>
<tbody>{% for (row, discount) in rows %}<tr><td><input type="radio" name="id" value="{{ row.id }}" id="{{ row.id }}"></td>
<td><a href="/isv/opportunities/{{ row.id }}">{{ row.name }}</a></td><td>{{ row.product_title }}</td><td>{{ row.reseller_name }}</td>
<td>{{ discount }}</td><td>{{ row.created_at.format("%d %b %Y") }}</td><td>{{ row.status.label() }}</td>
<td>{% if let Some(day) = row.duration.last_day() %}{{ day.format("%d %b %Y") }}{% endif %}</td></tr>
{% endfor %}</tbody></table><p>{{ total }}</p></main></body></html>"##,
    ext = "html"
)]
struct Rows {
    rows: Vec<(TableRow, String)>,
    total: u64,
}

struct Asked {
    db: Db,
    scope: IsvScope,
    page: Bytes,
}

async fn rows(asked: Data<Asked>) -> actix_web::Result<HttpResponse> {
    let scope = asked.scope;
    let reading = asked
        .db
        .read(move |c| table::page(c, &scope, &TableQuery::default(), Utc::now()));
    let found = reading
        .await
        .map_err(actix_web::error::ErrorInternalServerError)?;
    let with_discount = |row: TableRow| {
        let discount = discount_label(row.discount, row.percent);
        (row, discount)
    };
    let html = Rows {
        rows: found.rows.into_iter().map(with_discount).collect(),
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
    let page = page.into();
    let asked = Data::new(Asked { db, scope, page });
    HttpServer::new(move || {
        App::new()
            .app_data(asked.clone())
            .route("/rows", web::get().to(rows))
            .route("/memory", web::get().to(memory))
    })
    .workers(WORKERS)
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .tcp_nodelay(true)
    .bind(("127.0.0.1", port))?
    .run()
    .await?;
    Ok(())
}
