//! Offers that partners made from an ISV's opportunities, as far as the ISV may know them.

mod csv;
mod detail;

pub use csv::download;
pub use detail::show;

use crate::domain::opportunity::Side;
use crate::store::offers::table;
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::offers::{list as offer_list, query};
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /isv/offers`.
pub async fn list(who: IsvViewer, state: Data<State>, asked: Query) -> Result<HttpResponse, Error> {
    let (asked, scope, now) = (query::read(&asked.0), who.scope, state.clock.now());
    let wanted = asked.clone();
    let found = state
        .db
        .read(move |c| table::page_for_isv(c, &scope, &wanted, now));
    let found = found.await?.map(|row| row.offer);
    Ok(offer_list::show(Side::Isv, &who.signed, &asked, &found))
}
