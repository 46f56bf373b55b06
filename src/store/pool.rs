//! Connections: where they lead, how they are set up, and how many there are.

use crate::store::conn::Conn;
use crate::store::db::POOL_WAIT;
use crate::store::error::Error;
#[cfg(feature = "postgres")]
use crate::store::server;
use crate::store::threads::Threads;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, Pool, R2D2Connection};
use diesel::{Connection, SqliteConnection};
use scheduled_thread_pool::ScheduledThreadPool;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What every connection to SQLite begins with. The wait for locks comes first, so that the rest may wait for them.
/// Functions and views of the file itself are not trusted.
const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
                      PRAGMA temp_store = MEMORY;";
/// What a writing one adds. In WAL mode readers and the writer do not wait for each other; FULL keeps the last commits
/// through a loss of power; the log does not stay large after a large transaction.
const SQLITE_WRITE: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;";
/// What a reading one adds.
const SQLITE_READ: &str = "PRAGMA query_only = ON;";
/// What every connection to PostgreSQL begins with: nothing waits or works for ever, and reading here and there costs no
/// more than reading in a row, as on flash and in memory; else it would read whole tables where an index is quicker.
#[cfg(feature = "postgres")]
const POSTGRES: &str = "SET TIME ZONE 'UTC'; SET random_page_cost = 1.1; SET statement_timeout = '5s'; SET lock_timeout = '2s'; \
                        SET idle_in_transaction_session_timeout = '10s';";
/// What a reading one adds.
#[cfg(feature = "postgres")]
const POSTGRES_READ: &str = "SET default_transaction_read_only = on;";
/// What a writing one adds, whatever the server's own setting is.
#[cfg(feature = "postgres")]
const POSTGRES_WRITE: &str = "SET default_transaction_read_only = off;";

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Purpose {
    Read,
    Write,
}

/// Where a URL leads.
#[derive(Debug, Clone)]
enum Place {
    Sqlite(String),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl Place {
    /// Reads a URL by its scheme; Diesel would take anything it does not know for the name of a SQLite file.
    fn of(url: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("sqlite", path)) => match path.strip_prefix("//").unwrap_or(path) {
                "" => Err(Error::Refused("the database URL names no file; write sqlite:PATH".to_owned())),
                path => Ok(Self::Sqlite(path.to_owned())),
            },
            #[cfg(feature = "postgres")]
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(server::limited(url))),
            #[cfg(not(feature = "postgres"))]
            Some(("postgres" | "postgresql", _)) => Err(Error::Refused(
                "this program was built without PostgreSQL; build it with `--features postgres`, or use sqlite:PATH".to_owned(),
            )),
            Some((scheme, _)) => {
                Err(Error::Refused(format!("the database URL begins with “{scheme}:”; use sqlite:PATH or postgres://…")))
            }
            None => Err(Error::Refused("the database URL has no scheme; use sqlite:PATH or postgres://…".to_owned())),
        }
    }
}

/// The file of the embedded database that a URL names; none when the database is on a server.
pub(in crate::store) fn file_of(url: &str) -> Result<Option<PathBuf>, Error> {
    Ok(match Place::of(url)? {
        Place::Sqlite(path) => Some(path.into()),
        #[cfg(feature = "postgres")]
        Place::Postgres(_) => None,
    })
}

/// Opens and checks connections.
#[derive(Debug)]
pub(in crate::store) struct Manager {
    place: Place,
    purpose: Purpose,
}

impl Manager {
    pub(in crate::store) fn new(url: &str, purpose: Purpose) -> Result<Self, Error> {
        Ok(Self {
            place: Place::of(url)?,
            purpose,
        })
    }

    pub(in crate::store) fn open(&self) -> Result<Conn, Error> {
        let unreachable = |error: diesel::ConnectionError| Error::Unavailable(error.to_string());
        let (mut c, everyone, reader, writer) = match &self.place {
            Place::Sqlite(path) => {
                let c = SqliteConnection::establish(path).map_err(unreachable)?;
                (Conn::Sqlite(c), SQLITE, SQLITE_READ, SQLITE_WRITE)
            }
            #[cfg(feature = "postgres")]
            Place::Postgres(url) => {
                let mut c = diesel::PgConnection::establish(url).map_err(unreachable)?;
                server::ask_for_english(&mut c)?;
                (Conn::Postgres(c), POSTGRES, POSTGRES_READ, POSTGRES_WRITE)
            }
        };
        let own = match self.purpose {
            Purpose::Read => reader,
            Purpose::Write => writer,
        };
        c.batch_execute(everyone)?;
        c.batch_execute(own)?;
        Ok(c)
    }
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        self.open()
    }

    /// Whether the server has not hung up, as far as it is known here: asking would be a journey more for every page. Twice,
    /// as a server that restarts says farewell before it hangs up.
    fn is_valid(&self, c: &mut Conn) -> Result<(), Error> {
        match c {
            Conn::Sqlite(_) => {}
            #[cfg(feature = "postgres")]
            Conn::Postgres(c) => {
                for _ in 0..2 {
                    c.notifications_iter().next().transpose()?;
                }
            }
        }
        Ok(())
    }

    fn has_broken(&self, c: &mut Conn) -> bool {
        // A panic may have left a transaction open.
        std::thread::panicking() || c.is_broken()
    }
}

