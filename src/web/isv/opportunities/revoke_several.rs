//! Revoke several: the same list with a box before each active row, one page that names all that were chosen, and one
//! transaction that revokes all of them or none.

use crate::answers::{Fields, Problems};
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::{MAX_REASON, Status, discount_label};
use crate::domain::text;
use crate::store::Conn;
use crate::store::opportunities::{
    MAX_AT_ONCE, NewRevocation, RevokedAll, TableQuery, TableRow, revoke_all, table,
};
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::isv::opportunities::query;
use crate::web::letters::{self, Revoked};
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use std::collections::BTreeSet;

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

#[derive(Template)]
#[template(path = "isv/opportunities/revoke_chosen.html")]
struct Ask {
    page: Page,
    back: String,
    action: String,
    rows: Vec<Row>,
    /// Those that were chosen and cannot be revoked (any more).
    ended: Vec<Row>,
    offers: String,
    told: String,
    button: String,
    reason: String,
}

/// `GET /isv/opportunities/revoke-several`: takes the same fields as the list.
pub async fn choose(
    who: IsvEditor,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let wanted = query::read(&asked.0).table;
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
        .read(move |c| table::page(c, &scope, &asked, now))
        .await?;
    let here = paths::isv_opportunities_revoke_several();
    let at = |number: i64| {
        let page = u32::try_from(number).unwrap_or(1);
        let wanted = wanted.clone();
        query::with(&here, &TableQuery { page, ..wanted })
    };
    if found.rows.is_empty() && wanted.page > 1 {
        return Ok(page::redirect(&at(1)));
    }
    let total = i64::try_from(found.total).unwrap_or(i64::MAX);
    let last = Pagination::last_page(wanted.per_page.into(), total);
    let title = if last > 1 {
        format!("Revoke several (page {} of {last})", wanted.page)
    } else {
        "Revoke several".to_owned()
    };
    let status = status_of(&problems);
    let mut page = who.signed.page(
        title,
        "isv.opportunities.revoke_several",
        Section::Opportunities,
    );
    page.problems = problems;
    let rows = rows(&found.rows, chosen);
    let template = Choose {
        page,
        back: query::list(wanted),
        action: paths::isv_opportunities_revoke_chosen(),
        kept: pairs(&query::with("", wanted)),
        any_active: rows.iter().any(|row| row.active),
        rows,
        most: MAX_AT_ONCE,
        pages: Pagination::new(wanted.page.into(), wanted.per_page.into(), total, at),
    };
    Ok(page::html(status, &template))
}

