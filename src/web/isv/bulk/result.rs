//! What became of an uploaded spreadsheet: the opportunities, each with its row, and the rows that were refused.

use super::rows::{Row, refused_row};
use super::show::{PER_PAGE, paging};
use crate::answers::fields::Fields;
use crate::domain::opportunity::discount_label;
use crate::store::bulk::{self, Made, Upload};
use crate::store::opportunities::TableRow;
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::Signed;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "isv/bulk/result.html")]
struct ResultPage {
    page: Page,
    heading: String,
    reference: String,
    file: String,
    by: String,
    at: Moment,
    next: String,
    rows_title: String,
    rows: Vec<Created>,
    pages: Pagination,
    refused_title: String,
    refused: Vec<Row>,
    refused_more: Option<String>,
    refused_csv: String,
    list: String,
    aws: String,
    another: String,
    may_edit: bool,
}

impl ResultPage {
    /// The word for the rows that were refused.
    fn those(&self) -> &'static str {
        if self.refused.len() == 1 {
            "it"
        } else {
            "them"
        }
    }
}

/// An opportunity that was created.
struct Created {
    id: String,
    number: u32,
    href: String,
    name: String,
    product: String,
    reseller: String,
    discount: String,
    created: String,
    status: Tag,
}

/// The page of an upload of which opportunities were made.
pub(super) async fn result(
    who: &Signed,
    state: &State,
    scope: IsvScope,
    upload: Upload,
    made: &Made,
    asked: &Fields,
) -> Result<HttpResponse, Error> {
    let (id, now) = (upload.summary.id, state.clock.now());
    let at = |page: u32| format!("{}?page={page}", paths::isv_bulk_upload(id));
    let total = usize::try_from(made.count).unwrap_or(usize::MAX);
    let heading = format!(
        "{} created",
        view::count(made.count, "opportunity", "opportunities")
    );
    let (title, here, pages) = match paging(asked, &heading, total, at) {
        Ok(paging) => paging,
        Err(first) => return Ok(page::redirect(&first)),
    };
    let rows = state
        .db
        .read(move |c| bulk::rows(c, &scope, id, here, now))
        .await?;
    let refused = upload.sheet.rows.len();
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let template = ResultPage {
        page: who.page(title, "isv.bulk.result", Section::Opportunities),
        heading,
        reference: id.to_string(),
        file: upload.summary.file_name.clone(),
        by: made.by.clone(),
        at: view::moment(made.at),
        next: "We are sending an e-mail about each to its reseller, who can create offers from now on."
            .to_owned(),
        rows_title: "Rows that were created".to_owned(),
        rows: rows.iter().map(created).collect(),
        pages,
        refused_title: view::count(refused, "row was refused", "rows were refused"),
        refused: upload
            .sheet
            .rows
            .iter()
            .take(most)
            .map(|row| refused_row(row, &upload.sheet.headings))
            .collect(),
        refused_more: (refused > most).then(|| {
            let more = refused - most;
            format!("and {}", view::count(more, "more row", "more rows"))
        }),
        refused_csv: paths::isv_bulk_refused(id),
        list: paths::isv_opportunities(),
        aws: paths::isv_bulk_aws(id),
        another: paths::isv_bulk(),
        may_edit: who.user.role.may_edit(),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn created((number, row): &(u32, TableRow)) -> Created {
    Created {
        id: row.id.to_string(),
        number: *number,
        href: paths::isv_opportunity(row.id),
        name: row.name.clone(),
        product: row.product_title.clone(),
        reseller: row.reseller_name.clone(),
        discount: discount_label(row.discount, row.percent),
        created: view::day(row.created_at.date_naive()),
        status: view::status(row.status),
    }
}
