//! Opportunities as both sides see them: the table with its search and filters, what one says, and how it is ended. What
//! a side sees in its own way is told apart by whose opportunities they are ([`Whose`]).

pub mod beside;
pub mod csv;
pub mod end;
pub mod filters;
pub mod prices;
pub mod query;
pub mod radar;
pub mod sheet;
pub mod table;
pub mod timeline;
mod words;

use crate::domain::ids::{BatchId, OfferId, OpportunityId};
use crate::domain::opportunity::Opportunity;
use crate::store::opportunities;
use crate::store::scope::Whose;
use crate::store::{Conn, Error as StoreError, batches, offers};
use crate::web::State;
use crate::web::error::Error;
use crate::web::paths;

/// One of somebody's opportunities, whole.
fn whole(c: &mut Conn, whose: Whose, id: OpportunityId) -> Result<Option<Opportunity>, StoreError> {
    match whose {
        Whose::Isv(scope) => opportunities::find(c, &scope, id),
        Whose::Partner(scope) => opportunities::find_for_partner(c, &scope, id),
    }
}

/// Where an id leads that somebody searches for: to an opportunity, an offer, or what was created together. Each side opens
/// its own, and the ISV alone knows what was created together.
fn place_of(c: &mut Conn, whose: Whose, typed: &str) -> Result<Option<String>, StoreError> {
    if let Ok(id) = typed.parse::<OpportunityId>() {
        let found = whole(c, whose, id)?;
        return Ok(found.map(|_| paths::opportunity(whose.side(), id)));
    }
    let (offer, batch) = (typed.parse::<OfferId>(), typed.parse::<BatchId>());
    Ok(match (whose, offer, batch) {
        (Whose::Isv(scope), Ok(id), _) => {
            offers::find_for_isv(c, &scope, id)?.map(|_| paths::isv_offer(id))
        }
        (Whose::Partner(scope), Ok(id), _) => {
            offers::find(c, &scope, id)?.map(|_| paths::partner_offer(id))
        }
        (Whose::Isv(scope), Err(_), Ok(id)) => {
            batches::is_of(c, &scope, id)?.then(|| paths::isv_batch(id))
        }
        (Whose::Isv(_), Err(_), Err(_)) | (Whose::Partner(_), Err(_), _) => None,
    })
}

/// The opportunity that an address names. What is another's is not there.
///
/// # Errors
/// Not found.
pub async fn named(
    state: &State,
    whose: impl Into<Whose>,
    typed: &str,
) -> Result<Opportunity, Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    find(state, whose, id).await
}

/// The opportunity with an id.
///
/// # Errors
/// Not found.
pub async fn find(
    state: &State,
    whose: impl Into<Whose>,
    id: OpportunityId,
) -> Result<Opportunity, Error> {
    let whose = whose.into();
    let found = state.db.read(move |c| whole(c, whose, id)).await?;
    found.ok_or(Error::NotFound)
}
