//! A copy of the whole database in one file, taken while the portal runs.

use crate::store::{Conn, Error};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;

/// Copies the embedded database to a new file; to be used with [`crate::store::Db::read_now`].
/// Documents are in the database, so the file is everything.
///
/// # Errors
/// When the file exists or cannot be written; and for PostgreSQL, which has a tool of its own for this.
pub fn to_file(c: &mut Conn, file: &str) -> Result<(), Error> {
    match c {
        Conn::Sqlite(c) => {
            // A connection that only reads may not make a file either, although this changes nothing in the database.
            diesel::sql_query("PRAGMA query_only = OFF").execute(c)?;
            let copied = diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(file)
                .execute(c);
            diesel::sql_query("PRAGMA query_only = ON").execute(c)?;
            copied?;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Err(Error::Refused(
            "PostgreSQL is backed up by pg_dump".to_owned(),
        )),
    }
}
