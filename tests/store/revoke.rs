//! A revocation is told to both sides, counts once, and only ends what is active.

use crate::made::{Market, letters, market};
use crate::tools::{Store, noon};
use chrono::{Days, TimeDelta};
use consign::answers::offer::OfferAnswers;
use consign::domain::duration::Duration;
use consign::domain::ids::OpportunityId;
use consign::domain::opportunity::{Opportunity, Side, Status};
use consign::random;
use consign::store::Error;
use consign::store::columns::AsText;
use consign::store::events::{self, OpportunityEvent};
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::opportunities::{
    NewRevocation, RevokeOutcome, end, find, find_for_partner, revoke,
};
use consign::store::outbox::{self, Delivery, MessageKind};
use consign::store::schema::opportunities;
use diesel::prelude::*;

on_both_databases!(
    a_revocation_is_told_and_final,
    who_was_told_of_the_creation_is_told_of_the_revocation,
    who_works_with_it_already_is_told_of_the_revocation,
    what_is_not_active_is_not_revoked,
    of_many_revocations_at_once_one_counts,
    an_end_by_the_partner_is_told_to_both_by_their_own_names,
    of_an_end_and_a_revocation_at_once_one_counts,
);

fn whole(store: &Store, market: &Market, id: OpportunityId) -> Opportunity {
    let found = store.read(|c| find(c, &market.isv.scope, id));
    found.unwrap_or_else(|| panic!("{id} is not there"))
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
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        let revoked = OpportunityEvent::Revoked(new.reason.clone());
        assert_eq!(kinds, [revoked, OpportunityEvent::Created]);
        assert_eq!(events[0].actor, actor);
    }
    // What was still to be said about its creation is not said any more, and so there is nothing to take back.
    let letters = store.read(|c| outbox::of_opportunity(c, &market.isv.scope, id));
    assert_eq!(
        letters,
        [(MessageKind::OpportunityCreated, noon(), Delivery::Cancelled)]
    );
    // The other one of the batch is as it was.
    let other = whole(store, &market, made.opportunities[1]);
    assert_eq!(other.status(later), Status::Active);
    let again = store.write(|c| revoke(c, &market.isv.scope, &new, later));
    assert_eq!(again, RevokeOutcome::Not(Status::Revoked));
    assert_eq!(store.read(|c| events::of(c, &market.isv.scope, id)), ours);
}

fn who_was_told_of_the_creation_is_told_of_the_revocation(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0], &[1]), noon());
    let id = made.opportunities[0];
    let sent = store.write(|c| {
        let letters = outbox::lease(c, u16::MAX, noon())?;
        for letter in &letters {
            assert!(outbox::sent(c, letter, noon())?);
        }
        Ok(letters.len())
    });
    assert_eq!(sent, 2, "each side is told");
    let later = noon() + TimeDelta::minutes(3);
    let new = revocation(&market, id);
    store.write(|c| revoke(c, &market.isv.scope, &new, later));
    let letters = store.read(|c| outbox::of_opportunity(c, &market.isv.scope, id));
    assert_eq!(
        letters,
        [
            (
                MessageKind::OpportunityCreated,
                noon(),
                Delivery::Sent(noon())
            ),
            (MessageKind::OpportunityRevoked, later, Delivery::Sending)
        ]
    );
}

