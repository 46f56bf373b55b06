//! A change of what stands beside somebody's table of opportunities is counted for both parties and for nobody else, so that
//! what was read of it at one number is still so as long as the number is the same.

use crate::made::{Market, market};
use crate::offer_race::Partner;
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::domain::duration::Duration;
use consign::domain::ids::{OpportunityId, OrganisationId};
use consign::domain::opportunity::Status;
use consign::store::columns::AsText;
use consign::store::offers::Extended;
use consign::store::opportunities::{
    NewRevocation, RevokeOutcome, RevokedAll, end, revoke, revoke_all,
};
use consign::store::schema::organisations;
use diesel::prelude::*;

on_both_databases!(
    a_batch_is_a_change_for_its_parties,
    an_end_is_a_change_and_the_second_one_is_none,
    many_ends_at_once_are_one_change_or_none,
    an_offer_of_a_single_use_is_a_change,
    an_offer_of_one_of_many_uses_is_none,
);

fn changes(store: &Store, organisation: OrganisationId) -> i64 {
    store.read(|c| {
        let found = organisations::table.find(AsText(organisation));
        Ok(found.select(organisations::changes).first(c)?)
    })
}

impl Market {
    /// How often something has changed for the ISV and for each of the resellers.
    fn changes(&self, store: &Store) -> [i64; 4] {
        let of = |index: usize| changes(store, self.resellers[index].id);
        [
            changes(store, self.isv.organisation.id),
            of(0),
            of(1),
            of(2),
        ]
    }

    fn revocation(&self, opportunity: OpportunityId) -> NewRevocation<'_> {
        NewRevocation {
            opportunity,
            by: &self.isv.user,
            reason: None,
            letters: Vec::new(),
        }
    }
}

fn a_batch_is_a_change_for_its_parties(store: &Store) {
    let market = market(store);
    assert_eq!(market.changes(store), [0, 0, 0, 0]);
    market.make(store, market.parts("Spring", &[0, 2], &[1, 2]), noon());
    assert_eq!(market.changes(store), [1, 1, 0, 1]);
    market.make(store, market.parts("Summer", &[2], &[1]), noon());
    assert_eq!(market.changes(store), [2, 1, 0, 2]);
}

fn an_end_is_a_change_and_the_second_one_is_none(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1], &[1]), noon());
    let later = noon() + TimeDelta::minutes(3);
    let revoked = market.revocation(made.opportunities[0]);
    for outcome in [RevokeOutcome::Done, RevokeOutcome::Not(Status::Revoked)] {
        let found = store.write(|c| revoke(c, &market.isv.scope, &revoked, later));
        assert_eq!(found, outcome);
        assert_eq!(market.changes(store), [2, 2, 1, 0]);
    }
    let (user, scope) = market.partner(store, 1);
    let ended = NewRevocation {
        by: &user,
        ..market.revocation(made.opportunities[1])
    };
    let outcome = store.write(|c| end(c, &scope, &ended, later));
    assert_eq!(outcome, RevokeOutcome::Done);
    assert_eq!(market.changes(store), [3, 2, 2, 0]);
}

fn many_ends_at_once_are_one_change_or_none(store: &Store) {
    let market = market(store);
    let mut ids = Vec::new();
    for name in ["Spring", "Summer"] {
        let made = market.make(store, market.parts(name, &[0, 1, 2], &[1]), noon());
        ids.push(made.opportunities);
    }
    let all = |ids: &[OpportunityId]| {
        let some: Vec<_> = ids.iter().map(|id| market.revocation(*id)).collect();
        store.write(|c| revoke_all(c, &market.isv.scope, &some, noon()))
    };
    assert_eq!(market.changes(store), [2, 2, 2, 2]);
    assert_eq!(all(&ids[0]), RevokedAll::Done);
    assert_eq!(market.changes(store), [3, 3, 3, 3]);
    // The last one is over, so that those before it are not.
    ids[1].sort();
    assert_eq!(all(&ids[1][2..]), RevokedAll::Done);
    let before = market.changes(store);
    assert_eq!(all(&ids[1]), RevokedAll::NotAll);
    assert_eq!(market.changes(store), before);
}

fn an_offer_of_a_single_use_is_a_change(store: &Store) {
    let once = Duration::SingleUse { last_day: None };
    assert_eq!(changed_by_an_offer(store, once), [1, 1]);
}

fn an_offer_of_one_of_many_uses_is_none(store: &Store) {
    assert_eq!(changed_by_an_offer(store, Duration::NoSetTime), [0, 0]);
}

/// How many changes an offer is for the vendor and for the partner.
fn changed_by_an_offer(store: &Store, duration: Duration) -> [i64; 2] {
    let partner = Partner::with(store, duration);
    let parties = [partner.opportunity.isv.id, partner.opportunity.reseller.id];
    let before = parties.map(|party| changes(store, party));
    let extended = partner.extend(store, partner.draft(store));
    assert!(matches!(extended, Extended::New(_)), "{extended:?}");
    [0, 1].map(|index: usize| changes(store, parties[index]) - before[index])
}
