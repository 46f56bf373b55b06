//! What whoever looks after an installation does: keep somebody out, back up, restore, upgrade.

use crate::client::Client;
use crate::command_line::{ORGANISATION, Serving, USER, done, run, with_small_files};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

pub const DANA: &str = "dana@northwind.example";
/// The newest step of the schema, and how it is taken back.
const NEWEST: &str = "20261125000009";
const TAKE_BACK: &str =
    include_str!("../../migrations/sqlite/2026-11-25-000009_events_stay/down.sql");

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

pub fn rights(path: &Path) -> u32 {
    let data = std::fs::metadata(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    data.permissions().mode() & 0o777
}

pub fn execute(file: &Path, statements: &str) {
    let mut c = SqliteConnection::establish(file.to_str().expect("text")).expect("a database");
    c.batch_execute(statements).expect("they are run");
}

pub fn lines(file: &Path, query: &str) -> Vec<String> {
    let mut c = SqliteConnection::establish(file.to_str().expect("text")).expect("a database");
    let found: Vec<Line> = diesel::sql_query(query).load(&mut c).expect("an answer");
    found.into_iter().map(|line| line.line).collect()
}

fn steps(file: &Path) -> Vec<String> {
    lines(
        file,
        "SELECT version AS line FROM __diesel_schema_migrations ORDER BY 1",
    )
}

/// Dana's new password.
pub fn set_up(data: &Path) -> String {
    done(data, &ORGANISATION, "");
    let said = done(data, &USER, "");
    let password = said.trim().rsplit(' ').next().expect("a password");
    password.to_owned()
}

pub fn sign_in(serving: &Serving, password: &str) -> (Client, u16) {
    let browser = Client::new(&serving.host);
    let fields = [("email", DANA), ("password", password)];
    let status = browser.post("/sign-in", &fields).status;
    (browser, status)
}

pub fn refused(data: &Path, arguments: &[&str], code: i32, says: &str) {
    let output = run(data, arguments, "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(says), "{arguments:?}: {said}");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
}

#[test]
fn who_has_a_stolen_account_is_kept_out_at_once_from_the_command_line() {
    let data = folder();
    let password = set_up(data.path());
    let serving = Serving::start(data.path());
    let (browser, status) = sign_in(&serving, &password);
    assert_eq!((status, browser.get("/account").status), (303, 200));
    let said = done(data.path(), &["user", "disable", "--email", DANA], "");
    assert_eq!(
        said,
        "dana@northwind.example is signed out everywhere and cannot sign in any more.\n"
    );
    assert_eq!(browser.get("/account").status, 303);
    assert_eq!(sign_in(&serving, &password).1, 422);
    done(
        data.path(),
        &["user", "enable", "--email", "Dana@Northwind.example"],
        "",
    );
    assert_eq!(browser.get("/account").status, 303, "the session is gone");
    assert_eq!(sign_in(&serving, &password).1, 303);
    let nobody = ["user", "disable", "--email", "nobody@x.example"];
    refused(
        data.path(),
        &nobody,
        1,
        "nobody has the address nobody@x.example",
    );
    // What was done from here is on record.
    drop(serving);
    let told = lines(
        &data.path().join("consign.sqlite"),
        "SELECT kind || ' ' || actor || ' ' || details AS line FROM events ORDER BY at, id",
    );
    assert_eq!(
        told,
        [
            "organisation.added the command line {\"name\":\"Northwind\"}",
            "person.changed the command line {\"what\":\"Dana Li was added as admin\"}",
            "person.changed the command line {\"what\":\"Dana Li was kept out\"}",
            "person.changed the command line {\"what\":\"Dana Li was let in again\"}",
        ]
    );
}

#[test]
fn what_is_kept_only_its_owner_may_read() {
    let outside = folder();
    let data = outside.path().join("var/consign");
    set_up(&data);
    let serving = Serving::start(&data);
    assert_eq!(rights(&outside.path().join("var")), 0o700);
    assert_eq!(rights(&data), 0o700);
    for name in ["consign.sqlite", "consign.sqlite-wal", "consign.sqlite-shm"] {
        assert_eq!(rights(&data.join(name)), 0o600, "{name}");
    }
    let copy = outside.path().join("copy.db");
    done(&data, &["backup", copy.to_str().expect("text")], "");
    assert_eq!(rights(&copy), 0o600);
    drop(serving);
}

#[test]
fn a_backup_by_a_newer_program_leaves_the_database_as_it_is() {
    let data = folder();
    let live = data.path().join("consign.sqlite");
    let nowhere = ["backup", "nowhere.db"];
    refused(data.path(), &nowhere, 1, "there is no database");
    assert!(!live.exists());
    set_up(data.path());
    let newest = format!("DELETE FROM __diesel_schema_migrations WHERE version = '{NEWEST}'");
    execute(&live, TAKE_BACK);
    execute(&live, &newest);
    let older = steps(&live);
    let copy = data.path().join("copy.db");
    done(data.path(), &["backup", copy.to_str().expect("text")], "");
    assert_eq!((steps(&live), steps(&copy)), (older.clone(), older.clone()));
    // Before it upgrades, the program keeps what was there.
    let kept = data.path().join("consign.sqlite.before-upgrade");
    assert!(!kept.exists());
    done(data.path(), &["migrate"], "");
    assert_eq!(steps(&live).len(), older.len() + 1);
    assert_eq!(steps(&kept), older);
    assert_eq!(rights(&kept), 0o600);
    let people = "SELECT email AS line FROM users";
    assert_eq!(lines(&kept, people), [DANA]);
    // When nothing is upgraded nothing is copied.
    std::fs::remove_file(&kept).expect("it is there");
    done(data.path(), &["migrate"], "");
    assert!(!kept.exists());
}

#[test]
fn a_copy_is_put_back_while_nobody_uses_the_database() {
    let data = folder();
    let password = set_up(data.path());
    let copy = data.path().join("copy.db");
    let name = copy.to_str().expect("text");
    done(data.path(), &["backup", name], "");
    let restore = ["restore", name];
    let mut serving = Serving::start(data.path());
    // Changes that only the log holds when the portal is stopped.
    done(data.path(), &["user", "disable", "--email", DANA], "");
    refused(
        data.path(),
        &restore,
        1,
        "the database is in use; stop the portal first",
    );
    assert_eq!(sign_in(&serving, &password).1, 422);
    assert_eq!(serving.terminate(), Some(0));
    std::fs::write(data.path().join("consign.sqlite-wal"), "left over").expect("a file");
    let said = done(data.path(), &restore, "");
    assert!(said.contains("consign.sqlite.before-restore"), "{said}");
    let live = data.path().join("consign.sqlite");
    assert_eq!(rights(&live), 0o600);
    let serving = Serving::start(data.path());
    assert_eq!(sign_in(&serving, &password).1, 303, "as it was");
    drop(serving);
    let kept = data.path().join("consign.sqlite.before-restore");
    let out = "SELECT email AS line FROM users WHERE disabled";
    assert_eq!(lines(&kept, out), [DANA]);
    // Into an empty folder as well.
    let other = folder();
    done(&other.path().join("new"), &restore, "");
    let serving = Serving::start(&other.path().join("new"));
    assert_eq!(sign_in(&serving, &password).1, 303);
}

#[test]
fn what_is_no_whole_copy_is_refused_and_changes_nothing() {
    let data = folder();
    set_up(data.path());
    let live = data.path().join("consign.sqlite");
    let copy = data.path().join("copy.db");
    done(data.path(), &["backup", copy.to_str().expect("text")], "");
    let before = std::fs::read(&live).expect("a database");
    let good = std::fs::read(&copy).expect("a copy");
    let bad = data.path().join("bad.db");
    let name = bad.to_str().expect("text");
    let mut torn = good.clone();
    torn[4096 * 3..4096 * 6].fill(0);
    for (bytes, says) in [
        (&torn[..], "is no whole copy"),
        (&good[..good.len() / 2], "is no whole copy"),
        (
            b"not a database, but long enough to be looked at as if it were one".as_slice(),
            "is no whole copy",
        ),
        (b"", "it has no schema"),
    ] {
        std::fs::write(&bad, bytes).expect("a file");
        refused(data.path(), &["restore", name], 1, says);
    }
    std::fs::write(&bad, &good).expect("a file");
    execute(
        &bad,
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')",
    );
    refused(
        data.path(),
        &["restore", name],
        78,
        "by a newer version of this program",
    );
    refused(
        data.path(),
        &["restore", "nowhere.db"],
        1,
        "nowhere.db cannot be read",
    );
    assert_eq!(std::fs::read(&live).expect("a database"), before);
    for entry in std::fs::read_dir(data.path()).expect("a folder") {
        let left = entry.expect("a file").file_name();
        assert!(!left.to_string_lossy().contains("unfinished"), "{left:?}");
    }
    // The portal itself does not open a newer database either.
    std::fs::copy(&bad, &live).expect("it can be copied");
    let serve = ["serve", "--insecure-cookies", "--bind", "127.0.0.1:0"];
    refused(
        data.path(),
        &serve,
        78,
        "by a newer version of this program",
    );
}

#[test]
fn what_only_the_log_holds_of_a_database_that_is_put_aside_is_kept_beside_it() {
    let data = folder();
    set_up(data.path());
    let copy = data.path().join("copy.db");
    let name = copy.to_str().expect("text");
    done(data.path(), &["backup", name], "");
    let live = data.path().join("consign.sqlite");
    let wal = data.path().join("consign.sqlite-wal");
    // As it is found after the machine was switched off: the last change stands in the log alone.
    let [file, log] = {
        let mut c = SqliteConnection::establish(live.to_str().expect("text")).expect("a database");
        c.batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
             CREATE TABLE large (line TEXT NOT NULL);
             INSERT INTO large VALUES (hex(zeroblob(8388608)));",
        )
        .expect("they are run");
        [&live, &wal].map(|path| std::fs::read(path).expect("a file"))
    };
    std::fs::write(&live, file).expect("a file");
    std::fs::write(&wal, &log).expect("a file");
    // The log does not fit into the file: there is no room.
    let said = with_small_files(data.path(), &["restore", name]);
    assert!(said.contains("consign.sqlite.before-restore"), "{said}");
    assert!(!wal.exists());
    assert_eq!(lines(&live, "SELECT email AS line FROM users"), [DANA]);
    let kept = data.path().join("consign.sqlite.before-restore");
    let other = folder();
    let back = ["restore", kept.to_str().expect("text")];
    done(other.path(), &back, "");
    let put_back = other.path().join("consign.sqlite");
    for file in [&put_back, &kept] {
        let count = "SELECT CAST(count(*) AS TEXT) AS line FROM large";
        assert_eq!(lines(file, count), ["1"], "{file:?}");
    }
}
