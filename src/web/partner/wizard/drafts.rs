//! Drafts of offers: the list of what was begun, and where one is thrown away.

use super::step_path;
use crate::answers::offer::OfferJourney;
use crate::domain::agreements::ResellerContract;
use crate::domain::ids::{OfferDraftId, OpportunityId};
use crate::domain::opportunity::Opportunity;
use crate::store::drafts::{KEPT, MAX_PER_PERSON};
use crate::store::offers::contract_acceptance;
use crate::store::offers::drafts::{self, OfferDraft};
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn, documents, opportunities};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What the list is called.
const TITLE: &str = "Offer drafts";

#[derive(Template)]
#[template(path = "partner/wizard/drafts.html")]
struct List {
    page: Page,
    organisation: String,
    opportunities: String,
    kept_days: i64,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    opportunity: String,
    opportunity_name: String,
    product: String,
    vendor: String,
    /// What stands in the way, when no offer can be made from the opportunity.
    closed: Option<Tag>,
    done: usize,
    steps: usize,
    saved_at: Moment,
    saved_by: String,
    open: String,
    discard: String,
}

#[derive(Template)]
#[template(path = "partner/wizard/discard.html")]
struct Discard {
    page: Page,
    organisation: String,
    drafts: String,
    open: String,
    action: String,
}

/// `GET /partner/offer-drafts`.
pub async fn list(who: PartnerEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    let page = who
        .signed
        .page(TITLE, "partner.offer_drafts", Section::Drafts);
    render(&who, &state, page, StatusCode::OK).await
}

/// The list for somebody who has too many to begin another.
pub async fn too_many(who: &PartnerEditor, state: &State) -> Result<HttpResponse, Error> {
    let mut page = who
        .signed
        .page(TITLE, "partner.offer_drafts", Section::Drafts);
    let text = format!("You have {MAX_PER_PERSON} drafts – discard one to begin another");
    page.problems.add("drafts", text);
    render(who, state, page, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn render(
    who: &PartnerEditor,
    state: &State,
    page: Page,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let (scope, now) = (who.scope, state.clock.now());
    let list = List {
        page,
        organisation: who.signed.organisation.name.clone(),
        opportunities: paths::partner_opportunities(),
        kept_days: KEPT.num_days(),
        rows: state.db.read(move |c| rows(c, &scope, now)).await?,
    };
    Ok(page::html(status, &list))
}

fn rows(c: &mut Conn, scope: &PartnerScope, now: DateTime<Utc>) -> Result<Vec<Row>, store::Error> {
    // Several drafts may be of one opportunity, which is read once.
    let mut known: BTreeMap<OpportunityId, Opportunity> = BTreeMap::new();
    let mut rows = Vec::new();
    for draft in drafts::list(c, scope, None)? {
        let opportunity = match known.remove(&draft.opportunity) {
            Some(opportunity) => opportunity,
            None => opportunities::find_for_partner(c, scope, draft.opportunity)?
                .ok_or_else(|| store::Error::Broken("the opportunity of a draft".to_owned()))?,
        };
        rows.push(row(c, scope, &draft, &opportunity, now)?);
        known.insert(draft.opportunity, opportunity);
    }
    Ok(rows)
}

fn row(
    c: &mut Conn,
    scope: &PartnerScope,
    draft: &OfferDraft,
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> Result<Row, store::Error> {
    let accepted = opportunity.contract != ResellerContract::None
        && contract_acceptance(c, draft.id)?.is_some();
    let named = documents::some(c, scope, &draft.answers.named_documents())?;
    let journey = OfferJourney::of(
        &draft.answers,
        opportunity,
        &named,
        accepted,
        now.date_naive(),
    );
    let obstacle = opportunities::obstacle(c, scope, opportunity, now)?;
    Ok(Row {
        id: draft.id.to_string(),
        title: draft.answers.title(opportunity.details.name()),
        opportunity: paths::partner_opportunity(opportunity.id),
        opportunity_name: opportunity.details.name().to_owned(),
        product: opportunity.product.title.clone(),
        vendor: opportunity.isv.name.clone(),
        closed: obstacle.map(view::obstacle),
        done: journey.done(),
        steps: journey.count(),
        saved_at: view::moment(draft.saved_at),
        saved_by: draft.saved_by.clone(),
        open: step_path(&draft.id, journey.open()),
        discard: paths::partner_offer_draft_discard(draft.id),
    })
}

/// `GET /partner/offer-drafts/{draft}/discard`: asks once more.
pub async fn ask(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, title) = find(&path, &who, &state).await?;
    let heading = format!("Discard “{title}”?");
    let template = Discard {
        page: who
            .signed
            .page(heading, "partner.offer_draft.discard", Section::Drafts),
        organisation: who.signed.organisation.name.clone(),
        drafts: paths::partner_offer_drafts(),
        open: step_path(&id, None),
        action: paths::partner_offer_draft_discard(id),
    };
    Ok(page::html(StatusCode::OK, &template))
}

/// `POST /partner/offer-drafts/{draft}/discard`.
pub async fn discard(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, title) = find(&path, &who, &state).await?;
    let scope = who.scope;
    let discarding = state.db.write(move |c| drafts::discard(c, &scope, id));
    if !discarding.await? {
        return Err(Error::NotFound);
    }
    let told = Banner::success(format!("“{title}” is discarded."));
    who.signed.visit.tell(&told)?;
    Ok(page::redirect(&paths::partner_offer_drafts()))
}

/// A draft and what it is called.
async fn find(
    typed: &str,
    who: &PartnerEditor,
    state: &State,
) -> Result<(OfferDraftId, String), Error> {
    let (scope, id) = (
        who.scope,
        typed.parse::<OfferDraftId>().map_err(|_| Error::NotFound)?,
    );
    let reading = state.db.read(move |c| {
        let Some(draft) = drafts::find(c, &scope, id)? else {
            return Ok(None);
        };
        let opportunity = opportunities::find_for_partner(c, &scope, draft.opportunity)?;
        let name = opportunity.map(|found| found.details.name().to_owned());
        Ok(Some(draft.answers.title(&name.unwrap_or_default())))
    });
    let title = reading.await?.ok_or(Error::NotFound)?;
    Ok((id, title))
}
