//! Each side reads an offer as far as it may know it, and nobody else reads it at all.

use super::{ALPINE, BELLOWS, account, deal, hash};
use crate::tools::{Store, amount};
use consign::domain::duration::Duration;
use consign::domain::offer::adjustment::Adjustment;
use consign::store::offers::{find, find_for_buyer, find_for_isv, is_link_of, open_link};

on_both_databases!(
    a_partner_reads_everything,
    an_isv_reads_what_it_may_know,
    a_buyer_reads_by_link_and_account,
);

fn a_partner_reads_everything(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage for Alpine", "secret");
    let offer = store.read(|c| find(c, &deal.scope, id)).unwrap();
    assert_eq!(offer.details.name(), "Storage for Alpine");
    assert_eq!(offer.details.description(), "Between us alone");
    assert_eq!(offer.buyers.accounts(), [account(ALPINE), account(BELLOWS)]);
    assert!(matches!(&offer.adjustment, Adjustment::Markup(m) if m.to_string() == "5"));
    let storage = &offer.lines[0];
    assert_eq!(
        (storage.list, storage.wholesale, storage.price),
        (Some(amount("16")), amount("12.8"), amount("13.44"))
    );
    let (_, other) = deal.market.partner(store, 1);
    assert_eq!(store.read(|c| find(c, &other, id)), None);
    let secret = |secret: &str| hash(secret);
    let known = |scope, hash: &str| store.read(|c| is_link_of(c, scope, id, hash));
    assert!(known(&deal.scope, &secret("secret")));
    assert!(!known(&deal.scope, &secret("guessed")));
    assert!(!known(&other, &secret("secret")));
}

fn an_isv_reads_what_it_may_know(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage for Alpine", "secret");
    let isv = &deal.market.isv.scope;
    let offer = store.read(|c| find_for_isv(c, isv, id)).unwrap();
    assert_eq!(offer.name, "Storage for Alpine");
    assert_eq!(offer.partner.name, "Contoso Consulting");
    assert_eq!(offer.opportunity, deal.opportunity.id);
    let shown = format!("{offer:?}");
    for hidden in ["Between us alone", "13.44", "Markup", "Adjustment"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
    let other = store.isv("999900001111", "Fabrikam Cloud").scope;
    assert_eq!(store.read(|c| find_for_isv(c, &other, id)), None);
}

fn a_buyer_reads_by_link_and_account(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let id = deal.extended(store, "Storage for Alpine", "secret");
    let open =
        |secret: &str, buyer: &str| store.read(|c| open_link(c, &hash(secret), &account(buyer)));
    let scope = open("secret", ALPINE).unwrap();
    assert_eq!((scope.offer(), scope.account()), (id, &account(ALPINE)));
    assert!(open("secret", BELLOWS).is_some());
    assert_eq!(open("secret", "111111111111"), None);
    assert_eq!(open("guessed", ALPINE), None);
    deal.extended(store, "Another", "another");
    let offer = store.read(|c| find_for_buyer(c, &scope)).unwrap();
    assert_eq!((offer.id, offer.lines[0].price), (id, amount("13.44")));
    let shown = format!("{offer:?}");
    for hidden in ["Between us alone", "12.8", "Q1 renewals", BELLOWS] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
}
