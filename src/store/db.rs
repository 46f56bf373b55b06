//! The doors to the database: [`Db::read`] and [`Db::write`], each with its own few connections.
//!
//! Database work blocks, so it runs beside the async threads, all but the shortest, and never more of it at once than there
//! are connections: whoever finds all of them taken waits without holding a thread, and gives up after [`POOL_WAIT`]. On
//! SQLite there is one connection that writes, and those who wait for it share a commit; readers go on meanwhile.

use crate::private;
use crate::store::conn::Conn;
use crate::store::error::Error;
use crate::store::pool::{Lane, Manager, Needed, Purpose, file_of, openers};
use crate::store::transaction::transaction;
use crate::store::writers::Writers;
use crate::store::{backup, migrations};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long somebody waits for a connection before being told that the portal is busy; people wait no longer.
pub const POOL_WAIT: Duration = Duration::from_secs(2);
/// Connections for slow work, such as figures of years: it must not take those of the other pages.
const SLOW_READERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);
/// Connections for files, which last as long as a browser takes to fetch them: more than people download in the same minutes,
/// and they keep nobody from a page.
pub const FILE_READERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// The database.
#[derive(Clone)]
pub struct Db {
    lanes: Arc<Lanes>,
}

struct Lanes {
    readers: Lane,
    brief: Lane,
    slow: Lane,
    files: Lane,
    writers: Writers,
}

impl Db {
    /// Opens the database that a URL names: `sqlite:PATH` or `postgres://…`. `readers` is how many connections serve
    /// pages; as many as there are processor cores, or a few more, serve best.
    ///
    /// # Errors
    /// When the URL names no database that this program knows, or it cannot be reached.
    pub fn connect(url: &str, readers: NonZeroU32) -> Result<Self, Error> {
        if let Some(file) = Self::file(url)? {
            // SQLite would make it as anybody may read it; its log gets the same rights.
            private::make_file_unless_there(&file).map_err(|error| {
                Error::Unavailable(format!("{} cannot be made: {error}", file.display()))
            })?;
        }
        let openers = openers();
        let manager = |purpose| Manager::new(url, purpose);
        let writing = manager(Purpose::Write)?;
        // The first connection proves the settings, and turns a new SQLite file into one that readers can open.
        let writers = match writing.open()? {
            Conn::Sqlite(_) => Writers::in_turn(writing, &openers)?,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => Writers::several(writing, readers, &openers)?,
        };
        let reading =
            |connections, needed| Lane::new(manager(Purpose::Read)?, connections, needed, &openers);
        let lanes = Lanes {
            writers,
            brief: reading(readers, Needed::Seldom)?,
            readers: reading(readers, Needed::Always)?,
            slow: reading(SLOW_READERS, Needed::Seldom)?,
            files: reading(FILE_READERS, Needed::Seldom)?,
        };
        Ok(Self {
            lanes: Arc::new(lanes),
        })
    }

    /// The file of the embedded database that a URL names; none when the database is on a server.
    ///
    /// # Errors
    /// When the URL names no database that this program knows.
    pub fn file(url: &str) -> Result<Option<PathBuf>, Error> {
        file_of(url)
    }

    /// Copies the embedded database beside itself if [`Db::migrate`] would change what is in it: an upgrade that turns out
    /// badly can be taken back. Whether it was copied.
    ///
    /// # Errors
    /// When the schema is newer than the program, or the copy cannot be made.
    pub fn keep_before_upgrade(&self, file: &Path) -> Result<bool, Error> {
        self.lanes.writers.run_now(|c| {
            let is_upgrade = migrations::is_upgrade(c)?;
            if is_upgrade {
                backup::before_upgrade(c, file)?;
            }
            Ok(is_upgrade)
        })
    }

    /// Writes what only the log of the embedded database holds into its file, for when the portal stops: then the file alone
    /// is the whole of it.
    ///
    /// # Errors
    /// When somebody is still at work, or the file cannot be written; nothing is lost, the log stays.
    pub fn settle(&self) -> Result<(), Error> {
        self.lanes.writers.run_now(|c| match c {
            Conn::Sqlite(c) => Ok(c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?),
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => Ok(()),
        })
    }

    /// Brings the schema up to this program's. One process does it while others wait.
    ///
    /// # Errors
    /// When the schema is newer than the program, or a step fails; then it is as it was before.
    pub fn migrate(&self) -> Result<(), Error> {
        self.lanes
            .writers
            .run_now(|c| transaction(c, &mut migrations::run))
    }

    /// Reads.
    ///
    /// # Errors
    /// What the work returns; busy or unavailable when there is no connection.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.lanes.readers.run(|c| at_once(c, work)).await
    }

    /// Looks up something by its key with one statement, as every page begins with. In a file that is quicker than handing it
    /// to another thread, which would take longer to wake than to answer; its connections are apart, so that one is free
    /// however many pages are read.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn look_up<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        if self.lanes.brief.is_file() {
            self.lanes.brief.run_briefly(work).await
        } else {
            self.lanes.readers.run(work).await
        }
    }

    /// Reads much, without taking a page's connection.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_slow<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.lanes.slow.run(work).await
    }

    /// Reads for as long as a browser takes to fetch a file of it, without taking a page's connection.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_file<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.lanes.files.run(work).await
    }

    /// Writes, all or nothing: whatever error the work returns, nothing of it is kept. The work may be run again when
    /// it got in another transaction's way, so it must do nothing but database work.
    ///
    /// # Errors
    /// What the work returns; busy or unavailable when there is no connection.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.lanes.writers.write(work).await
    }

    /// [`Db::read`] for those who may block: the command line, the worker, tests.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.lanes.readers.run_now(work)
    }

    /// [`Db::write`] for those who may block.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T>(
        &self,
        mut work: impl FnMut(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.lanes.writers.run_now(|c| transaction(c, &mut work))
    }
}

/// Reads without letting go in between: each statement of its own would lock SQLite's file and unlock it again. A server
/// has no such file, and to it every word is a journey.
fn at_once<T>(c: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    match c {
        Conn::Sqlite(_) => c.transaction(work),
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => work(c),
    }
}
