//! A draft with everything its pages need: its answers understood, and the lists that are chosen from.

use super::Place;
use super::imported::AtAws;
use super::seen::seen;
use super::typed::known_fields;
use crate::answers::{Answers, Catalogue, Fields, Journey, Step, unseen};
use crate::domain::agreements::{DocumentKind, Rcmp};
use crate::domain::catalog::Product;
use crate::domain::ids::{DraftId, OrganisationId, UserId};
use crate::store::documents::Upload;
use crate::store::drafts::Draft;
use crate::store::resellers::Reseller;
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What can be chosen from; only the lists that the page shows are filled.
#[derive(Debug, Default)]
pub struct Lists {
    pub resellers: Vec<Reseller>,
    /// The resellers that have the same already, when the draft was made from an opportunity.
    pub given: Vec<OrganisationId>,
    pub products: Vec<Product>,
    pub documents: Vec<Upload>,
}

impl Lists {
    fn read(c: &mut Conn, scope: &IsvScope, place: Place) -> Result<Self, store::Error> {
        let wanted = |step: Step| place == Place::All || place == Place::Step(step);
        let mut lists = Self::default();
        if wanted(Step::Resellers) {
            lists.resellers = store::resellers::registered(c, scope)?;
        }
        if wanted(Step::Products) {
            lists.products = store::products::list(c, scope)?;
        }
        for (step, kind) in [
            (Step::Eula, DocumentKind::Eula),
            (Step::Rcmp, DocumentKind::ResellerContract),
        ] {
            if wanted(step) {
                lists
                    .documents
                    .extend(store::documents::uploads(c, scope, kind)?);
            }
        }
        Ok(lists)
    }
}

/// A draft as a page shows it.
#[derive(Debug)]
pub struct OpenDraft {
    pub draft: Draft,
    pub catalogue: Catalogue,
    pub journey: Journey,
    pub lists: Lists,
    /// Whether an active opportunity has the name already; only the review asks.
    pub name_in_use: bool,
    /// Those of the chosen resellers that have no confirmed e-mail address; only the review asks.
    pub unconfirmed: BTreeSet<OrganisationId>,
    /// The authorization at AWS that the draft was made of; only the review asks.
    pub at_aws: Option<AtAws>,
    pub now: DateTime<Utc>,
}

impl OpenDraft {
    /// Reads a draft; `None` when this ISV has no such draft.
    pub async fn load(
        state: &State,
        editor: &IsvEditor,
        id: DraftId,
        place: Place,
    ) -> Result<Option<Self>, Error> {
        let scope = editor.scope;
        let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
        let read = move |c: &mut Conn| match store::drafts::find(c, &scope, id)? {
            Some(draft) => Self::of(c, &scope, draft, place, (&rcmp, now)).map(Some),
            None => Ok(None),
        };
        Ok(state.db.read(read).await?)
    }

    /// Reads a draft as if this had been typed into a page of it; nothing is saved. A save will know which version the
    /// typing began with.
    pub async fn load_typed(
        state: &State,
        editor: &IsvEditor,
        id: DraftId,
        place: Place,
        typed: &Fields,
    ) -> Result<Option<Self>, Error> {
        let scope = editor.scope;
        let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
        let typed = typed.clone();
        let read = move |c: &mut Conn| {
            let Some(mut draft) = store::drafts::find(c, &scope, id)? else {
                return Ok(None);
            };
            draft.version = typed.get("version").parse().unwrap_or_default();
            for step in place.steps() {
                let mut fields = typed.only(known_fields(*step));
                unseen::keep(*step, &mut fields, draft.answers.get(*step));
                if place != Place::All || draft.answers.has(*step) || !fields.is_empty() {
                    draft.answers.set(*step, fields);
                }
            }
            Self::of(c, &scope, draft, place, (&rcmp, now)).map(Some)
        };
        Ok(state.db.read(read).await?)
    }

    /// What somebody typed into a draft that is not there any more, with all lists that its words are taken from.
    pub fn of_typed(
        c: &mut Conn,
        scope: &IsvScope,
        (id, by): (DraftId, UserId),
        typed: &Fields,
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Self, store::Error> {
        let mut answers = Answers::default();
        for step in Step::ALL {
            answers.set(step, typed.only(known_fields(step)));
        }
        let draft = Draft {
            id,
            version: 0,
            answers,
            created_by: by,
            created_at: now,
            saved_by: String::new(),
            saved_at: now,
            cloned_from: None,
        };
        Self::of(c, scope, draft, Place::All, (rcmp, now))
    }

    /// Understands a draft that was read before.
    pub fn of(
        c: &mut Conn,
        scope: &IsvScope,
        draft: Draft,
        place: Place,
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Self, store::Error> {
        let catalogue = store::catalogue::of(c, scope, &draft.answers.named(), rcmp)?;
        let journey = Journey::of(&draft.answers, &catalogue, now.date_naive());
        let mut lists = Lists::read(c, scope, place)?;
        if let Some(from) = draft.cloned_from.filter(|_| !lists.resellers.is_empty()) {
            lists.given = store::opportunities::given_already(c, scope, from, now)?;
        }
        let name_in_use = match &journey.parts().details {
            Some(details) if place == Place::Review => {
                store::opportunities::is_name_in_use(c, scope, details.name(), now)?
            }
            Some(_) | None => false,
        };
        let unconfirmed = match &journey.parts().resellers {
            Some(resellers) if place == Place::Review => {
                let ids: Vec<_> = resellers.iter().map(|reseller| reseller.id).collect();
                store::resellers::unconfirmed(c, scope, &ids)?
            }
            Some(_) | None => BTreeSet::new(),
        };
        let at_aws = if place == Place::Review {
            AtAws::of(c, scope, draft.id, &journey, (rcmp, now))?
        } else {
            None
        };
        Ok(Self {
            draft,
            catalogue,
            journey,
            lists,
            name_in_use,
            unconfirmed,
            at_aws,
            now,
        })
    }

    /// The fingerprint of what would be created; nothing while something is wrong or missing.
    pub fn seen(&self) -> Option<String> {
        let terms = self.journey.proven()?;
        Some(seen(terms, self.at_aws.as_ref()))
    }

    /// Everything typed so far.
    pub fn answers(&self) -> &Answers {
        &self.draft.answers
    }

    /// The products that are chosen, whether or not they can still be resold.
    pub fn products(&self) -> &[Product] {
        self.journey.parts().products.as_deref().unwrap_or_default()
    }
}
