//! Sessions end when they must, to the microsecond.

use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::store::schema::sessions as rows;
use consign::store::sessions::{self, ABSOLUTE, IDLE, MAX_PER_USER, SessionState, TOUCH_EVERY};
use diesel::prelude::*;

on_both_databases!(
    an_idle_session_ends_after_half_an_hour,
    a_used_session_ends_after_a_working_day,
    use_is_written_down_once_a_minute,
    a_session_that_has_ended_stays_ended,
    a_person_has_ten_sessions_and_the_oldest_ends,
    all_sessions_of_a_person_end_and_nobody_elses,
    a_person_sees_when_each_session_was_used,
    the_table_holds_no_key,
);

const MOMENT: TimeDelta = TimeDelta::microseconds(1);

fn state() -> SessionState {
    SessionState::from([("flash".to_owned(), "“Saved” – 1".to_owned())])
}

fn an_idle_session_ends_after_half_an_hour(store: &Store) {
    store.write(|c| sessions::insert(c, "key", None, &state(), noon()));
    let last = noon() + IDLE - MOMENT;
    let session = store.read(|c| sessions::load(c, "key", last)).unwrap();
    assert_eq!((session.user, session.state), (None, state()));
    assert_eq!((session.created_at, session.seen_at), (noon(), noon()));
    assert_eq!(
        store.read(|c| sessions::load(c, "key", noon() + IDLE)),
        None
    );
    assert_eq!(store.read(|c| sessions::load(c, "other", noon())), None);
}

fn a_used_session_ends_after_a_working_day(store: &Store) {
    store.write(|c| sessions::insert(c, "key", None, &state(), noon()));
    let mut now = noon();
    while now + TOUCH_EVERY < noon() + ABSOLUTE {
        now += TimeDelta::minutes(20);
        store.write(|c| sessions::touch(c, "key", now));
    }
    let last = noon() + ABSOLUTE - MOMENT;
    assert!(store.read(|c| sessions::load(c, "key", last)).is_some());
    assert_eq!(
        store.read(|c| sessions::load(c, "key", noon() + ABSOLUTE)),
        None
    );
}

fn use_is_written_down_once_a_minute(store: &Store) {
    store.write(|c| sessions::insert(c, "key", None, &state(), noon()));
    let soon = noon() + TOUCH_EVERY - MOMENT;
    let load = |now| store.read(|c| sessions::load(c, "key", now)).unwrap();
    assert!(!load(soon).touch_is_due(soon));
    store.write(|c| sessions::touch(c, "key", soon));
    assert_eq!(load(soon).seen_at, noon());
    let later = noon() + TOUCH_EVERY;
    assert!(load(later).touch_is_due(later));
    store.write(|c| sessions::touch(c, "key", later));
    assert_eq!(load(later).seen_at, later);
}

fn a_session_that_has_ended_stays_ended(store: &Store) {
    store.write(|c| sessions::insert(c, "key", None, &state(), noon()));
    let late = noon() + IDLE;
    store.write(|c| sessions::touch(c, "key", late));
    assert!(!store.write(|c| sessions::update(c, "key", None, &state(), late)));
    assert_eq!(store.read(|c| sessions::load(c, "key", late)), None);
    assert_eq!(
        store.write(|c| sessions::delete_expired(c, late - MOMENT)),
        0
    );
    assert_eq!(store.write(|c| sessions::delete_expired(c, late)), 1);
    store.write(|c| sessions::insert(c, "key", None, &state(), noon()));
    assert!(store.write(|c| sessions::update(c, "key", None, &SessionState::new(), noon())));
    assert!(
        store
            .read(|c| sessions::load(c, "key", noon()))
            .unwrap()
            .state
            .is_empty()
    );
    store.write(|c| sessions::delete(c, "key"));
    assert_eq!(store.read(|c| sessions::load(c, "key", noon())), None);
}

fn a_person_has_ten_sessions_and_the_oldest_ends(store: &Store) {
    let user = Some(store.isv("111122223333", "Northwind").user.id);
    for number in 0..=MAX_PER_USER {
        let now = noon() + TimeDelta::seconds(number);
        store.write(|c| sessions::insert(c, &number.to_string(), user, &state(), now));
    }
    let late = noon() + TimeDelta::minutes(1);
    let alive = |key: &str| store.read(|c| sessions::load(c, key, late)).is_some();
    assert!(!alive("0"));
    for number in 1..=MAX_PER_USER {
        assert!(alive(&number.to_string()), "{number}");
    }
    // Signing in within a session that was nobody's counts as well.
    store.write(|c| sessions::insert(c, "new", None, &state(), late));
    assert!(alive("1"));
    assert!(store.write(|c| sessions::update(c, "new", user, &state(), late)));
    assert!(!alive("1") && alive("2") && alive("new"));
}

fn all_sessions_of_a_person_end_and_nobody_elses(store: &Store) {
    let user = store.isv("111122223333", "Northwind").user.id;
    let other = store.isv("999900001111", "Fabrikam").user.id;
    for (key, of) in [("mine", user), ("elsewhere", user), ("theirs", other)] {
        store.write(|c| sessions::insert(c, key, Some(of), &state(), noon()));
    }
    let alive = |key| store.read(|c| sessions::load(c, key, noon())).is_some();
    store.write(|c| sessions::end_all(c, user));
    assert!(!alive("mine") && !alive("elsewhere") && alive("theirs"));
}

fn a_person_sees_when_each_session_was_used(store: &Store) {
    let user = store.isv("111122223333", "Northwind").user.id;
    let other = store.isv("999900001111", "Fabrikam").user.id;
    let later = noon() + IDLE - MOMENT;
    for (key, of, began) in [
        ("first", user, noon()),
        ("second", user, later),
        ("theirs", other, later),
    ] {
        store.write(|c| sessions::insert(c, key, Some(of), &state(), began));
    }
    let seen = |now| {
        let all = store.read(|c| sessions::of(c, user, now)).into_iter();
        all.map(|one| (one.created_at, one.seen_at))
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(later), [(later, later), (noon(), noon())]);
    assert_eq!(seen(noon() + IDLE), [(later, later)]);
}

fn the_table_holds_no_key(store: &Store) {
    store.write(|c| sessions::insert(c, "the key", None, &state(), noon()));
    let stored: String = store.read(|c| Ok(rows::table.select(rows::key_hash).first(c)?));
    assert!(!stored.contains("the key"));
    assert_eq!(store.read(|c| sessions::load(c, &stored, noon())), None);
}
