//! What AWS is told of all that one press of *Create opportunities* made: many requests in one file.

use crate::catalog_api::envelope::StartChangeSet;
use crate::catalog_api::export::{Purpose, Series};
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::BatchId;
use crate::domain::opportunity::Opportunity;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, authorizations, batches, opportunities};
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::aws;
use crate::web::error::Error;
use crate::web::isv::aws::{address, around};
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

/// Names that a remark lists.
const NAMES: usize = 3;

#[derive(Template)]
#[template(path = "isv/aws/batch.html")]
struct BatchInAws {
    page: Page,
    batch: String,
    title: String,
    remarks: Vec<About>,
    /// All requests as one text; nothing when there are none.
    text: Option<String>,
    made: String,
    json: String,
    file: String,
    region: &'static str,
    dimensions: bool,
    account: String,
    rows: Vec<Row>,
}

/// A remark, and about which opportunities if not about all.
struct About {
    text: String,
    only: Option<String>,
}

struct Row {
    id: String,
    href: String,
    reseller: String,
    product: String,
    recorded: Option<String>,
}

/// The opportunities of a batch, each with what it is called in AWS.
type Found = Vec<(Opportunity, Option<AuthorizationId>)>;

/// Everything to be sent for a batch.
struct Together {
    requests: Vec<StartChangeSet>,
    dimensions: bool,
    /// Each remark once, with the positions of the opportunities it is about.
    remarks: Vec<(String, Vec<usize>)>,
}

fn read(
    c: &mut Conn,
    scope: &IsvScope,
    id: BatchId,
    now: DateTime<Utc>,
) -> Result<Option<Found>, StoreError> {
    let Some(batch) = batches::find(c, scope, id, now)? else {
        return Ok(None);
    };
    let mut recorded = authorizations::of_batch(c, scope, id)?;
    let mut found = Vec::new();
    for row in &batch.rows {
        if let Some(opportunity) = opportunities::find(c, scope, row.id)? {
            found.push((opportunity, recorded.remove(&row.id)));
        }
    }
    Ok(Some(found))
}

async fn named(state: &State, scope: IsvScope, typed: &str) -> Result<(BatchId, Found), Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    let now = state.clock.now();
    // A hundred opportunities are read whole: slow work, which must not take the connections of the pages.
    let reading = state.db.read_slow(move |c| read(c, &scope, id, now));
    Ok((id, reading.await?.ok_or(Error::NotFound)?))
}

fn together(found: &Found, state: &State) -> Together {
    let address = address(state);
    let mut series = Series::default();
    let mut all = Together {
        requests: Vec::new(),
        dimensions: false,
        remarks: Vec::new(),
    };
    for (position, (opportunity, authorization)) in found.iter().enumerate() {
        let export = series.next(opportunity, around(authorization.as_ref(), &address, state));
        for request in export.requests {
            all.dimensions |= request.purpose == Purpose::AddDimensions;
            all.requests.push(request.body);
        }
        for text in export.remarks.iter().map(|remark| remark.text()) {
            match all.remarks.iter_mut().find(|(known, _)| *known == text) {
                Some((_, about)) => about.push(position),
                None => all.remarks.push((text, vec![position])),
            }
        }
    }
    all
}

/// `GET /isv/batches/{batch}/aws`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, found) = named(&state, who.scope, &path).await?;
    let all = together(&found, &state);
    let title = view::count(found.len(), "opportunity", "opportunities");
    let made = view::count(all.requests.len(), "request", "requests");
    let template = BatchInAws {
        page: who.signed.page(
            format!("{title} in AWS"),
            "isv.batch.aws",
            Section::Opportunities,
        ),
        batch: paths::isv_batch(id),
        title: format!("{title} created"),
        remarks: about(&all.remarks, &found),
        text: if all.requests.is_empty() {
            None
        } else {
            Some(aws::text(&all.requests)?)
        },
        made,
        json: paths::isv_batch_aws_json(id),
        file: file_name(id),
        region: aws::REGION,
        dimensions: all.dimensions,
        account: who.signed.organisation.account.grouped(),
        rows: found.iter().map(row).collect(),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn about(remarks: &[(String, Vec<usize>)], found: &Found) -> Vec<About> {
    let name = |position: &usize| {
        let (opportunity, _) = found.get(*position)?;
        Some(format!(
            "{} – {}",
            opportunity.reseller.name, opportunity.product.title
        ))
    };
    let only = |positions: &[usize]| {
        let names: Vec<_> = positions.iter().take(NAMES).filter_map(name).collect();
        let more = positions.len().saturating_sub(NAMES);
        let names = names.join(", ");
        if more == 0 {
            names
        } else {
            format!("{names} and {more} more")
        }
    };
    let said = |(text, positions): &(String, Vec<usize>)| About {
        text: text.clone(),
        only: (positions.len() < found.len()).then(|| only(positions)),
    };
    remarks.iter().map(said).collect()
}

fn row((opportunity, authorization): &(Opportunity, Option<AuthorizationId>)) -> Row {
    Row {
        id: opportunity.id.to_string(),
        href: paths::isv_opportunity_aws(opportunity.id),
        reseller: opportunity.reseller.name.clone(),
        product: opportunity.product.title.clone(),
        recorded: authorization.as_ref().map(ToString::to_string),
    }
}

fn file_name(batch: BatchId) -> String {
    format!("{batch}.json")
}

/// `GET /isv/batches/{batch}/aws.json`: all requests as one list.
pub async fn download(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, found) = named(&state, who.scope, &path).await?;
    aws::files(&file_name(id), &together(&found, &state).requests)
}
