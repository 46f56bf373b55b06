//! Cancel: nobody can accept the offer any more. Agreements that came of it stay.

use crate::domain::offer::{Offer, OfferStatus};
use crate::store::offers::{self, Moved};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::partner::offers::{closed, named};
use crate::web::{State, paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "partner/offers/cancel.html")]
struct Cancel {
    page: Page,
    offer: String,
    action: String,
    /// What becomes of agreements.
    agreements: String,
}

/// `GET /partner/offers/{offer}/cancel`: asks once more.
pub async fn ask(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let name = offer.details.name();
    match offer.status(state.clock.now()) {
        OfferStatus::Expired => Ok(closed(&who.signed, &offer, over(&offer))),
        OfferStatus::Active => {
            let template = Cancel {
                page: who.signed.page(
                    format!("Cancel “{name}”?"),
                    "partner.offer.cancel",
                    Section::Offers,
                ),
                offer: paths::partner_offer(offer.id),
                action: paths::partner_offer_cancel(offer.id),
                agreements: match offer.acceptances.len() {
                    0 => "No buyer has accepted it, so no agreement is affected".to_owned(),
                    1 => "The agreement that came of it stays as it is".to_owned(),
                    many => format!(
                        "The {} that came of it stay as they are",
                        view::count(many, "agreement", "agreements")
                    ),
                },
            };
            Ok(page::html(StatusCode::OK, &template))
        }
    }
}

fn over(offer: &Offer) -> String {
    format!("“{}” has already expired", offer.details.name())
}

/// `POST /partner/offers/{offer}/cancel`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let (scope, now, by) = (who.scope, state.clock.now(), who.signed.user.clone());
    let cancelled = who.write(&state, move |c| {
        offers::cancel(c, &scope, offer.id, &by, now)
    });
    match cancelled.await? {
        Moved::Done => {
            let name = offer.details.name();
            let told = format!("“{name}” is cancelled. Nobody can accept it any more.");
            who.signed.visit.tell(&Banner::success(told))?;
            Ok(page::redirect(&paths::partner_offer(offer.id)))
        }
        // Nothing is refused about a day in the past, which is what cancelling sets.
        Moved::NotActive | Moved::Refused(_) => Ok(closed(&who.signed, &offer, over(&offer))),
        Moved::Missing => Err(Error::NotFound),
    }
}
