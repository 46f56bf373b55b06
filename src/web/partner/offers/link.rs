//! Another link to an offer. The ones sent before go on working.

use crate::random;
use crate::store::offers;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::page::Banner;
use crate::web::partner::offers::named;
use crate::web::{State, page, paths};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// `POST /partner/offers/{offer}/link`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let (scope, now, secret) = (who.scope, state.clock.now(), random::secret());
    let (fingerprint, by) = (random::fingerprint(&secret), who.signed.user.clone());
    let added = who.write(&state, move |c| {
        offers::add_link(c, &scope, (offer.id, &fingerprint), &by, now)
    });
    if added.await? {
        let told = "Another offer URL is made. Send the one below to the buyer.";
        who.signed.visit.tell(&Banner::success(told))?;
        let shown = paths::partner_offer_with_link(offer.id, secret);
        Ok(page::redirect(&shown))
    } else {
        Err(Error::NotFound)
    }
}
