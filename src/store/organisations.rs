//! Organisations: ISVs, consulting partners and the operator.

use crate::domain::account::{AccountId, Organisation, OrganisationKind};
use crate::domain::ids::OrganisationId;
use crate::store::columns::{AsText, Moment, lower};
use crate::store::events::{self, OwnEvent};
use crate::store::insert::insert_unless_there;
use crate::store::outbox::{self, Letter};
use crate::store::piece::TakePart;
use crate::store::schema::organisations;
use crate::store::scope::{IsvScope, OwnScope, PartnerScope, Scope};
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// The most organisations that are listed at once: more than one installation serves. What is more stands on further pages.
pub const MAX_LISTED: u32 = 1000;

/// Whether something with a unique name was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is there now.
    Done,
    /// There is another of that name, and nothing was changed.
    Taken,
}

impl Added {
    pub(in crate::store) fn when(inserted: bool) -> Self {
        if inserted { Self::Done } else { Self::Taken }
    }
}

/// An organisation's row, without what only the table needs.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub(in crate::store) struct OrganisationRow {
    id: AsText<OrganisationId>,
    kind: AsText<OrganisationKind>,
    account_id: AsText<AccountId>,
    name: String,
    country: String,
    email: String,
    registered: bool,
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            account: row.account_id.0,
            name: row.name,
            country: row.country,
            email: row.email,
            registered: row.registered,
        }
    }
}

/// What an organisation's people may touch.
pub(in crate::store) fn scope_of(organisation: &Organisation) -> Scope {
    match organisation.kind {
        OrganisationKind::Isv => Scope::Isv(IsvScope::new(organisation.id)),
        OrganisationKind::Partner => Scope::Partner(PartnerScope::new(organisation.id)),
        OrganisationKind::Operator => Scope::Operator,
    }
}

/// Adds an organisation, unless its account has one of this kind.
///
/// # Errors
/// When the database does not answer.
pub fn add(c: &mut Conn, new: &Organisation, now: DateTime<Utc>) -> Result<Added, Error> {
    insert_unless_there(c, |c| {
        diesel::insert_into(organisations::table)
            .values((
                organisations::id.eq(AsText(new.id)),
                organisations::kind.eq(AsText(new.kind)),
                organisations::account_id.eq(AsText(new.account.clone())),
                organisations::name.eq(&new.name),
                organisations::country.eq(&new.country),
                organisations::email.eq(&new.email),
                organisations::registered.eq(new.registered),
                organisations::created_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })
    .map(Added::when)
}

/// Finds an organisation.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, id: OrganisationId) -> Result<Option<Organisation>, Error> {
    let row = organisations::table
        .find(AsText(id))
        .select(OrganisationRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(Organisation::from))
}

/// Finds the organisation of this kind that an account has.
///
/// # Errors
/// When the database does not answer.
pub fn by_account(
    c: &mut Conn,
    account: &AccountId,
    kind: OrganisationKind,
) -> Result<Option<Organisation>, Error> {
    let row = organisations::table
        .filter(organisations::account_id.eq(AsText(account.clone())))
        .filter(organisations::kind.eq(AsText(kind)))
        .select(OrganisationRow::as_select())
        .get_result(c)
        .optional()?;
    Ok(row.map(Organisation::from))
}

/// The scope of the ISV that the command line names by its account.
///
/// # Errors
/// When the database does not answer.
pub fn isv_scope(c: &mut Conn, account: &AccountId) -> Result<Option<IsvScope>, Error> {
    let found = by_account(c, account, OrganisationKind::Isv)?;
    Ok(found.map(|isv| IsvScope::new(isv.id)))
}

/// The scope of the partner that the command line names by its account.
///
/// # Errors
/// When the database does not answer.
pub fn partner_scope(c: &mut Conn, account: &AccountId) -> Result<Option<PartnerScope>, Error> {
    let found = by_account(c, account, OrganisationKind::Partner)?;
    Ok(found.map(|partner| PartnerScope::new(partner.id)))
}

/// All organisations, by kind and name.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn) -> Result<Vec<Organisation>, Error> {
    page(c, PageOf::first(MAX_LISTED))
}

/// A page of all organisations, by kind and name, for the operator.
///
/// # Errors
/// When the database does not answer.
pub fn page(c: &mut Conn, page: PageOf) -> Result<Vec<Organisation>, Error> {
    let rows = organisations::table
        .order((
            organisations::kind,
            lower(organisations::name),
            organisations::id,
        ))
        .select(OrganisationRow::as_select())
        .page(page)
        .load(c)?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// How many organisations there are: of a kind, or of any.
///
/// # Errors
/// When the database does not answer.
pub fn count(c: &mut Conn, kind: Option<OrganisationKind>) -> Result<i64, Error> {
    Ok(match kind {
        Some(kind) => organisations::table
            .filter(organisations::kind.eq(AsText(kind)))
            .count()
            .get_result(c)?,
        None => organisations::table.count().get_result(c)?,
    })
}

/// Lets one at a time change what an organisation has, until the transaction ends.
pub(in crate::store) fn take_turns(c: &mut Conn, id: OrganisationId) -> Result<(), Error> {
    diesel::update(organisations::table.find(AsText(id)))
        .set(organisations::registered.eq(organisations::registered))
        .execute(c)?;
    Ok(())
}

/// Registers a partner as a reseller, or ends that. Whether this changed it: of many at once one does, and no other kind of
/// organisation is changed at all.
///
/// # Errors
/// When the database does not answer.
pub fn set_registered(c: &mut Conn, id: OrganisationId, registered: bool) -> Result<bool, Error> {
    let other = organisations::table
        .find(AsText(id))
        .filter(organisations::kind.eq(AsText(OrganisationKind::Partner)))
        .filter(organisations::registered.ne(registered));
    let changed = diesel::update(other)
        .set(organisations::registered.eq(registered))
        .execute(c)?;
    Ok(changed == 1)
}

/// What became of changing an organisation's own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It is changed, and told of.
    Done,
    /// It was the same before.
    Same,
    /// The organisation has caused so many letters that it has to wait for so long.
    TooMany(TimeDelta),
}

/// Writes the letters that tell of it, to the address that was there and the new one. It must do nothing else.
pub type MovedLetters<'a> = dyn Fn(&str) -> Result<Vec<Letter>, Error> + 'a;

/// Changes an organisation's own address, to which everything is told that concerns it, and tells of that by letters.
///
/// # Errors
/// When the database does not answer.
pub fn set_email(
    c: &mut Conn,
    scope: &OwnScope,
    email: &str,
    (by, letters): (&str, &MovedLetters<'_>),
    now: DateTime<Utc>,
) -> Result<Moved, Error> {
    let id = scope.organisation();
    take_turns(c, id)?;
    let old: String = organisations::table
        .find(AsText(id))
        .select(organisations::email)
        .get_result(c)?;
    if old == email {
        return Ok(Moved::Same);
    }
    if let Some(wait) = outbox::wait(c, id, now)? {
        return Ok(Moved::TooMany(wait));
    }
    diesel::update(organisations::table.find(AsText(id)))
        .set(organisations::email.eq(email))
        .execute(c)?;
    let what = (OwnEvent::OrganisationChanged, by);
    let event = events::record_own(c, id, what, &[("email", email)], now)?;
    let told: Vec<_> = letters(&old)?
        .into_iter()
        .map(|letter| (event, letter))
        .collect();
    outbox::enqueue(c, &told, now)?;
    Ok(Moved::Done)
}
