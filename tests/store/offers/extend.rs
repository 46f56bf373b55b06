//! An offer is extended once for each draft, and a single use is used once, whoever tries at the same time.

use super::{Deal, deal, terms};
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::domain::account::Organisation;
use consign::domain::catalog::ProductState;
use consign::domain::duration::Duration;
use consign::domain::ids::OfferDraftId;
use consign::domain::offer::OfferStatus;
use consign::domain::opportunity::{Obstacle, Status};
use consign::store::events::OfferEvent;
use consign::store::offers::{Extended, drafts};
use consign::store::schema::{offers, opportunities};
use consign::store::{Error, events, invitations, products};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::Barrier;

on_both_databases!(
    an_offer_takes_its_draft_and_counts_a_use,
    a_second_press_leads_to_the_same_offer,
    a_draft_saved_meanwhile_is_kept,
    of_many_who_use_a_single_use_one_wins,
    the_guarded_update_alone_lets_one_win,
    the_unique_index_alone_lets_one_win,
    what_may_be_used_often_gives_everybody_an_offer,
    one_draft_pressed_many_times_makes_one_offer,
    what_is_not_active_makes_no_offer,
    a_product_that_is_not_on_sale_makes_no_offer,
    a_partner_that_is_not_registered_makes_no_offer,
    terms_of_another_opportunity_are_refused,
    a_letter_that_fails_undoes_it_all,
);

const ONCE: Duration = Duration::SingleUse { last_day: None };
/// As many as the strictest test of a race wants.
const MANY: usize = 64;

fn an_offer_takes_its_draft_and_counts_a_use(store: &Store) {
    let deal = deal(store, ONCE);
    let offer = deal.extended(store, "Storage for Alpine", "secret");
    assert_eq!(deal.uses(store), 1);
    let list = store.read(|c| drafts::list(c, &deal.scope, None));
    assert!(list.is_empty());
    let kinds = |events: Vec<events::Event<OfferEvent>>| -> Vec<OfferEvent> {
        events.into_iter().map(|event| event.kind).collect()
    };
    let theirs = store.read(|c| events::of_offer(c, &deal.scope, offer));
    assert_eq!(theirs[0].actor, deal.user.name);
    assert_eq!(kinds(theirs), [OfferEvent::Extended]);
    let isv = &deal.market.isv.scope;
    let isvs = store.read(|c| events::of_offer_for_isv(c, isv, offer));
    assert_eq!(isvs[0].actor, "Contoso Consulting");
    assert_eq!(kinds(isvs), [OfferEvent::Extended]);
    let (_, stranger) = deal.market.partner(store, 1);
    let none = store.read(|c| events::of_offer(c, &stranger, offer));
    assert!(none.is_empty());
}

fn a_second_press_leads_to_the_same_offer(store: &Store) {
    let deal = deal(store, ONCE);
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Once"));
    let press = |secret: &str| store.write(|c| deal.press(c, (draft, 1), &terms, secret));
    let Extended::New(offer) = press("a") else {
        panic!("it is new")
    };
    assert_eq!(press("b"), Extended::Already(offer));
    let gone: OfferDraftId = consign::random::id(noon());
    let press = store.write(|c| deal.press(c, (gone, 1), &terms, "c"));
    assert_eq!(press, Extended::Gone);
    assert_eq!(deal.uses(store), 1);
}

fn a_draft_saved_meanwhile_is_kept(store: &Store) {
    let deal = deal(store, ONCE);
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Once"));
    let press = store.write(|c| deal.press(c, (draft, 7), &terms, "a"));
    assert_eq!(press, Extended::Stale);
    assert!(there(store, &deal, draft));
    assert_eq!(deal.uses(store), 0);
}

fn there(store: &Store, deal: &Deal, draft: OfferDraftId) -> bool {
    store
        .read(|c| drafts::find(c, &deal.scope, draft))
        .is_some()
}

