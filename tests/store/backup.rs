//! A copy of the database is the whole database.

use crate::tools::{Store, connect};
use consign::domain::account::OrganisationKind;
use consign::store::{Error, backup, organisations};

#[test]
fn a_copy_of_the_embedded_database_is_whole_and_never_overwrites() {
    let store = Store::sqlite();
    store.organisation(OrganisationKind::Isv, "111122223333", "Northwind");
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("copy.db").display().to_string();
    store.read(|c| backup::to_file(c, &file));
    let copy = connect(&format!("sqlite:{file}"));
    copy.migrate().unwrap();
    let everyone = store.read(organisations::list);
    assert_eq!(everyone.len(), 1);
    assert_eq!(copy.read_now(organisations::list).unwrap(), everyone);
    let again = store.db.read_now(|c| backup::to_file(c, &file));
    assert!(again.is_err(), "a copy was overwritten");
}

#[test]
fn postgresql_is_left_to_its_own_tool() {
    let store = Store::postgres();
    let result = store.db.read_now(|c| backup::to_file(c, "copy.db"));
    assert!(matches!(result, Err(Error::Refused(_))), "{result:?}");
}
