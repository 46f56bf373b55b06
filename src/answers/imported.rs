//! Drafts that were made of a resale authorization at AWS: whether one still says what that says. As long as it does,
//! what is created of it is that authorization; with other terms it is another one.

use crate::answers::{Answers, Catalogue, Journey, Named, Step};
use crate::domain::account::AccountId;
use crate::domain::authorization::AuthorizationId;
use crate::domain::terms::Parts;
use chrono::NaiveDate;

/// What a draft was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What it is called in AWS.
    pub id: AuthorizationId,
    /// The account of its reseller, known here or not.
    pub reseller: AccountId,
    /// What it says, as the answers that were filled in. What nobody could fill in is not among them.
    pub answers: Answers,
}

impl Imported {
    /// What it names, so that it can be looked up.
    pub fn named(&self) -> Named {
        self.answers.named()
    }

    /// The steps in which a draft says something else. Its name and description are not among them: those say only what
    /// it is called here. `catalogue` has what the authorization names.
    pub fn changed(&self, draft: &Parts, catalogue: &Catalogue, today: NaiveDate) -> Vec<Step> {
        let journey = Journey::of(&self.answers, catalogue, today);
        let own = journey.parts();
        let products = self.named().products;
        let changed = |step: &Step| match step {
            Step::Details => false,
            Step::Resellers => draft.resellers.as_ref().is_some_and(|chosen| {
                chosen.len() != 1 || chosen.iter().any(|r| r.account != self.reseller)
            }),
            Step::Products => draft.products.as_ref().is_some_and(|chosen| {
                chosen.len() != products.len() || chosen.iter().any(|p| !products.contains(&p.id))
            }),
            Step::Discount => differ(&own.discount, &draft.discount),
            Step::Duration => differ(&own.duration, &draft.duration),
            Step::Dimensions => differ(&own.dimensions, &draft.dimensions),
            Step::Buyers => differ(&own.buyers, &draft.buyers),
            Step::Eula => differ(&own.eula, &draft.eula),
            Step::Rcmp => differ(&own.contract, &draft.contract),
        };
        Step::ALL.into_iter().filter(changed).collect()
    }
}

/// Whether a part was imported and says something else now. What is open is neither the same nor another.
fn differ<T: PartialEq>(imported: &Option<T>, now: &Option<T>) -> bool {
    matches!((imported, now), (Some(before), Some(now)) if before != now)
}
