//! The tables of offers: filters, order, pages, and whose they are.

use super::{ALPINE, BELLOWS, account, day, deal, hash};
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::domain::catalog::DimensionKey;
use consign::domain::contract_duration::ContractDuration;
use consign::domain::duration::Duration;
use consign::domain::offer::OfferStatus;
use consign::domain::offer::acceptance::Purchase;
use consign::domain::schedule::Grant;
use consign::store::offers::table::{
    OfferQuery, OfferSort, each_for_isv, each_for_partner, page_for_isv, page_for_partner,
};
use consign::store::offers::{Accepted, NewAcceptance, accept_as_buyer, move_expiry, open_link};

on_both_databases!(
    what_is_searched_for_is_found,
    every_order_is_right_both_ways,
    totals_stand_beside_the_offers_of_either_side,
    nobody_sees_anothers,
);

const NAMES: [&str; 5] = ["belt", "Alpha", "Zürich 100%", "gamma", "Delta"];

/// Five offers; the second has expired by the end of the day after tomorrow, the third is accepted by both accounts.
fn five(store: &Store) -> super::Deal {
    let deal = deal(store, Duration::NoSetTime);
    for name in NAMES {
        let id = deal.extended(store, name, name);
        if name == "Alpha" {
            let soon = (id, day("2026-11-23"));
            store.write(|c| move_expiry(c, &deal.scope, soon, &deal.user, noon()));
        }
    }
    for buyer in [ALPINE, BELLOWS] {
        let scope = store.read(|c| open_link(c, &hash("Zürich 100%"), &account(buyer)));
        let accepted = store.write(|c| {
            let new = NewAcceptance {
                company: "Alpine",
                person: "Greta",
                purchase: Purchase {
                    contract: Some(ContractDuration::Months(12)),
                    units: vec![Grant {
                        dimension: DimensionKey::parse("storage").unwrap(),
                        quantity: 100,
                    }],
                },
                letters: &|_, _, _| Ok(Vec::new()),
            };
            accept_as_buyer(c, &scope.clone().unwrap(), &new, noon())
        });
        assert!(matches!(accepted, Accepted::New(_)), "{accepted:?}");
    }
    deal
}

fn names(store: &Store, deal: &super::Deal, wants: &OfferQuery) -> Vec<String> {
    let later = noon() + TimeDelta::days(3);
    let page = store.read(|c| page_for_partner(c, &deal.scope, wants, later));
    page.rows.into_iter().map(|row| row.offer.name).collect()
}

fn what_is_searched_for_is_found(store: &Store) {
    let deal = five(store);
    let found = |search: &str| {
        let wants = OfferQuery {
            search: search.to_owned(),
            sort: OfferSort::Name,
            descending: false,
            ..OfferQuery::default()
        };
        names(store, &deal, &wants)
    };
    assert_eq!(found("ALPHA"), ["Alpha"]);
    assert_eq!(found("zurich"), ["Zürich 100%"]);
    assert_eq!(found("100%"), ["Zürich 100%"], "wildcards are letters");
    // No ID has an "l" in its random part, so that none is found by chance.
    assert_eq!(found("elt"), ["belt", "Delta"]);
    assert_eq!(found("1200 1200-1200").len(), 5, "an account in groups");
    assert_eq!(found("northwind").len(), 5);
    assert_eq!(
        found("between us"),
        [""; 0],
        "the description is not searched"
    );
    let status = |statuses: &[OfferStatus]| {
        let wants = OfferQuery {
            statuses: statuses.to_vec(),
            ..OfferQuery::default()
        };
        names(store, &deal, &wants).len()
    };
    assert_eq!(status(&[OfferStatus::Active]), 4);
    assert_eq!(status(&[OfferStatus::Expired]), 1);
    assert_eq!(status(&OfferStatus::ALL), 5);
    let from = |opportunity| {
        let wants = OfferQuery {
            opportunity: Some(opportunity),
            ..OfferQuery::default()
        };
        names(store, &deal, &wants).len()
    };
    assert_eq!(from(deal.opportunity.id), 5);
    assert_eq!(from(consign::random::id(noon())), 0);
}

fn every_order_is_right_both_ways(store: &Store) {
    let deal = five(store);
    for (sort, first, last) in [
        (OfferSort::Name, "Alpha", "Zürich 100%"),
        (OfferSort::Expires, "Alpha", ""),
        (OfferSort::Accepted, "", "Zürich 100%"),
        // All are alike in these, so that only their ids tell them apart.
        (OfferSort::Extended, "", ""),
        (OfferSort::Product, "", ""),
        (OfferSort::Counterparty, "", ""),
    ] {
        let order = |descending| OfferQuery {
            sort,
            descending,
            ..OfferQuery::default()
        };
        let up = names(store, &deal, &order(false));
        let mut down = names(store, &deal, &order(true));
        down.reverse();
        assert_eq!(up, down, "{sort:?}");
        assert!(first.is_empty() || up[0] == first, "{sort:?}: {up:?}");
        assert!(last.is_empty() || up[4] == last, "{sort:?}: {up:?}");
        let pages = (1..=3).flat_map(|page| {
            let wants = OfferQuery {
                page,
                per_page: 2,
                ..order(false)
            };
            names(store, &deal, &wants)
        });
        assert_eq!(pages.collect::<Vec<_>>(), up, "{sort:?}");
    }
}

fn totals_stand_beside_the_offers_of_either_side(store: &Store) {
    let deal = five(store);
    let all = OfferQuery {
        search: "zurich".to_owned(),
        ..OfferQuery::default()
    };
    let page = store.read(|c| page_for_partner(c, &deal.scope, &all, noon()));
    assert_eq!((page.total, page.total_is_exact), (1, true));
    let row = &page.rows[0];
    assert_eq!((row.offer.accepted, row.offer.buyers), (2, 2));
    assert_eq!(row.offer.counterparty, "Northwind Software");
    assert_eq!(row.totals.purchase, "2688".parse().unwrap());
    assert_eq!(row.totals.margin(), "128".parse().unwrap());
    let isv = &deal.market.isv.scope;
    let page = store.read(|c| page_for_isv(c, isv, &all, noon()));
    let seen = &page.rows[0];
    assert_eq!(seen.offer.counterparty, "Contoso Consulting");
    assert_eq!(seen.wholesale, "2560".parse().unwrap());
    assert!(!format!("{seen:?}").contains("2688"), "{seen:?}");
    let mut rows = Vec::new();
    store.read(|c| {
        each_for_partner(c, &deal.scope, &all, (noon(), 10), |row| {
            rows.push(row);
            Ok(())
        })
    });
    assert_eq!(rows, std::slice::from_ref(row));
    let (everything, mut count) = (OfferQuery::default(), 0);
    store.read(|c| {
        each_for_isv(c, isv, &everything, (noon(), 3), |_| {
            count += 1;
            Ok(())
        })
    });
    assert_eq!(count, 3, "no more than wanted");
}

fn nobody_sees_anothers(store: &Store) {
    let deal = five(store);
    let (all, (_, partner)) = (OfferQuery::default(), deal.market.partner(store, 1));
    let page = store.read(|c| page_for_partner(c, &partner, &all, noon()));
    assert_eq!((page.rows.len(), page.total), (0, 0));
    let other = store.isv("999900001111", "Fabrikam Cloud").scope;
    let page = store.read(|c| page_for_isv(c, &other, &all, noon()));
    assert_eq!((page.rows.len(), page.total), (0, 0));
}
