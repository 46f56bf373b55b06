//! A copy of the whole database in one file, taken while the portal runs, and put back while it does not.

use crate::private;
use crate::store::pool::{Manager, Purpose, file_of};
use crate::store::transaction::transaction;
use crate::store::{Conn, Error, checksum, migrations, outbox};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Copies the embedded database to a new file, with its checksum beside it; to be used with [`crate::store::Db::read_now`].
/// Documents are in the database, so the file is everything.
///
/// # Errors
/// When the file exists or cannot be written; and for PostgreSQL, which has a tool of its own for this.
pub fn to_file(c: &mut Conn, file: &str) -> Result<(), Error> {
    match c {
        Conn::Sqlite(c) => {
            // SQLite writes into an empty file, and this one nobody else may read.
            let path = Path::new(file);
            private::make_file(path)
                .map_err(|error| Error::Failed(format!("{file} cannot be made: {error}")))?;
            // A connection that only reads may not make a file either, although this changes nothing in the database.
            diesel::sql_query("PRAGMA query_only = OFF").execute(c)?;
            let copied = diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(file)
                .execute(c);
            diesel::sql_query("PRAGMA query_only = ON").execute(c)?;
            let copied = copied
                .map_err(Error::from)
                .and_then(|_| checksum::write(path));
            if copied.is_err() {
                remove(path)?;
            }
            copied
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Err(Error::Refused(
            "PostgreSQL is backed up by pg_dump".to_owned(),
        )),
    }
}

/// Copies the embedded database beside itself before an upgrade, in the place of the copy before the last one; on a
/// connection that writes.
pub(in crate::store) fn before_upgrade(c: &mut Conn, database: &Path) -> Result<(), Error> {
    let (unfinished, kept) = (
        beside(database, "unfinished"),
        beside(database, "before-upgrade"),
    );
    match c {
        Conn::Sqlite(c) => {
            remove(&unfinished)?;
            private::make_file(&unfinished).map_err(|error| unavailable(&error))?;
            diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(text(&unfinished)?)
                .execute(c)?;
            std::fs::rename(&unfinished, &kept).map_err(|error| unavailable(&error))
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Ok(()),
    }
}

/// What became of putting a copy back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the database is that was there before, if there was one.
    pub earlier: Option<PathBuf>,
    /// Whether the copy had its checksum beside it, and is as it was made. Without one, a change within a text is not seen.
    pub is_as_made: bool,
}

/// Puts a copy in the place of the embedded database that a URL names, as a whole or not at all. Nothing may use that
/// database. The copy is proved first; what it takes the place of is kept beside it. Nobody is signed in afterwards: what was
/// ended since the copy was made would work again.
///
/// # Errors
/// When the copy is no whole database of this program or of an older one, the database is in use, or a file cannot be
/// written; and for PostgreSQL, which has a tool of its own for this.
pub fn restore(url: &str, copy: &Path) -> Result<Restored, Error> {
    let Some(place) = file_of(url)? else {
        return Err(Error::Refused(
            "PostgreSQL is restored by pg_restore".to_owned(),
        ));
    };
    let unfinished = beside(&place, "unfinished");
    remove_with_logs(&unfinished)?;
    let restored = bring(copy, &unfinished).and_then(|()| {
        let is_as_made = checksum::is_of(copy, &unfinished)?;
        if is_as_made == Some(false) {
            return Err(Error::Failed(format!(
                "{} is not restored: it is not as it was made, going by {}",
                copy.display(),
                checksum::place(copy).display()
            )));
        }
        make_ready(copy, &unfinished)?;
        Ok(Restored {
            earlier: put_in_place(&unfinished, &place)?,
            is_as_made: is_as_made.is_some(),
        })
    });
    if restored.is_err() {
        remove_with_logs(&unfinished)?;
    }
    restored
}

/// Copies a file beside the database, so that it can take its place in one step; and the log beside it, if there is one.
fn bring(copy: &Path, unfinished: &Path) -> Result<(), Error> {
    bring_file(copy, unfinished)?;
    for ending in LOGS {
        let log = named(copy, ending);
        if log.try_exists().map_err(|error| unavailable(&error))? {
            bring_file(&log, &named(unfinished, ending))?;
        }
    }
    Ok(())
}

fn bring_file(copy: &Path, unfinished: &Path) -> Result<(), Error> {
    let unreadable =
        |error: io::Error| Error::Failed(format!("{} cannot be read: {error}", copy.display()));
    let mut from = std::fs::File::open(copy).map_err(unreadable)?;
    let mut to = private::make_file(unfinished).map_err(|error| unavailable(&error))?;
    io::copy(&mut from, &mut to).map_err(unreadable)?;
    to.sync_all().map_err(|error| unavailable(&error))
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Makes a whole database in one file of a copy, in which nobody is signed in.
fn make_ready(copy: &Path, unfinished: &Path) -> Result<(), Error> {
    let mut c = prove(copy, unfinished)?;
    transaction(&mut c, &mut end_rights)?;
    // All of it is to be in the one file.
    diesel::sql_query("PRAGMA journal_mode = DELETE").execute(&mut c)?;
    Ok(())
}

/// What lets people in, or helps them to get in, without being asked for their password, and how it ends.
const RIGHTS: [(&str, &str); 4] = [
    ("sessions", "DELETE FROM sessions"),
    ("password_resets", "DELETE FROM password_resets"),
    ("invitations", "DELETE FROM invitations"),
    ("known_browsers", "DELETE FROM known_browsers"),
];

/// Ends every right that the copy holds: some of them were ended since, and the copy does not know which.
fn end_rights(c: &mut Conn) -> Result<(), Error> {
    for (table, end) in RIGHTS {
        // A copy that an older program made may not have it yet.
        let there: Count = diesel::sql_query(
            "SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table' AND name = ?",
        )
        .bind::<Text, _>(table)
        .get_result(c)?;
        if there.count > 0 {
            diesel::sql_query(end).execute(c)?;
        }
    }
    outbox::cancel_letting_in(c)
}

/// Refuses what is no whole database of this program.
fn prove(copy: &Path, unfinished: &Path) -> Result<Conn, Error> {
    let refused = |why: &dyn std::fmt::Display| {
        Error::Failed(format!(
            "{} is not restored: it is no whole copy of a database of this program ({why})",
            copy.display()
        ))
    };
    let manager = Manager::new(&format!("sqlite:{}", text(unfinished)?), Purpose::Write)?;
    let mut c = manager.open().map_err(|error| refused(&error))?;
    let lines: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check")
            .load(&mut c)
            .map_err(|error| refused(&error))?;
    match lines.as_slice() {
        [only] if only.line == "ok" => {}
        [] => return Err(refused(&"it cannot be checked")),
        [first, ..] => return Err(refused(&first.line)),
    }
    let loose: Count = diesel::sql_query("SELECT count(*) AS count FROM pragma_foreign_key_check")
        .get_result(&mut c)
        .map_err(|error| refused(&error))?;
    if loose.count > 0 {
        return Err(refused(&"rows refer to what is not there"));
    }
    if !migrations::is_ours(&mut c)? {
        return Err(refused(&"it has no schema"));
    }
    Ok(c)
}

/// Puts a database in its place; where the one is kept that was there, if there was one.
fn put_in_place(unfinished: &Path, place: &Path) -> Result<Option<PathBuf>, Error> {
    let failed = |error: io::Error| unavailable(&error);
    let earlier = if place.try_exists().map_err(failed)? {
        refuse_if_used(place)?;
        let kept = beside(place, "before-restore");
        remove_with_logs(&kept)?;
        std::fs::hard_link(place, &kept).map_err(failed)?;
        // Of a damaged database the log may hold the last changes still.
        for ending in LOGS {
            let log = named(place, ending);
            if log.try_exists().map_err(failed)? {
                std::fs::hard_link(&log, named(&kept, ending)).map_err(failed)?;
            }
        }
        Some(kept)
    } else {
        None
    };
    remove_logs(place)?;
    std::fs::rename(unfinished, place).map_err(failed)?;
    Ok(earlier)
}

/// Refuses when anybody has the database open. When nobody has, all that its log holds is in its file afterwards, unless that
/// cannot be read or written.
fn refuse_if_used(place: &Path) -> Result<(), Error> {
    let quiet = SqliteConnection::establish(&text(place)?)
        .map_err(|error| Error::Unavailable(error.to_string()))
        .and_then(|mut c| {
            diesel::sql_query("PRAGMA journal_mode = DELETE")
                .execute(&mut c)
                .map_err(Error::from)
        });
    match quiet {
        Err(Error::Busy) => Err(Error::Failed(
            "the database is in use; stop the portal first".to_owned(),
        )),
        // A database that is damaged is what one restores for.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// A file beside the database, named after it.
fn beside(database: &Path, what: &str) -> PathBuf {
    named(database, &format!(".{what}"))
}

/// The name of a database with something after it.
fn named(database: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(ending);
    name.into()
}

/// How SQLite names the files beside a database that hold changes of it: those that its file does not have yet, or those to
/// be taken back.
const LOGS: [&str; 2] = ["-wal", "-journal"];
/// What it keeps there that can be made anew.
const INDEX: &str = "-shm";

fn remove_with_logs(database: &Path) -> Result<(), Error> {
    remove(database)?;
    remove_logs(database)
}

/// Removes what SQLite keeps beside a database while it is used: in it stand changes of that database alone.
fn remove_logs(database: &Path) -> Result<(), Error> {
    [INDEX]
        .into_iter()
        .chain(LOGS)
        .try_for_each(|ending| remove(&named(database, ending)))
}

/// Removes a file, if it is there.
pub(in crate::store) fn remove(file: &Path) -> Result<(), Error> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unavailable(&error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn unavailable(error: &io::Error) -> Error {
    Error::Unavailable(error.to_string())
}

fn text(path: &Path) -> Result<String, Error> {
    let named = path.to_str().map(str::to_owned);
    named.ok_or_else(|| Error::Refused(format!("{} must be a name in text", path.display())))
}
