//! One opportunity: what it says, what came of it, and what happened to it.

use crate::domain::agreements::Rcmp;
use crate::domain::opportunity::{Obstacle, Opportunity, Side};
use crate::store::batches::{self, ClonedTo};
use crate::store::events::{self, Event, OpportunityEvent};
use crate::store::offers::table::{self as offer_table, OfferPage, OfferQuery, OfferRow};
use crate::store::opportunities;
use crate::store::outbox::{self, Delivery, MessageKind};
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::facts::Part;
use crate::web::isv::opportunities::closed::Closed;
use crate::web::nav::Section;
use crate::web::offers::list::{self, Row};
use crate::web::opportunities::end::{self, Ended};
use crate::web::opportunities::prices::{self, Payments, Price};
use crate::web::opportunities::sheet;
use crate::web::opportunities::timeline::{self, Entry, Line, Link};
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "isv/opportunities/detail.html")]
struct Detail {
    page: Page,
    list: String,
    name: String,
    status: Tag,
    may_edit: bool,
    is_open: bool,
    clone: String,
    more_resellers: String,
    revoke: String,
    aws: String,
    ended: Option<Ended>,
    /// Why no offer can be made from it although it is active.
    closed: Option<Closed>,
    parts: Vec<Part>,
    frozen: String,
    prices: Vec<Price>,
    schedule: Option<Payments>,
    offers: u32,
    /// The newest of them.
    made: Vec<Row>,
    /// Where the others are listed.
    all_offers: Option<String>,
    timeline: Vec<Entry>,
}

/// What the page is made of.
struct Found {
    opportunity: Opportunity,
    obstacle: Option<Obstacle>,
    made: OfferPage<OfferRow>,
    history: History,
}

type Mail = (MessageKind, DateTime<Utc>, Delivery);

/// What happened to it.
struct History {
    events: Vec<Event<OpportunityEvent>>,
    mails: Vec<Mail>,
    clones: Vec<ClonedTo>,
}

/// `GET /isv/opportunities/{opportunity}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, now) = (who.scope, state.clock.now());
    let reading = state.db.read(move |c| {
        let Some(opportunity) = opportunities::find(c, &scope, id)? else {
            return Ok(None);
        };
        let from_it = OfferQuery {
            opportunity: Some(id),
            ..OfferQuery::default()
        };
        Ok(Some(Found {
            obstacle: opportunities::obstacle_for_isv(c, &scope, &opportunity, now)?,
            made: offer_table::page_for_isv(c, &scope, &from_it, now)?.map(|row| row.offer),
            history: History {
                events: events::of(c, &scope, id)?,
                mails: outbox::of_opportunity(c, &scope, id)?,
                clones: batches::cloned_from(c, &scope, id)?,
            },
            opportunity,
        }))
    });
    let found = reading.await?.ok_or(Error::NotFound)?;
    let detail = detail(&who.signed, &found, (&state.rcmp, now));
    Ok(page::html(StatusCode::OK, &detail))
}

fn detail(who: &Signed, found: &Found, (rcmp, now): (&Rcmp, DateTime<Utc>)) -> Detail {
    let (opportunity, made, history) = (&found.opportunity, &found.made, &found.history);
    let name = opportunity.details.name().to_owned();
    let status = opportunity.status(now);
    let partner = &opportunity.reseller.name;
    let mails = history
        .mails
        .iter()
        .filter_map(|mail| mailed(mail, partner));
    let others = mails.chain(history.clones.iter().map(cloned));
    Detail {
        page: who.page(&name, "isv.opportunity", Section::Opportunities),
        list: paths::isv_opportunities(),
        status: view::status(status),
        may_edit: who.user.role.may_edit(),
        is_open: status.is_open(),
        clone: paths::isv_opportunity_clone(opportunity.id),
        more_resellers: paths::isv_opportunity_more_resellers(opportunity.id),
        revoke: paths::isv_opportunity_revoke(opportunity.id),
        aws: paths::isv_opportunity_aws(opportunity.id),
        ended: end::ended(opportunity),
        closed: found
            .obstacle
            .and_then(|obstacle| Closed::by(opportunity, obstacle)),
        parts: sheet::for_isv(opportunity, rcmp),
        frozen: view::day(opportunity.created_at.date_naive()),
        prices: prices::prices(opportunity),
        schedule: prices::payments(opportunity),
        offers: opportunity.uses,
        made: list::rows(Side::Isv, made),
        all_offers: list::rest(Side::Isv, opportunity.id, made),
        timeline: timeline::of(Side::Isv, opportunity, &history.events, others, now),
        name,
    }
}

/// A letter that told the partner about the opportunity. Those about its offers are the partner's own business.
fn mailed((kind, written, delivery): &Mail, partner: &str) -> Option<Line> {
    let about = match kind {
        MessageKind::OpportunityCreated => "its creation",
        MessageKind::OpportunityRevoked => "its revocation",
        MessageKind::OpportunityEnded => "its end",
        MessageKind::OpportunityEnding => "its end coming near",
        MessageKind::OfferExtended
        | MessageKind::OfferAccepted
        | MessageKind::AddressWelcome
        | MessageKind::AddressConfirm
        | MessageKind::AddressChanged
        | MessageKind::Invitation
        | MessageKind::PasswordReset
        | MessageKind::SignInChanged
        | MessageKind::PartnerRegistered
        | MessageKind::TermsRequested => return None,
    };
    let (at, became) = match delivery {
        Delivery::Sent(at) => (*at, "delivered to its mail server"),
        Delivery::Sending => (*written, "on its way"),
        Delivery::Failed => (*written, "could not be delivered"),
        Delivery::Cancelled => (*written, "withdrawn before it was sent"),
    };
    let text = format!("E-mail to {partner} about {about}: {became}");
    Some((at, text, None))
}

fn cloned(clone: &ClonedTo) -> Line {
    let link = Link {
        label: clone.batch.to_string(),
        href: paths::isv_batch(clone.batch),
    };
    (clone.at, format!("Cloned by {} to", clone.by), Some(link))
}
