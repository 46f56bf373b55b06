//! Requests of all ISVs for terms that the form cannot express. The channel desk answers by mail, and says here that it did.

use crate::domain::ids::RequestId;
use crate::store::Conn;
use crate::store::term_requests::{self, TermRequest, TermRequestStatus};
use crate::web::State;
use crate::web::auth::{Operator, OperatorEditor};
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::operator::readers_note;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::terms_requests::TermsRequestView;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "operator/terms_requests.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    /// For those who may not answer: who may.
    readers_note: Option<String>,
}

struct Row {
    isv: String,
    request: TermsRequestView,
    /// Where it is marked as answered, if it is open.
    answered: Option<String>,
}

/// `GET /ops/terms-requests`: open ones first.
pub async fn list(who: Operator, state: Data<State>) -> Result<HttpResponse, Error> {
    let read = state.db.read(|c| {
        let open = term_requests::of_all(c, TermRequestStatus::Open)?;
        let answered = term_requests::of_all(c, TermRequestStatus::Answered)?;
        Ok([open, answered].concat())
    });
    let template = List {
        page: who.signed.page(
            "Requests to the channel desk",
            "ops.terms_requests",
            Section::TermsRequests,
        ),
        rows: read.await?.into_iter().map(row).collect(),
        readers_note: readers_note(&who.signed, "mark a request as answered"),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn row(request: TermRequest) -> Row {
    Row {
        isv: request.isv_name.clone(),
        answered: match request.status {
            TermRequestStatus::Open => Some(paths::terms_request_answered(request.id)),
            TermRequestStatus::Answered => None,
        },
        request: TermsRequestView::of(request),
    }
}

/// `POST /ops/terms-requests/{request}/answered`. A second press finds it answered, which is as well.
pub async fn answered(
    path: Path<String>,
    who: OperatorEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id: RequestId = path.parse().map_err(|_| Error::NotFound)?;
    let (by, now) = (who.signed.user.name.clone(), state.clock.now());
    let answer = move |c: &mut Conn| term_requests::answer(c, id, &by, now);
    if !who.write(&state, answer).await? {
        return Err(Error::NotFound);
    }
    let done = Banner::success("The request is marked as answered.");
    who.signed.visit.tell(&done)?;
    Ok(page::redirect(&paths::terms_requests()))
}
