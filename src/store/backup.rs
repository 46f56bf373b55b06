//! A copy of the whole database in one file, taken while the portal runs.

use crate::store::{Conn, Error};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;

/// Copies the embedded database to a new file, through a reading connection. Documents are in the database, so the file is everything.
///
/// # Errors
/// When the file exists or cannot be written; and for PostgreSQL, which has a tool of its own for this.
pub fn to_file(c: &mut Conn, file: &str) -> Result<(), Error> {
    match c {
        Conn::Sqlite(c) => {
            // SQLite counts the copy as a write, which a reading connection must not do otherwise.
            c.batch_execute("PRAGMA query_only = OFF")?;
            let copied = diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(file)
                .execute(c);
            c.batch_execute("PRAGMA query_only = ON")?;
            copied?;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Err(Error::Refused(
            "PostgreSQL is backed up by pg_dump".to_owned(),
        )),
    }
}
