//! How many opportunities there are.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Status;
use crate::store::columns::{AsText, lower};
use crate::store::opportunities::status::stands;
use crate::store::piece::one_of;
use crate::store::schema::opportunities;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// How many opportunities the whole installation has, of all ISVs: for whoever runs it, never for a page.
///
/// # Errors
/// When the database does not answer.
pub fn count_all(c: &mut Conn) -> Result<u64, Error> {
    let count: i64 = opportunities::table.count().get_result(c)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Whether the ISV has an active opportunity of this name, however its ASCII letters are capitalised.
///
/// # Errors
/// When the database does not answer.
pub fn is_name_in_use(
    c: &mut Conn,
    scope: &IsvScope,
    name: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let one: Option<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        // As the column is compared; of a parameter a server would change other letters too.
        .filter(lower(opportunities::name).eq(name.to_ascii_lowercase()))
        .filter(stands(Status::Active, now))
        .select(opportunities::id)
        .get_result(c)
        .optional()?;
    Ok(one.is_some())
}

/// Those of these names, their ASCII letters all small, that active opportunities of the ISV have, however theirs are
/// capitalised.
///
/// # Errors
/// When the database does not answer.
pub fn names_in_use(
    c: &mut Conn,
    scope: &IsvScope,
    names: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>, Error> {
    let found: Vec<String> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(one_of(
            lower(opportunities::name),
            names.iter().cloned().collect::<Vec<_>>(),
        ))
        .filter(stands(Status::Active, now))
        .select(lower(opportunities::name))
        .distinct()
        .load(c)?;
    Ok(found.into_iter().collect())
}
