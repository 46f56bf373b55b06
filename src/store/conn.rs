//! One connection type over both databases.

#[cfg(feature = "postgres")]
use diesel::PgConnection;
use diesel::SqliteConnection;

/// A connection to the database, whichever it is.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded one.
    Sqlite(SqliteConnection),
    /// The one for those who outgrow one machine.
    #[cfg(feature = "postgres")]
    Postgres(PgConnection),
}
