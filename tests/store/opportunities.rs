//! Batches are made whole or not at all, say what was proved, and are revoked once.

use crate::made::{Market, begin, create, letters, market};
use crate::tools::{Store, noon};
use chrono::{Days, TimeDelta};
use consign::domain::duration::Duration;
use consign::domain::ids::OpportunityId;
use consign::domain::opportunity::{Opportunity, Side, Status};
use consign::random;
use consign::store::columns::AsText;
use consign::store::events::{self, EventKind};
use consign::store::opportunities::{
    Created, NewBatch, NewRevocation, RevokeOutcome, TableQuery, create_batch, find,
    find_for_partner, revoke, table,
};
use consign::store::outbox::{self, Delivery, MessageKind};
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
    a_revocation_is_told_and_final,
    what_is_not_active_is_not_revoked,
    of_many_revocations_at_once_one_counts,
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
        assert_eq!(events[0].kind, EventKind::OpportunityCreated);
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
            letters: &|id, reseller, _| {
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
        let page = store.read(|c| table::page(c, &other.scope, &wants, noon()));
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
    let page = store.read(|c| table::page_for_partner(c, &scope, &TableQuery::default(), noon()));
    assert_eq!((page.rows.len(), page.rows[0].id), (1, found[0].id));
    let events = store.read(|c| events::of_partner(c, &scope, found[0].id));
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].actor, "Northwind Software");
    let foreign = made.opportunities.iter().find(|id| **id != found[0].id);
    let foreign = store.read(|c| events::of_partner(c, &scope, *foreign.unwrap()));
    assert_eq!(foreign, []);
}

fn revocation<'a>(market: &'a Market, id: OpportunityId) -> NewRevocation<'a> {
    let mut letters = letters(id, &market.resellers[0]);
    for letter in &mut letters {
        letter.kind = MessageKind::OpportunityRevoked;
    }
    NewRevocation {
        opportunity: id,
        by: &market.isv.user,
        reason: Some("Typo <b>in the price</b>".to_owned()),
        letters,
    }
}

fn a_revocation_is_told_and_final(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1], &[1]), noon());
    let later = noon() + TimeDelta::minutes(3);
    let id = made.opportunities[0];
    let new = revocation(&market, id);
    let outcome = store.write(|c| revoke(c, &market.isv.scope, &new, later));
    assert_eq!(outcome, RevokeOutcome::Done);
    let found = whole(store, &market, id);
    let revoked = found.revocation.as_ref().unwrap();
    assert_eq!(found.status(later), Status::Revoked);
    assert_eq!((revoked.by, revoked.at), (Side::Isv, later));
    assert_eq!(revoked.reason, new.reason);
    // Both sides know, newest first.
    let (_, scope) = market.partner(store, 0);
    let ours = store.read(|c| events::of(c, &market.isv.scope, id));
    let theirs = store.read(|c| events::of_partner(c, &scope, id));
    for (events, actor) in [(&ours, "Maria Muster"), (&theirs, "Northwind Software")] {
        let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
        assert_eq!(
            kinds,
            [EventKind::OpportunityRevoked, EventKind::OpportunityCreated]
        );
        assert_eq!(events[0].actor, actor);
        assert_eq!(events[0].details.get("reason"), new.reason.as_ref());
    }
    // What was still to be said about its creation is not said any more.
    let letters = store.read(|c| outbox::of_opportunity(c, &market.isv.scope, id));
    assert_eq!(
        letters,
        [
            (MessageKind::OpportunityCreated, noon(), Delivery::Cancelled),
            (MessageKind::OpportunityRevoked, later, Delivery::Sending)
        ]
    );
    // The other one of the batch is as it was.
    let other = whole(store, &market, made.opportunities[1]);
    assert_eq!(other.status(later), Status::Active);
    let again = store.write(|c| revoke(c, &market.isv.scope, &new, later));
    assert_eq!(again, RevokeOutcome::Not(Status::Revoked));
    assert_eq!(store.read(|c| events::of(c, &market.isv.scope, id)), ours);
}

fn what_is_not_active_is_not_revoked(store: &Store) {
    let market = market(store);
    let last_day = noon().date_naive() + Days::new(30);
    let mut parts = market.parts("Spring", &[0], &[1]);
    parts.duration = Some(Duration::SpecificTime { last_day });
    let expiring = market.make(store, parts.clone(), noon()).opportunities[0];
    parts.duration = Some(Duration::SingleUse { last_day: None });
    let single = market.make(store, parts, noon()).opportunities[0];
    store.write(|c| {
        let used = opportunities::table.find(AsText(single));
        Ok(diesel::update(used)
            .set(opportunities::uses.eq(1))
            .execute(c)?)
    });
    let missing: OpportunityId = random::id(noon());
    let over = (last_day + Days::new(1))
        .and_hms_opt(0, 0, 0)
        .unwrap()
        .and_utc();
    let ask = |id, now| {
        let new = revocation(&market, id);
        store.write(|c| revoke(c, &market.isv.scope, &new, now))
    };
    assert_eq!(ask(single, noon()), RevokeOutcome::Not(Status::Used));
    assert_eq!(ask(expiring, over), RevokeOutcome::Not(Status::Expired));
    assert_eq!(ask(missing, noon()), RevokeOutcome::Missing);
    assert_eq!(whole(store, &market, expiring).revocation, None);
    let at_the_last = over - TimeDelta::microseconds(1);
    assert_eq!(ask(expiring, at_the_last), RevokeOutcome::Done);
}

fn of_many_revocations_at_once_one_counts(store: &Store) {
    let market = market(store);
    let id = market
        .make(store, market.parts("Spring", &[0], &[1]), noon())
        .opportunities[0];
    let new = revocation(&market, id);
    let ask = || loop {
        match store
            .db
            .write_now(|c| revoke(c, &market.isv.scope, &new, noon()))
        {
            Err(Error::Busy) => {}
            other => return other.unwrap(),
        }
    };
    let outcomes: Vec<RevokeOutcome> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap())
            .collect()
    });
    let done = outcomes
        .iter()
        .filter(|outcome| **outcome == RevokeOutcome::Done);
    assert_eq!(done.count(), 1, "{outcomes:?}");
    let refused = RevokeOutcome::Not(Status::Revoked);
    assert_eq!(outcomes.iter().filter(|o| **o == refused).count(), 15);
    assert_eq!(
        store.read(|c| events::of(c, &market.isv.scope, id)).len(),
        2
    );
}
