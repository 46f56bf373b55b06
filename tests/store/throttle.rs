//! Whoever fails to sign in waits, each time longer.

use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::store::schema::sign_in_failures;
use consign::store::throttle::{
    self, FIRST_WAIT, FORGOTTEN_AFTER, FREE_OF_ACCOUNT, FREE_OF_NETWORK, FREE_OF_OPENING,
    LONGEST_WAIT, Subject,
};
use diesel::prelude::*;
use std::time::Duration;

on_both_databases!(
    a_few_failures_are_free_and_then_waits_double,
    signing_in_and_time_forget,
    addresses_of_one_network_count_together,
    a_clock_set_back_locks_nobody_out,
    openings_of_offers_count_by_themselves,
    no_address_is_kept,
    a_network_begins_anew_with_each_hour,
    what_was_no_failure_is_taken_back,
    of_many_tries_at_once_only_those_begin_that_may,
);

const ACCOUNT: Subject<'static> = Subject::Account("maria@northwind.example");

fn fail_often(store: &Store, subject: &Subject<'_>, times: i32) {
    for _ in 0..times {
        store.write(|c| throttle::fail(c, subject, noon()));
    }
}

fn a_few_failures_are_free_and_then_waits_double(store: &Store) {
    let wait = |now| store.read(|c| throttle::wait(c, &ACCOUNT, now));
    assert_eq!(wait(noon()), None);
    fail_often(store, &ACCOUNT, FREE_OF_ACCOUNT - 1);
    assert_eq!(wait(noon()), None);
    fail_often(store, &ACCOUNT, 1);
    assert_eq!(wait(noon()), Some(FIRST_WAIT));
    assert_eq!(wait(noon() + FIRST_WAIT), None);
    fail_often(store, &ACCOUNT, 1);
    assert_eq!(wait(noon()), Some(FIRST_WAIT * 2));
    assert_eq!(wait(noon() + FIRST_WAIT), Some(FIRST_WAIT));
    fail_often(store, &ACCOUNT, 50);
    assert_eq!(wait(noon()), Some(LONGEST_WAIT));
    let spelt = Subject::Account(" Maria@Northwind.Example ");
    assert_eq!(
        store.read(|c| throttle::wait(c, &spelt, noon())),
        Some(LONGEST_WAIT)
    );
    let other = Subject::Account("other@northwind.example");
    assert_eq!(store.read(|c| throttle::wait(c, &other, noon())), None);
}

fn signing_in_and_time_forget(store: &Store) {
    fail_often(store, &ACCOUNT, 20);
    store.write(|c| throttle::clear(c, &ACCOUNT, noon()));
    assert_eq!(store.read(|c| throttle::wait(c, &ACCOUNT, noon())), None);
    fail_often(store, &ACCOUNT, 20);
    let next_day = noon() + FORGOTTEN_AFTER;
    store.write(|c| throttle::fail(c, &ACCOUNT, next_day));
    assert_eq!(store.read(|c| throttle::wait(c, &ACCOUNT, next_day)), None);
    let day_after = next_day + FORGOTTEN_AFTER;
    let moment = TimeDelta::microseconds(1);
    assert_eq!(
        store.write(|c| throttle::delete_forgotten(c, day_after - moment)),
        0
    );
    assert_eq!(store.write(|c| throttle::delete_forgotten(c, day_after)), 1);
}

fn addresses_of_one_network_count_together(store: &Store) {
    for (one, same, other) in [
        ("192.0.2.1", "192.0.2.254", "192.0.3.1"),
        ("::ffff:198.51.100.1", "198.51.100.7", "::ffff:198.51.101.1"),
        ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"),
    ] {
        let network = |address: &str| Subject::Network(address.parse().unwrap());
        fail_often(store, &network(one), FREE_OF_NETWORK);
        let wait = |address| store.read(|c| throttle::wait(c, &network(address), noon()));
        assert_eq!(wait(same), Some(FIRST_WAIT), "{same}");
        assert_eq!(wait(other), None, "{other}");
    }
}

