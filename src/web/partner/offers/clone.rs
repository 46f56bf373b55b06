//! Clone: a draft with everything the offer says, opened at its review.

use crate::answers::offer::clone::answers;
use crate::domain::offer::Offer;
use crate::domain::opportunity::Obstacle;
use crate::random;
use crate::store::drafts::{Created, MAX_PER_PERSON};
use crate::store::offers::drafts::{self, NewOfferDraft};
use crate::store::opportunities;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::page::{self, Banner};
use crate::web::partner::offers::{closed, named};
use crate::web::{State, paths};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// `POST /partner/offers/{offer}/clone`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let (scope, by, now) = (who.scope, who.signed.user.id, state.clock.now());
    let draft = random::id(now);
    let cloned = offer.clone();
    let begun = state.db.write(move |c| {
        if let Some(obstacle) = opportunities::obstacle(c, &scope, &cloned.opportunity, now)? {
            return Ok(Err(obstacle));
        }
        let new = NewOfferDraft {
            id: draft,
            opportunity: cloned.opportunity.id,
            answers: &answers(&cloned),
            by,
        };
        drafts::create(c, &scope, &new, now).map(Ok)
    });
    match begun.await? {
        Ok(Created::Done) => Ok(page::redirect(&paths::partner_offer_draft(draft, "review"))),
        Ok(Created::TooMany) => {
            let words = format!("You have {MAX_PER_PERSON} drafts – discard one to begin another");
            who.signed.visit.tell(&Banner::notice(words))?;
            Ok(page::redirect(&paths::partner_offer(offer.id)))
        }
        Err(obstacle) => Ok(closed(&who.signed, &offer, words(&offer, obstacle))),
    }
}

/// Why no other offer can be made.
fn words(offer: &Offer, obstacle: Obstacle) -> String {
    let opportunity = &offer.opportunity;
    let name = opportunity.details.name();
    match obstacle {
        Obstacle::Status(status) => {
            let became = status.label().to_lowercase();
            format!("The opportunity “{name}” is {became}, so no other offer can be made from it")
        }
        Obstacle::NotOnSale => format!(
            "{} is not on sale any more, so no other offer can be made from the opportunity “{name}”",
            opportunity.product.title
        ),
        Obstacle::NotRegistered => format!(
            "{} is not registered as a reseller any more, so no other offer can be made from the opportunity “{name}”",
            opportunity.reseller.name
        ),
    }
}
