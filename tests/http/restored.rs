//! What was ended since a copy was made does not work again when it is put back.

use crate::client::Client;
use crate::command_line::{Serving, done};
use crate::looked_after::{DANA, execute, folder, lines, refused, rights, set_up, sign_in};
use consign::random::sha256_hex;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longer than a mail takes to be asked for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where there is a right that asks for no password.
const RIGHTS: [&str; 4] = [
    "sessions",
    "password_resets",
    "invitations",
    "known_browsers",
];
/// Letters, as if none had been sent when the copy was made, one of them in the hands of a worker.
const UNSENT: &str = "
    UPDATE outbox SET state = 'queued', sent_at = NULL, leased_until = NULL, text_body = 'a link', html_body = 'a link';
    UPDATE outbox SET state = 'sending', leased_until = created_at WHERE kind = 'password.reset';";
const LETTERS: &str = "SELECT kind || ' ' || state || ' ' || (text_body = 'a link') AS line FROM outbox ORDER BY kind";

fn count(file: &Path, table: &str) -> String {
    let query = format!("SELECT CAST(count(*) AS TEXT) AS line FROM {table}");
    lines(file, &query).concat()
}

/// A browser that comes with the key of a session.
fn with_session(key: &str, to: &Serving) -> Client {
    let browser = Client::new(&to.host);
    browser.set_cookie("sid", key);
    browser
}

/// Dana is signed in, has invited somebody, and somebody says that she forgot her password.
fn busy(data: &Path, serving: &Serving, password: &str) -> Client {
    let (browser, status) = sign_in(serving, password);
    assert_eq!(status, 303);
    let invited = [("email", "ada@northwind.example"), ("role", "member")];
    let answer = browser.post("/settings/people/invite", &invited);
    assert_eq!(answer.status, 303);
    Client::new(&serving.host).post("/password/forgotten", &[("email", DANA)]);
    let live = data.join("consign.sqlite");
    let begun = Instant::now();
    while count(&live, "password_resets") == "0" && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    for right in RIGHTS {
        assert_eq!(count(&live, right), "1", "{right}");
    }
    browser
}

/// Changes a copy, which is not as it was made then.
fn change(copy: &Path, statements: &str) {
    execute(copy, statements);
    std::fs::remove_file(checksum(copy)).expect("it has one");
}

/// Where the checksum of a copy stands.
fn checksum(copy: &Path) -> PathBuf {
    copy.with_extension("db.sha256")
}

#[test]
fn no_session_link_or_known_browser_of_a_copy_works_once_it_is_put_back() {
    let data = folder();
    let password = set_up(data.path());
    let mut serving = Serving::start(data.path());
    let browser = busy(data.path(), &serving, &password);
    let copy = data.path().join("copy.db");
    let name = copy.to_str().expect("text");
    done(data.path(), &["backup", name], "");
    let key = browser.cookie("sid").expect("a session");
    assert_eq!(browser.post("/sign-out", &[]).status, 200);
    assert_eq!(serving.terminate(), Some(0));
    change(&copy, UNSENT);

    let said = done(data.path(), &["restore", name], "");
    let sentence = "Everybody has to sign in again, and invitations that waited are to be sent again. Whoever was kept out since the copy was made is to be kept out again.";
    assert!(said.lines().any(|line| line == sentence), "{said}");
    let live = data.path().join("consign.sqlite");
    for right in RIGHTS {
        assert_eq!(count(&live, right), "0", "{right}");
        assert_eq!(count(&copy, right), "1", "{right}: the copy stays as it is");
    }
    assert_eq!(
        lines(&live, LETTERS),
        ["password.reset cancelled 0", "person.invited cancelled 0"]
    );
    let serving = Serving::start(data.path());
    assert_eq!(with_session(&key, &serving).get("/account").status, 303);
    assert_eq!(sign_in(&serving, &password).1, 303);
}

#[test]
fn of_a_copy_that_an_older_program_made_what_it_has_is_ended() {
    let data = folder();
    let password = set_up(data.path());
    let mut serving = Serving::start(data.path());
    busy(data.path(), &serving, &password);
    assert_eq!(serving.terminate(), Some(0));
    let copy = data.path().join("copy.db");
    let name = copy.to_str().expect("text");
    done(data.path(), &["backup", name], "");
    change(&copy, "DROP TABLE known_browsers; DROP TABLE invitations;");
    done(data.path(), &["restore", name], "");
    let live = data.path().join("consign.sqlite");
    for right in ["sessions", "password_resets"] {
        assert_eq!(count(&live, right), "0", "{right}");
    }
}

#[test]
fn a_copy_of_which_any_byte_has_changed_is_refused_and_without_its_checksum_that_is_said() {
    let data = folder();
    set_up(data.path());
    let copy = data.path().join("copy.db");
    let name = copy.to_str().expect("text");
    let said = done(data.path(), &["backup", name], "");
    assert!(said.contains("copy.db.sha256"), "{said}");
    assert_eq!(rights(&checksum(&copy)), 0o600);
    // As others read it, too.
    let read = std::fs::read_to_string(checksum(&copy)).expect("a checksum");
    let good = std::fs::read(&copy).expect("a copy");
    assert_eq!(read, format!("{}  copy.db\n", sha256_hex(&good)));
    let live = std::fs::read(data.path().join("consign.sqlite")).expect("a database");
    // In a text, where the database is as whole as before; and anywhere else.
    let name_of_dana = b"Dana";
    let text = good
        .windows(name_of_dana.len())
        .position(|four| four == name_of_dana);
    let steps = (0..good.len()).step_by(good.len() / 20);
    for at in text.into_iter().chain(steps) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&copy, bad).expect("a file");
        refused(
            data.path(),
            &["restore", name],
            1,
            "it is not as it was made",
        );
    }
    assert!(text.is_some(), "she has a name");
    let kept = std::fs::read(data.path().join("consign.sqlite")).expect("a database");
    assert!(kept == live, "it is as it was");
    std::fs::write(&copy, &good).expect("a file");
    let unproven = "It had no";
    let said = done(data.path(), &["restore", name], "");
    assert!(!said.contains(unproven), "{said}");
    std::fs::remove_file(checksum(&copy)).expect("it is there");
    let said = done(data.path(), &["restore", name], "");
    assert!(said.contains(unproven), "{said}");
}
