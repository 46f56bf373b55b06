//! The offers that a partner extended, and what may still be done with them.

pub mod acceptance;
pub mod cancel;
pub mod clone;
pub mod csv;
pub mod detail;
pub mod expiry;
pub mod link;
pub mod sheet;

use crate::domain::offer::Offer;
use crate::domain::opportunity::Side;
use crate::store::offers;
use crate::store::offers::table;
use crate::store::scope::PartnerScope;
use crate::web::auth::{PartnerViewer, Signed};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::offers::{list as offer_list, query};
use crate::web::page::{self, Page};
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, ServiceConfig, resource};
use askama::Template;

/// Every page of offers.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::partner_offers()).get(list))
        .service(resource(paths::partner_offers_csv()).get(csv::download))
        .service(resource(paths::partner_offer("{offer}")).get(detail::show))
        .service(resource(paths::partner_offer_link("{offer}")).post(link::post))
        .service(
            resource(paths::partner_offer_expiry("{offer}"))
                .get(expiry::ask)
                .post(expiry::post),
        )
        .service(
            resource(paths::partner_offer_cancel("{offer}"))
                .get(cancel::ask)
                .post(cancel::post),
        )
        .service(resource(paths::partner_offer_clone("{offer}")).post(clone::post))
        .service(
            resource(paths::partner_offer_acceptance("{offer}"))
                .get(acceptance::ask)
                .post(acceptance::post),
        )
        .service(resource(paths::partner_offer_total("{offer}")).post(acceptance::total));
}

/// `GET /partner/offers`.
pub async fn list(
    who: PartnerViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (asked, scope, now) = (query::read(&asked.0), who.scope, state.clock.now());
    let wanted = asked.clone();
    let found = state
        .db
        .read(move |c| table::page_for_partner(c, &scope, &wanted, now));
    let found = found.await?.map(|row| row.offer);
    Ok(offer_list::show(Side::Partner, &who.signed, &asked, &found))
}

/// The offer that an address names. What is another's is not there.
async fn named(state: &State, scope: PartnerScope, typed: &str) -> Result<Offer, Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    let found = state.db.read(move |c| offers::find(c, &scope, id)).await?;
    found.ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "partner/offers/closed.html")]
struct Closed {
    page: Page,
    words: String,
    offer: String,
}

/// The page for an act that the offer's state does not allow any more.
fn closed(who: &Signed, offer: &Offer, words: String) -> HttpResponse {
    let template = Closed {
        page: who.page(
            page::CHANGED_MEANWHILE,
            "partner.offer.closed",
            Section::Offers,
        ),
        words,
        offer: paths::partner_offer(offer.id),
    };
    page::html(StatusCode::CONFLICT, &template)
}
