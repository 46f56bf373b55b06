//! A browser is known to those who signed in with it, under its newest key, for a while.

use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::store::known_browsers::{self, KEPT, MAX_PER_USER};
use consign::store::schema::known_browsers as rows;
use diesel::prelude::*;

on_both_databases!(
    a_browser_is_known_to_whom_signed_in_with_it,
    each_sign_in_gives_it_a_new_key,
    it_is_forgotten_after_half_a_year,
    a_person_has_twenty_and_the_oldest_is_forgotten,
    the_table_holds_no_key,
);

const MOMENT: TimeDelta = TimeDelta::microseconds(1);

fn a_browser_is_known_to_whom_signed_in_with_it(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let other = store.user(&isv.organisation, "other@northwind.example");
    let email = isv.user.email.as_str();
    let knows =
        |key: &str, email: &str| store.read(|c| known_browsers::knows(c, key, email, noon()));
    assert!(!knows("key", email));
    store.write(|c| known_browsers::remember(c, isv.user.id, (None, "key"), noon()));
    assert!(knows("key", email) && knows("key", &format!(" {} ", email.to_uppercase())));
    for (key, email) in [
        ("other", email),
        ("", email),
        ("key", &other.email),
        ("key", ""),
        ("key", "a\0"),
    ] {
        assert!(!knows(key, email), "{key} {email}");
    }
    store.write(|c| known_browsers::forget_all(c, isv.user.id));
    assert!(!knows("key", email));
}

fn each_sign_in_gives_it_a_new_key(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let other = store.user(&isv.organisation, "other@northwind.example");
    let knows =
        |key: &str, email: &str| store.read(|c| known_browsers::knows(c, key, email, noon()));
    store.write(|c| known_browsers::remember(c, isv.user.id, (Some("planted"), "1"), noon()));
    assert!(!knows("planted", &isv.user.email));
    // Two people share the browser: whoever signs in, it stays known to both.
    store.write(|c| known_browsers::remember(c, other.id, (Some("1"), "2"), noon()));
    store.write(|c| known_browsers::remember(c, isv.user.id, (Some("2"), "3"), noon()));
    for email in [&isv.user.email, &other.email] {
        assert!(!knows("1", email) && !knows("2", email) && knows("3", email));
    }
}

fn it_is_forgotten_after_half_a_year(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    store.write(|c| known_browsers::remember(c, isv.user.id, (None, "key"), noon()));
    let knows = |now| store.read(|c| known_browsers::knows(c, "key", &isv.user.email, now));
    let end = noon() + KEPT;
    assert!(knows(end - MOMENT) && !knows(end));
    assert_eq!(
        store.write(|c| known_browsers::delete_old(c, end - MOMENT)),
        0
    );
    assert_eq!(store.write(|c| known_browsers::delete_old(c, end)), 1);
}

fn a_person_has_twenty_and_the_oldest_is_forgotten(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    for number in 0..=MAX_PER_USER {
        let (key, now) = (number.to_string(), noon() + TimeDelta::seconds(number));
        store.write(|c| known_browsers::remember(c, isv.user.id, (None, &key), now));
    }
    let kept: i64 = store.read(|c| Ok(rows::table.count().get_result(c)?));
    assert_eq!(kept, MAX_PER_USER);
    let knows = |key| store.read(|c| known_browsers::knows(c, key, &isv.user.email, noon()));
    assert!(!knows("0") && knows("1"));
}

fn the_table_holds_no_key(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    store.write(|c| known_browsers::remember(c, isv.user.id, (None, "a secret"), noon()));
    let stored: String = store.read(|c| Ok(rows::table.select(rows::key_hash).first(c)?));
    assert_eq!(stored, consign::random::sha256_hex(b"a secret"));
}
