//! *Create opportunities*: every row proved again and all good ones created, in one transaction. And the way out:
//! *Discard upload*.
//!
//! The request waits for the transaction as long as an answer may take. After that the work goes on without it, and the
//! browser goes to the page that tells how far it is.

use super::creations::{Begun, Counts, End};
use super::show::dry_run;
use super::{Bulk, seen};
use crate::answers::Fields;
use crate::answers::bulk::{Outcome, Sheet, SheetRow, Verdict};
use crate::domain::account::{Organisation, Role, User};
use crate::domain::agreements::Rcmp;
use crate::domain::catalog::Product;
use crate::domain::ids::{OpportunityId, UploadId};
use crate::store::bulk::{self, Confirmed, Confirming, NewRow};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, users};
use crate::web::State;
use crate::web::auth::{IsvEditor, NOT_ANY_MORE};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::origin::Origin;
use crate::web::page::{self, Banner};
use crate::web::{letters, paths};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, rt};
use chrono::{DateTime, Utc};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;

/// How long a press waits for what it makes: longer than anybody waits for a busy database, so that whoever meets one is
/// told at once.
const PATIENCE: Duration = Duration::from_secs(3);

/// What became of a press.
pub(super) enum Done {
    /// The opportunities are there, by this press or an earlier one.
    Made,
    /// The rows fare otherwise than the page showed.
    Changed(Box<Bulk>),
    /// No row is good.
    NoneGood(Box<Bulk>),
    /// There is no such upload.
    Gone,
    /// Whoever pressed was allowed to until a moment before: nothing is made.
    NotAllowed,
}

/// Who presses, and how letters of theirs begin.
#[derive(Clone)]
struct Press {
    upload: UploadId,
    seen: String,
    by: User,
    isv: String,
    origin: Origin,
    rcmp: Rcmp,
    now: DateTime<Utc>,
}

/// `POST /isv/bulk/{upload}`.
pub async fn post(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let press = Press {
        upload: super::id(&path)?,
        seen: sent.0.get("seen").to_owned(),
        by: who.signed.user.clone(),
        isv: who.signed.organisation.name.clone(),
        origin: state.origin.clone(),
        rcmp: state.rcmp.clone(),
        now: state.clock.now(),
    };
    let (scope, upload) = (who.scope, press.upload);
    let key = (scope.isv(), upload);
    let (ending, counts) = match state.creations.begin(key, press.now) {
        Begun::Mine(ending, counts) => (ending, counts),
        // Somebody is at it already, and makes what this press would.
        Begun::Others(other) => {
            let made = matches!(timeout(PATIENCE, other.ended()).await, Ok(End::Made));
            return Ok(page::redirect(&if made {
                paths::isv_bulk_upload(upload)
            } else {
                paths::isv_bulk_progress(upload)
            }));
        }
        Begun::TooMany => return Err(Error::Busy),
    };
    let db = state.db.clone();
    let work = rt::spawn(async move {
        let done = db.write(move |c| create(c, &scope, &press, &counts)).await;
        ending.end(End::of(&done));
        done
    });
    let Ok(done) = timeout(PATIENCE, work).await else {
        return Ok(page::redirect(&paths::isv_bulk_progress(upload)));
    };
    state.creations.forget(key);
    let done = done.map_err(|error| match error.try_into_panic() {
        // As if it had happened here: whoever serves the request knows what to do.
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Error::Internal(error.into()),
    })?;
    answer(&who, upload, done?).await
}

async fn answer(who: &IsvEditor, upload: UploadId, done: Done) -> Result<HttpResponse, Error> {
    let (bulk, status) = match done {
        Done::Made => return Ok(page::redirect(&paths::isv_bulk_upload(upload))),
        Done::Changed(bulk) => (bulk, StatusCode::CONFLICT),
        Done::NoneGood(bulk) => (bulk, StatusCode::UNPROCESSABLE_ENTITY),
        Done::Gone => return Err(Error::NotFound),
        Done::NotAllowed => return Err(Error::Forbidden(NOT_ANY_MORE.to_owned())),
    };
    dry_run(&who.signed, *bulk, Fields::default(), status).await
}

