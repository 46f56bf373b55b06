//! The spreadsheet to fill in, with what this ISV can choose.

use super::DOCUMENTS;
use crate::spreadsheet::{self, Lists};
use crate::store::scope::IsvScope;
use crate::store::{documents, products, resellers};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Data};

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /isv/bulk/template.csv`.
pub async fn csv(who: IsvEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    let lists = lists(&state, who.scope).await?;
    let kind = "text/csv; charset=utf-8";
    send(lists, spreadsheet::template_csv, "opportunities.csv", kind).await
}

/// `GET /isv/bulk/template.xlsx`.
pub async fn xlsx(who: IsvEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    let lists = lists(&state, who.scope).await?;
    send(
        lists,
        spreadsheet::template_xlsx,
        "opportunities.xlsx",
        WORKBOOK,
    )
    .await
}

async fn lists(state: &State, scope: IsvScope) -> Result<Lists, Error> {
    let reading = state.db.read(move |c| {
        let mut lists = Lists {
            resellers: resellers::registered(c, &scope)?
                .into_iter()
                .map(|reseller| reseller.organisation)
                .collect(),
            products: products::list(c, &scope)?,
            documents: Vec::new(),
        };
        lists.products.retain(|product| product.can_be_resold());
        for kind in DOCUMENTS {
            lists.documents.extend(documents::list(c, &scope, kind)?);
        }
        Ok(lists)
    });
    Ok(reading.await?)
}

async fn send(
    lists: Lists,
    write: fn(&Lists) -> Result<Vec<u8>, String>,
    name: &str,
    kind: &'static str,
) -> Result<HttpResponse, Error> {
    let written = web::block(move || write(&lists)).await;
    let bytes = written
        .map_err(|error| Error::Internal(error.into()))?
        .map_err(|error| Error::Internal(anyhow::anyhow!(error)))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(bytes))
}
