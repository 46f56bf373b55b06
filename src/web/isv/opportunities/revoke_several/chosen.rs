//! The page that names all that were chosen, and the transaction that revokes them.

use super::{Row, chosen, list, rows, wrong_number};
use crate::answers::Problems;
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::{Side, Status};
use crate::store::Conn;
use crate::store::opportunities::{
    NewRevocation, RevokedAll, TableQuery, TableRow, revoke_all, table,
};
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::letters::{self, Revoked};
use crate::web::lists::Listed;
use crate::web::nav::Section;
use crate::web::opportunities::{end, query};
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use std::collections::BTreeSet;

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
    let wanted = query::read(Side::Isv, &asked.0).table;
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
        back: wanted.address(&paths::isv_opportunities_revoke_several()),
        action: wanted.address(&paths::isv_opportunities_revoke_chosen()),
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
    let wanted = query::read(Side::Isv, &asked.0).table;
    let ids = chosen(&sent.0)?;
    let problems = wrong_number(ids.len());
    if !problems.is_empty() {
        return list(&who, &state, &wanted, &ids, problems).await;
    }
    let found = find(&state, who.scope, &ids).await?;
    let typed = sent.0.get("reason");
    let reason = match end::reason(typed) {
        Ok(reason) => reason,
        Err(problems) => {
            let status = page::status(&problems);
            return Ok(form(&who, &wanted, &found, typed, problems, status));
        }
    };
    match revoke(&who, &state, found, reason).await? {
        RevokedAll::Done => {
            let many = view::count(ids.len(), "opportunity is", "opportunities are");
            who.signed
                .visit
                .tell(&Banner::success(format!("{many} revoked.")))?;
            Ok(page::redirect(&query::list(Side::Isv, &wanted)))
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
    reason: Option<String>,
) -> Result<RevokedAll, Error> {
    let (scope, person, now) = (who.scope, who.signed.user.clone(), state.clock.now());
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
    who.write(state, work).await
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
