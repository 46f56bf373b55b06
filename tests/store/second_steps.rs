//! Codes of a second step are taken once, by the person they belong to, and go with it.

use crate::tools::{Store, noon};
use consign::domain::account::User;
use consign::domain::ids::UserId;
use consign::random;
use consign::store::second_steps::{self, NewSecondStep, SecondStep};
use consign::store::users;

on_both_databases!(
    a_span_is_taken_once_and_none_before_it_any_more,
    a_recovery_code_is_taken_once_and_by_its_person,
    it_is_set_up_once_and_goes_with_its_codes,
    admins_see_who_has_it,
);

const SPAN: i64 = 59_000_000;

fn hash(code: &str) -> String {
    random::fingerprint(code)
}

/// Gives somebody a second step with these recovery codes. Whether they had none.
fn set(store: &Store, user: UserId, codes: &[&str]) -> bool {
    let codes: Vec<String> = codes.iter().map(|code| hash(code)).collect();
    let new = NewSecondStep {
        sealed: b"sealed",
        span: SPAN,
        codes: &codes,
    };
    store.write(|c| second_steps::set(c, user, &new, noon()))
}

fn two_people(store: &Store) -> (User, User) {
    let isv = store.isv("111122223333", "Northwind");
    let other = store.user(&isv.organisation, "other@northwind.example");
    (isv.user, other)
}

fn a_span_is_taken_once_and_none_before_it_any_more(store: &Store) {
    let (dana, other) = two_people(store);
    let take = |user: UserId, span| store.write(|c| second_steps::take_span(c, user, span));
    assert!(!take(dana.id, SPAN + 1), "there is nothing to take yet");
    set(store, dana.id, &[]);
    set(store, other.id, &[]);
    for (span, taken) in [
        (SPAN, false),
        (SPAN + 2, true),
        (SPAN + 2, false),
        (SPAN + 1, false),
        (SPAN + 3, true),
    ] {
        assert_eq!(take(dana.id, span), taken, "{span}");
    }
    assert!(take(other.id, SPAN + 1), "each has their own");
}

fn a_recovery_code_is_taken_once_and_by_its_person(store: &Store) {
    let (dana, other) = two_people(store);
    set(store, dana.id, &["one", "two"]);
    set(store, other.id, &["three"]);
    let take = |user: UserId, code| store.write(|c| second_steps::take_code(c, user, &hash(code)));
    let left = |user: UserId| store.read(|c| second_steps::codes_left(c, user));
    for (code, taken) in [("three", false), ("one", true), ("one", false), ("", false)] {
        assert_eq!(take(dana.id, code), taken, "{code}");
    }
    assert_eq!((left(dana.id), left(other.id)), (1, 1));
    let new = [hash("four"), hash("five")];
    assert!(store.write(|c| second_steps::renew_codes(c, dana.id, &new)));
    assert!(!take(dana.id, "two") && take(dana.id, "four"));
    assert_eq!((left(dana.id), left(other.id)), (1, 1));
}

fn it_is_set_up_once_and_goes_with_its_codes(store: &Store) {
    let (dana, other) = two_people(store);
    let find = |user: UserId| store.read(|c| second_steps::find(c, user));
    assert_eq!(find(dana.id), None);
    assert!(set(store, dana.id, &["one"]) && !set(store, dana.id, &["two"]));
    let expected = SecondStep {
        sealed: b"sealed".to_vec(),
        since: noon(),
    };
    assert_eq!(find(dana.id), Some(expected));
    assert_eq!(store.read(|c| second_steps::codes_left(c, dana.id)), 1);
    assert!(!store.write(|c| second_steps::renew_codes(c, other.id, &[hash("x")])));
    assert!(!store.write(|c| second_steps::remove(c, other.id)));
    assert!(store.write(|c| second_steps::remove(c, dana.id)));
    assert_eq!(find(dana.id), None);
    assert_eq!(store.read(|c| second_steps::codes_left(c, dana.id)), 0);
}

fn admins_see_who_has_it(store: &Store) {
    let (dana, other) = two_people(store);
    set(store, other.id, &[]);
    let colleagues = store.read(|c| users::colleagues(c, dana.organisation));
    let has: Vec<_> = colleagues
        .into_iter()
        .map(|colleague| (colleague.user.id, colleague.second_step))
        .collect();
    assert!(
        has.contains(&(dana.id, false)) && has.contains(&(other.id, true)),
        "{has:?}"
    );
    let who = |id| store.read(|c| users::who(c, id)).map(|who| who.second_step);
    assert_eq!((who(dana.id), who(other.id)), (Some(false), Some(true)));
}
