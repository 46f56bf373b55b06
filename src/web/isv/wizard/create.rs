//! *Create opportunities*: the whole draft proved again and turned into opportunities, in one transaction, if it still
//! comes to what the review showed.

use super::imported::AtAws;
use super::open_draft::OpenDraft;
use super::seen::seen;
use super::{Place, review};
use crate::answers::{Fields, Journey};
use crate::domain::account::User;
use crate::domain::agreements::Rcmp;
use crate::domain::ids::{BatchId, DraftId};
use crate::store::drafts::Draft;
use crate::store::opportunities::{self, Created, NewBatch};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn, authorizations};
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::origin::Origin;
use crate::web::page::redirect;
use crate::web::wizard::ways::left;
use crate::web::{State, letters, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};

/// What is told when what would be created is not what somebody saw.
const UNSEEN: &str = "Prices or terms changed since you looked at this page. Nothing was created. Check them again before you create.";

/// What became of a press.
enum Outcome {
    /// This batch was made, now or by an earlier press.
    Made(BatchId),
    /// Nothing was made, for this reason, of the draft as it is now.
    Refused(Refusal, Box<OpenDraft>),
    /// There is no such draft.
    Gone,
}

/// Why a press made nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Something is wrong or missing.
    Incomplete,
    /// Somebody saved the draft since the page was shown.
    Saved,
    /// What would be created is not what the page showed.
    Unseen,
}

impl Refusal {
    /// The status of the review that tells of it.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Incomplete => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Saved | Self::Unseen => StatusCode::CONFLICT,
        }
    }

    /// What is told of it; nothing where the review lists what to mend.
    pub fn words(self, open: &OpenDraft) -> Option<String> {
        match self {
            Self::Incomplete => None,
            Self::Saved => Some(format!(
                "{} changed this draft meanwhile. Read it again before you create.",
                open.draft.saved_by
            )),
            Self::Unseen => Some(UNSEEN.to_owned()),
        }
    }
}

/// Who presses on which review, and how letters of theirs begin.
struct Press {
    draft: DraftId,
    version: Option<i32>,
    seen: String,
    by: User,
    isv: String,
    origin: Origin,
    rcmp: Rcmp,
    now: DateTime<Utc>,
}

/// `POST /isv/drafts/{draft}/review`.
pub async fn create(
    state: &State,
    editor: &IsvEditor,
    id: DraftId,
    fields: Fields,
) -> Result<HttpResponse, Error> {
    if fields.is("go", "exit") {
        return match OpenDraft::load(state, editor, id, Place::Review).await? {
            Some(open) => left(&editor.signed, &open.journey, &paths::isv_drafts()),
            None => already_created(state, editor, id).await,
        };
    }
    let press = Press {
        draft: id,
        version: fields.get("version").parse().ok(),
        seen: fields.get("seen").to_owned(),
        by: editor.signed.user.clone(),
        isv: editor.signed.organisation.name.clone(),
        origin: state.origin.clone(),
        rcmp: state.rcmp.clone(),
        now: state.clock.now(),
    };
    let scope = editor.scope;
    match editor
        .write(state, move |c| make(c, &scope, &press))
        .await?
    {
        Outcome::Made(batch) => Ok(redirect(&paths::isv_batch(batch))),
        Outcome::Refused(why, open) => review::render(editor, &open, Some(why)),
        Outcome::Gone => Err(Error::NotFound),
    }
}

/// Makes the opportunities, if the draft is the one that was shown and still comes to the same.
fn make(c: &mut Conn, scope: &IsvScope, press: &Press) -> Result<Outcome, store::Error> {
    let (id, present) = (press.draft, (&press.rcmp, press.now));
    let Some(draft) = store::drafts::find(c, scope, id)? else {
        let made = store::batches::of_draft(c, scope, id)?;
        return Ok(made.map_or(Outcome::Gone, Outcome::Made));
    };
    let refused = |c: &mut Conn, why: Refusal, draft: Draft| {
        let open = OpenDraft::of(c, scope, draft, Place::Review, present)?;
        Ok::<_, store::Error>(Outcome::Refused(why, Box::new(open)))
    };
    if press.version != Some(draft.version) {
        return refused(c, Refusal::Saved, draft);
    }
    let catalogue = store::catalogue::of(c, scope, &draft.answers.named(), &press.rcmp)?;
    let journey = Journey::of(&draft.answers, &catalogue, press.now.date_naive());
    let Some(terms) = journey.proven() else {
        return refused(c, Refusal::Incomplete, draft);
    };
    let at_aws = AtAws::of(c, scope, id, &journey, present)?;
    if seen(terms, at_aws.as_ref()) != press.seen {
        // With the draft goes of what it was made, and another press may just have taken it.
        return match store::batches::of_draft(c, scope, id)? {
            Some(batch) => Ok(Outcome::Made(batch)),
            None => refused(c, Refusal::Unseen, draft),
        };
    }
    let batch = NewBatch {
        draft: id,
        version: draft.version,
        terms,
        creator: &press.by,
        cloned_from: draft.cloned_from,
        letters: &|c, opportunity, reseller, product| {
            let (from, about) = ((press.isv.as_str(), &press.origin), (reseller, product));
            letters::of_creation(c, from, terms, opportunity, about, press.now)
        },
    };
    let created = opportunities::create_batch(c, scope, &batch, press.now)?;
    Ok(match created {
        Created::New(batch) => {
            if let Some(at_aws) = at_aws.and_then(AtAws::same) {
                let called = (batch, at_aws);
                authorizations::record_for_batch(c, scope, called, &press.by, press.now)?;
            }
            Outcome::Made(batch)
        }
        Created::Already(batch) => Outcome::Made(batch),
        Created::Stale => refused(c, Refusal::Saved, draft)?,
        Created::Gone => Outcome::Gone,
    })
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
