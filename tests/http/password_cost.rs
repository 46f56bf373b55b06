//! What the hash of a password costs whoever guesses, unless somebody says otherwise.

use crate::command_line::{ORGANISATION, USER, done};
use crate::people_pages::{NEW, NEWCOMER, letters, link};
use crate::portal::{Database, TestPortal};
use crate::trade::ADMIN;
use consign::config::Config;
use consign::store::{Db, users};

/// How a stored hash begins: Argon2id with 19 MiB and two passes, the least that OWASP recommends.
const COST: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

fn stored(db: &Db, email: &str) -> String {
    let found = db.read_now(|c| users::credentials(c, email));
    let (_, hash) = found.expect("it can be read").expect("somebody");
    hash
}

#[test]
fn somebody_added_by_a_command_has_a_password_that_is_dear_to_guess() {
    let data = tempfile::tempdir().expect("a folder");
    done(data.path(), &ORGANISATION, "");
    done(data.path(), &USER, "");
    let db = consign::app::open(&Config::local(data.path().to_owned(), 0));
    let hash = stored(&db.expect("it opens"), "dana@northwind.example");
    assert!(hash.starts_with(COST), "{hash}");
}

#[test]
fn a_password_chosen_on_a_page_is_dear_to_guess_and_one_that_was_cheap_becomes_so() {
    let portal = TestPortal::start_with(Database::Sqlite, |config| {
        let usual = Config::local(config.data.clone(), 0);
        (config.password_memory, config.password_passes) =
            (usual.password_memory, usual.password_passes);
    });
    let before = stored(&portal.db, ADMIN);
    assert!(!before.starts_with(COST), "{before}");
    let admin = portal.sign_in(ADMIN);
    let after = stored(&portal.db, ADMIN);
    assert!(after.starts_with(COST), "{after}");
    portal.sign_in(ADMIN);
    assert_eq!(stored(&portal.db, ADMIN), after, "once is enough");

    let invited = [("email", NEWCOMER), ("role", "member")];
    assert_eq!(admin.post("/settings/people/invite", &invited).status, 303);
    let path = link(&letters(&portal)[0]);
    let joined = [("name", "Noa New"), ("password", NEW)];
    assert_eq!(portal.anonymous().post(&path, &joined).status, 303);
    let hash = stored(&portal.db, NEWCOMER);
    assert!(hash.starts_with(COST), "{hash}");
}