/// Everybody presses at the same time, each for a draft of their own.
fn race(store: &Store, deal: &Deal, drafts: &[OfferDraftId]) -> Vec<Extended> {
    let terms = terms(&deal.opportunity, "Race");
    let start = Barrier::new(drafts.len());
    std::thread::scope(|scope| {
        let press = |(number, draft): (usize, &OfferDraftId)| {
            let (draft, db, start, terms) = (*draft, store.db.clone(), &start, &terms);
            scope.spawn(move || {
                start.wait();
                loop {
                    let secret = format!("secret {number} {draft}");
                    match db.write_now(|c| deal.press(c, (draft, 1), terms, &secret)) {
                        // The portal tells people to try again, and so does this test.
                        Err(Error::Busy) => {}
                        outcome => return outcome.unwrap(),
                    }
                }
            })
        };
        let threads: Vec<_> = drafts.iter().enumerate().map(press).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

fn drafts_of(store: &Store, deal: &Deal) -> Vec<OfferDraftId> {
    let drafts: Vec<_> = (0..MANY / 2).map(|_| deal.draft(store)).collect();
    // Nobody has more drafts than fifty: half of them are of a colleague.
    let colleague = Deal {
        user: store.user(&deal.market.resellers[0], "colleague@contoso.example"),
        market: crate::made::Market {
            isv: crate::tools::Isv {
                organisation: deal.market.isv.organisation.clone(),
                user: deal.market.isv.user.clone(),
                scope: deal.market.isv.scope,
            },
            resellers: deal.market.resellers.clone(),
            products: deal.market.products.clone(),
        },
        scope: deal.scope,
        opportunity: deal.opportunity.clone(),
    };
    let more = (0..MANY / 2).map(|_| colleague.draft(store));
    drafts.into_iter().chain(more).collect()
}

/// That one won, and the others kept their drafts.
fn one_won(store: &Store, deal: &Deal) {
    let drafts = drafts_of(store, deal);
    let outcomes = race(store, deal, &drafts);
    let won = |outcome: &&Extended| matches!(outcome, Extended::New(_));
    assert_eq!(outcomes.iter().filter(won).count(), 1, "{outcomes:?}");
    for (draft, outcome) in drafts.iter().zip(&outcomes) {
        match outcome {
            Extended::New(_) => assert!(!there(store, deal, *draft)),
            other
            @ (Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_)) => {
                assert_eq!(*other, Extended::Not(Obstacle::Status(Status::Used)));
                assert!(there(store, deal, *draft), "a draft is lost");
            }
        }
    }
    let made: i64 = store.read(|c| Ok(offers::table.count().get_result(c)?));
    assert_eq!(made, 1);
}

fn of_many_who_use_a_single_use_one_wins(store: &Store) {
    let deal = deal(store, ONCE);
    one_won(store, &deal);
    assert_eq!(deal.uses(store), 1);
}

fn the_guarded_update_alone_lets_one_win(store: &Store) {
    let deal = deal(store, ONCE);
    store.write(|c| Ok(c.batch_execute("DROP INDEX offers_single_use")?));
    one_won(store, &deal);
    assert_eq!(deal.uses(store), 1);
}

fn the_unique_index_alone_lets_one_win(store: &Store) {
    let deal = deal(store, ONCE);
    let winner = deal.extended(store, "First", "first");
    // As if the update had never counted.
    let forget = || {
        store.write(|c| {
            Ok(diesel::update(opportunities::table)
                .set(opportunities::uses.eq(0))
                .execute(c)?)
        })
    };
    forget();
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Second"));
    let press = store.write(|c| deal.press(c, (draft, 1), &terms, "second"));
    assert_eq!(press, Extended::Not(Obstacle::Status(Status::Used)));
    assert!(there(store, &deal, draft), "its draft is lost");
    assert_eq!(deal.uses(store), 0, "a use is counted that was none");
    let found = store.read(|c| consign::store::offers::find(c, &deal.scope, winner));
    assert_eq!(found.unwrap().details.name(), "First");
}

fn what_may_be_used_often_gives_everybody_an_offer(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let drafts = drafts_of(store, &deal);
    let outcomes = race(store, &deal, &drafts);
    assert!(
        outcomes.iter().all(|o| matches!(o, Extended::New(_))),
        "{outcomes:?}"
    );
    assert_eq!(usize::try_from(deal.uses(store)), Ok(MANY));
}

fn one_draft_pressed_many_times_makes_one_offer(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let draft = deal.draft(store);
    let outcomes = race(store, &deal, &[draft; 16]);
    let won: Vec<_> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Extended::New(offer) => Some(*offer),
            Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_) => None,
        })
        .collect();
    let [offer] = won.as_slice() else {
        panic!("{outcomes:?}")
    };
    let same = |outcome: &Extended| matches!(outcome, Extended::New(o) | Extended::Already(o) if o == offer);
    assert!(outcomes.iter().all(same), "{outcomes:?}");
    assert_eq!(deal.uses(store), 1);
}

