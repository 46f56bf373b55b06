//! *Reports*: the seller report, what a partner made of each opportunity, with its name and description as the vendor gave
//! them, and with the partner's own margin.

use crate::domain::money::{self, group_digits};
use crate::domain::opportunity::discount_label;
use crate::store::reports::{self, Days, MAX_SHOWN, PartnerReport, Sold, SoldTotals};
use crate::web::State;
use crate::web::auth::PartnerViewer;
use crate::web::csv::{self, MAX_ROWS};
use crate::web::days;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use chrono::{DateTime, Utc};
use form_urlencoded::Serializer;

#[derive(Template)]
#[template(path = "partner/reports.html")]
struct Reports {
    page: Page,
    action: String,
    from: String,
    to: String,
    is_filtered: bool,
    is_empty: bool,
    totals: Vec<(&'static str, Vec<String>)>,
    rows: Vec<Row>,
    /// How many there are, if not all are shown.
    cut: Option<String>,
    csv: String,
}

struct Row {
    id: String,
    href: String,
    name: String,
    description: Option<String>,
    product: String,
    vendor: String,
    created: String,
    numbers: [String; 3],
    purchase: Option<String>,
    margin: Option<String>,
}

/// `GET /partner/reports`.
pub async fn show(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let days::Asked { days, problems } = days::read(&asked.0);
    let (scope, now) = (who.scope, state.clock.now());
    // It adds up every opportunity there is; other pages must not wait for that.
    let reading = state
        .db
        .read_slow(move |c| reports::partner(c, &scope, days, now));
    let report = reading.await?;
    let status = page::status(&problems);
    let mut page = who
        .signed
        .page("Reports", "partner.reports", Section::Reports);
    page.problems = problems;
    let typed = (asked.0.get("from"), asked.0.get("to"));
    Ok(page::html(status, &reports_of(page, typed, days, &report)))
}

fn reports_of(page: Page, (from, to): (&str, &str), days: Days, report: &PartnerReport) -> Reports {
    let total = &report.total;
    Reports {
        page,
        action: paths::partner_reports(),
        from: from.to_owned(),
        to: to.to_owned(),
        is_filtered: !from.is_empty() || !to.is_empty(),
        is_empty: total.created == 0,
        totals: totals(total),
        rows: report.opportunities.iter().map(row).collect(),
        cut: (total.created > u64::from(MAX_SHOWN)).then(|| group_digits(total.created)),
        csv: file(days),
    }
}

fn file(days: Days) -> String {
    let query = Serializer::new(String::new())
        .extend_pairs(days.from.map(|day| ("from", day.to_string())))
        .extend_pairs(days.to.map(|day| ("to", day.to_string())))
        .finish();
    if query.is_empty() {
        paths::partner_reports_csv()
    } else {
        format!("{}?{query}", paths::partner_reports_csv())
    }
}

fn totals(total: &SoldTotals) -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("Opportunities", vec![group_digits(total.created)]),
        ("Active now", vec![group_digits(total.active)]),
        ("Uses", vec![group_digits(total.uses)]),
        ("Offers extended", vec![group_digits(total.offers)]),
        ("Offers accepted", vec![group_digits(total.accepted)]),
        ("Purchase total", view::totals(&total.purchase)),
        ("Your margin", view::totals(&total.margin())),
    ]
}

fn row(sold: &Sold) -> Row {
    let row = &sold.row;
    let money = |sum| (sold.accepted > 0).then(|| view::total(sum, row.currency));
    Row {
        id: row.id.to_string(),
        href: paths::partner_opportunity(row.id),
        name: row.name.clone(),
        description: row.description.clone(),
        product: row.product_title.clone(),
        vendor: row.isv_name.clone(),
        created: view::day(row.created_at.date_naive()),
        numbers: [row.uses.into(), sold.offers, sold.accepted].map(group_digits),
        purchase: money(sold.purchase),
        margin: money(sold.margin()),
    }
}

/// `GET /partner/reports.csv`, with the days of the page.
pub async fn download(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (scope, now, days) = (who.scope, state.clock.now(), days::read(&asked.0).days);
    let name = (who.signed.user.id, "seller-report");
    let rows = csv::download(&state, name, HEADINGS, move |c, file| {
        reports::each_sold(c, &scope, days, now, MAX_ROWS, |sold| {
            file.add(cells(&sold))
        })
    });
    rows.await
}

const HEADINGS: [&str; 19] = [
    "Opportunity name",
    "Opportunity description",
    "Product name",
    "Vendor",
    "Discount",
    "Status",
    "Created date",
    "Uses",
    "First use",
    "Last use",
    "Offers extended",
    "Offers accepted",
    "Purchase total",
    "Cost",
    "Margin",
    "Currency",
    "Opportunity ID",
    "Product ID",
    "Vendor account ID",
];

fn cells(sold: &Sold) -> [String; HEADINGS.len()] {
    let row = &sold.row;
    let moment = |at: Option<DateTime<Utc>>| at.map(csv::moment).unwrap_or_default();
    let plain = |sum| money::plain(sum, row.currency);
    [
        row.name.clone(),
        row.description.clone().unwrap_or_default(),
        row.product_title.clone(),
        row.isv_name.clone(),
        discount_label(row.discount, row.percent),
        row.status.label().to_owned(),
        csv::moment(row.created_at),
        row.uses.to_string(),
        moment(sold.first_use),
        moment(sold.last_use),
        sold.offers.to_string(),
        sold.accepted.to_string(),
        plain(sold.purchase),
        plain(sold.wholesale),
        plain(sold.margin()),
        row.currency.code().to_owned(),
        row.id.to_string(),
        row.product_id.to_string(),
        row.isv_account.to_string(),
    ]
}
