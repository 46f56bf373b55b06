//! How far the rows of a spreadsheet are while opportunities are made of them, for whoever waits longer than an answer should
//! take. The page asks again by itself, without script, and leads on as soon as there is something to lead to.

use super::creations::Creation;
use crate::domain::money;
use crate::store::bulk;
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::{paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use askama::Template;
use std::sync::atomic::Ordering;

/// After how many seconds the page asks again.
const AGAIN: HeaderValue = HeaderValue::from_static("2");
/// By which the page does not do so by itself, for whom that disturbs.
const STILL: (&str, &str) = ("still", "yes");

#[derive(Template)]
#[template(path = "isv/bulk/progress.html")]
struct ProgressPage {
    page: Page,
    file: String,
    upload: String,
    /// This page, with and without asking again by itself.
    again: String,
    other: String,
    still: bool,
    /// Nothing when this process makes nothing of the upload.
    progress: Option<Progress>,
}

/// How far it is.
struct Progress {
    /// In words.
    words: String,
    /// Written rows and all; nothing before the first is to be written.
    bar: Option<(usize, usize)>,
}

/// `GET /isv/bulk/{upload}/progress`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (super::id(&path)?, who.scope);
    let key = (scope.isv(), id);
    // Before the database: what had ended by now is there.
    let creation = state.creations.find(key);
    let found = state.db.read(move |c| bulk::summary(c, &scope, id)).await?;
    let upload = found.ok_or(Error::NotFound)?;
    let ended = creation.as_ref().and_then(Creation::end);
    if upload.made.is_some() || ended.is_some() {
        state.creations.forget(key);
        let words = ended.and_then(|end| end.words());
        if let Some(words) = words.filter(|_| upload.made.is_none()) {
            who.signed.visit.tell(&Banner::notice(words))?;
        }
        return Ok(page::redirect(&paths::isv_bulk_upload(id)));
    }
    let here = paths::isv_bulk_progress(id);
    let stands = format!("{here}?{}={}", STILL.0, STILL.1);
    let still = asked.0.is(STILL.0, STILL.1);
    let (again, other) = if still {
        (stands, here)
    } else {
        (here, stands)
    };
    let progress = creation.as_ref().map(progress);
    let title = match progress {
        Some(_) => format!("Creating opportunities from “{}”", upload.file_name),
        None => format!("Nothing is created from “{}” yet", upload.file_name),
    };
    let refreshes = progress.is_some() && !still;
    let template = ProgressPage {
        page: who
            .signed
            .page(title, "isv.bulk.progress", Section::Opportunities),
        file: upload.file_name,
        upload: paths::isv_bulk_upload(id),
        again,
        other,
        still,
        progress,
    };
    let mut answer = page::html(StatusCode::OK, &template);
    if refreshes {
        let name = HeaderName::from_static("refresh");
        answer.headers_mut().insert(name, AGAIN);
    }
    Ok(answer)
}

fn progress(creation: &Creation) -> Progress {
    let rows = creation.counts.rows.load(Ordering::Relaxed);
    let written = creation.counts.written.load(Ordering::Relaxed).min(rows);
    if rows == 0 {
        return Progress {
            words: "The rows are being checked once more.".to_owned(),
            bar: None,
        };
    }
    let of = view::count(rows, "row", "rows");
    Progress {
        words: format!("{} of {of} written", money::group_digits(written)),
        bar: Some((written, rows)),
    }
}
