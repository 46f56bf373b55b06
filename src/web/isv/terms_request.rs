//! Terms that the form cannot express: somebody says what is needed, the channel desk is told, and the request is kept with
//! its status.

use crate::answers::{Fields, Problems};
use crate::domain::ids::RequestId;
use crate::domain::opportunity::Side;
use crate::domain::text;
use crate::mail::address;
use crate::mail::messages::TermsRequested;
use crate::random;
use crate::store::term_requests::{
    self, Asked, MAX_NEEDED, MAX_REQUESTS, MAX_SUBJECT, NewTermRequest,
};
use crate::web::State;
use crate::web::auth::{IsvEditor, IsvViewer};
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::nav::Section;
use crate::web::page::{self, Banner, BannerAction, Page};
use crate::web::terms_requests::TermsRequestView;
use crate::web::{paths, return_path};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

/// What this part of the portal is called.
const TITLE: &str = "Ask your channel desk";

#[derive(Template)]
#[template(path = "isv/terms_request/form.html")]
struct Form {
    page: Page,
    action: String,
    back: String,
    /// Whether that is a draft.
    from_draft: bool,
    list: String,
    /// The id that the request will have, so that two presses make one request.
    request: String,
    subject: String,
    needed: String,
    contact: String,
}

#[derive(Template)]
#[template(path = "isv/terms_request/list.html")]
struct List {
    page: Page,
    /// Where another request is made, for those who may.
    ask: Option<String>,
    rows: Vec<TermsRequestView>,
}

/// What was typed, understood.
struct Request {
    subject: String,
    needed: String,
    contact: String,
}

impl Request {
    fn parse(typed: &Fields) -> Result<Self, Problems> {
        let [subject, needed, contact] =
            ["subject", "needed", "contact"].map(|name| text::clean(typed.get(name)));
        let mut problems = Problems::none();
        if subject.is_empty() {
            problems.add("subject", "Enter a subject");
        } else if !text::one_line(&subject) {
            problems.add("subject", "Subject must be on one line");
        } else if text::length(&subject) > MAX_SUBJECT {
            problems.add(
                "subject",
                format!("Subject must be {MAX_SUBJECT} characters or less"),
            );
        }
        if needed.is_empty() {
            problems.add("needed", "Enter what you need");
        } else if text::length(&needed) > MAX_NEEDED {
            problems.add(
                "needed",
                format!("What you need must be {MAX_NEEDED} characters or less"),
            );
        }
        if contact.is_empty() {
            problems.add("contact", "Enter an e-mail address for the answer");
        } else if address::given(&contact).is_none() {
            problems.add(
                "contact",
                "Enter an e-mail address in the right format, like name@example.com",
            );
        }
        problems.unless_any(Self {
            subject,
            needed,
            contact,
        })
    }
}

/// The page of a draft that somebody came from, as the address says: `?from=…`. Nothing else is gone back to.
fn draft(asked: &Query) -> Option<&str> {
    let from = return_path::safe(asked.0.get("from"))?;
    paths::draft_and_place(from).map(|_| from)
}

/// `GET /isv/terms-request`.
pub async fn show(who: IsvEditor, state: Data<State>, asked: Query) -> HttpResponse {
    let mut fresh = Fields::default();
    fresh.set("contact", who.signed.user.email.as_str());
    form(&who, &state, draft(&asked), &fresh, Problems::none())
}

fn form(
    who: &IsvEditor,
    state: &State,
    draft: Option<&str>,
    typed: &Fields,
    problems: Problems,
) -> HttpResponse {
    let status = page::status(&problems);
    let mut page = who.signed.page(TITLE, "isv.terms_request", Section::Drafts);
    page.problems = problems;
    let template = Form {
        page,
        action: draft.map_or_else(paths::isv_terms_request, paths::isv_terms_request_from),
        back: draft.map_or_else(paths::isv_terms_requests, str::to_owned),
        from_draft: draft.is_some(),
        list: paths::isv_terms_requests(),
        request: id(typed, state).to_string(),
        subject: typed.get("subject").to_owned(),
        needed: typed.get("needed").to_owned(),
        contact: typed.get("contact").to_owned(),
    };
    page::html(status, &template)
}

/// The id that the page was given before, or a new one.
fn id(typed: &Fields, state: &State) -> RequestId {
    typed
        .get("request")
        .parse()
        .unwrap_or_else(|_| random::id(state.clock.now()))
}

/// `POST /isv/terms-request`.
pub async fn ask(
    who: IsvEditor,
    state: Data<State>,
    asked: Query,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let (typed, draft) = (sent.0, draft(&asked));
    let request = match Request::parse(&typed) {
        Ok(request) => request,
        Err(problems) => return Ok(form(&who, &state, draft, &typed, problems)),
    };
    let message = TermsRequested {
        isv: &who.signed.organisation.name,
        account: &who.signed.organisation.account,
        person: &who.signed.user.name,
        contact: &request.contact,
        subject: &request.subject,
        needed: &request.needed,
    };
    let message = message.message().map_err(anyhow::Error::from)?;
    let new = NewTermRequest {
        id: id(&typed, &state),
        subject: request.subject,
        needed: request.needed,
        contact: request.contact,
        letter: message.to(&state.channel_desk, Side::Isv),
    };
    let (scope, user, now) = (who.scope, who.signed.user.clone(), state.clock.now());
    match who
        .write(&state, move |c| {
            term_requests::add(c, &scope, &new, &user, now)
        })
        .await?
    {
        Asked::Done | Asked::Already => {
            let mut told = Banner::success(format!(
                "Your channel desk is told, and answers to {}.",
                typed.get("contact").trim()
            ));
            told.action = draft.map(|draft| BannerAction {
                label: "Back to your draft".to_owned(),
                href: draft.to_owned(),
                post: false,
            });
            who.signed.visit.tell(&told)?;
            Ok(page::redirect(&paths::isv_terms_requests()))
        }
        Asked::TooMany => {
            let words = format!(
                "Your organisation has made {MAX_REQUESTS} requests today – try again tomorrow"
            );
            let problems = Problems::one("subject", words);
            Ok(form(&who, &state, draft, &typed, problems))
        }
    }
}

/// `GET /isv/terms-requests`.
pub async fn list(who: IsvViewer, state: Data<State>) -> Result<HttpResponse, Error> {
    let scope = who.scope;
    let requests = state
        .db
        .read(move |c| term_requests::list(c, &scope))
        .await?;
    let template = List {
        page: who.signed.page(
            "Requests to your channel desk",
            "isv.terms_requests",
            Section::Drafts,
        ),
        ask: who
            .signed
            .user
            .role
            .may_edit()
            .then(paths::isv_terms_request),
        rows: requests.into_iter().map(TermsRequestView::of).collect(),
    };
    Ok(page::html(StatusCode::OK, &template))
}
