//! *Create the same for more resellers*: a draft with everything the opportunity says but who may resell, opened at that
//! question and leading to the review.

use crate::answers::{Answers, Step};
use crate::store::drafts::{self, Created, NewDraft};
use crate::store::products;
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::isv::drafts::too_many;
use crate::web::isv::opportunities::clone::NewClone;
use crate::web::isv::wizard;
use crate::web::opportunities::named;
use crate::web::page;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// `POST /isv/opportunities/{opportunity}/more-resellers`.
pub async fn post(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    let (scope, new) = (who.scope, NewClone::of(&who, state.clock.now()));
    let writing = state.db.write(move |c| {
        let product = products::find(c, &scope, &opportunity.product.id)?;
        let all = crate::answers::clone::answers(&opportunity, product.as_ref());
        let draft = NewDraft {
            id: new.id,
            answers: &without_resellers(&all),
            by: new.by,
            cloned_from: Some(opportunity.id),
        };
        drafts::create(c, &scope, &draft, new.now)
    });
    match writing.await? {
        Created::Done => Ok(page::redirect(&wizard::step_before_review(
            &new.id,
            Step::Resellers,
        ))),
        Created::TooMany => too_many(&who, &state).await,
    }
}

fn without_resellers(all: &Answers) -> Answers {
    let mut kept = Answers::default();
    for step in Step::ALL {
        if step != Step::Resellers && all.has(step) {
            kept.set(step, all.get(step).clone());
        }
    }
    kept
}
