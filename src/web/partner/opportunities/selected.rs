//! The buttons above the table: each leads on with the chosen row, or back to the same list to say what is missing.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Side;
use crate::web::State;
use crate::web::auth::{PartnerEditor, PartnerViewer};
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::opportunities::{find, query, table};
use crate::web::{page, paths};
use actix_web::HttpResponse;
use actix_web::web::Data;

/// The option buttons' name, and the id of the first of them.
const CHOICE: &str = "id";

/// `GET /partner/opportunities/selected`: who comes back to the address later finds the list.
pub async fn back(_: PartnerViewer, asked: Query) -> HttpResponse {
    page::redirect(&query::list(
        Side::Partner,
        &query::read(Side::Partner, &asked.0).table,
    ))
}

/// `POST /partner/opportunities/selected`: `do=view|offer`, with the list it was pressed on in the address.
pub async fn act(
    who: PartnerEditor,
    state: Data<State>,
    asked: Query,
    form: HtmlForm,
) -> Result<HttpResponse, Error> {
    let mut asked = query::read(Side::Partner, &asked.0);
    let (choice, act) = (form.0.get(CHOICE), form.0.get("do"));
    if choice.is_empty() {
        asked.problems.add(CHOICE, "Select an opportunity first");
        return table::render(&who.signed, who.scope.into(), &state, asked, None).await;
    }
    let id: OpportunityId = choice.parse().map_err(|_| Error::NotFound)?;
    let status = find(&state, who.scope, id).await?.status(state.clock.now());
    match act {
        "view" => Ok(page::redirect(&paths::partner_opportunity(id))),
        "offer" if status.is_open() => Ok(page::redirect(&paths::partner_new_offer(id))),
        "offer" => {
            let became = status.label().to_lowercase();
            let words = format!("This opportunity is {became} – choose an active one");
            asked.problems.add(CHOICE, words);
            table::render(&who.signed, who.scope.into(), &state, asked, Some(id)).await
        }
        _ => Err(Error::BadRequest),
    }
}