fn who_works_with_it_already_is_told_of_the_revocation(store: &Store) {
    let market = market(store);
    let (user, scope) = market.partner(store, 0);
    let told = |worked_with: &dyn Fn(OpportunityId)| {
        let made = market.make(store, market.parts("Spring", &[0], &[1]), noon());
        let id = made.opportunities[0];
        worked_with(id);
        let new = revocation(&market, id);
        let later = noon() + TimeDelta::minutes(3);
        store.write(|c| revoke(c, &market.isv.scope, &new, later));
        let letters = store.read(|c| outbox::of_opportunity(c, &market.isv.scope, id));
        let of_revocation = letters
            .iter()
            .filter(|(kind, ..)| *kind == MessageKind::OpportunityRevoked);
        of_revocation.count() == 1
    };
    assert!(!told(&|_| {}));
    assert!(told(&|id| {
        let new = NewOfferDraft {
            id: random::id(noon()),
            opportunity: id,
            answers: &OfferAnswers::default(),
            by: user.id,
        };
        store.write(|c| drafts::create(c, &scope, &new, noon()));
    }));
    assert!(told(&|id| {
        store.write(|c| {
            let used = opportunities::table.find(AsText(id));
            Ok(diesel::update(used)
                .set(opportunities::uses.eq(1))
                .execute(c)?)
        });
    }));
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

fn an_end_by_the_partner_is_told_to_both_by_their_own_names(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1], &[1]), noon());
    let (user, scope) = market.partner(store, 0);
    let (id, others) = (made.opportunities[0], made.opportunities[1]);
    let new = NewRevocation {
        by: &user,
        ..revocation(&market, id)
    };
    let foreign = NewRevocation {
        opportunity: others,
        ..new.clone()
    };
    let outcome = store.write(|c| end(c, &scope, &foreign, noon()));
    assert_eq!(outcome, RevokeOutcome::Missing, "another reseller's");
    let outcome = store.write(|c| end(c, &scope, &new, noon() + TimeDelta::minutes(1)));
    assert_eq!(outcome, RevokeOutcome::Done);
    let ours = store.read(|c| events::of(c, &market.isv.scope, id));
    let theirs = store.read(|c| events::of_partner(c, &scope, id));
    for (events, actor) in [(&ours, "Contoso Consulting"), (&theirs, "Maria Muster")] {
        let ended = OpportunityEvent::Ended(new.reason.clone());
        assert_eq!(events[0].kind, ended);
        assert_eq!(events[0].actor, actor);
    }
    let for_isv = whole(store, &market, id).revocation.unwrap();
    let for_partner = store.read(|c| find_for_partner(c, &scope, id)).unwrap();
    let for_partner = for_partner.revocation.unwrap();
    assert_eq!(
        (for_isv.by, for_isv.person.as_str()),
        (Side::Partner, "Contoso Consulting")
    );
    assert_eq!(for_partner.person, "Maria Muster");
    let status = whole(store, &market, id).status(noon());
    assert_eq!(status, Status::EndedByPartner);
    let again = store.write(|c| end(c, &scope, &new, noon()));
    assert_eq!(again, RevokeOutcome::Not(Status::EndedByPartner));
    let (_, other) = market.partner(store, 1);
    let revoked = revocation(&market, others);
    store.write(|c| revoke(c, &market.isv.scope, &revoked, noon()));
    let theirs = store.read(|c| find_for_partner(c, &other, others)).unwrap();
    assert_eq!(theirs.revocation.unwrap().person, "Northwind Software");
}

fn of_an_end_and_a_revocation_at_once_one_counts(store: &Store) {
    let market = market(store);
    let id = market
        .make(store, market.parts("Spring", &[0], &[1]), noon())
        .opportunities[0];
    let (user, scope) = market.partner(store, 0);
    let ours = revocation(&market, id);
    let theirs = NewRevocation {
        by: &user,
        ..ours.clone()
    };
    let ask = &|partner: bool| loop {
        let asked = store.db.write_now(|c| match partner {
            true => end(c, &scope, &theirs, noon()),
            false => revoke(c, &market.isv.scope, &ours, noon()),
        });
        match asked {
            Err(Error::Busy) => {}
            other => return other.unwrap(),
        }
    };
    let outcomes: Vec<RevokeOutcome> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8)
            .map(|at| scope.spawn(move || ask(at % 2 == 0)))
            .collect();
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap())
            .collect()
    });
    let done = outcomes.iter().filter(|o| **o == RevokeOutcome::Done);
    assert_eq!(done.count(), 1, "{outcomes:?}");
    let events = store.read(|c| events::of(c, &market.isv.scope, id));
    assert_eq!(events.len(), 2, "its creation and one end");
}
