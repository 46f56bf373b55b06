//! *Opportunities*: the table with its search, filters, order and pages.

use crate::domain::opportunity::Side;
use crate::web::State;
use crate::web::auth::PartnerViewer;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::opportunities::{csv, query, table};
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /partner/opportunities`.
pub async fn show(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let asked = query::read(Side::Partner, &asked.0);
    table::show(&who.signed, who.scope.into(), &state, asked).await
}

/// `GET /partner/opportunities.csv`: takes the same fields as the list.
pub async fn download(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let asked = query::read(Side::Partner, &asked.0);
    csv::download(&who.signed, who.scope.into(), &state, asked).await
}
