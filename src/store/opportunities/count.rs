//! How many opportunities there are.

use crate::store::schema::opportunities;
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// How many opportunities the whole installation has, of all ISVs: for whoever runs it, never for a page.
///
/// # Errors
/// When the database does not answer.
pub fn count_all(c: &mut Conn) -> Result<u64, Error> {
    let count: i64 = opportunities::table.count().get_result(c)?;
    Ok(u64::try_from(count).unwrap_or(0))
}
