//! One offer made from an opportunity: who made it for whom, at which wholesale prices, and what came of it.

use crate::domain::offer::{AgreementForIsv, OfferForIsv, OfferStatus};
use crate::domain::opportunity::Opportunity;
use crate::store::events::{self, Event, OfferEvent};
use crate::store::{offers, opportunities};
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::facts::{Part, Value, buyers, line, part, words};
use crate::web::nav::Section;
use crate::web::offers::sheet::taken;
use crate::web::offers::timeline;
use crate::web::opportunities::prices::{self, Payments, Price};
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "isv/offers/detail.html")]
struct Detail {
    page: Page,
    list: String,
    name: String,
    status: Tag,
    parts: Vec<Part>,
    prices: Vec<Price>,
    schedule: Option<Payments>,
    agreements: Vec<Agreement>,
    accepted: String,
    timeline: Vec<(Moment, String)>,
}

/// What came of the offer for one account.
struct Agreement {
    id: String,
    account: String,
    company: String,
    at: String,
    runs: String,
    taken: Option<String>,
    wholesale: Option<String>,
}

/// `GET /isv/offers/{offer}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let scope = who.scope;
    let reading = state.db.read(move |c| {
        let Some(offer) = offers::find_for_isv(c, &scope, id)? else {
            return Ok(None);
        };
        let opportunity = opportunities::find(c, &scope, offer.opportunity)?;
        let events = events::of_offer_for_isv(c, &scope, id)?;
        Ok(opportunity.map(|opportunity| (offer, opportunity, events)))
    });
    let (offer, opportunity, events) = reading.await?.ok_or(Error::NotFound)?;
    let detail = detail(
        &who.signed,
        &offer,
        &opportunity,
        &events,
        state.clock.now(),
    );
    Ok(page::html(StatusCode::OK, &detail))
}

fn detail(
    who: &Signed,
    offer: &OfferForIsv,
    opportunity: &Opportunity,
    events: &[Event<OfferEvent>],
    now: DateTime<Utc>,
) -> Detail {
    let (made, buyers) = (offer.agreements.len(), offer.buyers.accounts().len());
    Detail {
        page: who.page(&offer.name, "isv.offer", Section::Offers),
        list: paths::isv_offers(),
        name: offer.name.clone(),
        status: view::offer_status(OfferStatus::at(offer.expires_on, now)),
        parts: parts(offer),
        prices: prices::prices(opportunity),
        schedule: prices::payments(opportunity),
        agreements: agreements(offer, opportunity),
        accepted: format!("{made} of {}", view::count(buyers, "account", "accounts")),
        timeline: timeline::of(offer.expires_on, events, told, now),
    }
}

fn parts(offer: &OfferForIsv) -> Vec<Part> {
    vec![
        part(
            "details",
            "Offer details",
            vec![
                line("Identifier", Value::Id(offer.id.to_string())),
                words("Name", &offer.name),
                line(
                    "Opportunity",
                    Value::Link {
                        label: offer.opportunity_name.clone(),
                        href: paths::isv_opportunity(offer.opportunity),
                    },
                ),
                line("Extended", Value::Moment(view::moment(offer.extended_at))),
                words("Expires", view::last_day(offer.expires_on)),
            ],
        ),
        part(
            "partner",
            "Partner",
            vec![
                words("Name", &offer.partner.name),
                line("Account ID", Value::Id(offer.partner.account.grouped())),
            ],
        ),
        part(
            "product",
            "Product",
            vec![
                words("Title", &offer.product_title),
                line("Product ID", Value::Id(offer.product_id.to_string())),
            ],
        ),
        part("buyers", "Buyers", vec![buyers(&offer.buyers)]),
    ]
}

fn agreements(offer: &OfferForIsv, opportunity: &Opportunity) -> Vec<Agreement> {
    let currency = opportunity.prices.currency;
    let agreement = |made: &AgreementForIsv| Agreement {
        id: made.id.to_string(),
        account: made.account.grouped(),
        company: made.company.clone(),
        at: view::moment(made.at).words,
        runs: format!(
            "{} to {}",
            view::day(made.starts_on),
            view::day(made.ends_on)
        ),
        taken: taken(&made.purchase, |key| opportunity.dimension_name(key)),
        wholesale: made.wholesale.map(|total| view::total(total, currency)),
    };
    offer.agreements.iter().map(agreement).collect()
}

/// What an event is told as, if the ISV is told of it.
fn told(event: &Event<OfferEvent>) -> Option<String> {
    match event.kind {
        OfferEvent::Extended => Some(format!("Extended by {}", event.actor)),
        OfferEvent::Accepted(_) => Some(format!("Accepted by {}", event.actor)),
        // The partner's own business.
        OfferEvent::ExpiryMoved(_) | OfferEvent::Cancelled(_) | OfferEvent::LinkMade => None,
    }
}
