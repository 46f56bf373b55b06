//! What an offer comes to for its buyer.

use crate::answers::Fields;
use crate::answers::offer::purchase;
use crate::domain::offer::OfferForBuyer;
use crate::store::offers::quote;
use crate::store::scope::BuyerScope;
use crate::web::State;
use crate::web::auth::Visitor;
use crate::web::buyer::open::{self, account, open};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::offers::total::{self, Reader, Total, TotalView};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The total of what is typed.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    state: &State,
    scope: &BuyerScope,
    offer: &OfferForBuyer,
    typed: &Fields,
) -> Result<Total, Error> {
    let Ok(purchase) = purchase::taken(typed, offer) else {
        return Ok(Total::Unknown);
    };
    let (scope, today) = (scope.clone(), state.clock.now().date_naive());
    let reading = state
        .db
        .read(move |c| quote(c, &scope, purchase.clone(), today));
    Ok(reading.await?.map_or(Total::Unknown, Total::of))
}

/// `POST /offers/{secret}/total`: the total of what is being typed, for the script of the page.
pub async fn show(
    request: HttpRequest,
    path: Path<String>,
    visitor: Visitor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let typed = sent.0.get("account");
    let account = match account(typed) {
        Ok(account) => account,
        Err(problems) => return Ok(open::ask(&visitor, typed, problems)),
    };
    let Some((scope, offer)) = open(&request, &state, &path, account).await? else {
        return Ok(open::not_found(&visitor, typed));
    };
    let total = of(&state, &scope, &offer, &sent.0).await?;
    Ok(total::alone(TotalView::new(&total, &offer, Reader::Buyer)))
}
