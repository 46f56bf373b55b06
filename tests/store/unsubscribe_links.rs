//! The links out of mails by which somebody stops messages: they are kept for a year and a day, and the oldest goes first.

use crate::tools::{Store, noon};
use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::ids::AddressId;
use consign::domain::notification::Topic;
use consign::domain::opportunity::Side;
use consign::random;
use consign::store::notifications::{
    Added, Admitted, NewAddress, add, list, mint, prune_links, unsubscribe,
};
use consign::store::outbox::{Letter, MessageKind};
use consign::store::scope::OwnScope;

on_both_databases!(
    a_link_stops_messages_for_a_year_and_a_day,
    so_many_old_links_are_removed_at_once_and_the_oldest_first,
);

/// How long a link is kept.
const KEPT: TimeDelta = TimeDelta::days(366);
const MOMENT: TimeDelta = TimeDelta::microseconds(1);

/// An ISV with one address on its list, which has links.
struct Listed<'a> {
    store: &'a Store,
    scope: OwnScope,
    address: AddressId,
}

impl<'a> Listed<'a> {
    fn new(store: &'a Store) -> Self {
        let scope = OwnScope::from(&store.isv("111122223333", "Northwind").scope);
        let email = "billing@northwind.example";
        let letter = Letter {
            side: Side::Isv,
            recipient: email.to_owned(),
            kind: MessageKind::AddressWelcome,
            subject: "Welcome".to_owned(),
            text: "Text".to_owned(),
            html: "<p>Text</p>".to_owned(),
            unsubscribe: None,
        };
        let new = NewAddress {
            id: random::id(noon()),
            email,
            topics: &Topic::ALL,
            by: "Maria Muster",
            admitted: Admitted::AtOnce,
            letter: &|_, _| Ok(letter.clone()),
        };
        let added = store.write(|c| add(c, &scope, &new, noon()));
        assert_eq!(added, Added::Done);
        Self {
            store,
            scope,
            address: new.id,
        }
    }

    /// The secret of a link made so long after noon.
    fn link(&self, after: TimeDelta) -> String {
        let made = noon() + after;
        self.store.write(|c| mint(c, self.address, made))
    }

    /// Removes what is old at this moment, at most so many, and says how many that were.
    fn prune(&self, limit: u16, now: DateTime<Utc>) -> usize {
        self.store.write(|c| prune_links(c, limit, now))
    }

    /// Opens a link, which takes the address off the list if it is still kept. Whether it was.
    fn stops(&self, secret: &str, now: DateTime<Utc>) -> bool {
        let hash = random::sha256_hex(secret.as_bytes());
        self.store.write(|c| unsubscribe(c, &hash, now));
        self.store.read(|c| list(c, &self.scope)).is_empty()
    }
}

fn a_link_stops_messages_for_a_year_and_a_day(store: &Store) {
    let listed = Listed::new(store);
    let first = listed.link(TimeDelta::zero());
    let second = listed.link(MOMENT);
    let last = noon() + KEPT;
    assert_eq!(listed.prune(10, last), 0);
    assert_eq!(listed.prune(10, last + MOMENT), 1, "the first");
    assert!(!listed.stops(&first, last + MOMENT));
    assert!(listed.stops(&second, last + MOMENT));
}

fn so_many_old_links_are_removed_at_once_and_the_oldest_first(store: &Store) {
    let listed = Listed::new(store);
    // Not in the order in which they are removed.
    let [third, first, second, fourth] = [3, 1, 2, 4].map(|n| listed.link(TimeDelta::minutes(n)));
    let late = noon() + KEPT + TimeDelta::hours(1);
    assert_eq!(listed.prune(2, late), 2);
    assert!(!listed.stops(&first, late) && !listed.stops(&second, late));
    assert_eq!(listed.prune(1, late), 1);
    assert!(!listed.stops(&third, late));
    assert!(listed.stops(&fourth, late));
}
