//! That a partner accepted the reseller contract before an offer: who, when, and which contract.

use crate::domain::account::User;
use crate::domain::agreements::ResellerContract;
use crate::domain::ids::{OfferDraftId, OpportunityId};
use crate::domain::offer::ContractAcceptance;
use crate::domain::opportunity::Opportunity;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, NewEvent, OpportunityEvent};
use crate::store::insert::insert_unless_there;
use crate::store::schema::{contract_acceptances, offer_drafts};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Records that somebody accepted the reseller contract of the opportunity for the offer drafted here. Who accepted
/// first stays recorded until it is withdrawn. To be called in the write that has saved the draft: as long as that lasts,
/// nobody extends or discards it.
///
/// # Errors
/// When the database does not answer.
pub fn accept_contract(
    c: &mut Conn,
    scope: &PartnerScope,
    draft: OfferDraftId,
    opportunity: &Opportunity,
    by: &User,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (version, sha256) = match &opportunity.contract {
        ResellerContract::None => return Ok(()),
        ResellerContract::Rcmp { version } => (Some(version), None),
        ResellerContract::Custom(document) => (None, Some(&document.sha256)),
    };
    if !is_theirs(c, scope, draft)? {
        return Ok(());
    }
    let first = insert_unless_there(c, |c| {
        diesel::insert_into(contract_acceptances::table)
            .values((
                contract_acceptances::draft_id.eq(AsText(draft)),
                contract_acceptances::opportunity_id.eq(AsText(opportunity.id)),
                contract_acceptances::user_id.eq(AsText(by.id)),
                contract_acceptances::person.eq(&by.name),
                contract_acceptances::at.eq(Moment::from(now)),
                contract_acceptances::version.eq(version),
                contract_acceptances::sha256.eq(sha256),
            ))
            .execute(c)
    })?;
    if !first {
        return Ok(());
    }
    let kind = EventKind::Opportunity(opportunity.id, OpportunityEvent::ContractAccepted);
    let which = version.or(sha256).map(|which| ("contract", which.as_str()));
    let event = NewEvent::new(scope.partner(), &kind, &by.name, which.as_slice(), now);
    events::record(c, &[event])
}

/// Takes it back, as long as the offer is a draft. To be called as [`accept_contract`] is.
///
/// # Errors
/// When the database does not answer.
pub fn withdraw_contract(
    c: &mut Conn,
    scope: &PartnerScope,
    draft: OfferDraftId,
    by: &User,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let opportunity: Option<AsText<OpportunityId>> = offer_drafts::table
        .filter(offer_drafts::id.eq(AsText(draft)))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .select(offer_drafts::opportunity_id)
        .get_result(c)
        .optional()?;
    let Some(opportunity) = opportunity else {
        return Ok(());
    };
    if !forget(c, draft)? {
        return Ok(());
    }
    let kind = EventKind::Opportunity(opportunity.0, OpportunityEvent::ContractWithdrawn);
    let event = NewEvent::new(scope.partner(), &kind, &by.name, &[], now);
    events::record(c, &[event])
}

fn is_theirs(c: &mut Conn, scope: &PartnerScope, draft: OfferDraftId) -> Result<bool, Error> {
    let found: i64 = offer_drafts::table
        .filter(offer_drafts::id.eq(AsText(draft)))
        .filter(offer_drafts::partner_id.eq(AsText(scope.partner())))
        .count()
        .get_result(c)?;
    Ok(found > 0)
}

/// Forgets an acceptance. Whether there was one.
pub(super) fn forget(c: &mut Conn, draft: OfferDraftId) -> Result<bool, Error> {
    let accepted = contract_acceptances::table.find(AsText(draft));
    Ok(diesel::delete(accepted).execute(c)? == 1)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contract_acceptances)]
struct Row {
    person: String,
    at: Moment,
    version: Option<String>,
    sha256: Option<String>,
}

/// That the reseller contract was accepted for the offer drafted here; whoever calls has read the draft in its scope.
///
/// # Errors
/// When the database does not answer.
pub fn contract_acceptance(
    c: &mut Conn,
    draft: OfferDraftId,
) -> Result<Option<ContractAcceptance>, Error> {
    let row: Option<Row> = contract_acceptances::table
        .find(AsText(draft))
        .select(Row::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(|row| ContractAcceptance {
        person: row.person,
        at: row.at.into(),
        version: row.version,
        sha256: row.sha256,
    }))
}