fn what_is_not_active_makes_no_offer(store: &Store) {
    let last_day = noon().date_naive() + chrono::Days::new(1);
    let deal = deal(store, Duration::SpecificTime { last_day });
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Late"));
    let late = noon() + TimeDelta::days(2);
    let press = store.write(|c| {
        let new = consign::store::offers::NewOffer {
            draft,
            version: 1,
            opportunity: &deal.opportunity,
            terms: &terms,
            by: &deal.user,
            link_hash: super::hash("late"),
            letters: &|_, _| Ok(Vec::new()),
        };
        consign::store::offers::extend(c, &deal.scope, &new, late)
    });
    assert_eq!(press, Extended::Not(Obstacle::Status(Status::Expired)));
    assert!(there(store, &deal, draft));
    assert_eq!(deal.uses(store), 0);
}

fn a_product_that_is_not_on_sale_makes_no_offer(store: &Store) {
    let deal = deal(store, Duration::NoSetTime);
    let before = deal.extended(store, "Before", "before");
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "After"));
    let isv = &deal.market.isv.scope;
    let press = |secret: &str| store.write(|c| deal.press(c, (draft, 1), &terms, secret));
    for state in [ProductState::Withdrawn, ProductState::Draft] {
        let mut vault = deal.market.products[0].clone();
        vault.state = state;
        store.write(|c| products::put(c, isv, &vault));
        assert_eq!(press("a"), Extended::Not(Obstacle::NotOnSale), "{state:?}");
    }
    // Another ISV sells one of the same ID.
    let other = store.isv("999900001111", "Fabrikam");
    store.write(|c| products::put(c, &other.scope, &deal.market.products[0]));
    store.write(|c| products::replace_all(c, isv, &[]));
    assert_eq!(press("b"), Extended::Not(Obstacle::NotOnSale), "it is gone");
    assert!(there(store, &deal, draft), "the draft is kept");
    assert_eq!(deal.uses(store), 1, "only the first one counts");
    let found = store.read(|c| consign::store::offers::find(c, &deal.scope, before));
    assert_eq!(found.unwrap().status(noon()), OfferStatus::Active);
    store.write(|c| products::put(c, isv, &deal.market.products[0]));
    assert!(matches!(press("c"), Extended::New(_)), "it is back");
}

fn a_partner_that_is_not_registered_makes_no_offer(store: &Store) {
    let deal = deal(store, ONCE);
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Later"));
    let register = |number: usize, yes| {
        let id = deal.market.resellers[number].id;
        let done = store.write(|c| {
            let nobody = |_: &Organisation, _: &Organisation| Ok(Vec::new());
            invitations::set_registered(c, (id, yes), "Ines", &nobody, noon())
        });
        assert!(done);
    };
    let press = |secret: &str| store.write(|c| deal.press(c, (draft, 1), &terms, secret));
    register(0, false);
    assert_eq!(press("a"), Extended::Not(Obstacle::NotRegistered));
    assert!(there(store, &deal, draft), "the draft is kept");
    assert_eq!(deal.uses(store), 0);
    register(0, true);
    // What becomes of others does not matter.
    register(1, false);
    assert!(matches!(press("b"), Extended::New(_)), "it is back");
}

fn terms_of_another_opportunity_are_refused(store: &Store) {
    let deal = deal(store, ONCE);
    let other = super::another(store, &deal.market, &deal.scope, ONCE);
    let (draft, terms) = (deal.draft(store), terms(&other, "Of another"));
    let press = store
        .db
        .write_now(|c| deal.press(c, (draft, 1), &terms, "a"));
    assert!(matches!(press, Err(Error::Broken(_))), "{press:?}");
    let of_other = deal.draft_of(store, other.id);
    let own = super::terms(&deal.opportunity, "Of this one");
    let press = store.write(|c| deal.press(c, (of_other, 1), &own, "b"));
    assert_eq!(press, Extended::Stale, "the draft is of the other one");
    assert_eq!(deal.uses(store), 0);
}

fn a_letter_that_fails_undoes_it_all(store: &Store) {
    let deal = deal(store, ONCE);
    let (draft, terms) = (deal.draft(store), terms(&deal.opportunity, "Untold"));
    let press = store.db.write_now(|c| {
        let new = consign::store::offers::NewOffer {
            draft,
            version: 1,
            opportunity: &deal.opportunity,
            terms: &terms,
            by: &deal.user,
            link_hash: super::hash("untold"),
            letters: &|_, _| Err(Error::Broken("no letter".to_owned())),
        };
        consign::store::offers::extend(c, &deal.scope, &new, noon())
    });
    assert!(press.is_err());
    assert!(there(store, &deal, draft));
    assert_eq!(deal.uses(store), 0);
}
