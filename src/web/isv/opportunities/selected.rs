//! The buttons above the table: each leads on with the chosen row, or back to the same list to say what is missing.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Side;
use crate::web::State;
use crate::web::auth::{IsvEditor, IsvViewer};
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::isv::opportunities::{clone, ended};
use crate::web::opportunities::{find, query, table};
use crate::web::{page, paths};
use actix_web::HttpResponse;
use actix_web::web::Data;

/// The option buttons' name, and the id of the first of them.
const CHOICE: &str = "id";

/// `GET /isv/opportunities/selected`: who comes back to the address later finds the list.
pub async fn back(_: IsvViewer, asked: Query) -> HttpResponse {
    page::redirect(&query::list(
        Side::Isv,
        &query::read(Side::Isv, &asked.0).table,
    ))
}

/// `POST /isv/opportunities/selected`: `do=view|clone|revoke`, with the list it was pressed on in the address.
pub async fn act(
    who: IsvEditor,
    state: Data<State>,
    asked: Query,
    form: HtmlForm,
) -> Result<HttpResponse, Error> {
    let mut asked = query::read(Side::Isv, &asked.0);
    let (choice, act) = (form.0.get(CHOICE), form.0.get("do"));
    if choice.is_empty() {
        asked.problems.add(CHOICE, "Select an opportunity first");
        return table::render(&who.signed, who.scope.into(), &state, asked, None).await;
    }
    let id: OpportunityId = choice.parse().map_err(|_| Error::NotFound)?;
    let opportunity = find(&state, who.scope, id).await?;
    match act {
        "view" => Ok(page::redirect(&paths::isv_opportunity(id))),
        "clone" => clone::start(&who, &state, opportunity).await,
        "revoke" => match ended::words(&opportunity, state.clock.now()) {
            None => Ok(page::redirect(&paths::isv_opportunity_revoke(id))),
            Some(words) => {
                asked.problems.add(CHOICE, words);
                table::render(&who.signed, who.scope.into(), &state, asked, Some(id)).await
            }
        },
        _ => Err(Error::BadRequest),
    }
}
