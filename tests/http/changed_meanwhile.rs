//! Two who change the same address on the list of notifications: nothing of what one of them saved or typed is lost.

use crate::change_address::{NEW, OLD, addresses, change, opened};
use crate::client::Response;
use crate::notifications::{LIST, add, letters, recipients};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade};
use consign::domain::notification::Topic;
use consign::store::notifications;
use consign::store::outbox::MessageKind;
use std::time::Duration;

#[test]
fn whoever_saves_second_is_shown_what_the_first_saved_and_loses_nothing() {
    on_each_database(|portal| {
        let (dana, other) = (portal.sign_in(ADMIN), portal.sign_in(ADMIN));
        add(&dana, OLD, &["offers"]);
        let (at, form) = opened(&dana, OLD);
        assert_eq!(change(&other, OLD, NEW).status, 303);
        letters(portal);
        let typed = form.set("email", "mine@northwind.example");
        let typed = typed.choose("topic", &["reminders"]);
        let refused = dana.submit(&at, &typed);
        assert_eq!(refused.status, 409);
        insta::allow_duplicates! { insta::assert_snapshot!("meanwhile", refused.main()) };
        let page = refused.page();
        assert!(page.title().starts_with("Error: "), "{}", page.title());
        assert_eq!(addresses(&dana), [NEW]);
        assert!(letters(portal).is_empty(), "nobody is told of it");
        // With a mistake it is still somebody else's text that would be overwritten.
        let wrong = dana.submit(&at, &typed.clone().set("email", "nobody"));
        assert_eq!(wrong.status, 422);
        let mended = wrong.page().form("Save changes");
        let mended = mended.set("email", "mine@northwind.example");
        assert_eq!(dana.submit(&at, &mended).status, 409);
        // What both wanted is done already.
        let agreed = typed.set("email", NEW).choose("topic", &["offers"]);
        assert_eq!(dana.submit(&at, &agreed).status, 303);
        // Who has read it and saves again, means it.
        let saved = dana.submit(&at, &page.form("Save changes"));
        assert_eq!(saved.status, 303);
        let row = dana.get(LIST).page().rows().remove(0);
        assert_eq!(row[0], "mine@northwind.example");
        assert_eq!(row[2], "7 days before the last day");

        // A choice of messages is somebody's, too.
        let (at, form) = opened(&dana, "mine@northwind.example");
        let (_, theirs) = opened(&other, "mine@northwind.example");
        other.submit(&at, &theirs.choose("topic", &["offers"]));
        let refused = dana.submit(&at, &form.set("email", OLD));
        assert_eq!(refused.status, 409);
        assert_eq!(addresses(&dana), ["mine@northwind.example"]);
    });
}

#[test]
fn of_many_who_change_one_address_at_once_one_does() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        letters(portal);
        let (at, form) = opened(&browser, OLD);
        let at = at.as_str();
        let answers: Vec<Response> = std::thread::scope(|threads| {
            let sent: Vec<_> = (0..6)
                .map(|number| {
                    let email = format!("reader{number}@northwind.example");
                    let (browser, form) = (&browser, form.clone().set("email", &email));
                    threads.spawn(move || browser.submit(at, &form))
                })
                .collect();
            let joined = sent.into_iter().map(|thread| thread.join());
            joined.map(|answer| answer.expect("an answer")).collect()
        });
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409, 409, 409, 409]);
        let winner = answers.iter().position(|answer| answer.status == 303);
        let winner = format!("reader{}@northwind.example", winner.expect("one"));
        assert_eq!(addresses(&browser), [winner.as_str()]);
        for (number, answer) in answers.iter().enumerate() {
            if answer.status == 409 {
                let typed = format!("reader{number}@northwind.example");
                assert_eq!(answer.page().values("email"), [typed]);
            }
        }
        let sent = letters(portal);
        let mut expected = [
            (OLD, MessageKind::AddressChanged),
            (winner.as_str(), MessageKind::AddressWelcome),
        ];
        expected.sort_by_key(|(recipient, _)| *recipient);
        assert_eq!(recipients(&sent), expected);
    });
}

/// Whoever writes a letter has the secret of its link before the letter is on its way.
#[test]
fn a_letter_that_is_being_written_holds_its_address_until_it_is_on_its_way() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        let (at, form) = opened(&browser, OLD);
        let isv = Trade::begin(portal).scope.isv();
        let now = portal.clock.now();
        let (secret, was_waiting) = std::thread::scope(|threads| {
            let mut changing = None;
            let written = portal.db.write_now(|c| {
                let readers = notifications::readers(c, isv, Topic::Offers, now)?;
                let form = form.clone().set("email", NEW);
                let (browser, at) = (&browser, &at);
                changing = Some(threads.spawn(move || browser.submit(at, &form).status));
                std::thread::sleep(Duration::from_millis(300));
                let waits = changing
                    .as_ref()
                    .is_some_and(|thread| !thread.is_finished());
                let listed = readers.all.into_iter().find(|reader| reader.email == OLD);
                Ok((listed.and_then(|reader| reader.stop), waits))
            });
            let status = changing.expect("it was sent").join().expect("an answer");
            assert_eq!(status, 303);
            written.expect("it can be written")
        });
        assert!(was_waiting, "the change came between");
        let secret = secret.expect("a link");
        let path = format!("/notifications/unsubscribe/{secret}");
        portal.anonymous().post(&path, &[]);
        assert_eq!(addresses(&browser), [NEW]);
    });
}
