//! Clone: a draft with everything the opportunity says, opened at its review.

use crate::answers;
use crate::domain::ids::{DraftId, UserId};
use crate::domain::opportunity::Opportunity;
use crate::random;
use crate::store::drafts::{self, Created, NewDraft};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, products};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::isv::drafts::too_many;
use crate::web::opportunities::named;
use crate::web::{page, paths};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};

/// The draft that a clone becomes.
#[derive(Debug, Clone, Copy)]
pub struct NewClone {
    /// Its id.
    pub id: DraftId,
    /// Who clones.
    pub by: UserId,
    /// When.
    pub now: DateTime<Utc>,
}

impl NewClone {
    /// A draft of somebody's.
    pub fn of(who: &IsvEditor, now: DateTime<Utc>) -> Self {
        Self {
            id: random::id(now),
            by: who.signed.user.id,
            now,
        }
    }

    /// Where it is reviewed.
    pub fn review(self) -> String {
        paths::isv_draft(self.id, "review")
    }
}

/// `POST /isv/opportunities/{opportunity}/clone`.
pub async fn post(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    start(&who, &state, opportunity).await
}

/// Clones an opportunity and goes to the review of what it became.
pub async fn start(
    who: &IsvEditor,
    state: &State,
    opportunity: Opportunity,
) -> Result<HttpResponse, Error> {
    let (scope, new) = (who.scope, NewClone::of(who, state.clock.now()));
    match state
        .db
        .write(move |c| write(c, &scope, &opportunity, new))
        .await?
    {
        Created::Done => Ok(page::redirect(&new.review())),
        Created::TooMany => too_many(who, state).await,
    }
}

/// Writes the draft.
pub fn write(
    c: &mut Conn,
    scope: &IsvScope,
    opportunity: &Opportunity,
    new: NewClone,
) -> Result<Created, StoreError> {
    let product = products::find(c, scope, &opportunity.product.id)?;
    let answers = answers::clone::answers(opportunity, product.as_ref());
    let draft = NewDraft {
        id: new.id,
        answers: &answers,
        by: new.by,
        cloned_from: Some(opportunity.id),
    };
    drafts::create(c, scope, &draft, new.now)
}
