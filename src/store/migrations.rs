//! The steps that made the schema what it is, inside the program, so that it can upgrade its own database.

use crate::store::conn::Conn;
use crate::store::error::Error;
use diesel::backend::Backend;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number, as long as every process that migrates takes the same.
#[cfg(feature = "postgres")]
const LOCK: &str = "SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(79417533)";

/// Takes all steps that are missing, within the transaction that the caller has begun. On SQLite that transaction
/// keeps other processes out; on PostgreSQL a lock does.
pub(in crate::store) fn run(c: &mut Conn) -> Result<(), Error> {
    match c {
        Conn::Sqlite(c) => upgrade(c, SQLITE),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            diesel::connection::SimpleConnection::batch_execute(c, LOCK)?;
            upgrade(c, POSTGRES)
        }
    }
}

/// Whether steps are missing in a database that has some: then taking them changes what is in it.
pub(in crate::store) fn is_upgrade(c: &mut Conn) -> Result<bool, Error> {
    let (known, applied) = versions(c)?;
    Ok(!applied.is_empty() && known.len() > applied.len())
}

/// Whether a database has the schema of this program, or of an older one.
pub(in crate::store) fn is_ours(c: &mut Conn) -> Result<bool, Error> {
    let (_, applied) = versions(c)?;
    Ok(!applied.is_empty())
}

type Version = MigrationVersion<'static>;

fn versions(c: &mut Conn) -> Result<(Vec<Version>, Vec<Version>), Error> {
    match c {
        Conn::Sqlite(c) => of_steps(c, &SQLITE),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => of_steps(c, &POSTGRES),
    }
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Failed(error.to_string())
}

/// The steps that this program knows, and those that were taken, all of which it must know.
fn of_steps<DB: Backend>(
    c: &mut impl MigrationHarness<DB>,
    steps: &EmbeddedMigrations,
) -> Result<(Vec<Version>, Vec<Version>), Error> {
    let known: Vec<Version> = MigrationSource::<DB>::migrations(steps)
        .map_err(failed)?
        .iter()
        .map(|step| step.name().version().as_owned())
        .collect();
    let applied = c.applied_migrations().map_err(failed)?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(Error::Refused(format!(
            "the database was upgraded by a newer version of this program (to {newer}); use that version"
        )));
    }
    Ok((known, applied))
}

fn upgrade<DB: Backend>(
    c: &mut impl MigrationHarness<DB>,
    steps: EmbeddedMigrations,
) -> Result<(), Error> {
    of_steps(c, &steps)?;
    c.run_pending_migrations(steps).map_err(failed)?;
    Ok(())
}
