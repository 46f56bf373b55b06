//! What opportunities are called in AWS. AWS gives the name when it creates one, and somebody records it here.

use crate::domain::account::User;
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::{BatchId, OpportunityId};
use crate::store::columns::AsText;
use crate::store::events::{self, EventKind, NewEvent, OpportunityEvent};
use crate::store::insert::insert_unless_there;
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{opportunities, resale_authorizations};
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error, organisations};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A name to be recorded.
#[derive(Debug, Clone)]
pub struct NewAuthorization<'a> {
    /// Of which opportunity.
    pub opportunity: OpportunityId,
    /// The name.
    pub id: AuthorizationId,
    /// Who records it.
    pub by: &'a User,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is recorded, in place of another if there was one.
    Done,
    /// Another opportunity of the ISV, by its name, has it already; nothing was changed.
    Elsewhere(String),
    /// There is no such opportunity of this ISV.
    Missing,
}

/// What an ISV's opportunity is called, if that is recorded.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: OpportunityId,
) -> Result<Option<AuthorizationId>, Error> {
    let found: Option<AsText<AuthorizationId>> = resale_authorizations::table
        .inner_join(opportunities::table)
        .filter(opportunities::id.eq(AsText(opportunity)))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .select(resale_authorizations::aws_id)
        .get_result(c)
        .optional()?;
    Ok(found.map(|id| id.0))
}

/// What an opportunity that a partner has is called, if that is recorded.
///
/// # Errors
/// When the database does not answer.
pub fn find_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: OpportunityId,
) -> Result<Option<AuthorizationId>, Error> {
    let found: Option<AsText<AuthorizationId>> = resale_authorizations::table
        .inner_join(opportunities::table)
        .filter(opportunities::id.eq(AsText(opportunity)))
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .select(resale_authorizations::aws_id)
        .get_result(c)
        .optional()?;
    Ok(found.map(|id| id.0))
}

/// What these opportunities of an ISV are called, as far as that is recorded.
///
/// # Errors
/// When the database does not answer.
pub fn some(
    c: &mut Conn,
    scope: &IsvScope,
    ids: &[OpportunityId],
) -> Result<BTreeMap<OpportunityId, AuthorizationId>, Error> {
    let ids: Vec<AsText<OpportunityId>> = ids.iter().copied().map(AsText).collect();
    let rows: Vec<(AsText<OpportunityId>, AsText<AuthorizationId>)> = resale_authorizations::table
        .inner_join(opportunities::table)
        .filter(one_of(opportunities::id, ids))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .select((opportunities::id, resale_authorizations::aws_id))
        .load(c)?;
    Ok(rows.into_iter().map(|(of, id)| (of.0, id.0)).collect())
}

/// The ISV's opportunity that is called so, and its name.
///
/// # Errors
/// When the database does not answer.
pub fn called(
    c: &mut Conn,
    scope: &IsvScope,
    id: &AuthorizationId,
) -> Result<Option<(OpportunityId, String)>, Error> {
    let found: Option<(AsText<OpportunityId>, String)> = resale_authorizations::table
        .inner_join(opportunities::table)
        .filter(resale_authorizations::aws_id.eq(AsText(id.clone())))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .select((opportunities::id, opportunities::name))
        .get_result(c)
        .optional()?;
    Ok(found.map(|(id, name)| (id.0, name)))
}

/// Records what an opportunity is called, in place of what was recorded before.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn record(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewAuthorization<'_>,
    now: DateTime<Utc>,
) -> Result<Recorded, Error> {
    // Of two who record one name for two opportunities the second finds what the first did.
    organisations::take_turns(c, scope.isv())?;
    let ours = opportunities::table
        .filter(opportunities::id.eq(AsText(new.opportunity)))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())));
    let there: i64 = ours.count().get_result(c)?;
    if there == 0 {
        return Ok(Recorded::Missing);
    }
    if let Some(name) = elsewhere(c, scope, new)? {
        return Ok(Recorded::Elsewhere(name));
    }
    if find(c, scope, new.opportunity)?.as_ref() == Some(&new.id) {
        return Ok(Recorded::Done);
    }
    let row = (
        resale_authorizations::opportunity_id.eq(AsText(new.opportunity)),
        resale_authorizations::aws_id.eq(AsText(new.id.clone())),
    );
    let inserted = insert_unless_there(c, |c| {
        diesel::insert_into(resale_authorizations::table)
            .values(row)
            .execute(c)
    })?;
    if !inserted {
        diesel::update(resale_authorizations::table.find(AsText(new.opportunity)))
            .set(resale_authorizations::aws_id.eq(AsText(new.id.clone())))
            .execute(c)?;
    }
    let kind = EventKind::Opportunity(new.opportunity, OpportunityEvent::AuthorizationRecorded);
    let details = [("authorization", new.id.as_str())];
    let event = NewEvent::new(scope.isv(), &kind, &new.by.name, &details, now);
    events::record(c, &[event])?;
    Ok(Recorded::Done)
}

/// Records what the only opportunity of a batch is called. A batch of several has none that could be meant, and nothing is
/// recorded; nor is it when another opportunity has the name already.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn record_for_batch(
    c: &mut Conn,
    scope: &IsvScope,
    (batch, id): (BatchId, AuthorizationId),
    by: &User,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let all: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::batch_id.eq(AsText(batch)))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .select(opportunities::id)
        .at_most(2)
        .load(c)?;
    let [only] = all.as_slice() else {
        return Ok(());
    };
    let new = NewAuthorization {
        opportunity: only.0,
        id,
        by,
    };
    match record(c, scope, &new, now)? {
        Recorded::Done | Recorded::Elsewhere(_) => Ok(()),
        Recorded::Missing => Err(Error::broken("an opportunity that was created is gone")),
    }
}

/// The name of another opportunity of the ISV that is called so.
fn elsewhere(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewAuthorization<'_>,
) -> Result<Option<String>, Error> {
    let other = resale_authorizations::table
        .inner_join(opportunities::table)
        .filter(resale_authorizations::aws_id.eq(AsText(new.id.clone())))
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::id.ne(AsText(new.opportunity)))
        .select(opportunities::name)
        .get_result(c)
        .optional()?;
    Ok(other)
}
