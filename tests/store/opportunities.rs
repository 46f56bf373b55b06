//! Batches are made whole or not at all, once, and only their own people find them.

use crate::made::{Market, begin, create, letters, market};
use crate::tools::{Store, noon};
use consign::domain::ids::OpportunityId;
use consign::domain::opportunity::{Opportunity, Status};
use consign::random;
use consign::store::events::{self, OpportunityEvent};
use consign::store::opportunities::{
    Created, NewBatch, NewRevocation, RevokeOutcome, TableQuery, create_batch, find,
    find_for_partner, is_name_in_use, names_in_use, revoke, table,
};
use consign::store::outbox::{self, Delivery};
use consign::store::schema::{drafts, opportunities, opportunity_prices, outbox as outbox_rows};
use consign::store::{Error, batches};
use diesel::prelude::*;
use std::collections::BTreeSet;

on_both_databases!(
    one_opportunity_for_each_reseller_and_product,
    a_second_press_finds_the_first_batch,
    of_fifty_presses_at_once_one_makes_the_batch,
    what_was_saved_since_the_review_is_not_created,
    a_failure_leaves_nothing,
    another_isv_finds_nothing,
    a_partner_finds_its_own_and_learns_nothing_else,
    a_name_in_use_is_found_however_its_ascii_letters_are_capitalised,
);

/// How many rows a table has.
macro_rules! count {
    ($store:expr, $table:ident) => {
        $store.read(|c| Ok($table::table.count().get_result::<i64>(c)?))
    };
}

fn whole(store: &Store, market: &Market, id: OpportunityId) -> Opportunity {
    let found = store.read(|c| find(c, &market.isv.scope, id));
    found.unwrap_or_else(|| panic!("{id} is not there"))
}

fn one_opportunity_for_each_reseller_and_product(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1, 2], &[0, 1]), noon());
    assert_eq!(made.opportunities.len(), 6);
    assert_eq!(count!(store, opportunities), 6);
    assert_eq!(count!(store, drafts), 0);
    let found: Vec<Opportunity> = made
        .opportunities
        .iter()
        .map(|id| whole(store, &market, *id))
        .collect();
    let pairs: BTreeSet<_> = found
        .iter()
        .map(|o| (o.reseller.id, o.product.id.clone()))
        .collect();
    assert_eq!(pairs.len(), 6, "each once");
    for opportunity in &found {
        assert_eq!(opportunity.batch, made.batch);
        assert_eq!(opportunity.status(noon()), Status::Active);
        assert_eq!(opportunity.created_by, market.isv.user.name);
        let events = store.read(|c| events::of(c, &market.isv.scope, opportunity.id));
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].kind, OpportunityEvent::Created);
        assert_eq!(events[0].actor, market.isv.user.name);
    }
    let batch = store.read(|c| batches::find(c, &market.isv.scope, made.batch, noon()));
    let batch = batch.unwrap();
    assert_eq!((batch.name.as_str(), batch.created_at), ("Spring", noon()));
    let told: Vec<_> = batch
        .mails
        .iter()
        .map(|mail| (mail.name.as_str(), mail.delivery))
        .collect();
    let names = [
        "Contoso Consulting",
        "contoso, the other",
        "Übersee Händler",
    ];
    assert_eq!(told, names.map(|name| (name, Delivery::Sending)));
}

fn a_second_press_finds_the_first_batch(store: &Store) {
    let market = market(store);
    let terms = market.prove(market.parts("Spring", &[0], &[1]));
    let draft = begin(store, &market.isv);
    let press = || create(store, &market.isv, (draft, 1), &terms, noon()).unwrap();
    let Created::New(batch) = press() else {
        panic!("nothing was made")
    };
    assert_eq!(press(), Created::Already(batch));
    assert_eq!(
        store.read(|c| batches::of_draft(c, &market.isv.scope, draft)),
        Some(batch)
    );
    assert_eq!(count!(store, opportunities), 1);
}

fn of_fifty_presses_at_once_one_makes_the_batch(store: &Store) {
    let market = market(store);
    let terms = market.prove(market.parts("Spring", &[0, 1], &[0, 1]));
    let draft = begin(store, &market.isv);
    let press = || loop {
        match create(store, &market.isv, (draft, 1), &terms, noon()) {
            // People would press again as well.
            Err(Error::Busy) => {}
            other => return other.unwrap(),
        }
    };
    let outcomes: Vec<Created> = std::thread::scope(|scope| {
        let presses: Vec<_> = (0..50).map(|_| scope.spawn(press)).collect();
        presses
            .into_iter()
            .map(|press| press.join().unwrap())
            .collect()
    });
    let new: Vec<_> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Created::New(batch) => Some(*batch),
            Created::Already(_) | Created::Stale | Created::Gone => None,
        })
        .collect();
    assert_eq!(new.len(), 1, "{outcomes:?}");
    let already = outcomes.iter().filter(|o| **o == Created::Already(new[0]));
    assert_eq!(already.count(), 49, "{outcomes:?}");
    assert_eq!(count!(store, opportunities), 4);
}

