//! A private PostgreSQL database for each test, in about 50 ms: a copy of a template that is migrated once for each state of
//! the migrations, whoever comes first, and kept in the server for those who come later.

use super::fingerprint::fingerprint_of_files;
use super::services;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::{Connection, PgConnection, RunQueryDsl};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres");

/// Any number, as long as all who make the template agree on it.
const TEMPLATE_LOCK: i64 = 0x00c0_5167;

/// A database with the whole schema and no rows, which is dropped with this value.
pub struct PrivateDatabase {
    name: String,
    url: String,
}

impl PrivateDatabase {
    /// Copies the template.
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let template = template();
        let nanos = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("it is after 1970")
            .as_nanos();
        let name = format!(
            "consign_test_{}_{}_{nanos}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let url = database_url(&name);
        Self { name, url }
    }

    /// Where it is, as the portal's `CONSIGN_DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PrivateDatabase {
    fn drop(&mut self) {
        execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn template() -> String {
    let name = format!("consign_template_{:016x}", fingerprint_of_files(MIGRATIONS));
    let mut server = connect(&services::address(services::POSTGRES));
    // Held until this connection closes, so that one test makes the template and the others wait for it.
    server
        .batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"))
        .expect("the lock is granted");
    let exists = sql::<Bool>(&format!(
        "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '{name}')"
    ));
    if !exists
        .get_result::<bool>(&mut server)
        .expect("the server lists its databases")
    {
        // Only a template that is complete gets its name.
        let unfinished = format!("{name}_unfinished");
        server
            .batch_execute(&format!(
                "DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"
            ))
            .expect("it can be dropped");
        server
            .batch_execute(&format!("CREATE DATABASE {unfinished}"))
            .expect("a database can be created");
        migrate(&database_url(&unfinished));
        server
            .batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}"))
            .expect("it can be renamed");
    }
    name
}

fn migrate(url: &str) {
    let migrations =
        FileBasedMigrations::from_path(MIGRATIONS).expect("the migrations are readable");
    connect(url)
        .run_pending_migrations(migrations)
        .expect("the migrations run on PostgreSQL");
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap_or_else(|error| panic!("PostgreSQL at {url}: {error}"))
}

fn execute(statement: &str) {
    let mut server = connect(&services::address(services::POSTGRES));
    server
        .batch_execute(statement)
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

fn database_url(name: &str) -> String {
    let mut url = Url::parse(&services::address(services::POSTGRES))
        .expect("the address of PostgreSQL is a URL");
    url.set_path(name);
    url.into()
}

#[test]
fn a_private_database_has_the_schema_and_is_gone_afterwards() {
    let database = PrivateDatabase::new();
    let url = database.url().to_owned();
    let tables = sql::<Bool>(
        "SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'public')",
    );
    assert!(
        tables
            .get_result::<bool>(&mut connect(&url))
            .expect("it answers"),
        "the schema is empty"
    );
    drop(database);
    assert!(
        PgConnection::establish(&url).is_err(),
        "{url} is still there"
    );
}
