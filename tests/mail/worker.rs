//! The worker, a whole outbox and one mail server: nothing is lost, and no letter holds up another.

use crate::outbox::{Outbox, Row, on_each_database};
use crate::smtp::{Act, Server, Step};
use chrono::TimeDelta;
use consign::store::outbox::{self, LEASE, MAX_ATTEMPTS, MessageKind, MessageState};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn is(state: MessageState) -> impl Fn(&Row) -> bool {
    move |row| row.state == state
}

/// Whether each was sent or given up.
fn are_settled(rows: &[Row]) -> bool {
    let is_settled = |row: &Row| is(MessageState::Sent)(row) || is(MessageState::Dead)(row);
    rows.iter().all(is_settled)
}

fn the_one_that_waits(store: &Outbox) -> Row {
    let rows = store.rows().into_iter();
    let mut waiting: Vec<_> = rows.filter(is(MessageState::Queued)).collect();
    let found = waiting.pop().expect("one waits");
    assert!(waiting.is_empty(), "others wait as well: {waiting:?}");
    found
}

/// A server that answers letters for one address like this.
fn against(address: &'static str, act: Act) -> Server {
    Server::acting(move |step, line| {
        if step == Step::To && line.contains(address) {
            act
        } else {
            Act::Usual
        }
    })
}

#[test]
fn whatever_waits_is_sent_once_each_under_a_name_of_its_own() {
    on_each_database(|store| {
        let server = Server::start();
        store.write_letters(20);
        let worker = store.start(&server.url());
        store.wait_until(|rows| rows.iter().all(is(MessageState::Sent)));
        worker.stop();
        let received = server.received();
        let names: HashSet<_> = received
            .iter()
            .map(|mail| mail.header("Message-ID").unwrap())
            .collect();
        assert_eq!((received.len(), names.len()), (20, 20));
        assert!(
            store
                .rows()
                .iter()
                .all(|row| row.attempts == 1 && row.error.is_none())
        );
    });
}

#[test]
fn a_letter_written_while_the_worker_waits_is_sent() {
    on_each_database(|store| {
        let server = Server::start();
        let worker = store.start(&server.url());
        store.write("late@b.example");
        store.wait_until(|rows| rows.iter().all(is(MessageState::Sent)));
        worker.stop();
        assert_eq!(server.received()[0].to, "RCPT TO:<late@b.example>");
    });
}

#[test]
fn a_letter_that_is_refused_for_good_is_given_up_at_once_and_holds_up_no_other() {
    on_each_database(|store| {
        let server = against("nobody@", Act::Say("550 5.1.1 nobody here"));
        store.write("nobody@b.example");
        store.write("not an address@b.example");
        store.write_letters(5);
        let worker = store.start(&server.url());
        store.wait_until(are_settled);
        worker.stop();
        let mut dead = store.db.read_now(outbox::stuck).unwrap();
        dead.sort_by(|one, other| one.recipient.cmp(&other.recipient));
        let [nobody, no_address] = &dead[..] else {
            panic!("{dead:?}")
        };
        assert_eq!(nobody.recipient, "nobody@b.example");
        assert!(nobody.error.contains("nobody here"), "{}", nobody.error);
        assert_eq!(no_address.recipient, "not an address@b.example");
        assert!(
            no_address.error.contains("no address"),
            "{}",
            no_address.error
        );
        assert!(store.rows().iter().all(|row| row.attempts == 1));
        assert_eq!(server.received().len(), 5);
    });
}

#[test]
fn a_letter_that_can_never_be_sent_holds_up_no_other_whatever_it_tells() {
    on_each_database(|store| {
        let server = Server::start();
        for (number, kind) in MessageKind::ALL.into_iter().enumerate() {
            let address = format!("not an address@b{number}.example");
            store.write(&address);
            store.tell(&address, kind.as_str());
        }
        store.write_letters(5);
        let worker = store.start(&server.url());
        store.wait_until(are_settled);
        worker.stop();
        let dead = store.db.read_now(outbox::stuck).unwrap();
        assert!(
            dead.iter()
                .all(|letter| letter.error.contains("no address"))
        );
        assert_eq!(dead.len(), MessageKind::ALL.len());
        assert_eq!(server.received().len(), 5);
    });
}

