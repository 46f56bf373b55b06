//! A partner's list of offers as a file for spreadsheets, with what each came to.

use crate::domain::money;
use crate::store::offers::table::{self, PartnerRow};
use crate::web::State;
use crate::web::auth::PartnerViewer;
use crate::web::csv::{self, MAX_ROWS, moment};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::offers::query;
use actix_web::HttpResponse;
use actix_web::web::Data;

const HEADINGS: [&str; 17] = [
    "Offer name",
    "Product name",
    "Vendor",
    "Extended date",
    "Expiry date",
    "Status",
    "Buyer accounts",
    "Accepted by",
    "Currency",
    "Wholesale total",
    "Purchase total",
    "Margin",
    "Offer ID",
    "Product ID",
    "Vendor account ID",
    "Opportunity ID",
    "Opportunity name",
];

/// `GET /partner/offers.csv`: takes the same fields as the list; the page is passed over.
pub async fn download(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (asked, scope, now) = (query::read(&asked.0), who.scope, state.clock.now());
    let name = (who.signed.user.id, "offers");
    let rows = csv::download(&state, name, HEADINGS, move |c, file| {
        table::each_for_partner(c, &scope, &asked, (now, MAX_ROWS), |row| {
            file.add(cells(&row))
        })
    });
    rows.await
}

fn cells(row: &PartnerRow) -> [String; HEADINGS.len()] {
    let (offer, totals) = (&row.offer, row.totals);
    let total = |value| money::plain(value, offer.currency);
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
        total(totals.wholesale),
        total(totals.purchase),
        total(totals.margin()),
        offer.id.to_string(),
        offer.product_id.to_string(),
        offer.counterparty_account.to_string(),
        offer.opportunity.to_string(),
        offer.opportunity_name.clone(),
    ]
}
