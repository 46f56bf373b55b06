//! Requests for terms reach the operator.

use crate::tools::{Isv, Store, noon};
use chrono::TimeDelta;
use consign::domain::opportunity::Side;
use consign::random;
use consign::store::outbox::{self, Letter, MessageKind};
use consign::store::term_requests::{self, NewTermRequest, TermRequestStatus};

on_both_databases!(a_request_is_seen_by_its_isv_and_the_operator_who_answers_it);

fn ask(store: &Store, isv: &Isv, subject: &str, seconds: i64) -> NewTermRequest {
    let now = noon() + TimeDelta::seconds(seconds);
    let new = NewTermRequest {
        id: random::id(now),
        subject: subject.to_owned(),
        needed: "Two currencies".to_owned(),
        contact: "maria@northwind.example".to_owned(),
        letter: Letter {
            side: Side::Isv,
            recipient: "desk@portal.example".to_owned(),
            kind: MessageKind::TermsRequested,
            subject: subject.to_owned(),
            text: "Two currencies".to_owned(),
            html: "<p>Two currencies</p>".to_owned(),
            unsubscribe: None,
        },
    };
    store.write(|c| term_requests::add(c, &isv.scope, &new, &isv.user, now));
    new
}

fn a_request_is_seen_by_its_isv_and_the_operator_who_answers_it(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let first = ask(store, &isv, "First", 0);
    let second = ask(store, &other, "Second", 1);
    let letters = store.write(|c| outbox::lease(c, 10, noon() + TimeDelta::seconds(1)));
    let subjects: Vec<_> = letters
        .iter()
        .map(|letter| letter.subject.as_str())
        .collect();
    assert_eq!(subjects, ["First", "Second"]);
    let mine = store.read(|c| term_requests::list(c, &isv.scope));
    assert_eq!(mine.len(), 1);
    let request = &mine[0];
    assert_eq!(
        (request.id, request.isv, request.isv_name.as_str()),
        (first.id, isv.organisation.id, "Northwind")
    );
    assert_eq!(
        (request.person.as_str(), request.subject.as_str()),
        ("Maria Muster", "First")
    );
    assert_eq!(
        (request.status, request.created_at),
        (TermRequestStatus::Open, noon())
    );
    assert_eq!(
        (&request.needed, &request.contact),
        (&first.needed, &first.contact)
    );
    let ids = |status| {
        let all = store.read(|c| term_requests::of_all(c, status));
        all.into_iter()
            .map(|request| request.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(TermRequestStatus::Open), [second.id, first.id]);
    let answer = |c: &mut _| term_requests::answer(c, first.id, "Olga", noon());
    assert!(store.write(answer));
    assert!(!store.write(answer), "it is answered");
    assert_eq!(ids(TermRequestStatus::Open), [second.id]);
    assert_eq!(ids(TermRequestStatus::Answered), [first.id]);
}