#[test]
fn a_letter_that_only_a_newer_program_understands_waits_for_that_and_holds_up_no_other() {
    on_each_database(|store| {
        let server = Server::start();
        store.write("later@b.example");
        store.tell("later@b.example", "made.later");
        store.write_letters(5);
        let worker = store.start(&server.url());
        store.wait_until(|rows| {
            rows.iter()
                .filter(|row| is(MessageState::Sent)(row))
                .count()
                == 5
        });
        worker.stop();
        let later = the_one_that_waits(store);
        assert_eq!(
            (later.recipient.as_str(), later.attempts),
            ("later@b.example", 0)
        );
        assert_eq!(server.received().len(), 5);
    });
}

#[test]
fn whatever_a_server_does_to_one_letter_the_others_go_out() {
    for act in [
        Act::Say("451 4.7.1 greylisted"),
        Act::Silence,
        Act::HangUp,
        Act::Slowly(Duration::from_millis(100)),
    ] {
        on_each_database(|store| {
            let server = against("poison@", act);
            store.write("poison@b.example");
            store.write_letters(12);
            let worker = store.start(&server.url());
            store.wait_until(|rows| {
                rows.iter()
                    .all(|row| is(MessageState::Sent)(row) || row.error.is_some())
            });
            worker.stop();
            let poison = the_one_that_waits(store);
            assert_eq!(
                (poison.recipient.as_str(), poison.attempts),
                ("poison@b.example", 1)
            );
            let wait = poison.next_at - store.clock.now();
            assert!(
                wait >= TimeDelta::seconds(12) && wait <= TimeDelta::seconds(18),
                "{wait}"
            );
            assert_eq!(server.received().len(), 12);
        });
    }
}

#[test]
fn while_the_server_is_away_nothing_is_counted_and_afterwards_all_goes_out() {
    for act in [Act::Say("421 4.3.2 closing"), Act::HangUp, Act::Silence] {
        on_each_database(|store| {
            let (calls, away) = (
                Arc::new(AtomicUsize::new(0)),
                Arc::new(AtomicBool::new(true)),
            );
            let (counted, still_away) = (calls.clone(), away.clone());
            let server = Server::acting(move |step, _| {
                if step != Step::Greeting {
                    return Act::Usual;
                }
                counted.fetch_add(1, Ordering::Relaxed);
                if still_away.load(Ordering::Relaxed) {
                    act
                } else {
                    Act::Usual
                }
            });
            store.write_letters(8);
            let worker = store.start(&server.url());
            store.wait_until(|_| calls.load(Ordering::Relaxed) > 5);
            assert!(
                store
                    .rows()
                    .iter()
                    .all(|row| row.attempts <= 1 && row.error.is_none())
            );
            away.store(false, Ordering::Relaxed);
            store.wait_until(|rows| rows.iter().all(is(MessageState::Sent)));
            worker.stop();
            assert!(store.rows().iter().all(|row| row.attempts == 1), "{act:?}");
            assert_eq!(server.received().len(), 8);
        });
    }
}

