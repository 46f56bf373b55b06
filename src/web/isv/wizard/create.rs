//! *Create opportunities*: the whole draft proved again and turned into opportunities, in one transaction.

use super::imported::AtAws;
use super::sheet::Sheet;
use super::{Place, onward, review};
use crate::answers::{Fields, Journey};
use crate::domain::account::Organisation;
use crate::domain::catalog::Product;
use crate::domain::ids::{BatchId, DraftId, OpportunityId};
use crate::store::drafts::Draft;
use crate::store::opportunities::{self, Created, NewBatch};
use crate::store::{self, Conn, authorizations};
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::page::redirect;
use crate::web::{State, letters, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// What became of a press.
enum Outcome {
    /// This batch was made, now or by an earlier press.
    Made(BatchId),
    /// Something is wrong or missing.
    Incomplete(Box<Sheet>),
    /// Somebody saved the draft since the page was shown.
    Changed(Box<Sheet>),
    /// There is no such draft.
    Gone,
}

/// `POST /isv/drafts/{draft}/review`.
pub async fn create(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    fields: Fields,
) -> Result<HttpResponse, Error> {
    if fields.is("go", "exit") {
        return match Sheet::load(state, editor, id, Place::Review).await? {
            Some(sheet) => onward::left(editor, &sheet, paths::isv_drafts()),
            None => already_created(state, editor, id).await,
        };
    }
    let version: Option<i32> = fields.get("version").parse().ok();
    let (scope, now) = (editor.scope, state.clock.now());
    let person = editor.signed.user.clone();
    let isv = editor.signed.organisation.name.clone();
    let (origin, rcmp) = (state.origin.clone(), state.rcmp.clone());
    let work = move |c: &mut Conn| {
        let Some(draft) = store::drafts::find(c, &scope, id)? else {
            return Ok(
                store::batches::of_draft(c, &scope, id)?.map_or(Outcome::Gone, Outcome::Made)
            );
        };
        let review = |c: &mut Conn, draft: Draft| {
            let sheet = Sheet::of(c, &scope, draft, Place::Review, (&rcmp, now))?;
            Ok::<_, store::Error>(Box::new(sheet))
        };
        if version != Some(draft.version) {
            return Ok(Outcome::Changed(review(c, draft)?));
        }
        let catalogue = store::catalogue::of(c, &scope, &draft.answers.named(), &rcmp)?;
        let journey = Journey::of(&draft.answers, &catalogue, now.date_naive());
        let Some(terms) = journey.proven() else {
            return Ok(Outcome::Incomplete(review(c, draft)?));
        };
        let at_aws = AtAws::of(c, &scope, id, &journey, (&rcmp, now))?;
        let letters = |c: &mut Conn,
                       opportunity: OpportunityId,
                       reseller: &Organisation,
                       product: &Product| {
            let about = (reseller, product);
            letters::of_creation(c, (&isv, &origin), terms, opportunity, about, now)
        };
        let batch = NewBatch {
            draft: id,
            version: draft.version,
            terms,
            creator: &person,
            cloned_from: draft.cloned_from,
            letters: &letters,
        };
        Ok(match opportunities::create_batch(c, &scope, &batch, now)? {
            Created::New(batch) => {
                if let Some(id) = at_aws.and_then(AtAws::same) {
                    authorizations::record_for_batch(c, &scope, (batch, id), &person, now)?;
                }
                Outcome::Made(batch)
            }
            Created::Already(batch) => Outcome::Made(batch),
            Created::Stale => Outcome::Changed(review(c, draft)?),
            Created::Gone => Outcome::Gone,
        })
    };
    match state.db.write(work).await? {
        Outcome::Made(batch) => Ok(redirect(&paths::isv_batch(batch))),
        Outcome::Incomplete(sheet) => {
            review::render(editor, &sheet, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Outcome::Changed(sheet) => review::render(editor, &sheet, StatusCode::CONFLICT),
        Outcome::Gone => Err(Error::NotFound),
    }
}

/// Where the pages of a draft lead that was turned into opportunities: to what it made.
pub async fn already_created(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
) -> Result<HttpResponse, Error> {
    let scope = editor.scope;
    match state
        .db
        .read(move |c| store::batches::of_draft(c, &scope, id))
        .await?
    {
        Some(batch) => Ok(redirect(&paths::isv_batch(batch))),
        None => Err(Error::NotFound),
    }
}
