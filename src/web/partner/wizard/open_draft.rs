//! A draft of an offer with everything its pages need.

use super::closed::Closed;
use super::{Place, typed};
use crate::answers::Fields;
use crate::answers::offer::{OfferAnswers, OfferJourney, OfferStep};
use crate::domain::agreements::{Document, DocumentFormat, Rcmp, ResellerContract};
use crate::domain::ids::{OfferDraftId, OpportunityId, UserId};
use crate::domain::offer::ContractAcceptance;
use crate::domain::offer::terms::{SubscriptionEnd, subscription_end};
use crate::domain::opportunity::Opportunity;
use crate::store::offers::drafts::OfferDraft;
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use chrono::{DateTime, Utc};

/// A draft as a page shows it.
#[derive(Debug)]
pub struct OpenDraft {
    pub draft: OfferDraft,
    pub opportunity: Opportunity,
    /// Those of the partner's own documents that the answers name.
    pub documents: Vec<Document>,
    /// That the reseller contract was accepted for this draft.
    pub acceptance: Option<ContractAcceptance>,
    pub journey: OfferJourney,
    /// The words of a custom reseller contract that is a text; only where the page shows them.
    pub contract_text: Option<String>,
    /// Why the offer cannot be extended, whatever it says.
    pub closed: Option<Closed>,
    pub rcmp: Rcmp,
    pub now: DateTime<Utc>,
}

impl OpenDraft {
    /// Reads a draft; `None` when this partner has no such draft.
    pub async fn load(
        state: &State,
        editor: &PartnerEditor,
        id: OfferDraftId,
        place: Place,
    ) -> Result<Option<Self>, Error> {
        let scope = editor.scope;
        let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
        let read = move |c: &mut Conn| match store::offers::drafts::find(c, &scope, id)? {
            Some(draft) => Self::of(c, &scope, draft, place, (&rcmp, now)).map(Some),
            None => Ok(None),
        };
        Ok(state.db.read(read).await?)
    }

    /// What somebody typed into a step of a draft that is not there any more.
    pub fn of_typed(
        c: &mut Conn,
        scope: &PartnerScope,
        (id, opportunity, by): (OfferDraftId, OpportunityId, UserId),
        (step, typed): (OfferStep, Fields),
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Self, store::Error> {
        let mut answers = OfferAnswers::default();
        answers.set(step, typed);
        let draft = OfferDraft {
            id,
            opportunity,
            version: 0,
            answers,
            created_by: by,
            created_at: now,
            saved_by: String::new(),
            saved_at: now,
        };
        Self::of(c, scope, draft, Place::Review, (rcmp, now))
    }

    /// Understands a draft that was read before.
    pub fn of(
        c: &mut Conn,
        scope: &PartnerScope,
        draft: OfferDraft,
        place: Place,
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Self, store::Error> {
        let opportunity = store::opportunities::find_for_partner(c, scope, draft.opportunity)?
            .ok_or_else(|| store::Error::Broken("the opportunity of a draft".to_owned()))?;
        let documents = store::documents::some(c, scope, &draft.answers.named_documents())?;
        let acceptance = store::offers::contract_acceptance(c, draft.id)?;
        let contract_text = if place == Place::Step(OfferStep::Terms) {
            text_of(c, scope, &opportunity.contract)?
        } else {
            None
        };
        let closed = Closed::of(c, scope, &opportunity, now)?;
        let journey = OfferJourney::of(
            &draft.answers,
            &opportunity,
            &documents,
            acceptance.is_some(),
            now.date_naive(),
        );
        Ok(Self {
            draft,
            opportunity,
            documents,
            acceptance,
            journey,
            contract_text,
            closed,
            rcmp: rcmp.clone(),
            now,
        })
    }

    /// This draft as if this had been typed into a step; nothing is kept.
    pub fn with(mut self, step: OfferStep, fields: Fields) -> Self {
        self.draft.answers.set(step, fields);
        self.journey = OfferJourney::of(
            &self.draft.answers,
            &self.opportunity,
            &self.documents,
            self.acceptance.is_some(),
            self.now.date_naive(),
        );
        self
    }

    /// This draft as somebody saw it who typed this into a step: under the version that their page showed, so that a
    /// save in between is noticed.
    pub fn typed(self, step: OfferStep, fields: &Fields, version: Option<i32>) -> Self {
        let mut open = self.with(step, fields.only(typed::known_fields(step)));
        open.draft.version = version.unwrap_or(open.draft.version);
        open
    }

    /// Who says when the subscription ends.
    pub fn ends(&self) -> SubscriptionEnd {
        subscription_end(&self.opportunity, self.now.date_naive())
    }

    /// What a step shows.
    pub fn fields(&self, step: OfferStep) -> Fields {
        self.draft.answers.shown(step, &self.opportunity)
    }
}

/// The words of a contract that is a text; of another one only its name is shown.
fn text_of(
    c: &mut Conn,
    scope: &PartnerScope,
    contract: &ResellerContract,
) -> Result<Option<String>, store::Error> {
    let ResellerContract::Custom(document) = contract else {
        return Ok(None);
    };
    if document.format != DocumentFormat::Text {
        return Ok(None);
    }
    let found = store::documents::bytes_for_partner(c, scope, document.id)?;
    Ok(found.and_then(|(_, bytes)| String::from_utf8(bytes).ok()))
}
