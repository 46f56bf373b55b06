//! One opportunity as its partner may know it: what it says, what was made of it, and what happened to it. Never who else got
//! one, nor who at the vendor made it.

use crate::answers::offer::OfferStep;
use crate::domain::account::Organisation;
use crate::domain::agreements::Rcmp;
use crate::domain::opportunity::{Opportunity, Side};
use crate::store::events::{self, Event, OpportunityEvent};
use crate::store::offers::drafts::{self, OfferDraft};
use crate::store::offers::table::{self as offer_table, OfferPage, OfferQuery, OfferRow};
use crate::store::{opportunities, vendors};
use crate::web::State;
use crate::web::auth::{PartnerViewer, Signed};
use crate::web::error::Error;
use crate::web::facts::Part;
use crate::web::nav::Section;
use crate::web::offers::list::{self, Row};
use crate::web::opportunities::end::{self, Ended};
use crate::web::opportunities::prices::{self, Payments, Price};
use crate::web::opportunities::sheet;
use crate::web::opportunities::timeline::{self, Entry};
use crate::web::page::{self, Page};
use crate::web::partner::wizard::Closed;
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "partner/opportunities/detail.html")]
struct Detail {
    page: Page,
    list: String,
    name: String,
    status: Tag,
    /// Where an offer is begun, for those who may, while that is possible.
    offer: Option<String>,
    /// Where it is ended, likewise.
    end: Option<String>,
    ended: Option<Ended>,
    /// Why no offer can be made from it although it is active.
    closed: Option<Closed>,
    parts: Vec<Part>,
    frozen: String,
    prices: Vec<Price>,
    schedule: Option<Payments>,
    uses: u32,
    offers: Vec<Row>,
    /// Where the others are listed.
    all_offers: Option<String>,
    drafts: Vec<Unfinished>,
    timeline: Vec<Entry>,
}

/// An unfinished offer.
struct Unfinished {
    href: String,
    name: String,
    by: String,
    at: Moment,
}

/// What the page is made of.
struct Found {
    opportunity: Opportunity,
    vendor: Option<Organisation>,
    events: Vec<Event<OpportunityEvent>>,
    offers: OfferPage<OfferRow>,
    drafts: Vec<OfferDraft>,
    closed: Option<Closed>,
}

/// `GET /partner/opportunities/{opportunity}`.
pub async fn show(
    path: Path<String>,
    who: PartnerViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, now) = (who.scope, state.clock.now());
    let reading = state.db.read(move |c| {
        let Some(opportunity) = opportunities::find_for_partner(c, &scope, id)? else {
            return Ok(None);
        };
        let from_it = OfferQuery {
            opportunity: Some(id),
            ..OfferQuery::default()
        };
        Ok(Some(Found {
            vendor: vendors::find(c, &scope, opportunity.isv.id)?,
            events: events::of_partner(c, &scope, id)?,
            offers: offer_table::page_for_partner(c, &scope, &from_it, now)?.map(|row| row.offer),
            drafts: drafts::list(c, &scope, Some(id))?,
            // What is not active says so already.
            closed: if opportunity.status(now).is_open() {
                Closed::of(c, &scope, &opportunity, now)?
            } else {
                None
            },
            opportunity,
        }))
    });
    let found = reading.await?.ok_or(Error::NotFound)?;
    let detail = detail(&who.signed, found, (&state.rcmp, now));
    Ok(page::html(StatusCode::OK, &detail))
}

fn detail(who: &Signed, found: Found, (rcmp, now): (&Rcmp, DateTime<Utc>)) -> Detail {
    let opportunity = &found.opportunity;
    let name = opportunity.details.name().to_owned();
    let (status, may_edit) = (opportunity.status(now), who.user.role.may_edit());
    let is_open = status.is_open() && found.closed.is_none();
    let can_end = opportunity.facts().can_be_ended_by(Side::Partner, now);
    Detail {
        page: who.page(&name, "partner.opportunity", Section::Opportunities),
        list: paths::partner_opportunities(),
        status: view::status(status),
        offer: (may_edit && is_open).then(|| paths::partner_new_offer(opportunity.id)),
        end: (may_edit && can_end).then(|| paths::partner_opportunity_end(opportunity.id)),
        ended: end::ended(opportunity),
        closed: found.closed,
        parts: sheet::for_partner(opportunity, found.vendor.as_ref(), is_open, rcmp),
        frozen: view::day(opportunity.created_at.date_naive()),
        prices: prices::prices(opportunity),
        schedule: prices::payments(opportunity),
        uses: opportunity.uses,
        offers: list::rows(Side::Partner, &found.offers),
        all_offers: list::rest(Side::Partner, opportunity.id, &found.offers),
        // Only those who may go on with one.
        drafts: if may_edit {
            found.drafts.into_iter().map(unfinished).collect()
        } else {
            Vec::new()
        },
        timeline: timeline::of(Side::Partner, opportunity, &found.events, [], now),
        name,
    }
}

fn unfinished(draft: OfferDraft) -> Unfinished {
    let typed = draft.answers.get(OfferStep::Dates).get("name").trim();
    Unfinished {
        href: paths::partner_offer_draft(draft.id, OfferStep::Terms.as_str()),
        name: if typed.is_empty() {
            "Offer without a name".to_owned()
        } else {
            typed.to_owned()
        },
        by: draft.saved_by,
        at: view::moment(draft.saved_at),
    }
}
