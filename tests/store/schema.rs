//! Migrations, the schema the program is compiled with, and the two databases agree.

use crate::tools::{Store, connect};
use consign::store::schema;
use consign::store::{Conn, Error};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

on_both_databases!(
    every_column_that_the_program_knows_is_there,
    down_and_up_again_gives_the_same,
);

/// A column as a database describes it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    needed: bool,
}

#[derive(Debug, QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE_COLUMNS: &str = "SELECT t.name AS of_table, c.name AS name, c.\"notnull\" AS needed
    FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> 'sqlite_schema' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text AS of_table, column_name::text AS name, is_nullable = 'NO' AS needed
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";
const SQLITE_EVERYTHING: &str = "SELECT coalesce(sql, name) AS line FROM sqlite_master ORDER BY 1";
const POSTGRES_EVERYTHING: &str = "
    SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, numeric_precision, numeric_scale, is_nullable) AS line
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1";

fn columns(store: &Store) -> Vec<Column> {
    let mut found: Vec<Column> = store.read(|c| {
        let query = match c {
            Conn::Sqlite(_) => SQLITE_COLUMNS,
            Conn::Postgres(_) => POSTGRES_COLUMNS,
        };
        Ok(diesel::sql_query(query).load(c)?)
    });
    found.sort();
    found
}

fn everything(store: &Store) -> Vec<String> {
    let lines: Vec<Line> = store.read(|c| {
        let query = match c {
            Conn::Sqlite(_) => SQLITE_EVERYTHING,
            Conn::Postgres(_) => POSTGRES_EVERYTHING,
        };
        Ok(diesel::sql_query(query).load(c)?)
    });
    lines.into_iter().map(|line| line.line).collect()
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = columns(&Store::sqlite());
    assert!(sqlite.len() > 150, "{sqlite:?}");
    assert_eq!(sqlite, columns(&Store::postgres()));
}

/// For each table: its name, and the statement that selects all columns that the program knows of it.
macro_rules! selected {
    ($c:expr; $($table:ident),+ $(,)?) => {{
        let mut selected = Vec::new();
        $({
            let query = schema::$table::table.select(schema::$table::all_columns);
            query.execute($c)?;
            selected.push((stringify!($table), diesel::debug_query::<diesel::sqlite::Sqlite, _>(&query).to_string()));
        })+
        selected
    }};
}

fn every_column_that_the_program_knows_is_there(store: &Store) {
    let selected: Vec<(&str, String)> = store.read(|c| {
        Ok(selected!(c; batches, bulk_rows, bulk_uploads, contract_acceptances, dimensions, document_contents, documents, draft_authorizations, drafts, events, invitations,
            known_browsers, list_prices, notices,
            notification_addresses, offer_acceptance_units, offer_acceptances, offer_amendments, offer_buyers, offer_drafts, offer_links,
            offer_payments, offer_prices, offers, opportunities,
            opportunity_buyers, opportunity_dimensions, opportunity_grants, opportunity_payments, opportunity_prices, organisations, outbox,
            password_resets, products, recovery_codes, resale_authorizations, reseller_invitations, revocations, second_steps, sessions, sign_in_failures, term_requests,
            unsubscribe_links, users))
    });
    // And the other way round: it knows every column that is there.
    for Column { of_table, name, .. } in columns(store) {
        let statement = selected.iter().find(|(table, _)| *table == of_table);
        let column = format!("`{of_table}`.`{name}`");
        assert!(
            statement.is_some_and(|(_, sql)| sql.contains(&column)),
            "{column}"
        );
    }
}

fn down_and_up_again_gives_the_same(store: &Store) {
    let before = everything(store);
    assert!(before.len() > 50, "{before:?}");
    store.write(|c| {
        let steps = |database| {
            let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
            FileBasedMigrations::from_path(folder).unwrap()
        };
        match c {
            Conn::Sqlite(c) => c.revert_all_migrations(steps("sqlite")).map(|_| ()),
            Conn::Postgres(c) => c.revert_all_migrations(steps("postgres")).map(|_| ()),
        }
        .map_err(|error| Error::Refused(error.to_string()))
    });
    assert_eq!(columns(store), []);
    // A migration that cannot be finished leaves nothing behind.
    store.write(|c| Ok(c.batch_execute("CREATE TABLE users (id INTEGER)")?));
    assert!(store.db.migrate().is_err());
    assert_eq!(columns(store).len(), 1);
    store.write(|c| Ok(c.batch_execute("DROP TABLE users")?));
    store.db.migrate().unwrap();
    assert_eq!(everything(store), before);
}

#[test]
fn whoever_may_not_add_the_extension_is_told_what_to_do() {
    let store = Store::postgres();
    let role = format!("somebody_{}", std::process::id());
    store.write(|c| {
        Ok(c.batch_execute(&format!(
            "DROP EXTENSION pg_trgm CASCADE;
             DELETE FROM __diesel_schema_migrations WHERE version = '20261127000014';
             CREATE ROLE {role} LOGIN;
             GRANT ALL ON SCHEMA public TO {role};
             GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"
        ))?)
    });
    let url = store
        .url
        .replace("postgres://postgres@", &format!("postgres://{role}@"));
    let told = connect(&url).migrate();
    store.write(|c| Ok(c.batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))?));
    match told {
        Err(Error::Failed(why)) => {
            assert!(
                why.contains("run CREATE EXTENSION pg_trgm in this database"),
                "{why}"
            );
        }
        other => panic!("{other:?}"),
    }
    store.write(|c| Ok(c.batch_execute("CREATE EXTENSION pg_trgm")?));
    store.db.migrate().unwrap();
}
