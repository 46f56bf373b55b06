//! What a partner may change: the expiry date, and the links.

use super::{ALPINE, account, day, deal, hash};
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::domain::duration::Duration;
use consign::domain::offer::OfferStatus;
use consign::domain::offer::terms::OfferConflict;
use consign::store::events::{self, OfferEvent};
use consign::store::offers::{MAX_LINKS, Moved, add_link, cancel, find, move_expiry, open_link};

on_both_databases!(
    an_expiry_date_moves_and_opens_again,
    of_two_who_cancel_one_does,
    another_partner_changes_nothing,
    so_many_links_work_and_the_oldest_goes,
);

fn an_expiry_date_moves_and_opens_again(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage", "secret");
    let move_to = |to: &str, now| {
        store.write(|c| move_expiry(c, &deal.scope, (id, day(to)), &deal.user, now))
    };
    let status = |now| {
        store
            .read(|c| find(c, &deal.scope, id))
            .unwrap()
            .status(now)
    };
    let too_early = vec![OfferConflict::ExpiryTooEarly];
    assert_eq!(move_to("2026-11-22", noon()), Moved::Refused(too_early));
    assert_eq!(move_to("2026-11-23", noon()), Moved::Done);
    let later = noon() + TimeDelta::days(3);
    assert_eq!(status(later), OfferStatus::Expired);
    assert_eq!(move_to("2027-01-31", later), Moved::Done);
    assert_eq!(status(later), OfferStatus::Active);
    let told = store.read(|c| events::of_offer(c, &deal.scope, id));
    let kinds = told.into_iter().map(|event| event.kind);
    let moved: Vec<_> = kinds.filter(|kind| *kind != OfferEvent::Extended).collect();
    let to = |date| OfferEvent::ExpiryMoved(day(date));
    assert_eq!(moved, [to("2027-01-31"), to("2026-11-23")]);
    let isvs = store.read(|c| events::of_offer_for_isv(c, &deal.market.isv.scope, id));
    assert_eq!(isvs.len(), 1, "that is the partner's business: {isvs:?}");
}

fn of_two_who_cancel_one_does(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage", "secret");
    let outcomes: Vec<Moved> = std::thread::scope(|scope| {
        let press =
            |_| scope.spawn(|| store.write(|c| cancel(c, &deal.scope, id, &deal.user, noon())));
        let threads: Vec<_> = (0..8).map(press).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let done = |outcome: &&Moved| **outcome == Moved::Done;
    assert_eq!(outcomes.iter().filter(done).count(), 1, "{outcomes:?}");
    let late = |outcome: &&Moved| **outcome == Moved::NotActive;
    assert_eq!(outcomes.iter().filter(late).count(), 7, "{outcomes:?}");
    let told = store.read(|c| events::of_offer(c, &deal.scope, id));
    assert_eq!(told.len(), 2, "extended and cancelled: {told:?}");
}

fn another_partner_changes_nothing(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage", "secret");
    let (user, other) = deal.market.partner(store, 1);
    let moved = store.write(|c| move_expiry(c, &other, (id, day("2027-01-31")), &user, noon()));
    assert_eq!(moved, Moved::Missing);
    let cancelled = store.write(|c| cancel(c, &other, id, &user, noon()));
    assert_eq!(cancelled, Moved::Missing);
    assert!(!store.write(|c| add_link(c, &other, (id, &hash("theirs")), &user, noon())));
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    assert_eq!(offer.expires_on, day("2026-12-31"));
}

fn so_many_links_work_and_the_oldest_goes(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage", "secret 0");
    let works = |number: usize| {
        let hash = hash(&format!("secret {number}"));
        store
            .read(|c| open_link(c, &hash, &account(ALPINE)))
            .is_some()
    };
    let add = |number: usize| {
        let (hash, minutes) = (hash(&format!("secret {number}")), i64::try_from(number));
        let now = noon() + TimeDelta::minutes(minutes.unwrap());
        assert!(store.write(|c| add_link(c, &deal.scope, (id, &hash), &deal.user, now)));
    };
    (1..MAX_LINKS).for_each(add);
    assert!((0..MAX_LINKS).all(works), "all of them work");
    add(MAX_LINKS);
    assert!(!works(0), "one too many: the oldest goes");
    assert!((1..=MAX_LINKS).all(works));
    let told = store.read(|c| events::of_offer(c, &deal.scope, id));
    let made = told
        .iter()
        .filter(|event| event.kind == OfferEvent::LinkMade);
    assert_eq!(made.count(), MAX_LINKS, "{told:?}");
}
