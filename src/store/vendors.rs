//! ISVs as a partner sees them: those that granted it opportunities, and nothing of others.

use crate::domain::account::{AccountId, Organisation, OrganisationKind};
use crate::domain::ids::OrganisationId;
use crate::store::columns::{AsText, lower};
use crate::store::opportunities::{MAX_OPTIONS, folded};
use crate::store::organisations::OrganisationRow;
use crate::store::piece::TakePart;
use crate::store::schema::{opportunities, organisations};
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use diesel::dsl::exists;
use diesel::prelude::*;

/// An ISV that granted something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// Its id.
    pub id: OrganisationId,
    /// Its account ID.
    pub account: AccountId,
    /// Its name.
    pub name: String,
}

/// The ISVs that granted a partner opportunities, by name, at most [`MAX_OPTIONS`].
///
/// # Errors
/// When the database does not answer.
pub fn granting(c: &mut Conn, scope: &PartnerScope) -> Result<Vec<Vendor>, Error> {
    granting_to(c, scope.partner())
}

fn granting_to(c: &mut Conn, partner: OrganisationId) -> Result<Vec<Vendor>, Error> {
    // For each ISV one look into an index, rather than all of the partner's opportunities.
    let granted = opportunities::table
        .filter(opportunities::isv_id.eq(organisations::id))
        .filter(opportunities::reseller_id.eq(AsText(partner)));
    let rows: Vec<(AsText<OrganisationId>, AsText<AccountId>, String)> = organisations::table
        .filter(organisations::kind.eq(AsText(OrganisationKind::Isv)))
        .filter(exists(granted))
        .order((lower(organisations::name), organisations::id))
        .select((
            organisations::id,
            organisations::account_id,
            organisations::name,
        ))
        .at_most(MAX_OPTIONS)
        .load(c)?;
    let vendor = |(id, account, name): (AsText<_>, AsText<_>, _)| Vendor {
        id: id.0,
        account: account.0,
        name,
    };
    Ok(rows.into_iter().map(vendor).collect())
}

/// Those whose name, without case and accents, or account ID has one of these parts.
pub(in crate::store) fn called(
    c: &mut Conn,
    partner: OrganisationId,
    parts: &[String],
) -> Result<Vec<OrganisationId>, Error> {
    let all = granting_to(c, partner)?.into_iter();
    let called = |vendor: &Vendor| {
        let (name, account) = (folded(&vendor.name), vendor.account.as_str());
        parts
            .iter()
            .any(|part| name.contains(part) || account.contains(part))
    };
    Ok(all.filter(called).map(|vendor| vendor.id).collect())
}

/// An ISV that granted a partner opportunities, with how to reach it.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OrganisationId,
) -> Result<Option<Organisation>, Error> {
    let granted = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(id)))
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())));
    let row = organisations::table
        .find(AsText(id))
        .filter(exists(granted))
        .select(OrganisationRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(Organisation::from))
}
