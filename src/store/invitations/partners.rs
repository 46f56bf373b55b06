//! Partners that an ISV invites into the portal, and their registration by the operator.

use crate::domain::account::{Organisation, OrganisationKind, Role, User};
use crate::domain::ids::OrganisationId;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{OwnEvent, record_own as record};
use crate::store::insert::insert_unless_there;
use crate::store::invitations::{NewInvitation, write};
use crate::store::organisations::{self, OrganisationRow};
use crate::store::outbox::{self, Letter};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{
    organisations as organisation_columns, reseller_invitations, users as user_columns,
};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, users};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// What became of inviting a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnerInvited {
    /// It is here from now on, and its address is written to; or its people are here and need no letter. The ISV is told
    /// once it is registered.
    Done,
    /// It was here already, under this name and without people: its own address is written to, whatever the ISV named.
    ToItsOwnAddress(String),
    /// It is registered already and can be chosen: under this name.
    Registered(String),
    /// The ISV has caused so many letters that it has to wait for so long.
    Wait(TimeDelta),
}

/// Writes the letter by which the first of a partner's people comes in. It must do nothing else.
pub type PartnerLetter<'a> = dyn Fn(&Organisation) -> Result<Letter, Error> + 'a;

/// Invites a partner into the portal: it is there from now on, not registered, and the first of its people gets a link at
/// the organisation's own address. The ISV is told when the operator registers it.
///
/// # Errors
/// When the database does not answer.
pub fn invite_partner(
    c: &mut Conn,
    scope: &IsvScope,
    partner: &Organisation,
    (by, hash, letter): (&User, &str, &PartnerLetter<'_>),
    now: DateTime<Utc>,
) -> Result<PartnerInvited, Error> {
    organisations::take_turns(c, scope.isv())?;
    let mut known = organisations::by_account(c, &partner.account, OrganisationKind::Partner)?;
    if let Some(known) = known.as_ref().filter(|known| known.registered) {
        return Ok(PartnerInvited::Registered(known.name.clone()));
    }
    if let Some(wait) = outbox::wait(c, scope.isv(), now)? {
        return Ok(PartnerInvited::Wait(wait));
    }
    let is_new =
        known.is_none() && organisations::add(c, partner, now)? == organisations::Added::Done;
    if is_new {
        known = Some(partner.clone());
    } else if known.is_none() {
        // Another ISV was quicker.
        known = organisations::by_account(c, &partner.account, OrganisationKind::Partner)?;
    }
    let Some(known) = known else {
        return Err(Error::Busy);
    };
    remember(c, scope, &known, by, now)?;
    organisations::take_turns(c, known.id)?;
    // Somebody of it may be in already; then there is nobody to let in first.
    if users::count(c, known.id)? > 0 {
        return Ok(PartnerInvited::Done);
    }
    if users::by_email(c, &known.email)?.is_none() {
        let new = NewInvitation {
            hash,
            email: &known.email,
            role: Role::Admin,
            by,
            letter: letter(&known)?,
        };
        let event = write(c, known.id, &new, now)?;
        outbox::enqueue(c, &[(event, new.letter)], now)?;
    }
    Ok(if is_new {
        PartnerInvited::Done
    } else {
        PartnerInvited::ToItsOwnAddress(known.name)
    })
}

/// Remembers which ISV waits for a partner.
fn remember(
    c: &mut Conn,
    scope: &IsvScope,
    partner: &Organisation,
    by: &User,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    insert_unless_there(c, |c| {
        diesel::insert_into(reseller_invitations::table)
            .values((
                reseller_invitations::isv_id.eq(AsText(scope.isv())),
                reseller_invitations::partner_id.eq(AsText(partner.id)),
                reseller_invitations::invited_by.eq(&by.name),
                reseller_invitations::created_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    let details = [("partner", partner.name.as_str())];
    let what = (OwnEvent::ResellerInvited, by.name.as_str());
    record(c, scope.isv(), what, &details, now).map(|_| ())
}

/// Who stands behind partners: what the operator looks at before registering one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    people: Vec<(OrganisationId, String, String)>,
    inviters: Vec<(OrganisationId, String, String)>,
}

impl Behind {
    /// A partner's people: name and e-mail address of each.
    pub fn people(&self, partner: OrganisationId) -> Vec<(&str, &str)> {
        of(&self.people, partner)
    }

    /// Who invited a partner: the ISV and its person.
    pub fn inviters(&self, partner: OrganisationId) -> Vec<(&str, &str)> {
        of(&self.inviters, partner)
    }
}

fn of(rows: &[(OrganisationId, String, String)], partner: OrganisationId) -> Vec<(&str, &str)> {
    rows.iter()
        .filter(|(whose, ..)| *whose == partner)
        .map(|(_, one, other)| (one.as_str(), other.as_str()))
        .collect()
}

/// Who stands behind these partners.
///
/// # Errors
/// When the database does not answer.
pub fn behind(c: &mut Conn, partners: &[OrganisationId]) -> Result<Behind, Error> {
    if partners.is_empty() {
        return Ok(Behind::default());
    }
    let ids: Vec<_> = partners.iter().copied().map(AsText).collect();
    let people: Vec<(AsText<OrganisationId>, String, String)> = user_columns::table
        .filter(one_of(user_columns::organisation_id, ids.clone()))
        .filter(user_columns::disabled.eq(false))
        .order((user_columns::created_at, user_columns::id))
        .select((
            user_columns::organisation_id,
            user_columns::name,
            user_columns::email,
        ))
        .at_most(organisations::MAX_LISTED.into())
        .load(c)?;
    let inviters: Vec<(AsText<OrganisationId>, String, String)> = reseller_invitations::table
        .inner_join(
            organisation_columns::table
                .on(organisation_columns::id.eq(reseller_invitations::isv_id)),
        )
        .filter(one_of(reseller_invitations::partner_id, ids))
        .order((reseller_invitations::created_at, organisation_columns::id))
        .select((
            reseller_invitations::partner_id,
            organisation_columns::name,
            reseller_invitations::invited_by,
        ))
        .at_most(organisations::MAX_LISTED.into())
        .load(c)?;
    let plain = |rows: Vec<(AsText<OrganisationId>, String, String)>| {
        rows.into_iter()
            .map(|(whose, one, other)| (whose.0, one, other))
            .collect()
    };
    Ok(Behind {
        people: plain(people),
        inviters: plain(inviters),
    })
}

/// Writes the letters that tell an ISV that a partner it invited is registered. It must do nothing else.
pub type RegisteredLetters<'a> =
    dyn Fn(&Organisation, &Organisation) -> Result<Vec<Letter>, Error> + 'a;

/// Registers a partner as a reseller, or ends that, and tells the ISVs that invited it. Whether anything changed.
///
/// # Errors
/// When the database does not answer.
pub fn set_registered(
    c: &mut Conn,
    (id, registered): (OrganisationId, bool),
    by: &str,
    letters: &RegisteredLetters<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if !organisations::set_registered(c, id, registered)? {
        return Ok(false);
    }
    let Some(partner) = organisations::find(c, id)? else {
        return Err(Error::broken("a partner that was registered is gone"));
    };
    let details = [("registered", if registered { "true" } else { "false" })];
    let what = OwnEvent::RegistrationChanged;
    record(c, id, (what, by), &details, now)?;
    if !registered {
        return Ok(true);
    }
    for isv in waiting(c, id)? {
        let event = record(c, isv.id, (what, &partner.name), &details, now)?;
        let told: Vec<_> = letters(&isv, &partner)?
            .into_iter()
            .map(|letter| (event, letter))
            .collect();
        outbox::enqueue(c, &told, now)?;
    }
    let done = reseller_invitations::table.filter(reseller_invitations::partner_id.eq(AsText(id)));
    diesel::delete(done).execute(c)?;
    Ok(true)
}

/// The ISVs that wait for a partner to be registered.
fn waiting(c: &mut Conn, partner: OrganisationId) -> Result<Vec<Organisation>, Error> {
    let rows: Vec<OrganisationRow> = reseller_invitations::table
        .inner_join(
            organisation_columns::table
                .on(organisation_columns::id.eq(reseller_invitations::isv_id)),
        )
        .filter(reseller_invitations::partner_id.eq(AsText(partner)))
        .order((reseller_invitations::created_at, organisation_columns::id))
        .select(OrganisationRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}
