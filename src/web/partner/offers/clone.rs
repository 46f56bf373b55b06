//! Clone: a draft with everything the offer says, opened at its review.

use crate::answers::offer::clone::answers;
use crate::domain::opportunity::Status;
use crate::random;
use crate::store::drafts::{Created, MAX_PER_PERSON};
use crate::store::offers::drafts::{self, NewOfferDraft};
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
    let now = state.clock.now();
    let status = offer.opportunity.status(now);
    match status {
        Status::Active => {}
        Status::Used | Status::Expired | Status::Revoked | Status::EndedByPartner => {
            let opportunity = offer.opportunity.details.name();
            let words = format!(
                "The opportunity “{opportunity}” is {}, so no other offer can be made from it",
                status.label().to_lowercase()
            );
            return Ok(closed(&who.signed, &offer, words));
        }
    }
    let (scope, by, back) = (who.scope, who.signed.user.id, offer.id);
    let draft = random::id(now);
    let begun = state.db.write(move |c| {
        let new = NewOfferDraft {
            id: draft,
            opportunity: offer.opportunity.id,
            answers: &answers(&offer),
            by,
        };
        drafts::create(c, &scope, &new, now)
    });
    match begun.await? {
        Created::Done => Ok(page::redirect(&paths::partner_offer_draft(draft, "review"))),
        Created::TooMany => {
            let words = format!("You have {MAX_PER_PERSON} drafts – discard one to begin another");
            who.signed.visit.tell(&Banner::notice(words))?;
            Ok(page::redirect(&paths::partner_offer(back)))
        }
    }
}
