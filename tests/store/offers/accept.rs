//! A buyer accepts an offer, once for each of its accounts and as long as it is open.

use super::{ALPINE, BELLOWS, Deal, account, day, deal, hash};
use crate::tools::{Store, noon};
use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::catalog::DimensionKey;
use consign::domain::contract_duration::ContractDuration;
use consign::domain::duration::Duration;
use consign::domain::ids::OfferId;
use consign::domain::offer::acceptance::{Purchase, PurchaseError};
use consign::domain::schedule::Grant;
use consign::store::Error;
use consign::store::events::{self, Event, OfferEvent};
use consign::store::offers::{
    Accepted, NewAcceptance, accept_as_buyer, accept_as_partner, cancel, find, find_for_buyer,
    find_for_isv, open_link,
};
use rust_decimal::Decimal;
use std::sync::Barrier;

on_both_databases!(
    totals_are_sums_of_rounded_lines,
    each_account_accepts_once,
    many_presses_at_once_make_one_agreement,
    what_has_expired_or_was_cancelled_is_not_accepted,
    what_is_not_offered_is_not_accepted,
    a_partner_notes_an_acceptance_of_its_own_offers_only,
);

fn year(units: &[(&str, u32)]) -> Purchase {
    let grant = |(key, quantity): &(&str, u32)| Grant {
        dimension: DimensionKey::parse(key).unwrap(),
        quantity: *quantity,
    };
    Purchase {
        contract: Some(ContractDuration::Months(12)),
        units: units.iter().map(grant).collect(),
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn as_buyer(
    store: &Store,
    (secret, buyer): (&str, &str),
    purchase: Purchase,
    now: DateTime<Utc>,
) -> Result<Accepted, Error> {
    let scope = store
        .read(|c| open_link(c, &hash(secret), &account(buyer)))
        .unwrap();
    store.db.write_now(|c| {
        let new = NewAcceptance {
            company: "Alpine Ski House",
            person: "Greta Wolff",
            purchase: purchase.clone(),
            letters: &|_, _, _| Ok(Vec::new()),
        };
        accept_as_buyer(c, &scope, &new, now)
    })
}

/// Whom a timeline names as the one who accepted.
fn accepted_by(timeline: &[Event<OfferEvent>]) -> &str {
    let mut told = timeline.iter();
    let event = told.find(|event| matches!(event.kind, OfferEvent::Accepted(_)));
    &event.expect("it is told").actor
}

fn extended(store: &Store) -> (Deal, OfferId) {
    let deal = deal(store, Duration::NoSetTime);
    let offer = deal.extended(store, "Storage", "secret");
    (deal, offer)
}

/// Worked example 7: a markup of 5% on 12.800, of which the buyer takes 100.
fn totals_are_sums_of_rounded_lines(store: &Store) {
    let (deal, id) = extended(store);
    let accepted = as_buyer(store, ("secret", ALPINE), year(&[("storage", 100)]), noon());
    let Accepted::New(agreement) = accepted.unwrap() else {
        panic!("it is new")
    };
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    let [made] = offer.acceptances.as_slice() else {
        panic!("one acceptance")
    };
    let totals = made.totals.unwrap();
    assert_eq!(totals.purchase, decimal("1344.00"));
    assert_eq!(totals.wholesale, decimal("1280.00"));
    assert_eq!(totals.margin(), decimal("64.00"));
    assert_eq!((made.id, made.by_buyer), (agreement, true));
    assert_eq!(
        (made.starts_on, made.ends_on),
        (day("2026-11-22"), day("2027-11-21"))
    );
    let isv = &deal.market.isv.scope;
    let seen = store.read(|c| find_for_isv(c, isv, id)).unwrap();
    assert_eq!(seen.agreements[0].wholesale, Some(decimal("1280")));
    assert!(!format!("{seen:?}").contains("1344"), "{seen:?}");
    let scope = store.read(|c| open_link(c, &hash("secret"), &account(ALPINE)));
    let seen = store.read(|c| find_for_buyer(c, &scope.clone().unwrap()));
    let seen = seen.unwrap();
    assert_eq!(seen.accepted.as_ref().unwrap().total, Some(decimal("1344")));
    assert!(!format!("{seen:?}").contains("1280"), "{seen:?}");
    let other = store.read(|c| open_link(c, &hash("secret"), &account(BELLOWS)));
    let seen = store.read(|c| find_for_buyer(c, &other.clone().unwrap()));
    assert_eq!(seen.unwrap().accepted, None, "it is another account's");
    let told = store.read(|c| events::of_offer_for_isv(c, isv, id));
    assert_eq!(accepted_by(&told), "Alpine Ski House");
}

fn each_account_accepts_once(store: &Store) {
    let (deal, id) = extended(store);
    let accept = |buyer, count| {
        as_buyer(
            store,
            ("secret", buyer),
            year(&[("storage", count)]),
            noon(),
        )
        .unwrap()
    };
    let Accepted::New(first) = accept(ALPINE, 1) else {
        panic!("it is new")
    };
    assert_eq!(accept(ALPINE, 2), Accepted::Already(first));
    assert!(matches!(accept(BELLOWS, 3), Accepted::New(_)));
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    let taken = |at: usize| offer.acceptances[at].purchase.units[0].quantity;
    assert_eq!((offer.acceptances.len(), taken(0) + taken(1)), (2, 4));
}

fn many_presses_at_once_make_one_agreement(store: &Store) {
    let (deal, id) = extended(store);
    let start = Barrier::new(16);
    let outcomes: Vec<Accepted> = std::thread::scope(|scope| {
        let press = |_| {
            scope.spawn(|| {
                start.wait();
                loop {
                    let purchase = year(&[("storage", 5)]);
                    match as_buyer(store, ("secret", ALPINE), purchase, noon()) {
                        Err(Error::Busy) => {}
                        outcome => return outcome.unwrap(),
                    }
                }
            })
        };
        let threads: Vec<_> = (0..16).map(press).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    let [made] = offer.acceptances.as_slice() else {
        panic!("{outcomes:?}")
    };
    let won = |outcome: &&Accepted| **outcome == Accepted::New(made.id);
    assert_eq!(outcomes.iter().filter(won).count(), 1, "{outcomes:?}");
    let second = |outcome: &&Accepted| **outcome == Accepted::Already(made.id);
    assert_eq!(outcomes.iter().filter(second).count(), 15, "{outcomes:?}");
    let told = store.read(|c| events::of_offer(c, &deal.scope, id));
    assert_eq!(told.len(), 2, "extended and accepted: {told:?}");
}

fn what_has_expired_or_was_cancelled_is_not_accepted(store: &Store) {
    let (deal, id) = extended(store);
    let accept = |now| as_buyer(store, ("secret", ALPINE), year(&[("storage", 1)]), now).unwrap();
    let last_moment: DateTime<Utc> = "2026-12-31T23:59:59.999Z".parse().unwrap();
    let too_late = last_moment + TimeDelta::milliseconds(1);
    assert_eq!(accept(too_late), Accepted::Expired);
    store.write(|c| cancel(c, &deal.scope, id, &deal.user, noon()));
    assert_eq!(accept(noon()), Accepted::Expired);
    let second = deal.extended(store, "Another", "another");
    let purchase = year(&[("storage", 1)]);
    let last = as_buyer(store, ("another", ALPINE), purchase, last_moment);
    assert!(matches!(last, Ok(Accepted::New(_))), "{last:?}");
    store.write(|c| cancel(c, &deal.scope, second, &deal.user, noon()));
    let offer = store.read(|c| find(c, &deal.scope, second)).unwrap();
    assert_eq!(offer.acceptances.len(), 1, "agreements stay");
}

fn what_is_not_offered_is_not_accepted(store: &Store) {
    let (deal, id) = extended(store);
    let refused = |purchase| match as_buyer(store, ("secret", ALPINE), purchase, noon()).unwrap() {
        Accepted::Refused(error) => error,
        other @ (Accepted::New(_)
        | Accepted::Already(_)
        | Accepted::Expired
        | Accepted::NotABuyer
        | Accepted::Missing) => panic!("{other:?}"),
    };
    assert_eq!(refused(Purchase::default()), PurchaseError::Duration);
    assert_eq!(refused(year(&[])), PurchaseError::NothingTaken);
    let key = DimensionKey::parse("egress").unwrap();
    assert_eq!(
        refused(year(&[("storage", 1), ("egress", 1)])),
        PurchaseError::NotOffered(key)
    );
    let mut month = year(&[("storage", 1)]);
    month.contract = Some(ContractDuration::Months(1));
    assert_eq!(refused(month), PurchaseError::Duration);
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    assert!(offer.acceptances.is_empty());
}

fn a_partner_notes_an_acceptance_of_its_own_offers_only(store: &Store) {
    let (deal, id) = extended(store);
    let (_, stranger) = deal.market.partner(store, 1);
    let note = |scope, buyer: &str| {
        store.write(|c| {
            let new = NewAcceptance {
                company: "Bellows College",
                person: "Dean",
                purchase: year(&[("storage", 2)]),
                letters: &|_, _, _| Ok(Vec::new()),
            };
            accept_as_partner(c, scope, (id, &account(buyer)), "Maria", &new, noon())
        })
    };
    assert_eq!(note(&stranger, ALPINE), Accepted::Missing);
    assert_eq!(note(&deal.scope, "111111111111"), Accepted::NotABuyer);
    assert!(matches!(note(&deal.scope, BELLOWS), Accepted::New(_)));
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    assert!(!offer.acceptances[0].by_buyer);
    let told = store.read(|c| events::of_offer(c, &deal.scope, id));
    assert_eq!(accepted_by(&told), "Maria");
    let isvs = store.read(|c| events::of_offer_for_isv(c, &deal.market.isv.scope, id));
    assert_eq!(accepted_by(&isvs), "Bellows College");
}