fn status_of(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
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

/// The chosen opportunities as they are now. What is another's is not there.
async fn find(
    state: &State,
    scope: IsvScope,
    ids: &[OpportunityId],
) -> Result<Vec<TableRow>, Error> {
    let (ids, now) = (ids.to_vec(), state.clock.now());
    let count = ids.len();
    let found = state
        .db
        .read(move |c| table::some(c, &scope, &ids, now))
        .await?;
    if found.len() == count {
        Ok(found)
    } else {
        Err(Error::NotFound)
    }
}

/// `GET /isv/opportunities/revoke-several/chosen`: `id=` for each, with the list they were chosen from.
pub async fn ask(who: IsvEditor, state: Data<State>, asked: Query) -> Result<HttpResponse, Error> {
    let wanted = query::read(&asked.0).table;
    let ids = chosen(&asked.0)?;
    let problems = wrong_number(ids.len());
    if !problems.is_empty() {
        return list(&who, &state, &wanted, &ids, problems).await;
    }
    let found = find(&state, who.scope, &ids).await?;
    let status = if found.iter().all(|row| row.status == Status::Active) {
        StatusCode::OK
    } else {
        StatusCode::CONFLICT
    };
    Ok(form(&who, &wanted, &found, "", Problems::none(), status))
}

fn form(
    who: &IsvEditor,
    wanted: &TableQuery,
    found: &[TableRow],
    reason: &str,
    problems: Problems,
    status: StatusCode,
) -> HttpResponse {
    let (active, ended): (Vec<TableRow>, Vec<TableRow>) = found
        .iter()
        .cloned()
        .partition(|row| row.status == Status::Active);
    let many = view::count(active.len(), "opportunity", "opportunities");
    let title = if active.is_empty() {
        "None of these is active any more".to_owned()
    } else {
        format!("Revoke {many}?")
    };
    let mut page = who.signed.page(
        title,
        "isv.opportunities.revoke_chosen",
        Section::Opportunities,
    );
    page.failed = status == StatusCode::CONFLICT;
    page.problems = problems;
    let offers = active.iter().map(|row| u64::from(row.uses)).sum::<u64>();
    let resellers: BTreeSet<_> = active.iter().map(|row| row.reseller_id).collect();
    let template = Ask {
        page,
        back: query::with(&paths::isv_opportunities_revoke_several(), wanted),
        action: query::with(&paths::isv_opportunities_revoke_chosen(), wanted),
        rows: rows(&active, &[]),
        ended: rows(&ended, &[]),
        offers: match offers {
            0 => "No offer was made from them, so none is affected".to_owned(),
            1 => "The offer already made keeps its discount".to_owned(),
            many => format!(
                "The {} already made keep their discount",
                view::count(many, "offer", "offers")
            ),
        },
        told: match resellers.len() {
            1 => "Their reseller is told by e-mail".to_owned(),
            many => format!("Their {many} resellers are told by e-mail"),
        },
        button: format!("Revoke {many}"),
        reason: reason.to_owned(),
    };
    page::html(status, &template)
}

/// `POST /isv/opportunities/revoke-several/chosen`.
pub async fn post(
    who: IsvEditor,
    state: Data<State>,
    asked: Query,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let wanted = query::read(&asked.0).table;
    let ids = chosen(&sent.0)?;
    let problems = wrong_number(ids.len());
    if !problems.is_empty() {
        return list(&who, &state, &wanted, &ids, problems).await;
    }
    let found = find(&state, who.scope, &ids).await?;
    let typed = sent.0.get("reason");
    let reason = text::clean(typed);
    if text::length(&reason) > MAX_REASON {
        let text = format!("Reason must be {MAX_REASON} characters or less");
        let problems = Problems::one("reason", text);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(form(&who, &wanted, &found, typed, problems, status));
    }
    match revoke(&who, &state, found, reason).await? {
        RevokedAll::Done => {
            let many = view::count(ids.len(), "opportunity is", "opportunities are");
            who.signed
                .visit
                .tell(&Banner::success(format!("{many} revoked.")))?;
            Ok(page::redirect(&query::list(&wanted)))
        }
        RevokedAll::NotAll => {
            let now_there = find(&state, who.scope, &ids).await?;
            let status = StatusCode::CONFLICT;
            Ok(form(
                &who,
                &wanted,
                &now_there,
                typed,
                Problems::none(),
                status,
            ))
        }
    }
}

async fn revoke(
    who: &IsvEditor,
    state: &State,
    found: Vec<TableRow>,
    reason: String,
) -> Result<RevokedAll, Error> {
    let (scope, person, now) = (who.scope, who.signed.user.clone(), state.clock.now());
    let reason = (!reason.is_empty()).then_some(reason);
    let origin = state.origin.clone();
    let work = move |c: &mut Conn| {
        let mut all = Vec::with_capacity(found.len());
        for row in &found {
            let told = told(&scope, row, &person.name, reason.as_deref());
            all.push(NewRevocation {
                opportunity: row.id,
                by: &person,
                reason: reason.clone(),
                letters: letters::of_revocation(c, &origin, &told, now)?,
            });
        }
        revoke_all(c, &scope, &all, now)
    };
    Ok(state.db.write(work).await?)
}

/// What letters tell of it.
fn told<'a>(
    scope: &IsvScope,
    row: &'a TableRow,
    by: &'a str,
    reason: Option<&'a str>,
) -> Revoked<'a> {
    Revoked {
        id: row.id,
        name: &row.name,
        isv: (scope.isv(), &row.isv_name),
        partner: (row.reseller_id, &row.reseller_name),
        product: (&row.product_id, &row.product_title),
        offers: row.uses,
        by,
        reason,
    }
}
