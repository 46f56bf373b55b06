//! What the owner of an address does by a link out of a mail. Nothing tells whether the link was one of ours.

use crate::domain::ids::{AddressId, OrganisationId};
use crate::domain::notification::AddressState;
use crate::store::columns::{AsText, Moment};
use crate::store::notifications::{record, take_off};
use crate::store::schema::{notification_addresses as addresses, unsubscribe_links};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// An address by its id, its list and itself.
type Named = (AsText<AddressId>, AsText<OrganisationId>, String);

/// From now on the address may be written to whose link has a secret with this fingerprint, if the link still works.
///
/// # Errors
/// When the database does not do it.
pub fn confirm(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let asked = || {
        addresses::table
            .filter(addresses::confirm_hash.eq(hash))
            .filter(addresses::confirm_until.ge(Moment::from(now)))
    };
    let named = (addresses::id, addresses::organisation_id, addresses::email);
    let Some((id, organisation, email)) =
        asked().select(named).get_result::<Named>(c).optional()?
    else {
        return Ok(());
    };
    let confirmed = diesel::update(asked().filter(addresses::id.eq(id)))
        .set((
            addresses::state.eq(AsText(AddressState::Active)),
            addresses::confirm_hash.eq(None::<String>),
            addresses::confirm_until.eq(None::<Moment>),
        ))
        .execute(c)?;
    if confirmed == 1 {
        record(c, (organisation.0, &email, "confirmed"), &email, now)?;
    }
    Ok(())
}

/// Takes the address off its list that was given a link with a secret of this fingerprint.
///
/// # Errors
/// When the database does not do it.
pub fn unsubscribe(c: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let named: Option<Named> = unsubscribe_links::table
        .inner_join(addresses::table)
        .filter(unsubscribe_links::hash.eq(hash))
        .select((addresses::id, addresses::organisation_id, addresses::email))
        .get_result(c)
        .optional()?;
    match named {
        Some((id, organisation, email)) => {
            let by = (email.as_str(), "unsubscribed");
            take_off(c, organisation.0, (id.0, &email), now, by)
        }
        None => Ok(()),
    }
}
