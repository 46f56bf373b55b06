//! A single use makes one offer, by either of its two guards alone and however many press at once.

use crate::made::{Market, market};
use crate::tools::{Store, noon};
use consign::answers::offer::OfferAnswers;
use consign::domain::account::{AccountId, User};
use consign::domain::buyers::Buyers;
use consign::domain::duration::Duration;
use consign::domain::ids::{OfferDraftId, OpportunityId};
use consign::domain::money::Markup;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use consign::domain::opportunity::{Obstacle, Opportunity, Status};
use consign::random;
use consign::store::columns::AsText;
use consign::store::drafts::Created;
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::offers::{Extended, NewOffer, extend, last_of, of_draft};
use consign::store::opportunities::find_for_partner;
use consign::store::schema::{offers, opportunities};
use consign::store::scope::PartnerScope;
use diesel::prelude::*;

on_both_databases!(
    the_unique_index_alone_keeps_a_second_offer_out,
    the_guarded_update_alone_keeps_a_second_offer_out,
    of_many_at_once_one_wins,
    a_second_press_finds_the_offer_of_the_first,
);

/// Presses at once.
const PRESSES: usize = 16;

/// A partner with an opportunity.
pub struct Partner {
    pub user: User,
    pub scope: PartnerScope,
    pub opportunity: Opportunity,
}

impl Partner {
    pub fn with(store: &Store, duration: Duration) -> Self {
        let market: Market = market(store);
        let (user, scope) = market.partner(store, 0);
        let mut parts = market.parts("Spring", &[0], &[1]);
        parts.duration = Some(duration);
        let made = market.make(store, parts, noon());
        let id = made.opportunities[0];
        let opportunity = store.read(|c| find_for_partner(c, &scope, id)).unwrap();
        Self {
            user,
            scope,
            opportunity,
        }
    }

    fn once(store: &Store) -> Self {
        Self::with(store, Duration::SingleUse { last_day: None })
    }

    pub fn draft(&self, store: &Store) -> OfferDraftId {
        let new = NewOfferDraft {
            id: random::id(noon()),
            opportunity: self.opportunity.id,
            answers: &OfferAnswers::default(),
            by: self.user.id,
        };
        let created = store.write(|c| drafts::create(c, &self.scope, &new, noon()));
        assert_eq!(created, Created::Done);
        new.id
    }

    fn terms(&self) -> OfferTerms {
        let today = noon().date_naive();
        let buyer = AccountId::parse("210987654321").unwrap();
        let parts = OfferParts {
            contract_accepted: false,
            buyers: Some(Buyers::new(vec![buyer]).unwrap()),
            adjustment: Some(Adjustment::Markup(Markup::NONE)),
            amendments: Some(Vec::new()),
            details: Some(OfferDetails::new("For Acme", "Negotiated").unwrap()),
            expires_on: Some(today + chrono::Days::new(30)),
            subscription_end: Some(today + chrono::Days::new(400)),
        };
        OfferTerms::prove(&self.opportunity, parts, today).expect("they go together")
    }

    pub fn extend(&self, store: &Store, draft: OfferDraftId) -> Extended {
        let terms = self.terms();
        let new = NewOffer {
            draft,
            version: 1,
            opportunity: &self.opportunity,
            terms: &terms,
            by: &self.user,
            link_hash: random::sha256_hex(&random::token()),
            letters: &|_, _| Ok(Vec::new()),
        };
        store.write(|c| extend(c, &self.scope, &new, noon()))
    }

    fn is_kept(&self, store: &Store, draft: OfferDraftId) -> bool {
        store
            .read(|c| drafts::find(c, &self.scope, draft))
            .is_some()
    }
}

fn uses(store: &Store, id: OpportunityId) -> i32 {
    store.read(|c| {
        let opportunity = opportunities::table.find(AsText(id));
        Ok(opportunity.select(opportunities::uses).first(c)?)
    })
}

fn set_uses(store: &Store, id: OpportunityId, uses: i32) {
    store.write(|c| {
        let opportunity = opportunities::table.find(AsText(id));
        diesel::update(opportunity)
            .set(opportunities::uses.eq(uses))
            .execute(c)?;
        Ok(())
    });
}

fn made(store: &Store) -> i64 {
    store.read(|c| Ok(offers::table.count().get_result(c)?))
}

fn the_unique_index_alone_keeps_a_second_offer_out(store: &Store) {
    let partner = Partner::once(store);
    let id = partner.opportunity.id;
    let first = partner.draft(store);
    assert!(matches!(partner.extend(store, first), Extended::New(_)));
    // As if the first guard had failed.
    set_uses(store, id, 0);
    let second = partner.draft(store);
    let outcome = partner.extend(store, second);
    assert_eq!(outcome, Extended::Not(Obstacle::Status(Status::Used)));
    assert!(partner.is_kept(store, second));
    assert_eq!(
        (made(store), uses(store, id)),
        (1, 0),
        "nothing of it is kept"
    );
}

fn the_guarded_update_alone_keeps_a_second_offer_out(store: &Store) {
    let partner = Partner::once(store);
    let id = partner.opportunity.id;
    // As if there were a use without an offer, which the index knows nothing of.
    set_uses(store, id, 1);
    let draft = partner.draft(store);
    assert_eq!(
        partner.extend(store, draft),
        Extended::Not(Obstacle::Status(Status::Used))
    );
    assert!(partner.is_kept(store, draft));
    assert_eq!((made(store), uses(store, id)), (0, 1));
}

fn of_many_at_once_one_wins(store: &Store) {
    let partner = Partner::once(store);
    let drafts: Vec<_> = (0..PRESSES).map(|_| partner.draft(store)).collect();
    let outcomes: Vec<Extended> = std::thread::scope(|scope| {
        let presses: Vec<_> = drafts
            .iter()
            .map(|draft| scope.spawn(|| partner.extend(store, *draft)))
            .collect();
        presses
            .into_iter()
            .map(|press| press.join().unwrap())
            .collect()
    });
    let won = outcomes.iter().filter(|o| matches!(o, Extended::New(_)));
    assert_eq!(won.count(), 1, "{outcomes:?}");
    let lost = outcomes
        .iter()
        .filter(|o| **o == Extended::Not(Obstacle::Status(Status::Used)));
    assert_eq!(lost.count(), PRESSES - 1, "{outcomes:?}");
    assert_eq!(made(store), 1);
    assert_eq!(uses(store, partner.opportunity.id), 1);
    let kept = drafts
        .iter()
        .filter(|draft| partner.is_kept(store, **draft));
    assert_eq!(kept.count(), PRESSES - 1);
}

fn a_second_press_finds_the_offer_of_the_first(store: &Store) {
    let partner = Partner::with(store, Duration::NoSetTime);
    let draft = partner.draft(store);
    let Extended::New(offer) = partner.extend(store, draft) else {
        panic!("it is new")
    };
    assert_eq!(partner.extend(store, draft), Extended::Already(offer));
    let scope = &partner.scope;
    assert_eq!(store.read(|c| of_draft(c, scope, draft)), Some(offer));
    let last = store.read(|c| last_of(c, scope, partner.opportunity.id));
    let last = last.expect("an offer");
    assert_eq!((last.id, last.name.as_str()), (offer, "For Acme"));
    assert_eq!((last.by, last.at), (partner.user.name.clone(), noon()));
    assert_eq!(uses(store, partner.opportunity.id), 1, "counted once");
    let never = random::id(noon());
    assert_eq!(partner.extend(store, never), Extended::Gone);
}
