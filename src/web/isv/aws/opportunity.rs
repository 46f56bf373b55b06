//! What AWS is told of one opportunity, and what it is called there.

use crate::answers::Problems;
use crate::catalog_api::export::{self, Export, Purpose, Remark};
use crate::domain::authorization::AuthorizationId;
use crate::domain::opportunity::Opportunity;
use crate::store::authorizations::{self, NewAuthorization, Recorded};
use crate::store::opportunities;
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::{IsvEditor, IsvViewer, Signed};
use crate::web::aws::{self, MISREAD, Shown};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::isv::aws::{address, around};
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "isv/aws/opportunity.html")]
struct OpportunityInAws {
    page: Page,
    list: String,
    detail: String,
    name: String,
    remarks: Vec<String>,
    requests: Vec<Shown>,
    /// Whether a request creates something, which needs more than ending it.
    creates: bool,
    account: String,
    reseller: String,
    product: String,
    /// What it is called in AWS, if that is recorded.
    recorded: Option<String>,
    may_edit: bool,
    action: String,
    typed: String,
}

/// An opportunity and what it is called in AWS.
type Found = (Opportunity, Option<AuthorizationId>);

/// The opportunity that an address names. What is another's is not there.
async fn named(state: &State, scope: IsvScope, typed: &str) -> Result<Found, Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    let reading = state.db.read(move |c| {
        let Some(opportunity) = opportunities::find(c, &scope, id)? else {
            return Ok(None);
        };
        Ok(Some((opportunity, authorizations::find(c, &scope, id)?)))
    });
    reading.await?.ok_or(Error::NotFound)
}

fn exported((opportunity, authorization): &Found, state: &State) -> Export {
    let address = address(state);
    export::opportunity(opportunity, around(authorization.as_ref(), &address, state))
}

/// `GET /isv/opportunities/{opportunity}/aws`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let found = named(&state, who.scope, &path).await?;
    let typed = found.1.as_ref().map(ToString::to_string);
    let typed = typed.unwrap_or_default();
    page_of(&who.signed, &state, &found, &typed, Problems::none())
}

fn page_of(
    who: &Signed,
    state: &State,
    found: &Found,
    typed: &str,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let (opportunity, authorization) = found;
    let export = exported(found, state);
    let status = page::status(&problems);
    let name = opportunity.details.name();
    let mut page = who.page(
        format!("“{name}” in AWS"),
        "isv.opportunity.aws",
        Section::Opportunities,
    );
    page.problems = problems;
    let requests = export.requests.iter().map(|request| {
        let href = if request.purpose == Purpose::AddDimensions {
            paths::isv_opportunity_dimensions_json(opportunity.id)
        } else {
            paths::isv_opportunity_aws_json(opportunity.id)
        };
        aws::shown(request, &opportunity.id.to_string(), href)
    });
    let template = OpportunityInAws {
        page,
        list: paths::isv_opportunities(),
        detail: paths::isv_opportunity(opportunity.id),
        name: name.to_owned(),
        remarks: export.remarks.iter().map(Remark::text).collect(),
        requests: requests.collect::<Result<_, _>>()?,
        creates: opportunity.revocation.is_none(),
        account: opportunity.isv.account.grouped(),
        reseller: opportunity.reseller.name.clone(),
        product: opportunity.product.id.to_string(),
        recorded: authorization.as_ref().map(ToString::to_string),
        may_edit: who.user.role.may_edit(),
        action: paths::isv_opportunity_aws(opportunity.id),
        typed: typed.to_owned(),
    };
    Ok(page::html(status, &template))
}

/// `GET /isv/opportunities/{opportunity}/aws.json`: the request that creates or ends it.
pub async fn download(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let found = named(&state, who.scope, &path).await?;
    file(&found, &state, &[Purpose::Create, Purpose::Revoke])
}

/// `GET /isv/opportunities/{opportunity}/aws-dimensions.json`: the request that adds its own dimensions to the product.
pub async fn download_dimensions(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let found = named(&state, who.scope, &path).await?;
    file(&found, &state, &[Purpose::AddDimensions])
}

/// The one request of an opportunity that serves one of these purposes.
fn file(found: &Found, state: &State, purposes: &[Purpose]) -> Result<HttpResponse, Error> {
    let export = exported(found, state);
    let wanted = export
        .requests
        .iter()
        .find(|request| purposes.contains(&request.purpose));
    aws::file(wanted.ok_or(Error::NotFound)?, &found.0.id.to_string())
}

/// `POST /isv/opportunities/{opportunity}/aws`: records what it is called in AWS.
pub async fn record(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let found = named(&state, who.scope, &path).await?;
    let typed = sent.0.get("authorization");
    let id = match AuthorizationId::parse(typed) {
        Some(id) => id,
        None => return page_of(&who.signed, &state, &found, typed, misread(typed)),
    };
    let (scope, person, now) = (who.scope, who.signed.user.clone(), state.clock.now());
    let opportunity = found.0.id;
    let writing = who.write(&state, move |c| {
        let new = NewAuthorization {
            opportunity,
            id: id.clone(),
            by: &person,
        };
        authorizations::record(c, &scope, &new, now)
    });
    match writing.await? {
        Recorded::Done => {
            who.signed
                .visit
                .tell(&Banner::success("The resale authorization ID is recorded."))?;
            Ok(page::redirect(&paths::isv_opportunity_aws(opportunity)))
        }
        Recorded::Elsewhere(name) => {
            let problem = Problems::one(
                "authorization",
                format!("This ID is recorded for “{name}” – enter the one of this opportunity"),
            );
            page_of(&who.signed, &state, &found, typed, problem)
        }
        Recorded::Missing => Err(Error::NotFound),
    }
}

fn misread(typed: &str) -> Problems {
    let text = if typed.trim().is_empty() {
        "Enter the resale authorization ID"
    } else {
        MISREAD
    };
    Problems::one("authorization", text)
}
