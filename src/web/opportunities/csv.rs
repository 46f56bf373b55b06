//! The list as a file for spreadsheets: what is searched and filtered for, in the order shown, all pages at once.

use crate::domain::opportunity::discount_label;
use crate::store::opportunities::{TableRow, table};
use crate::store::scope::Whose;
use crate::web::State;
use crate::web::auth::Signed;
use crate::web::csv::{self, MAX_ROWS};
use crate::web::error::Error;
use crate::web::opportunities::query::Asked;
use actix_web::HttpResponse;

/// What the file is called.
const NAME: &str = "opportunities";

const FOR_ISV: [&str; 14] = [
    "Opportunity name",
    "Product name",
    "Reseller name",
    "Discount",
    "Created date",
    "Status",
    "Last day",
    "Opportunity ID",
    "Product ID",
    "Reseller ID",
    "Reseller account ID",
    "Duration",
    "Currency",
    "Buyers",
];

const FOR_PARTNER: [&str; 15] = [
    "Opportunity name",
    "Product name",
    "Vendor",
    "Discount",
    "Last day",
    "Status",
    "Created date",
    "Opportunity description",
    "Opportunity ID",
    "Product ID",
    "Vendor account ID",
    "Duration",
    "Currency",
    "Buyers",
    "Offers made",
];

/// The file of a list; the page that it was asked on is passed over.
pub async fn download(
    who: &Signed,
    whose: Whose,
    state: &State,
    asked: Asked,
) -> Result<HttpResponse, Error> {
    let file = (who.user.id, NAME);
    let now = state.clock.now();
    match whose {
        Whose::Isv(_) => {
            let rows = csv::download(state, file, FOR_ISV, move |c, file| {
                table::each(c, whose, &asked.table, now, MAX_ROWS, |row, buyers| {
                    file.add(for_isv(&row, buyers))
                })
            });
            rows.await
        }
        Whose::Partner(_) => {
            let rows = csv::download(state, file, FOR_PARTNER, move |c, file| {
                table::each(c, whose, &asked.table, now, MAX_ROWS, |row, buyers| {
                    file.add(for_partner(&row, buyers))
                })
            });
            rows.await
        }
    }
}

fn last_day(row: &TableRow) -> String {
    let last_day = row.duration.last_day();
    last_day.map(|day| day.to_string()).unwrap_or_default()
}

fn for_isv(row: &TableRow, buyers: u32) -> [String; FOR_ISV.len()] {
    [
        row.name.clone(),
        row.product_title.clone(),
        row.reseller_name.clone(),
        discount_label(row.discount, row.percent),
        csv::moment(row.created_at),
        row.status.label().to_owned(),
        last_day(row),
        row.id.to_string(),
        row.product_id.to_string(),
        row.reseller_id.to_string(),
        row.reseller_account.to_string(),
        row.duration.kind().label().to_owned(),
        row.currency.code().to_owned(),
        buyers.to_string(),
    ]
}

fn for_partner(row: &TableRow, buyers: u32) -> [String; FOR_PARTNER.len()] {
    [
        row.name.clone(),
        row.product_title.clone(),
        row.isv_name.clone(),
        discount_label(row.discount, row.percent),
        last_day(row),
        row.status.label().to_owned(),
        csv::moment(row.created_at),
        row.description.clone().unwrap_or_default(),
        row.id.to_string(),
        row.product_id.to_string(),
        row.isv_account.to_string(),
        row.duration.kind().label().to_owned(),
        row.currency.code().to_owned(),
        buyers.to_string(),
        row.uses.to_string(),
    ]
}
