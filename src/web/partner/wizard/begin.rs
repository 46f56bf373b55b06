//! Where an offer from an opportunity is begun.

use super::closed::Closed;
use super::{drafts, extend, step_path};
use crate::answers::offer::{OfferAnswers, OfferStep};
use crate::domain::buyers::Buyers;
use crate::domain::ids::{OfferDraftId, OpportunityId};
use crate::domain::opportunity::{Opportunity, discount_label};
use crate::random;
use crate::store::drafts::Created;
use crate::store::offers::drafts::{NewOfferDraft, OfferDraft, create, list, untouched};
use crate::store::{Conn, opportunities};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::{self, Moment};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

/// Somebody who presses *Create offer* twice within this time means one draft.
const SAME_PRESS: TimeDelta = TimeDelta::seconds(5);

#[derive(Template)]
#[template(path = "partner/wizard/begin.html")]
struct Begin {
    page: Page,
    back: String,
    action: String,
    rows: Vec<(&'static str, String)>,
    closed: Option<Closed>,
    /// Drafts that were begun from it before.
    drafts: Vec<Begun>,
}

struct Begun {
    title: String,
    open: String,
    saved_by: String,
    saved_at: Moment,
}

/// `GET /partner/opportunities/{opportunity}/offers/new`: says what an offer would be made from. Begins nothing.
pub async fn ask(
    path: Path<String>,
    editor: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id: OpportunityId = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, now) = (editor.scope, state.clock.now());
    let reading = state.db.read(move |c| {
        let Some(opportunity) = opportunities::find_for_partner(c, &scope, id)? else {
            return Ok(None);
        };
        let closed = Closed::of(c, &scope, &opportunity, now)?;
        Ok(Some((list(c, &scope, Some(id))?, opportunity, closed)))
    });
    let (drafts, opportunity, closed) = reading.await?.ok_or(Error::NotFound)?;
    let title = format!("Create an offer from “{}”", opportunity.details.name());
    let name = opportunity.details.name();
    let template = Begin {
        page: editor
            .signed
            .page(title, "partner.offer_new", Section::Opportunities),
        back: paths::partner_opportunity(id),
        action: paths::partner_new_offer(id),
        rows: rows(&opportunity),
        closed,
        drafts: drafts.iter().map(|draft| begun(draft, name)).collect(),
    };
    Ok(page::html(StatusCode::OK, &template))
}

fn begun(draft: &OfferDraft, opportunity: &str) -> Begun {
    Begun {
        title: draft.answers.title(opportunity),
        open: step_path(&draft.id, None),
        saved_by: draft.saved_by.clone(),
        saved_at: view::moment(draft.saved_at),
    }
}

/// What an offer from this opportunity is about.
fn rows(opportunity: &Opportunity) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("Product", opportunity.product.title.clone()),
        ("Vendor", opportunity.isv.name.clone()),
        (
            "Discount",
            discount_label(opportunity.discount, opportunity.percent),
        ),
        ("Duration", opportunity.duration.kind().label().to_owned()),
    ];
    if let Some(day) = opportunity.last_day() {
        rows.push(("Last day", view::last_day(day)));
    }
    if !opportunity.buyers.is_anyone() {
        rows.push(("Buyer account IDs", accounts(&opportunity.buyers)));
    }
    rows
}

/// Account IDs as people read them.
pub fn accounts(buyers: &Buyers) -> String {
    let accounts = buyers.accounts().iter();
    let grouped: Vec<String> = accounts.map(|account| account.grouped()).collect();
    grouped.join(", ")
}

/// What became of the press.
enum Outcome {
    Begun(OfferDraftId),
    TooMany,
    Closed(Closed),
    Missing,
}

/// `POST /partner/opportunities/{opportunity}/offers/new`: begins a draft.
pub async fn start(
    path: Path<String>,
    editor: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let opportunity: OpportunityId = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, by, now) = (editor.scope, editor.signed.user.id, state.clock.now());
    let id = random::id(now);
    let writing = state.db.write(move |c: &mut Conn| {
        let Some(found) = opportunities::find_for_partner(c, &scope, opportunity)? else {
            return Ok(Outcome::Missing);
        };
        if let Some(closed) = Closed::of(c, &scope, &found, now)? {
            return Ok(Outcome::Closed(closed));
        }
        if let Some(same) = untouched(c, &scope, opportunity, by, now - SAME_PRESS)? {
            return Ok(Outcome::Begun(same));
        }
        let new = NewOfferDraft {
            id,
            opportunity,
            answers: &OfferAnswers::default(),
            by,
        };
        Ok(match create(c, &scope, &new, now)? {
            Created::Done => Outcome::Begun(id),
            Created::TooMany => Outcome::TooMany,
        })
    });
    match writing.await? {
        Outcome::Begun(draft) => {
            let first = step_path(&draft, Some(OfferStep::Terms));
            Ok(page::redirect(&first))
        }
        Outcome::TooMany => drafts::too_many(&editor, &state).await,
        Outcome::Closed(closed) => Ok(extend::lost(&editor, closed, None)),
        Outcome::Missing => Err(Error::NotFound),
    }
}
