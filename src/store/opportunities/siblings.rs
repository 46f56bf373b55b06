//! Who else has what an opportunity gives.

use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::opportunity::Status;
use crate::store::columns::AsText;
use crate::store::opportunities::status::stands;
use crate::store::schema::opportunities;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The resellers that have an active opportunity of the same name for the same product as this one, its own included.
///
/// # Errors
/// When the database does not answer.
pub fn given_already(
    c: &mut Conn,
    scope: &IsvScope,
    like: OpportunityId,
    now: DateTime<Utc>,
) -> Result<Vec<OrganisationId>, Error> {
    let ours = || opportunities::table.filter(opportunities::isv_id.eq(AsText(scope.isv())));
    let found: Option<(String, String)> = ours()
        .filter(opportunities::id.eq(AsText(like)))
        .select((opportunities::name, opportunities::product_id))
        .get_result(c)
        .optional()?;
    let Some((name, product)) = found else {
        return Ok(Vec::new());
    };
    let resellers: Vec<AsText<OrganisationId>> = ours()
        .filter(opportunities::product_id.eq(product))
        .filter(opportunities::name.eq(name))
        .filter(stands(Status::Active, now))
        .select(opportunities::reseller_id)
        .distinct()
        .load(c)?;
    Ok(resellers.into_iter().map(|id| id.0).collect())
}