fn openings_of_offers_count_by_themselves(store: &Store) {
    let address = "192.0.2.1".parse().unwrap();
    let (opening, network) = (Subject::Opening(address), Subject::Network(address));
    fail_often(store, &opening, FREE_OF_OPENING - 1);
    assert_eq!(store.read(|c| throttle::wait(c, &opening, noon())), None);
    fail_often(store, &opening, 1);
    let wait = store.read(|c| throttle::wait(c, &opening, noon()));
    assert_eq!(wait, Some(FIRST_WAIT));
    assert_eq!(store.read(|c| throttle::wait(c, &network, noon())), None);
}

fn a_clock_set_back_locks_nobody_out(store: &Store) {
    fail_often(store, &ACCOUNT, 20);
    let yesterday = noon() - TimeDelta::days(1);
    let wait = store.read(|c| throttle::wait(c, &ACCOUNT, yesterday));
    assert_eq!(wait, Some(LONGEST_WAIT));
}

fn no_address_is_kept(store: &Store) {
    fail_often(store, &ACCOUNT, 1);
    let stored: String = store.read(|c| {
        Ok(sign_in_failures::table
            .select(sign_in_failures::subject)
            .first(c)?)
    });
    assert!(!stored.contains("maria"), "{stored}");
}

fn a_network_begins_anew_with_each_hour(store: &Store) {
    let network = Subject::Network("192.0.2.1".parse().unwrap());
    let late = noon() + TimeDelta::minutes(55);
    for _ in 0..FREE_OF_NETWORK + 20 {
        store.write(|c| throttle::fail(c, &network, late));
    }
    let wait = |now| store.read(|c| throttle::wait(c, &network, now));
    assert_eq!(
        wait(late),
        Some(TimeDelta::minutes(5)),
        "until the hour ends"
    );
    assert_eq!(wait(noon() + TimeDelta::hours(1)), None);
    // An account's failures are remembered for longer.
    for _ in 0..20 {
        store.write(|c| throttle::fail(c, &ACCOUNT, late));
    }
    assert_eq!(
        store.read(|c| throttle::wait(c, &ACCOUNT, late)),
        Some(LONGEST_WAIT)
    );
}

fn what_was_no_failure_is_taken_back(store: &Store) {
    let network = Subject::Network("192.0.2.1".parse().unwrap());
    fail_often(store, &network, FREE_OF_NETWORK);
    let wait = || store.read(|c| throttle::wait(c, &network, noon()));
    assert_eq!(wait(), Some(FIRST_WAIT));
    store.write(|c| throttle::undo(c, &network, noon()));
    assert_eq!(wait(), None, "one, and not all");
    fail_often(store, &network, 1);
    assert_eq!(wait(), Some(FIRST_WAIT));
    // Where nothing is counted nothing is taken back.
    let other = Subject::Network("198.51.100.1".parse().unwrap());
    store.write(|c| throttle::undo(c, &other, noon()));
    fail_often(store, &other, 1);
    store.write(|c| throttle::undo(c, &other, noon()));
    assert_eq!(store.read(|c| throttle::wait(c, &other, noon())), None);
}

fn of_many_tries_at_once_only_those_begin_that_may(store: &Store) {
    const AT_ONCE: usize = 16;
    let opening = Subject::Opening("192.0.2.1".parse().unwrap());
    for subject in [&ACCOUNT, &opening] {
        let free = if *subject == ACCOUNT {
            FREE_OF_ACCOUNT
        } else {
            FREE_OF_OPENING
        };
        fail_often(store, subject, free - 3);
        let begun = std::thread::scope(|threads| {
            let tries = [(); AT_ONCE].map(|()| {
                threads.spawn(|| {
                    store.write(|c| {
                        let wait = throttle::begin(c, subject, noon())?;
                        // Others begin before this is kept.
                        std::thread::sleep(Duration::from_millis(5));
                        Ok(wait)
                    })
                })
            });
            tries.map(|one| one.join().unwrap())
        });
        let may = begun.iter().filter(|wait| wait.is_none()).count();
        assert_eq!(may, 3, "{subject:?}: {begun:?}");
        let told_to_wait = begun.iter().flatten().all(|wait| *wait == FIRST_WAIT);
        assert!(told_to_wait, "what may not begin is not counted: {begun:?}");
    }
}
