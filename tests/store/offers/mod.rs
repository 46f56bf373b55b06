//! Private offers: extended once, read by each side as far as it may know, accepted once for each account, and ended.

mod accept;
mod change;
mod extend;
mod read;
mod table;

use crate::made::{Market, market, percent};
use crate::tools::{Store, amount, noon};
use chrono::NaiveDate;
use consign::answers::offer::OfferAnswers;
use consign::domain::account::{AccountId, User};
use consign::domain::buyers::Buyers;
use consign::domain::contract_duration::ContractDuration;
use consign::domain::discount::Discount;
use consign::domain::duration::Duration;
use consign::domain::ids::{OfferDraftId, OfferId, OpportunityId};
use consign::domain::money::Markup;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use consign::domain::opportunity::Opportunity;
use consign::random;
use consign::store::drafts::Created;
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::offers::{self, Extended, NewOffer};
use consign::store::opportunities;
use consign::store::scope::PartnerScope;
use consign::store::{Conn, Error};

/// The buyer's accounts.
pub const ALPINE: &str = "120012001200";
pub const BELLOWS: &str = "950095009500";

pub fn account(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The fingerprint of a secret.
pub fn hash(secret: &str) -> String {
    random::sha256_hex(secret.as_bytes())
}

/// A partner with opportunities to make offers from.
pub struct Deal {
    pub market: Market,
    pub user: User,
    pub scope: PartnerScope,
    pub opportunity: Opportunity,
}

/// Twenty percent off storage that lists at 16.00 for a year; usable so long and so often.
pub fn deal(store: &Store, duration: Duration) -> Deal {
    let mut market = market(store);
    let vault = &mut market.products[0];
    vault.tiered = false;
    let year = [(ContractDuration::Months(12), amount("16.00"))];
    vault.dimensions[0].upfront = year.into_iter().collect();
    vault.dimensions.truncate(2);
    let (user, scope) = market.partner(store, 0);
    let opportunity = another(store, &market, &scope, duration);
    Deal {
        market,
        user,
        scope,
        opportunity,
    }
}

/// Another such opportunity of the same partner.
pub fn another(
    store: &Store,
    market: &Market,
    scope: &PartnerScope,
    duration: Duration,
) -> Opportunity {
    let mut parts = market.parts("Q1 renewals", &[0], &[0]);
    if let Some(Discount::Percentage { percent: off, .. }) = &mut parts.discount {
        *off = percent(2000);
    }
    parts.duration = Some(duration);
    let id: OpportunityId = market.make(store, parts, noon()).opportunities[0];
    store
        .read(|c| opportunities::find_for_partner(c, scope, id))
        .unwrap()
}

/// Terms with a markup of 5% for two accounts, open until the end of the year.
pub fn terms(opportunity: &Opportunity, name: &str) -> OfferTerms {
    let parts = OfferParts {
        contract_accepted: true,
        buyers: Some(Buyers::new(vec![account(ALPINE), account(BELLOWS)]).unwrap()),
        adjustment: Some(Adjustment::Markup(
            Markup::new("5".parse().unwrap()).unwrap(),
        )),
        amendments: Some(Vec::new()),
        details: Some(OfferDetails::new(name, "Between us alone").unwrap()),
        expires_on: Some(day("2026-12-31")),
        subscription_end: None,
    };
    OfferTerms::prove(opportunity, parts, noon().date_naive()).expect("they go together")
}

impl Deal {
    pub fn draft(&self, store: &Store) -> OfferDraftId {
        self.draft_of(store, self.opportunity.id)
    }

    pub fn draft_of(&self, store: &Store, opportunity: OpportunityId) -> OfferDraftId {
        let new = NewOfferDraft {
            id: random::id(noon()),
            opportunity,
            answers: &OfferAnswers::default(),
            by: self.user.id,
        };
        let created = store.write(|c| drafts::create(c, &self.scope, &new, noon()));
        assert_eq!(created, Created::Done);
        new.id
    }

    /// Presses *Extend Offer*.
    pub fn press(
        &self,
        c: &mut Conn,
        (draft, version): (OfferDraftId, i32),
        terms: &OfferTerms,
        secret: &str,
    ) -> Result<Extended, Error> {
        let new = NewOffer {
            draft,
            version,
            opportunity: &self.opportunity,
            terms,
            by: &self.user,
            link_hash: hash(secret),
            letters: &|_, _| Ok(Vec::new()),
        };
        offers::extend(c, &self.scope, &new, noon())
    }

    /// Extends an offer whose link has this secret.
    pub fn extended(&self, store: &Store, name: &str, secret: &str) -> OfferId {
        let (draft, terms) = (self.draft(store), terms(&self.opportunity, name));
        match store.write(|c| self.press(c, (draft, 1), &terms, secret)) {
            Extended::New(offer) => offer,
            other
            @ (Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_)) => {
                panic!("{other:?}")
            }
        }
    }

    /// How often the opportunity was used.
    pub fn uses(&self, store: &Store) -> u32 {
        let found =
            store.read(|c| opportunities::find_for_partner(c, &self.scope, self.opportunity.id));
        found.unwrap().uses
    }
}