#[test]
fn a_letter_is_tried_for_three_days_and_by_hand_once_more() {
    on_each_database(|store| {
        let full = Arc::new(AtomicBool::new(true));
        let still_full = full.clone();
        let server = Server::acting(move |step, _| {
            if step == Step::To && still_full.load(Ordering::Relaxed) {
                Act::Say("452 4.2.2 mailbox full")
            } else {
                Act::Usual
            }
        });
        store.write("full@b.example");
        let begun = store.clock.now();
        let worker = store.start(&server.url());
        for tries in 1..MAX_ATTEMPTS {
            store
                .wait_until(|rows| is(MessageState::Queued)(&rows[0]) && rows[0].attempts == tries);
            store
                .clock
                .advance(store.rows()[0].next_at - store.clock.now());
        }
        store.wait_until(|rows| is(MessageState::Dead)(&rows[0]));
        assert_eq!(store.rows()[0].attempts, MAX_ATTEMPTS);
        let hours = (store.clock.now() - begun).num_hours();
        assert!((56..=85).contains(&hours), "{hours}");

        full.store(false, Ordering::Relaxed);
        let (id, now) = (store.rows()[0].id, store.clock.now());
        assert!(store.db.write_now(|c| outbox::retry(c, id, now)).unwrap());
        store.wait_until(|rows| is(MessageState::Sent)(&rows[0]));
        worker.stop();
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn what_a_worker_held_when_it_died_is_sent_by_the_next() {
    on_each_database(|store| {
        let server = Server::start();
        store.write_letters(6);
        let now = store.clock.now();
        let taken = store.db.write_now(|c| outbox::lease(c, 4, now)).unwrap();
        assert_eq!(taken.len(), 4);
        let worker = store.start(&server.url());
        store.wait_until(|rows| {
            rows.iter()
                .filter(|row| is(MessageState::Sent)(row))
                .count()
                == 2
        });
        assert_eq!(
            store
                .rows()
                .iter()
                .filter(|row| is(MessageState::Sending)(row))
                .count(),
            4
        );
        store.clock.advance(LEASE);
        store.wait_until(|rows| rows.iter().all(is(MessageState::Sent)));
        worker.stop();
        assert_eq!(server.received().len(), 6);
        // The dead one comes too late to say anything.
        assert!(
            !store
                .db
                .write_now(|c| outbox::failed(c, &taken[0], "late", None, now))
                .unwrap()
        );
        assert!(store.rows().iter().all(is(MessageState::Sent)));
    });
}

#[test]
fn a_worker_that_is_told_to_stop_puts_back_what_the_server_does_not_take() {
    on_each_database(|store| {
        let server = Server::acting(|step, _| {
            if step == Step::Greeting {
                Act::Silence
            } else {
                Act::Usual
            }
        });
        store.write_letters(6);
        let worker = store.start_patiently(&server.url());
        store.wait_until(|rows| {
            rows.iter()
                .filter(|row| is(MessageState::Sending)(row))
                .count()
                == 4
        });
        let begun = Instant::now();
        worker.stop();
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{:?}",
            begun.elapsed()
        );
        assert!(
            store
                .rows()
                .iter()
                .all(|row| is(MessageState::Queued)(row) && row.attempts == 0)
        );

        let server = Server::start();
        let worker = store.start(&server.url());
        store.wait_until(|rows| rows.iter().all(is(MessageState::Sent)));
        worker.stop();
        assert_eq!(server.received().len(), 6);
    });
}

#[test]
fn a_worker_that_is_told_to_stop_finishes_what_is_under_way() {
    on_each_database(|store| {
        let slow = Act::Slowly(Duration::from_millis(5));
        let server =
            Server::acting(move |step, _| if step == Step::Mail { slow } else { Act::Usual });
        store.write("a@b.example");
        let worker = store.start(&server.url());
        store.wait_until(|rows| rows.iter().all(is(MessageState::Sending)));
        worker.stop();
        assert!(
            store.rows().iter().all(is(MessageState::Sent)),
            "{:?}",
            store.rows()
        );
    });
}

#[test]
fn letters_sent_or_given_up_long_ago_are_removed() {
    on_each_database(|store| {
        let server = Server::start();
        store.write("no address@b.example");
        store.write_letters(3);
        let worker = store.start(&server.url());
        store.wait_until(|rows| {
            rows.iter()
                .filter(|row| is(MessageState::Sent)(row))
                .count()
                == 3
        });
        store.wait_until(|rows| rows.iter().any(is(MessageState::Dead)));
        // As long as it is seen that the others were sent, one that was given up can be tried again.
        store.clock.advance(TimeDelta::days(89));
        let dead = store.db.read_now(outbox::stuck).unwrap();
        assert_eq!((store.rows().len(), dead.len()), (4, 1));
        store.clock.advance(TimeDelta::days(2));
        store.wait_until(<[Row]>::is_empty);
        worker.stop();
    });
}
