//! Using an opportunity: an offer is extended from it.

use crate::domain::catalog::ProductState;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::opportunity::{Obstacle, Opportunity, Status};
use crate::store::columns::AsText;
use crate::store::opportunities::status::stands;
use crate::store::piece::one_of;
use crate::store::schema::{opportunities, organisations, products};
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

/// The states in which a product is on sale, as they are stored.
fn on_sale() -> Vec<AsText<ProductState>> {
    let states = ProductState::ALL.into_iter();
    states.filter(|state| state.on_sale()).map(AsText).collect()
}

/// Counts one use, if the opportunity is the partner's and can be used at this moment: it is active, its product on sale
/// and the partner registered; whether it was. Asks and decides in one statement, so that of two at the same time one
/// wins.
pub(in crate::store) fn use_once(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OpportunityId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let sold = products::table
        .filter(products::isv_id.eq(opportunities::isv_id))
        .filter(products::id.eq(opportunities::product_id))
        .filter(one_of(products::state, on_sale()));
    let registered = organisations::table
        .filter(organisations::id.eq(opportunities::reseller_id))
        .filter(organisations::registered);
    let usable = opportunities::table
        .filter(opportunities::id.eq(AsText(id)))
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(stands(Status::Active, now))
        .filter(exists(sold))
        .filter(exists(registered));
    let used = diesel::update(usable)
        .set(opportunities::uses.eq(opportunities::uses + 1))
        .execute(c)?;
    Ok(used == 1)
}

/// Why the partner cannot make an offer from one of its opportunities at this moment; nothing when it can. It is the rule
/// by which a use is counted, told to those who read; only the counting decides.
///
/// # Errors
/// When the database does not answer.
pub fn obstacle(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> Result<Option<Obstacle>, Error> {
    let parties = (opportunity.isv.id, scope.partner());
    in_the_way(c, parties, opportunity, now)
}

/// Why the partner of one of the ISV's opportunities cannot make an offer from it at this moment, by the same rule.
///
/// # Errors
/// When the database does not answer.
pub fn obstacle_for_isv(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> Result<Option<Obstacle>, Error> {
    let parties = (scope.isv(), opportunity.reseller.id);
    in_the_way(c, parties, opportunity, now)
}

fn in_the_way(
    c: &mut Conn,
    (isv, partner): (OrganisationId, OrganisationId),
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> Result<Option<Obstacle>, Error> {
    let status = opportunity.status(now);
    if !status.is_open() {
        return Ok(Some(Obstacle::Status(status)));
    }
    let sold: i64 = products::table
        .filter(products::isv_id.eq(AsText(isv)))
        .filter(products::id.eq(AsText(opportunity.product.id.clone())))
        .filter(one_of(products::state, on_sale()))
        .count()
        .get_result(c)?;
    if sold == 0 {
        return Ok(Some(Obstacle::NotOnSale));
    }
    let registered: bool = organisations::table
        .find(AsText(partner))
        .select(organisations::registered)
        .get_result(c)?;
    Ok((!registered).then_some(Obstacle::NotRegistered))
}

/// Whether an opportunity stands so at this moment; if it does, nobody ends or uses it before the transaction is over.
pub(in crate::store) fn hold_if(
    c: &mut Conn,
    id: OpportunityId,
    status: Status,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standing = opportunities::table
        .filter(opportunities::id.eq(AsText(id)))
        .filter(stands(status, now));
    let held = diesel::update(standing)
        .set(opportunities::uses.eq(opportunities::uses))
        .execute(c)?;
    Ok(held == 1)
}