fn what_was_saved_since_the_review_is_not_created(store: &Store) {
    let market = market(store);
    let terms = market.prove(market.parts("Spring", &[0], &[1]));
    let draft = begin(store, &market.isv);
    let other_version = create(store, &market.isv, (draft, 2), &terms, noon());
    assert_eq!(other_version.unwrap(), Created::Stale);
    let no_draft = create(store, &market.isv, (random::id(noon()), 1), &terms, noon());
    assert_eq!(no_draft.unwrap(), Created::Gone);
    assert_eq!(
        (count!(store, opportunities), count!(store, drafts)),
        (0, 1)
    );
}

fn a_failure_leaves_nothing(store: &Store) {
    let market = market(store);
    let terms = market.prove(market.parts("Spring", &[0, 1, 2], &[0, 1]));
    let draft = begin(store, &market.isv);
    let last = market.resellers[2].id;
    for refused in ["no address", "no letter"] {
        let new = NewBatch {
            draft,
            version: 1,
            terms: &terms,
            creator: &market.isv.user,
            cloned_from: None,
            letters: &|_, id, reseller, _| {
                let mut letters = letters(id, reseller);
                match refused {
                    "no address" if reseller.id == last => letters[0].recipient.clear(),
                    "no letter" if reseller.id == last => return Err(Error::Busy),
                    _ => {}
                }
                Ok(letters)
            },
        };
        let result = store
            .db
            .write_now(|c| create_batch(c, &market.isv.scope, &new, noon()));
        assert!(result.is_err(), "{refused}: {result:?}");
        assert_eq!(count!(store, opportunities), 0, "{refused}");
        assert_eq!(count!(store, opportunity_prices), 0, "{refused}");
        assert_eq!(count!(store, outbox_rows), 0, "{refused}");
        assert_eq!(count!(store, drafts), 1, "{refused}");
    }
    let again = create(store, &market.isv, (draft, 1), &terms, noon()).unwrap();
    assert!(matches!(again, Created::New(_)), "{again:?}");
}

fn another_isv_finds_nothing(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0], &[1]), noon());
    let (id, other) = (made.opportunities[0], store.isv("999900001111", "Fabrikam"));
    assert_eq!(store.read(|c| find(c, &other.scope, id)), None);
    assert_eq!(
        store.read(|c| batches::find(c, &other.scope, made.batch, noon())),
        None
    );
    assert_eq!(store.read(|c| events::of(c, &other.scope, id)), []);
    assert_eq!(
        store.read(|c| outbox::of_opportunity(c, &other.scope, id)),
        []
    );
    for search in [String::new(), id.to_string()] {
        let wants = TableQuery {
            search,
            ..TableQuery::default()
        };
        let page = store.read(|c| table::page(c, other.scope, &wants, noon()));
        assert_eq!((page.rows.len(), page.total), (0, 0));
    }
    let new = NewRevocation {
        opportunity: id,
        by: &other.user,
        reason: None,
        letters: Vec::new(),
    };
    let outcome = store.write(|c| revoke(c, &other.scope, &new, noon()));
    assert_eq!(outcome, RevokeOutcome::Missing);
    let draft = begin(store, &market.isv);
    let terms = market.prove(market.parts("Spring", &[0], &[1]));
    let theirs = create(store, &other, (draft, 1), &terms, noon()).unwrap();
    assert_eq!(theirs, Created::Gone);
}

fn a_partner_finds_its_own_and_learns_nothing_else(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1], &[1]), noon());
    let (_, scope) = market.partner(store, 0);
    let found: Vec<_> = made
        .opportunities
        .iter()
        .filter_map(|id| store.read(|c| find_for_partner(c, &scope, *id)))
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].reseller.id, scope.partner());
    assert_eq!(found[0].created_by, "Northwind Software");
    let page = store.read(|c| table::page(c, scope, &TableQuery::default(), noon()));
    assert_eq!((page.rows.len(), page.rows[0].id), (1, found[0].id));
    let events = store.read(|c| events::of_partner(c, &scope, found[0].id));
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].actor, "Northwind Software");
    let foreign = made.opportunities.iter().find(|id| **id != found[0].id);
    let foreign = store.read(|c| events::of_partner(c, &scope, *foreign.unwrap()));
    assert_eq!(foreign, []);
}

fn a_name_in_use_is_found_however_its_ascii_letters_are_capitalised(store: &Store) {
    let market = market(store);
    market.make(store, market.parts("Ärger im Öl", &[0], &[0]), noon());
    let scope = &market.isv.scope;
    for (name, expected) in [
        ("Ärger im Öl", true),
        ("ÄRGER IM ÖL", true),
        ("ärger im öl", false),
        ("Ärger", false),
    ] {
        let used = store.read(|c| is_name_in_use(c, scope, name, noon()));
        assert_eq!(used, expected, "{name}");
        // Of many names each is found as if it were the only one.
        let names = BTreeSet::from([name.to_ascii_lowercase(), "other".to_owned()]);
        let found = store.read(|c| names_in_use(c, scope, &names, noon()));
        assert_eq!(!found.is_empty(), expected, "{name}: {found:?}");
    }
}