/// Threads that open connections, for all lanes: opening one takes a moment, and few are opened at once.
pub(in crate::store) type Openers = Arc<ScheduledThreadPool>;

/// How many [`Openers`] there are.
const OPENERS: usize = 2;

/// Starts the threads that open connections.
pub(in crate::store) fn openers() -> Openers {
    let threads = ScheduledThreadPool::builder().num_threads(OPENERS);
    Arc::new(threads.thread_name_pattern("connections-{}").build())
}

/// Connections to a server that wait for work: the others are opened when there is more to do, for each is a process there,
/// and a portal that starts waits for those before its own.
const WAITING: u32 = 1;

/// How often the connections of a lane are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Needed {
    /// By every page: they stay open, all of a file, and of a server some.
    Always,
    /// Now and then: they are opened when they are needed, and closed when they have not been for long. Each has memory of
    /// its own.
    Seldom,
}

/// Some connections for one kind of work.
pub(in crate::store) struct Lane {
    pool: Pool<Manager>,
    is_file: bool,
    /// One for each connection; whoever holds one may take a thread.
    slots: Arc<Semaphore>,
    threads: Threads,
}

impl Lane {
    pub(in crate::store) fn new(
        manager: Manager,
        connections: NonZeroU32,
        needed: Needed,
        openers: &Openers,
    ) -> Result<Self, Error> {
        let is_file = matches!(manager.place, Place::Sqlite(_));
        let builder = Pool::builder()
            .max_size(connections.get())
            .connection_timeout(POOL_WAIT)
            .thread_pool(Arc::clone(openers))
            // A file does not go away; a server may restart.
            .test_on_check_out(!is_file);
        let builder = match needed {
            Needed::Seldom => builder.min_idle(Some(0)),
            Needed::Always if is_file => builder.idle_timeout(None).max_lifetime(None),
            Needed::Always => builder.min_idle(Some(WAITING.min(connections.get()))),
        };
        Ok(Self {
            is_file,
            threads: Threads::at_most(connections)?,
            pool: builder.build_unchecked(manager),
            slots: Arc::new(Semaphore::new(
                usize::try_from(connections.get()).unwrap_or(1),
            )),
        })
    }

    /// The threads of its work.
    pub(in crate::store) fn threads(&self) -> &Threads {
        &self.threads
    }

    pub(in crate::store) async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let waiting = Arc::clone(&self.slots).acquire_owned();
        let Ok(Ok(slot)) = tokio::time::timeout(POOL_WAIT, waiting).await else {
            return Err(Error::Busy);
        };
        let pool = self.pool.clone();
        let done = self.threads.begin(move || {
            let result = run(&pool, work);
            drop(slot);
            result
        });
        match done.await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                // As if it had happened here: whoever serves the request knows what to do.
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Error::Unavailable("the portal is stopping".to_owned())),
            },
        }
    }

    /// Whether the database is a file here, rather than a server elsewhere.
    pub(in crate::store) fn is_file(&self) -> bool {
        self.is_file
    }

    /// [`Lane::run`] for what takes less time than another thread needs to begin: done here when a connection is free.
    pub(in crate::store) async fn run_briefly<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        if let Ok(_slot) = self.slots.try_acquire()
            && let Some(mut connection) = self.pool.try_get()
        {
            return work(&mut connection);
        }
        self.run(work).await
    }

    pub(in crate::store) fn run_now<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        run(&self.pool, work)
    }
}

fn run<T>(
    pool: &Pool<Manager>,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut connection = pool.get().map_err(|error| {
        // All connections are there and taken, or there is none to be had.
        if pool.state().connections == pool.max_size() {
            Error::Busy
        } else {
            Error::Unavailable(error.to_string())
        }
    })?;
    work(&mut connection)
}
