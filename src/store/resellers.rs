//! Consulting partners as an ISV sees them: whom it may choose as resellers.

use crate::domain::account::{AccountId, Organisation, OrganisationKind};
use crate::domain::ids::OrganisationId;
use crate::domain::notification::AddressState;
use crate::store::columns::{AsText, Moment, lower};
use crate::store::organisations::{MAX_LISTED, OrganisationRow};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{
    notification_addresses as addresses, opportunities, organisations, users,
};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A partner, and what this ISV did with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reseller {
    /// The partner.
    pub organisation: Organisation,
    /// When this ISV last made an opportunity for it.
    pub last_opportunity: Option<DateTime<Utc>>,
}

/// The partners that can be chosen, by name: those registered, save the ISV's own account.
///
/// # Errors
/// When the database does not answer.
pub fn registered(c: &mut Conn, scope: &IsvScope) -> Result<Vec<Reseller>, Error> {
    let own = organisations::table
        .find(AsText(scope.isv()))
        .select(organisations::account_id)
        .get_result::<String>(c)
        .optional()?;
    // Those that are not registered must not take the others' room.
    let mut partners = some_of(c, scope, true, PageOf::first(MAX_LISTED))?;
    partners.retain(|reseller| own.as_deref() != Some(reseller.organisation.account.as_str()));
    Ok(partners)
}

/// The first partners of the portal, registered or not, by name.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &IsvScope) -> Result<Vec<Reseller>, Error> {
    page(c, scope, PageOf::first(MAX_LISTED))
}

/// A page of all partners of the portal, registered or not, by name.
///
/// # Errors
/// When the database does not answer.
pub fn page(c: &mut Conn, scope: &IsvScope, page: PageOf) -> Result<Vec<Reseller>, Error> {
    some_of(c, scope, false, page)
}

fn some_of(
    c: &mut Conn,
    scope: &IsvScope,
    only_registered: bool,
    page: PageOf,
) -> Result<Vec<Reseller>, Error> {
    // For each partner one look into an index, rather than all of the ISV's opportunities.
    let last_opportunity = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::reseller_id.eq(organisations::id))
        .select(max(opportunities::created_at))
        .single_value();
    let rows: Vec<(OrganisationRow, Option<Moment>)> = organisations::table
        .filter(organisations::kind.eq(AsText(OrganisationKind::Partner)))
        .filter(
            organisations::registered
                .eq(true)
                .or(organisations::registered.eq(only_registered)),
        )
        .order((lower(organisations::name), organisations::id))
        .select((OrganisationRow::as_select(), last_opportunity))
        .page(page)
        .load(c)?;
    let resellers = rows.into_iter().map(|(row, last_opportunity)| Reseller {
        organisation: row.into(),
        last_opportunity: last_opportunity.map(DateTime::from),
    });
    Ok(resellers.collect())
}

/// Those of the organisations that are partners, registered or not, by name.
///
/// # Errors
/// When the database does not answer.
pub fn some(
    c: &mut Conn,
    _scope: &IsvScope,
    ids: &[OrganisationId],
) -> Result<Vec<Organisation>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(AsText).collect();
    let rows = organisations::table
        .filter(organisations::kind.eq(AsText(OrganisationKind::Partner)))
        .filter(one_of(organisations::id, ids))
        .order((lower(organisations::name), organisations::id))
        .select(OrganisationRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// The partners that have these accounts, registered or not, by name.
///
/// # Errors
/// When the database does not answer.
pub fn with_accounts(
    c: &mut Conn,
    _scope: &IsvScope,
    accounts: &[AccountId],
) -> Result<Vec<Organisation>, Error> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let accounts: Vec<_> = accounts.iter().cloned().map(AsText).collect();
    let rows = organisations::table
        .filter(organisations::kind.eq(AsText(OrganisationKind::Partner)))
        .filter(one_of(organisations::account_id, accounts))
        .order((lower(organisations::name), organisations::id))
        .select(OrganisationRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Those of the partners without a confirmed e-mail address: nobody of them has come in by a link that was sent to them,
/// and no address on their list of notifications is written to. What they are told goes to the address that somebody
/// named for them, and nothing shows that it arrives.
///
/// # Errors
/// When the database does not answer.
pub fn unconfirmed(
    c: &mut Conn,
    _scope: &IsvScope,
    ids: &[OrganisationId],
) -> Result<BTreeSet<OrganisationId>, Error> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(AsText).collect();
    let people = users::table
        .filter(users::organisation_id.eq(organisations::id))
        .filter(users::disabled.eq(false));
    let listed = addresses::table
        .filter(addresses::organisation_id.eq(organisations::id))
        .filter(addresses::state.eq(AsText(AddressState::Active)));
    let found: Vec<AsText<OrganisationId>> = organisations::table
        .filter(organisations::kind.eq(AsText(OrganisationKind::Partner)))
        .filter(one_of(organisations::id, ids))
        .filter(not(exists(people)))
        .filter(not(exists(listed)))
        .select(organisations::id)
        .load(c)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}
