//! One offer: its link, what it says, what came of it, and what happened to it.

use crate::domain::offer::{Offer, OfferStatus};
use crate::random;
use crate::store::events::{self, Event, OfferEvent};
use crate::store::offers;
use crate::web::State;
use crate::web::auth::{PartnerViewer, Signed};
use crate::web::error::Error;
use crate::web::facts::Part;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::offers::timeline;
use crate::web::page::{self, Page};
use crate::web::partner::offers::sheet::{self, Agreement, Payments, Price};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "partner/offers/detail.html")]
struct Detail {
    page: Page,
    list: String,
    name: String,
    status: Tag,
    may_edit: bool,
    is_open: bool,
    /// The link to send, if this page was opened with its secret.
    url: Option<String>,
    new_link: String,
    clone: String,
    expiry: String,
    cancel: String,
    /// Where the offer stands as AWS is told of it.
    aws: String,
    /// Where an acceptance is noted, as long as somebody can still accept.
    acceptance: Option<String>,
    parts: Vec<Part>,
    prices: Vec<Price>,
    schedule: Option<Payments>,
    agreements: Vec<Agreement>,
    accepted: String,
    timeline: Vec<(Moment, String)>,
}

/// `GET /partner/offers/{offer}`: with `?link=…`, the secret of one of its links, the page shows that link.
pub async fn show(
    path: Path<String>,
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let scope = who.scope;
    let secret = Some(asked.0.get("link").to_owned()).filter(|secret| !secret.is_empty());
    let shown = secret.clone();
    let reading = state.db.read(move |c| {
        let Some(offer) = offers::find(c, &scope, id)? else {
            return Ok(None);
        };
        // What somebody wrote into the address must not look like a link of ours.
        let known = match &secret {
            Some(secret) => offers::is_link_of(c, &scope, id, &random::fingerprint(secret))?,
            None => false,
        };
        Ok(Some((offer, known, events::of_offer(c, &scope, id)?)))
    });
    let (offer, known, events) = reading.await?.ok_or(Error::NotFound)?;
    let url = shown
        .filter(|_| known)
        .map(|secret| format!("{}{}", state.origin.as_str(), paths::buyer_offer(secret)));
    let detail = detail(&who.signed, &offer, &events, url, &state);
    Ok(page::html(StatusCode::OK, &detail))
}

fn detail(
    who: &Signed,
    offer: &Offer,
    events: &[Event<OfferEvent>],
    url: Option<String>,
    state: &State,
) -> Detail {
    let now = state.clock.now();
    let name = offer.details.name().to_owned();
    let status = offer.status(now);
    let is_open = status == OfferStatus::Active;
    let buyers = offer.buyers.accounts().len();
    let left = offer.acceptances.len() < buyers;
    Detail {
        page: who.page(&name, "partner.offer", Section::Offers),
        list: paths::partner_offers(),
        status: view::offer_status(status),
        may_edit: who.user.role.may_edit(),
        is_open,
        url,
        new_link: paths::partner_offer_link(offer.id),
        clone: paths::partner_offer_clone(offer.id),
        expiry: paths::partner_offer_expiry(offer.id),
        cancel: paths::partner_offer_cancel(offer.id),
        aws: paths::partner_offer_aws(offer.id),
        acceptance: (is_open && left).then(|| paths::partner_offer_acceptance(offer.id)),
        parts: sheet::parts(offer, &state.rcmp),
        prices: sheet::prices(offer),
        schedule: sheet::payments(offer),
        agreements: sheet::came_of_it(offer),
        accepted: format!(
            "{} of {}",
            offer.acceptances.len(),
            view::count(buyers, "account", "accounts")
        ),
        timeline: timeline::of(
            offer.expires_on,
            events,
            |event| Some(told(offer, event)),
            now,
        ),
        name,
    }
}

/// What an event is told as: the partner is told of everything.
fn told(offer: &Offer, event: &Event<OfferEvent>) -> String {
    let actor = &event.actor;
    match &event.kind {
        OfferEvent::Extended => format!("Extended by {actor}"),
        OfferEvent::Cancelled(_) => format!("Cancelled by {actor}"),
        OfferEvent::LinkMade => format!("Another offer URL made by {actor}"),
        OfferEvent::ExpiryMoved(day) => {
            format!("Expiry date changed to {} by {actor}", view::day(*day))
        }
        OfferEvent::Accepted(agreement) => {
            let mut made = offer.acceptances.iter();
            match made.find(|made| made.id == *agreement) {
                Some(made) if !made.by_buyer => {
                    format!("Acceptance by {} recorded by {actor}", made.company)
                }
                Some(_) | None => format!("Accepted by {actor}"),
            }
        }
    }
}
