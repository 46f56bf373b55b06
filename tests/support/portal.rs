//! The whole portal, started for one test on a port and a database of its own.

use crate::support::fingerprint::fingerprint_of_files;
use chrono::{DateTime, Utc};
use consign::app::{App, Stopper};
use consign::clock::Clock;
use consign::config::Config;
use consign::store::{Db, backup};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use tempfile::TempDir;

#[cfg(feature = "postgres")]
use crate::support::postgres::PrivateDatabase;

/// The day on which all tests take place.
pub const NOON: &str = "2026-11-22T12:00:00Z";

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");

/// Where a test's rows are.
#[derive(Debug, Clone, Copy)]
pub enum Database {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
}

impl Database {
    pub const ALL: &[Self] = &[
        Self::Sqlite,
        #[cfg(feature = "postgres")]
        Self::Postgres,
    ];
}

/// A portal that serves until the end of its test.
pub struct TestPortal {
    /// Where it is, as in `http://127.0.0.1:40000`.
    pub url: String,
    /// Its clock, which stands at [`NOON`] unless the test began at another moment, until the test moves it.
    pub clock: Clock,
    /// Its database, for what a test cannot do by the pages.
    pub db: Db,
    /// Where its database is, for another program that is to use it.
    pub database_url: String,
    /// Its folder: the embedded database, and mails as files.
    pub data: PathBuf,
    stopper: Stopper,
    server: Option<JoinHandle<()>>,
    _folder: TempDir,
    #[cfg(feature = "postgres")]
    _postgres: Option<PrivateDatabase>,
}

/// Runs the test on a new portal for each database.
pub fn on_each_database(test: impl Fn(&TestPortal)) {
    on_each_database_with(|_| {}, test);
}

/// Runs the test on a new portal for each database, with settings that the test changes first.
pub fn on_each_database_with(change: impl Fn(&mut Config), test: impl Fn(&TestPortal)) {
    for database in Database::ALL {
        // Shown only when the test fails.
        println!("On {database:?}:");
        test(&TestPortal::start_with(*database, &change));
    }
}

impl TestPortal {
    /// Starts a portal with the demo's organisations, people and products.
    pub fn start(database: Database) -> Self {
        Self::start_with(database, |_| {})
    }

    /// Starts a portal whose settings the test changes first.
    pub fn start_with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        Self::start_at(database, NOON.parse().expect("a moment"), change)
    }

    /// Starts a portal at another moment, at which its clock stands until the test moves it.
    pub fn start_at(
        database: Database,
        moment: DateTime<Utc>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::local(folder.path().to_owned(), 0);
        config.workers = 1;
        // Mails wait in the outbox, where tests find them; a test of sending changes this.
        config.without_mail = true;
        (config.password_memory, config.password_passes) = (8, 1);
        #[cfg(feature = "postgres")]
        let postgres = matches!(database, Database::Postgres).then(PrivateDatabase::new);
        match database {
            Database::Sqlite => {
                copy_template(folder.path());
            }
            #[cfg(feature = "postgres")]
            Database::Postgres => {
                config.database_url = postgres.as_ref().map(|database| database.url().into());
            }
        }
        change(&mut config);
        let clock = Clock::pinned(moment);
        let app = App::build(&config, clock.clone()).expect("the portal starts");
        crate::people::add(&app.state().db, clock.now());
        Self {
            url: format!("http://127.0.0.1:{}", app.port()),
            clock,
            db: app.state().db.clone(),
            database_url: config.database_url().reveal().to_owned(),
            data: folder.path().to_owned(),
            stopper: app.stopper(),
            server: Some(std::thread::spawn(move || app.run().expect("it serves"))),
            _folder: folder,
            #[cfg(feature = "postgres")]
            _postgres: postgres,
        }
    }
}

impl TestPortal {
    /// Tells it to stop.
    pub fn stop(&self) {
        self.stopper.stop();
    }
}

impl Drop for TestPortal {
    fn drop(&mut self) {
        self.stop();
        let ended = self.server.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            assert!(matches!(ended, Some(Ok(()))), "the portal did not end well");
        }
    }
}

/// Puts an empty database with the whole schema where the portal looks for it: quicker than to migrate one. Whoever comes
/// first makes it for its state of the migrations; it is kept for those who come later.
fn copy_template(folder: &Path) {
    let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "template-{:016x}.sqlite",
        fingerprint_of_files(MIGRATIONS)
    ));
    if !template.exists() {
        let making = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let unfinished = making.path().join("template.sqlite");
        let config = Config::local(making.path().to_owned(), 0);
        let db = consign::app::open(&config).expect("the migrations run on SQLite");
        db.read_now(|c| backup::to_file(c, unfinished.to_str().expect("its name is text")))
            .expect("it can be copied");
        // Only a template that is complete gets its name; another test's of the same moment is as good.
        std::fs::rename(unfinished, &template).expect("it can be renamed");
    }
    std::fs::copy(&template, folder.join("consign.sqlite")).expect("the template can be copied");
}
