//! Rows that are inserted in a way of their own: many at once, and one that may be there already.

use crate::store::{Conn, Error, savepoint};
use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Rows of one statement on PostgreSQL, which takes 65,535 values: our widest table has 31 columns.
#[cfg(feature = "postgres")]
pub(in crate::store) const ROWS_PER_STATEMENT: usize = 1_000;

/// Inserts a slice of rows: on SQLite one prepared statement, run for each row, on PostgreSQL few wide statements, since
/// there each statement is a journey to the server. It is no function because the two kinds of connection only share a
/// name for what an insertable row is, not a trait.
macro_rules! insert_all {
    ($c:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        match $c {
            $crate::store::Conn::Sqlite(c) => {
                for row in rows {
                    diesel::insert_into($table).values(row).execute(c)?;
                }
            }
            #[cfg(feature = "postgres")]
            $crate::store::Conn::Postgres(c) => {
                for some in rows.chunks($crate::store::insert::ROWS_PER_STATEMENT) {
                    diesel::insert_into($table).values(some).execute(c)?;
                }
            }
        }
    }};
}

pub(in crate::store) use insert_all;

/// Inserts where a row of the same key may be there already: whether it was inserted. The transaction goes on in either
/// case.
///
/// # Errors
/// When the database refuses for another reason.
pub(in crate::store) fn insert_unless_there(
    c: &mut Conn,
    insert: impl FnOnce(&mut Conn) -> QueryResult<usize>,
) -> Result<bool, Error> {
    // A savepoint, because a failed statement would end a whole transaction on PostgreSQL.
    let done = savepoint(c, |c| match insert(c) {
        Ok(_) => Ok(Ok(())),
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(Err(())),
        Err(error) => Err(error.into()),
    });
    Ok(done?.is_ok())
}
