//! The buyer's page: an offer, opened by the secret in its link and one of the accounts that it is for. Nobody signs in.
//!
//! Of whoever has not shown both, nobody learns which of the two was wrong: the answer has the same bytes for a link that
//! leads nowhere and for an account that an offer is not for.

mod accept;
mod offer;
mod open;
mod total;

pub use accept::{accept, back};
pub use total::show as total;

use crate::answers::Fields;
use crate::answers::Problems;
use crate::store::documents;
use crate::web::auth::Visitor;
use crate::web::buyer::offer::Shown;
use crate::web::buyer::open::{account, open};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::{State, files};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /offers/{secret}`: asks for the account, and with it (`?account=…`) shows the offer.
pub async fn show(
    request: HttpRequest,
    path: Path<String>,
    visitor: Visitor,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let typed = asked.0.get("account");
    if !asked.0.has("account") {
        return Ok(open::ask(&visitor, typed, Problems::none()));
    }
    let account = match account(typed) {
        Ok(account) => account,
        Err(problems) => return Ok(open::ask(&visitor, typed, problems)),
    };
    Ok(match open(&request, &state, &path, account).await? {
        None => open::not_found(&visitor, typed),
        Some((scope, offer)) => {
            let shown = Shown {
                secret: &path,
                account: scope.account(),
                offer: &offer,
                now: state.clock.now(),
            };
            let nothing = Fields::default();
            let total = total::of(&state, &scope, &offer, &nothing).await?;
            shown.page(&visitor, &nothing, &total, Problems::none())
        }
    })
}

/// `GET /offers/{secret}/documents/{document}`: the EULA or one of the documents that amend it.
pub async fn document(
    request: HttpRequest,
    path: Path<(String, String)>,
    visitor: Visitor,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (secret, document) = path.into_inner();
    let typed = asked.0.get("account");
    let account = account(typed).map_err(|_| Error::NotFound)?;
    let Some((scope, _)) = open(&request, &state, &secret, account).await? else {
        return Ok(open::not_found(&visitor, typed));
    };
    let id = document.parse().map_err(|_| Error::NotFound)?;
    let found = state
        .db
        .read(move |c| documents::bytes_for_buyer(c, &scope, id));
    let (document, bytes) = found.await?.ok_or(Error::NotFound)?;
    Ok(files::attachment(&document, bytes))
}
