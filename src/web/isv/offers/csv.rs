//! An ISV's list of offers as a file for spreadsheets. It has the ISV's own totals and never what the buyer pays.

use crate::domain::money;
use crate::store::offers::table::{self, IsvRow};
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::csv::{self, MAX_ROWS, moment};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::offers::query;
use actix_web::HttpResponse;
use actix_web::web::Data;

const HEADINGS: [&str; 15] = [
    "Offer name",
    "Product name",
    "Partner",
    "Extended date",
    "Expiry date",
    "Status",
    "Buyer accounts",
    "Accepted by",
    "Currency",
    "Wholesale total",
    "Offer ID",
    "Product ID",
    "Partner account ID",
    "Opportunity ID",
    "Opportunity name",
];

/// `GET /isv/offers.csv`: takes the same fields as the list; the page is passed over.
pub async fn download(
    who: IsvViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (asked, scope, now) = (query::read(&asked.0), who.scope, state.clock.now());
    let name = (who.signed.user.id, "offers");
    let rows = csv::download(&state, name, HEADINGS, move |c, file| {
        table::each_for_isv(c, &scope, &asked, (now, MAX_ROWS), |row| {
            file.add(cells(&row))
        })
    });
    rows.await
}

fn cells(row: &IsvRow) -> [String; HEADINGS.len()] {
    let offer = &row.offer;
    [
        offer.name.clone(),
        offer.product_title.clone(),
        offer.counterparty.clone(),
        moment(offer.extended_at),
        offer.expires_on.to_string(),
        offer.status.label().to_owned(),
        offer.buyers.to_string(),
        offer.accepted.to_string(),
        offer.currency.code().to_owned(),
        money::plain(row.wholesale, offer.currency),
        offer.id.to_string(),
        offer.product_id.to_string(),
        offer.counterparty_account.to_string(),
        offer.opportunity.to_string(),
        offer.opportunity_name.clone(),
    ]
}
