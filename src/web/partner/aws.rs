//! What AWS is told of a partner's offer: the request to copy or download, and what it cannot say.

use crate::answers::Problems;
use crate::catalog_api::export::Around;
use crate::catalog_api::export::offer::{self, OfferExport, OfferRemark};
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::DocumentId;
use crate::domain::offer::Offer;
use crate::store::scope::PartnerScope;
use crate::store::{authorizations, offers};
use crate::web::State;
use crate::web::auth::PartnerViewer;
use crate::web::aws::{self, MISREAD, Shown};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// The field in which a partner says what the opportunity is called, where the ISV has not.
const FIELD: &str = "authorization";

#[derive(Template)]
#[template(path = "partner/aws.html")]
struct OfferInAws {
    page: Page,
    list: String,
    detail: String,
    name: String,
    remarks: Vec<String>,
    request: Option<Shown>,
    account: String,
    isv: String,
    /// What the opportunity is called in AWS, if the ISV has recorded it.
    recorded: Option<String>,
    action: String,
    typed: String,
}

/// An offer and what its opportunity is called in AWS.
struct Found {
    offer: Offer,
    recorded: Option<AuthorizationId>,
    /// What was typed in place of a recorded name.
    typed: String,
    /// How that reads.
    read: Option<AuthorizationId>,
}

impl Found {
    /// A recorded name counts before a typed one.
    fn authorization(&self) -> Option<&AuthorizationId> {
        self.recorded.as_ref().or(self.read.as_ref())
    }
}

/// The offer that an address names. What is another's is not there.
async fn named(
    state: &State,
    scope: PartnerScope,
    path: &str,
    typed: &str,
) -> Result<Found, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let reading = state.db.read(move |c| {
        let Some(offer) = offers::find(c, &scope, id)? else {
            return Ok(None);
        };
        let recorded = authorizations::find_for_partner(c, &scope, offer.opportunity.id)?;
        Ok(Some((offer, recorded)))
    });
    let (offer, recorded) = reading.await?.ok_or(Error::NotFound)?;
    Ok(Found {
        read: AuthorizationId::parse(typed),
        offer,
        recorded,
        typed: typed.to_owned(),
    })
}

fn exported(found: &Found, state: &State) -> OfferExport {
    let address = |document: DocumentId| format!("{}{}", state.origin, paths::document(document));
    let around = Around {
        authorization: found.authorization(),
        address: &address,
        now: state.clock.now(),
    };
    offer::offer(&found.offer, around)
}

/// `GET /partner/offers/{offer}/aws`: takes the name of the opportunity in AWS, where the ISV has not recorded it.
pub async fn show(
    path: Path<String>,
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let found = named(&state, who.scope, &path, asked.0.get(FIELD)).await?;
    let export = exported(&found, &state);
    let (offer, id) = (&found.offer, found.offer.id);
    let name = offer.details.name();
    let title = format!("“{name}” in AWS");
    let mut page = who.signed.page(title, "partner.offer.aws", Section::Offers);
    let misread = found.authorization().is_none() && !found.typed.trim().is_empty();
    let status = if misread {
        page.problems = Problems::one(FIELD, MISREAD);
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let request = export.request.as_ref().zip(found.authorization());
    let request = request.map(|(request, authorization)| {
        let href = paths::partner_offer_aws_json(id, authorization);
        aws::shown(request, &id.to_string(), href)
    });
    let template = OfferInAws {
        page,
        list: paths::partner_offers(),
        detail: paths::partner_offer(id),
        name: name.to_owned(),
        remarks: export.remarks.iter().map(OfferRemark::text).collect(),
        request: request.transpose()?,
        account: offer.opportunity.reseller.account.grouped(),
        isv: offer.opportunity.isv.name.clone(),
        recorded: found.recorded.as_ref().map(ToString::to_string),
        action: paths::partner_offer_aws(id),
        typed: found.typed.clone(),
    };
    Ok(page::html(status, &template))
}

/// `GET /partner/offers/{offer}/aws/{authorization}.json`.
pub async fn download(
    path: Path<(String, String)>,
    who: PartnerViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (offer, authorization) = path.into_inner();
    let found = named(&state, who.scope, &offer, &authorization).await?;
    let export = exported(&found, &state);
    let request = export.request.ok_or(Error::NotFound)?;
    aws::file(&request, &found.offer.id.to_string())
}
