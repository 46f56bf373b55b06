//! How often something has changed that stands beside the rows of somebody's table: what its filters offer, and what ends soon.
//! Whoever has read that at one number need not read it again before there is another, whichever process made the change.

use crate::domain::ids::OrganisationId;
use crate::store::columns::AsText;
use crate::store::piece::one_of;
use crate::store::schema::organisations;
use crate::store::{Conn, Error};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Organisations whose opportunities have changed: vendors and partners.
pub(in crate::store) type Parties = BTreeSet<OrganisationId>;

/// Counts a change for the parties of opportunities that were created, ended or used up.
///
/// In the same transaction and as the last thing in it: from here on everybody waits who changes something for the same
/// organisations.
pub(in crate::store) fn note(c: &mut Conn, parties: &Parties) -> Result<(), Error> {
    if parties.is_empty() {
        return Ok(());
    }
    let theirs = organisations::table.filter(one_of(
        organisations::id,
        parties.iter().copied().map(AsText),
    ));
    diesel::update(theirs)
        .set(organisations::changes.eq(organisations::changes + 1))
        .execute(c)?;
    Ok(())
}
