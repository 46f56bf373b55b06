//! Drafts of offers: begun once by a double press, and removed in the end with what hangs on them.

use crate::offer_race::Partner;
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::answers::Fields;
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::domain::agreements::ResellerContract;
use consign::domain::duration::Duration;
use consign::domain::opportunity::Opportunity;
use consign::store::drafts::{KEPT, Saved};
use consign::store::events::{self, OpportunityEvent};
use consign::store::offers::drafts::{delete_old, find, save, untouched};
use consign::store::offers::{accept_contract, contract_acceptance, withdraw_contract};

on_both_databases!(
    a_draft_nobody_typed_into_is_found_again,
    old_drafts_go_with_their_acceptances,
    an_acceptance_that_is_taken_back_is_on_record,
);

fn a_draft_nobody_typed_into_is_found_again(store: &Store) {
    let partner = Partner::with(store, Duration::NoSetTime);
    let (scope, opportunity) = (partner.scope, partner.opportunity.id);
    let found = |since| {
        let by = partner.user.id;
        store.read(|c| untouched(c, &scope, opportunity, by, since))
    };
    assert_eq!(found(noon()), None);
    let draft = partner.draft(store);
    assert_eq!(found(noon()), Some(draft));
    assert_eq!(found(noon() + TimeDelta::milliseconds(1)), None);
    let mut answers = OfferAnswers::default();
    answers.set(OfferStep::Terms, Fields::default());
    let by = partner.user.id;
    let saved = store.write(|c| save(c, &scope, (draft, 1), &answers, by, noon()));
    assert_eq!(saved, Saved::Done(2));
    assert_eq!(found(noon()), None);
}

fn old_drafts_go_with_their_acceptances(store: &Store) {
    let partner = Partner::with(store, Duration::NoSetTime);
    let opportunity = Opportunity {
        contract: ResellerContract::Rcmp {
            version: "2021-12-01".to_owned(),
        },
        ..partner.opportunity.clone()
    };
    let [old, young] = [partner.draft(store), partner.draft(store)];
    let (scope, by) = (partner.scope, &partner.user);
    let later = noon() + TimeDelta::days(1);
    for draft in [old, young] {
        store.write(|c| accept_contract(c, &scope, draft, &opportunity, by, noon()));
        assert!(store.read(|c| contract_acceptance(c, draft)).is_some());
    }
    let answers = OfferAnswers::default();
    store.write(|c| save(c, &scope, (young, 1), &answers, by.id, later));
    let early = noon() + KEPT - TimeDelta::milliseconds(1);
    assert_eq!(store.write(|c| delete_old(c, early)), 0);
    assert_eq!(store.write(|c| delete_old(c, noon() + KEPT)), 1);
    assert!(store.read(|c| find(c, &scope, old)).is_none());
    assert!(store.read(|c| contract_acceptance(c, old)).is_none());
    assert!(store.read(|c| find(c, &scope, young)).is_some());
    assert!(store.read(|c| contract_acceptance(c, young)).is_some());
}

fn an_acceptance_that_is_taken_back_is_on_record(store: &Store) {
    let partner = Partner::with(store, Duration::NoSetTime);
    let opportunity = Opportunity {
        contract: ResellerContract::Rcmp {
            version: "2021-12-01".to_owned(),
        },
        ..partner.opportunity.clone()
    };
    let (scope, by, draft) = (partner.scope, &partner.user, partner.draft(store));
    let (soon, later) = (
        noon() + TimeDelta::minutes(1),
        noon() + TimeDelta::minutes(2),
    );
    store.write(|c| accept_contract(c, &scope, draft, &opportunity, by, soon));
    // A second time there is nothing to take back.
    for _ in 0..2 {
        store.write(|c| withdraw_contract(c, &scope, draft, by, later));
    }
    assert!(store.read(|c| contract_acceptance(c, draft)).is_none());
    let told = store.read(|c| events::of_partner(c, &scope, opportunity.id));
    let told: Vec<_> = told
        .iter()
        .map(|event| (&event.kind, event.actor.as_str()))
        .take(2)
        .collect();
    let name = by.name.as_str();
    assert_eq!(
        told,
        [
            (&OpportunityEvent::ContractWithdrawn, name),
            (&OpportunityEvent::ContractAccepted, name)
        ]
    );
}
