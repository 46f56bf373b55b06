//! What AWS is told of many opportunities at once: of all that one press of *Create opportunities* made, and of all that
//! was made of a spreadsheet. Many requests in one file.

use crate::catalog_api::envelope::StartChangeSet;
use crate::catalog_api::export::{Purpose, Series};
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::{BatchId, OpportunityId, UploadId};
use crate::domain::opportunity::Opportunity;
use crate::domain::terms::MAX_OPPORTUNITIES;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, authorizations, batches, bulk, opportunities};
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
#[template(path = "isv/aws/several.html")]
struct SeveralInAws {
    page: Page,
    from: String,
    title: String,
    remarks: Vec<About>,
    /// Whether there is anything to send.
    sends: bool,
    /// All requests as one text; nothing when they are too many to be read.
    text: Option<String>,
    made: String,
    json: String,
    file: String,
    region: &'static str,
    dimensions: bool,
    account: String,
    /// The opportunities; none when they are too many to be shown again.
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

/// Opportunities, each with what it is called in AWS.
type Found = Vec<(Opportunity, Option<AuthorizationId>)>;

/// Everything to be sent for them.
struct Together {
    requests: Vec<StartChangeSet>,
    dimensions: bool,
    /// Each remark once, with the positions of the opportunities it is about.
    remarks: Vec<(String, Vec<usize>)>,
}

/// What made them.
#[derive(Clone, Copy)]
enum Made {
    Batch(BatchId),
    Upload(UploadId),
}

impl Made {
    fn batch(typed: &str) -> Result<Self, Error> {
        typed.parse().map(Self::Batch).map_err(|_| Error::NotFound)
    }

    fn upload(typed: &str) -> Result<Self, Error> {
        typed.parse().map(Self::Upload).map_err(|_| Error::NotFound)
    }

    /// Where they were created.
    fn path(self) -> String {
        match self {
            Self::Batch(id) => paths::isv_batch(id),
            Self::Upload(id) => paths::isv_bulk_upload(id),
        }
    }

    /// Where all requests are one file.
    fn json(self) -> String {
        match self {
            Self::Batch(id) => paths::isv_batch_aws_json(id),
            Self::Upload(id) => paths::isv_bulk_aws_json(id),
        }
    }

    /// The name of that file.
    fn file_name(self) -> String {
        match self {
            Self::Batch(id) => format!("{id}.json"),
            Self::Upload(id) => format!("{id}.json"),
        }
    }

    fn opportunities(
        self,
        c: &mut Conn,
        scope: &IsvScope,
        now: DateTime<Utc>,
    ) -> Result<Vec<OpportunityId>, StoreError> {
        match self {
            Self::Batch(id) => {
                let batch = batches::find(c, scope, id, now)?;
                let rows = batch.map(|batch| batch.rows).unwrap_or_default();
                Ok(rows.iter().map(|row| row.id).collect())
            }
            Self::Upload(id) => bulk::made(c, scope, id),
        }
    }

    fn read(self, c: &mut Conn, scope: &IsvScope, now: DateTime<Utc>) -> Result<Found, StoreError> {
        let ids = self.opportunities(c, scope, now)?;
        let mut recorded = authorizations::some(c, scope, &ids)?;
        let mut found = Vec::new();
        for id in ids {
            if let Some(opportunity) = opportunities::find(c, scope, id)? {
                found.push((opportunity, recorded.remove(&id)));
            }
        }
        Ok(found)
    }

    /// What `tell` makes of the opportunities and all that is to be sent for them. What is another's, and what made none,
    /// is not there.
    async fn told<T: Send + 'static>(
        self,
        state: &State,
        scope: IsvScope,
        tell: impl FnOnce(&Found, &Together) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (now, shared) = (state.clock.now(), state.clone());
        // Up to a thousand are read whole, and their requests written: slow work, which must take neither the connections
        // of the pages nor the threads that serve them.
        let reading = state.db.read_slow(move |c| {
            let found = self.read(c, &scope, now)?;
            Ok((!found.is_empty()).then(|| tell(&found, &together(&found, &shared))))
        });
        reading.await?.unwrap_or(Err(Error::NotFound))
    }
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
pub async fn show_batch(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    show(Made::batch(&path)?, "isv.batch.aws", &who, &state).await
}

/// `GET /isv/bulk/{upload}/aws`.
pub async fn show_upload(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    show(Made::upload(&path)?, "isv.bulk.aws", &who, &state).await
}

async fn show(
    from: Made,
    key: &'static str,
    who: &IsvViewer,
    state: &State,
) -> Result<HttpResponse, Error> {
    let told = from.told(state, who.scope, Told::of).await?;
    let title = view::count(told.opportunities, "opportunity", "opportunities");
    let template = SeveralInAws {
        page: who
            .signed
            .page(format!("{title} in AWS"), key, Section::Opportunities),
        from: from.path(),
        title: format!("{title} created"),
        remarks: told.remarks,
        sends: told.requests > 0,
        text: told.text,
        made: view::count(told.requests, "request", "requests"),
        json: from.json(),
        file: from.file_name(),
        region: aws::REGION,
        dimensions: told.dimensions,
        account: who.signed.organisation.account.grouped(),
        rows: told.rows,
    };
    Ok(page::html(StatusCode::OK, &template))
}

/// What the page says of opportunities.
struct Told {
    /// How many there are.
    opportunities: usize,
    /// How many requests.
    requests: usize,
    dimensions: bool,
    remarks: Vec<About>,
    text: Option<String>,
    rows: Vec<Row>,
}

impl Told {
    fn of(found: &Found, all: &Together) -> Result<Self, Error> {
        let readable = found.len() <= MAX_OPPORTUNITIES;
        let shown = readable && !all.requests.is_empty();
        Ok(Self {
            opportunities: found.len(),
            requests: all.requests.len(),
            dimensions: all.dimensions,
            remarks: about(&all.remarks, found),
            text: shown.then(|| aws::text(&all.requests)).transpose()?,
            rows: if readable {
                found.iter().map(row).collect()
            } else {
                Vec::new()
            },
        })
    }
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

/// `GET /isv/batches/{batch}/aws.json`: all requests as one list.
pub async fn download_batch(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    download(Made::batch(&path)?, &who, &state).await
}

/// `GET /isv/bulk/{upload}/aws.json`: all requests as one list.
pub async fn download_upload(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    download(Made::upload(&path)?, &who, &state).await
}

async fn download(from: Made, who: &IsvViewer, state: &State) -> Result<HttpResponse, Error> {
    let text = from.told(state, who.scope, |_, all| aws::text(&all.requests));
    Ok(aws::files(&from.file_name(), &text.await?))
}