fn create(
    c: &mut Conn,
    scope: &IsvScope,
    press: &Press,
    counts: &Counts,
) -> Result<Done, StoreError> {
    // Not held: this may take long, and whoever takes the right away is not to wait for its end.
    if !users::may_still(c, (press.by.organisation, press.by.id), Role::may_edit)? {
        return Ok(Done::NotAllowed);
    }
    bulk::hold(c, scope, press.upload)?;
    let Some(upload) = bulk::find(c, scope, press.upload)? else {
        return Ok(Done::Gone);
    };
    if upload.summary.made.is_some() {
        return Ok(Done::Made);
    }
    let present = (&press.rcmp, press.now);
    let judged = Bulk::of(c, scope, upload, present)?;
    let verdicts = judged.verdicts();
    if seen(&verdicts) != press.seen {
        return Ok(Done::Changed(Box::new(judged)));
    }
    let good = |verdict: &Verdict<'_>| matches!(verdict.outcome, Outcome::Good(_));
    if !verdicts.iter().any(good) {
        return Ok(Done::NoneGood(Box::new(judged)));
    }
    let confirming = Confirming {
        upload: press.upload,
        rows: rows(&judged, &verdicts, press),
        refused: refused(&judged.upload.sheet.headings, &verdicts),
        by: &press.by,
        written: &counts.written,
    };
    counts.rows.store(confirming.rows.len(), Ordering::Relaxed);
    match bulk::confirm(c, scope, &confirming, press.now)? {
        Confirmed::Done => Ok(Done::Made),
        Confirmed::Gone => Ok(Done::Gone),
        // Judged anew, now that the other's rows are there.
        Confirmed::Repeated => match bulk::find(c, scope, press.upload)? {
            Some(upload) => {
                let judged = Bulk::of(c, scope, upload, present)?;
                Ok(Done::Changed(Box::new(judged)))
            }
            None => Ok(Done::Gone),
        },
    }
}

/// The good rows, each with the letters that tell of it.
fn rows<'a>(judged: &Bulk, verdicts: &'a [Verdict<'_>], press: &'a Press) -> Vec<NewRow<'a>> {
    let row = |verdict: &'a Verdict<'_>| {
        let Outcome::Good(terms) = &verdict.outcome else {
            return None;
        };
        let number = verdict.row.number;
        let letters = move |c: &mut Conn,
                            opportunity: OpportunityId,
                            reseller: &Organisation,
                            product: &Product| {
            let sender = (press.isv.as_str(), &press.origin);
            letters::of_creation(
                c,
                sender,
                terms,
                opportunity,
                (reseller, product),
                press.now,
            )
        };
        Some(NewRow {
            number,
            fingerprint: judged.fingerprints.get(&number)?.clone(),
            terms,
            letters: Box::new(letters),
        })
    };
    verdicts.iter().filter_map(row).collect()
}

/// The refused rows with their reasons, in place of all rows.
pub(super) fn refused(headings: &[String], verdicts: &[Verdict<'_>]) -> Sheet {
    let row = |verdict: &Verdict<'_>| match &verdict.outcome {
        Outcome::Good(_) => None,
        Outcome::Refused(reasons) => Some(SheetRow {
            reasons: reasons.clone(),
            ..verdict.row.clone()
        }),
    };
    Sheet {
        headings: headings.to_vec(),
        rows: verdicts.iter().filter_map(row).collect(),
    }
}

/// `POST /isv/bulk/{upload}/discard`.
pub async fn discard(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (super::id(&path)?, who.scope);
    let writing = state.db.write(move |c| {
        let there = bulk::find(c, &scope, id)?;
        Ok((bulk::discard(c, &scope, id)?, there))
    });
    match writing.await? {
        (true, Some(upload)) => {
            let text = format!("“{}” is discarded.", upload.summary.file_name);
            who.signed.visit.tell(&Banner::success(text))?;
            Ok(page::redirect(&paths::isv_bulk()))
        }
        // What opportunities were made of stays.
        (_, Some(_)) => Ok(page::redirect(&paths::isv_bulk_upload(id))),
        (_, None) => Err(Error::NotFound),
    }
}
