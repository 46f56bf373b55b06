//! *Opportunities created* and all that is done from there: look at one, clone it, revoke it, download the list.

pub mod clone;
pub mod csv;
pub mod detail;
pub mod ended;
pub mod filters;
pub mod more_resellers;
pub mod prices;
pub mod query;
pub mod revoke;
pub mod revoke_several;
pub mod selected;
pub mod sheet;
pub mod table;

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Opportunity;
use crate::store::opportunities;
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::error::Error;

/// The opportunity that an address names. What is another's is not there.
async fn named(state: &State, scope: IsvScope, typed: &str) -> Result<Opportunity, Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    find(state, scope, id).await
}

async fn find(state: &State, scope: IsvScope, id: OpportunityId) -> Result<Opportunity, Error> {
    let found = state
        .db
        .read(move |c| opportunities::find(c, &scope, id))
        .await?;
    found.ok_or(Error::NotFound)
}
