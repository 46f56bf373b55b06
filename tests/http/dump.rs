//! Everything in the database as text, to see whether it changed.

use crate::portal::TestPortal;
use consign::store::{Conn, Error};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::BTreeMap;

/// What changes by itself: when a session was used last and what it tells next, and how far the mails are.
const ALIVE: [&str; 2] = ["sessions", "outbox"];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The rows of every table, sorted, under the table's name.
pub fn of(portal: &TestPortal) -> BTreeMap<String, Vec<String>> {
    portal.db.read_now(read).expect("it can be read")
}

/// The rows with the random part of ids taken away, to compare two databases.
pub fn without_ids(portal: &TestPortal) -> BTreeMap<String, Vec<String>> {
    let mut dump = of(portal);
    for lines in dump.values_mut() {
        for line in lines.iter_mut() {
            *line = id_free(line);
        }
        lines.sort();
    }
    // Hashes of passwords are salted, and keys of browsers random.
    dump.remove("users");
    dump.remove("known_browsers");
    dump
}

fn id_free(line: &str) -> String {
    const RANDOM_PART: usize = 26;
    let mut kept = String::new();
    let mut rest = line;
    while let Some(underscore) = rest.find('_') {
        let (before, tail) = rest.split_at(underscore + 1);
        let length = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
        kept.push_str(before);
        rest = if length == RANDOM_PART {
            &tail[length..]
        } else {
            tail
        };
    }
    kept + rest
}

/// The rows of any database.
pub fn read(c: &mut Conn) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut dump = BTreeMap::new();
    match c {
        Conn::Sqlite(c) => {
            let columns = diesel::sql_query(
                "SELECT m.name AS place, quote(p.name) AS name FROM pragma_table_list m, pragma_table_info(m.name) p
                 WHERE m.schema = 'main' AND m.type = 'table' AND m.name <> 'sqlite_schema' ORDER BY 1, p.cid",
            );
            let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for Column { place, name } in columns.load(c)? {
                tables
                    .entry(place)
                    .or_default()
                    .push(format!("quote(\"{}\")", name.trim_matches('\'')));
            }
            for (table, columns) in tables {
                let line = columns.join(" || ',' || ");
                let rows =
                    diesel::sql_query(format!("SELECT {line} AS line FROM \"{table}\" ORDER BY 1"));
                dump.insert(table, lines(rows.load(c)?));
            }
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            let tables = diesel::sql_query(
                "SELECT table_name::text AS place, ''::text AS name FROM information_schema.tables
                 WHERE table_schema = 'public'",
            );
            for Column { place, .. } in tables.load(c)? {
                let rows = diesel::sql_query(format!(
                    "SELECT row_to_json(t)::text AS line FROM \"{place}\" t ORDER BY 1"
                ));
                dump.insert(place, lines(rows.load(c)?));
            }
        }
    }
    dump.retain(|table, _| !ALIVE.contains(&table.as_str()));
    Ok(dump)
}

fn lines(rows: Vec<Line>) -> Vec<String> {
    rows.into_iter().map(|row| row.line).collect()
}

#[test]
fn every_change_is_noticed() {
    crate::portal::on_each_database(|portal| {
        let before = of(portal);
        assert!(before["products"].len() > 10 && before.contains_key("drafts"));
        assert_eq!(before, of(portal));
        portal.sign_in(crate::trade::ADMIN).post("/isv/drafts", &[]);
        let after = of(portal);
        assert_ne!(before, after);
        assert_eq!(before["products"], after["products"]);
    });
}
