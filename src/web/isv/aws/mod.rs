//! What AWS is told of opportunities: the requests to copy or download, and what these cannot say.

pub mod opportunity;
pub mod several;

use crate::catalog_api::export::Around;
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::DocumentId;
use crate::web::{State, paths};

/// The absolute address of an uploaded document.
fn address(state: &State) -> impl Fn(DocumentId) -> String {
    let origin = state.origin.clone();
    move |document| format!("{origin}{}", paths::document(document))
}

/// What an export has to know beside the opportunity.
fn around<'a>(
    authorization: Option<&'a AuthorizationId>,
    address: &'a dyn Fn(DocumentId) -> String,
    state: &State,
) -> Around<'a> {
    Around {
        authorization,
        address,
        now: state.clock.now(),
    }
}
