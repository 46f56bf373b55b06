//! A forgotten password, and the link by which somebody chooses another.

use crate::people::PASSWORD;
use crate::people_pages::{NEW, let_in, letters, link};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{MEMBER, VIEWER};
use chrono::TimeDelta;
use consign::store::outbox::Leased;
use consign::store::throttle::FREE_OF_ASKING;
use diesel::connection::SimpleConnection;
use std::time::{Duration, Instant};

/// Longer than a portal needs on a busy machine to write a letter after it has answered.
const PATIENCE: Duration = Duration::from_secs(15);

/// The letters once there are some: who forgot a password is answered before the letter is written.
pub fn letters_soon(portal: &TestPortal) -> Vec<Leased> {
    let begun = Instant::now();
    loop {
        let found = letters(portal);
        if !found.is_empty() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "no letter was written");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_forgotten_password_is_replaced_by_a_link_and_all_sessions_end() {
    on_each_database(|portal| {
        let old = portal.sign_in(MEMBER);
        let browser = portal.anonymous();
        let form = browser
            .get("/password/forgotten")
            .page()
            .form("Send the link")
            .set("email", MEMBER);
        let asked = browser.submit("/password/forgotten", &form);
        insta::allow_duplicates! { insta::assert_snapshot!("asked", asked.main()) };
        let mails = letters_soon(portal);
        let [letter] = mails.as_slice() else {
            panic!("{mails:?}")
        };
        assert_eq!(
            (letter.recipient.as_str(), letter.subject.as_str()),
            (MEMBER, "Reset your password")
        );
        let path = link(letter);
        insta::allow_duplicates! {
            insta::assert_snapshot!("reset", browser.get(&path).main().replace(&path, "/password/reset/…"));
        }
        let form = browser.get(&path).page().form("Save the password");
        let refused = browser.submit(&path, &form);
        assert_eq!(
            refused.page().error_for("password").as_deref(),
            Some("Enter a new password")
        );
        let form = refused
            .page()
            .form("Save the password")
            .set("password", NEW);
        let done = browser.submit(&path, &form);
        assert_eq!(
            (done.status, done.page().heading()),
            (200, "Your password is changed".into())
        );
        assert!(
            old.get("/isv/opportunities")
                .location()
                .starts_with("/sign-in")
        );
        assert_eq!(
            (
                let_in(portal, MEMBER, PASSWORD),
                let_in(portal, MEMBER, NEW)
            ),
            (422, 303)
        );
        // It works once; used or never made, it is answered alike, and says what to do.
        let [used, never] =
            [path.as_str(), "/password/reset/0123"].map(|path| portal.anonymous().get(path));
        assert_eq!((used.status, used.text()), (404, never.text()));
        insta::allow_duplicates! { insta::assert_snapshot!("reset_gone", used.main()) };
        let late = portal.anonymous().post(&path, &[("password", NEW)]);
        assert_eq!((late.status, late.text()), (404, never.text()));
        let told = letters(portal);
        assert_eq!(told[0].subject, "A change to your sign-in");
        assert_eq!(told[0].recipient, MEMBER);
    });
}

#[test]
fn a_link_for_a_new_password_works_for_half_an_hour() {
    let portal = TestPortal::start(Database::Sqlite);
    portal
        .anonymous()
        .post("/password/forgotten", &[("email", MEMBER)]);
    let path = link(&letters_soon(&portal)[0]);
    portal
        .clock
        .advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    assert_eq!(portal.anonymous().get(&path).status, 200);
    portal.clock.advance(TimeDelta::seconds(1));
    let late = portal.anonymous().get(&path);
    let never = portal.anonymous().get("/password/reset/0123");
    assert_eq!((late.status, late.text()), (404, never.text()));
}

#[test]
fn whether_an_address_has_an_account_is_told_to_nobody() {
    on_each_database(|portal| {
        let ask = |email: &str| {
            let answer = portal
                .anonymous()
                .post("/password/forgotten", &[("email", email)]);
            (answer.status, answer.text().replace(email, "X"))
        };
        let somebody = ask(MEMBER);
        assert_eq!(somebody.0, 200);
        for email in ["nobody@northwind.example", "nobody", "a\0b@x.example"] {
            let nobody = ask(email);
            assert_eq!(nobody.0, 200);
            assert_eq!(
                nobody.1.contains("If X signs in here"),
                somebody.1.contains("If X signs in here")
            );
        }
        assert_eq!(letters_soon(portal).len(), 1);
        // Three links within half an hour, and no fourth.
        for _ in 0..2 {
            ask(MEMBER);
            assert_eq!(letters_soon(portal).len(), 1);
        }
        for email in [MEMBER, MEMBER, VIEWER] {
            ask(email);
        }
        let last = letters_soon(portal);
        let recipients: Vec<_> = last.iter().map(|letter| &letter.recipient).collect();
        assert_eq!(recipients, [VIEWER]);
        // Nor does it show by how long it takes: the answer comes before anything is done for either.
        let gone = portal
            .db
            .write_now(|c| Ok(c.batch_execute("DROP TABLE password_resets")?));
        gone.expect("it can be removed");
        for email in [MEMBER, "nobody@northwind.example"] {
            assert_eq!(ask(email).0, 200);
        }
    });
}

#[test]
fn of_many_who_ask_at_once_only_so_many_may() {
    const AT_ONCE: usize = 16;
    on_each_database(|portal| {
        let ask = || {
            let browser = portal.anonymous();
            let asked = browser.post("/password/forgotten", &[("email", "x@nowhere.example")]);
            asked.status
        };
        for _ in 0..FREE_OF_ASKING - 4 {
            assert_eq!(ask(), 200);
        }
        let mut answers = std::thread::scope(|threads| {
            let asking = [(); AT_ONCE].map(|()| threads.spawn(ask));
            asking.map(|one| one.join().expect("an answer"))
        });
        answers.sort_unstable();
        assert_eq!(answers[..4], [200; 4]);
        assert_eq!(answers[4..], [429; AT_ONCE - 4]);
    });
}
