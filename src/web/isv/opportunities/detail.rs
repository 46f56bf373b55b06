//! One opportunity: what it says, what came of it, and what happened to it.

use crate::domain::ids::BatchId;
use crate::domain::opportunity::{Opportunity, Side, Status};
use crate::store::events::{self, Event, EventKind};
use crate::store::offers::table::{self as offer_table, OfferPage, OfferQuery, OfferRow};
use crate::store::opportunities;
use crate::store::outbox::{self, Delivery, MessageKind};
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::isv::opportunities::prices::{self, Payments, Price};
use crate::web::isv::opportunities::sheet::{self, Part};
use crate::web::nav::Section;
use crate::web::offers::list::{self, Row};
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, NaiveTime, Utc};

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

/// How it was ended before its time.
struct Ended {
    by: String,
    at: Moment,
    reason: Option<String>,
}

/// A line of the timeline.
struct Entry {
    at: Moment,
    text: String,
    link: Option<Link>,
}

struct Link {
    label: String,
    href: String,
}

type Mail = (MessageKind, DateTime<Utc>, Delivery);

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
        Ok(Some((
            opportunity,
            offer_table::page_for_isv(c, &scope, &from_it, now)?.map(|row| row.offer),
            events::of(c, &scope, id)?,
            outbox::of_opportunity(c, &scope, id)?,
        )))
    });
    let (opportunity, made, events, mails) = reading.await?.ok_or(Error::NotFound)?;
    Ok(page::html(
        StatusCode::OK,
        &detail(&who.signed, &opportunity, &made, (&events, &mails), now),
    ))
}

fn detail(
    who: &Signed,
    opportunity: &Opportunity,
    made: &OfferPage<OfferRow>,
    (events, mails): (&[Event], &[Mail]),
    now: DateTime<Utc>,
) -> Detail {
    let name = opportunity.details.name().to_owned();
    let status = opportunity.status(now);
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
        ended: ended(opportunity),
        parts: sheet::parts(opportunity),
        frozen: view::day(opportunity.created_at.date_naive()),
        prices: prices::prices(opportunity),
        schedule: prices::payments(opportunity),
        offers: opportunity.uses,
        made: list::rows(Side::Isv, made),
        all_offers: list::rest(Side::Isv, opportunity.id, made),
        timeline: timeline(opportunity, events, mails, now),
        name,
    }
}

fn ended(opportunity: &Opportunity) -> Option<Ended> {
    let revocation = opportunity.revocation.as_ref()?;
    let by = match revocation.by {
        Side::Isv => format!("Revoked by {}", revocation.person),
        Side::Partner => format!("Ended by {}", opportunity.reseller.name),
    };
    Some(Ended {
        by,
        at: view::moment(revocation.at),
        reason: revocation.reason.clone(),
    })
}

/// A line of the timeline before it is written down.
type Line = (DateTime<Utc>, String, Option<Link>);

/// Everything that happened, newest first.
fn timeline(
    opportunity: &Opportunity,
    events: &[Event],
    mails: &[Mail],
    now: DateTime<Utc>,
) -> Vec<Entry> {
    let partner = &opportunity.reseller.name;
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(expired(opportunity, now).map(|at| (at, "Expired".to_owned(), None)));
    lines.extend(mails.iter().map(|mail| mailed(mail, partner)));
    lines.extend(
        events
            .iter()
            .filter_map(|event| happened(event, opportunity.batch)),
    );
    // Stable: what has one moment stays in this order.
    lines.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
    let entry = |(at, text, link): Line| Entry {
        at: view::moment(at),
        text,
        link,
    };
    lines.into_iter().map(entry).collect()
}

/// What an event is told as; the passing of time is told from the opportunity itself.
fn happened(event: &Event, batch: BatchId) -> Option<Line> {
    let actor = &event.actor;
    let offer = || {
        event.details.get("offer").map(|offer| Link {
            label: offer.clone(),
            href: paths::isv_offer(offer),
        })
    };
    let (text, link) = match event.kind {
        EventKind::OpportunityCreated => {
            let link = Link {
                label: batch.to_string(),
                href: paths::isv_batch(batch),
            };
            (format!("Created by {actor}, in batch"), Some(link))
        }
        EventKind::OpportunityRevoked => (format!("Revoked by {actor}"), None),
        EventKind::OpportunityEnded => (format!("Ended by {actor}"), None),
        EventKind::OfferExtended => (format!("Offer extended by {actor}:"), offer()),
        EventKind::OfferAccepted => (format!("Offer accepted by {actor}:"), offer()),
        EventKind::TermsRequested => (format!("Other terms asked for by {actor}"), None),
        EventKind::AuthorizationRecorded => (format!("ID in AWS recorded by {actor}"), None),
        EventKind::OpportunityExpired
        | EventKind::OpportunityEnding
        | EventKind::ContractAccepted
        | EventKind::OfferExpiryMoved
        | EventKind::OfferCancelled
        | EventKind::NotificationsChanged
        | EventKind::PersonInvited
        | EventKind::PersonJoined
        | EventKind::PersonChanged
        | EventKind::PasswordForgotten
        | EventKind::PasswordChanged
        | EventKind::ResellerInvited
        | EventKind::RegistrationChanged => return None,
    };
    Some((event.at, text, link))
}

fn mailed((kind, written, delivery): &Mail, partner: &str) -> Line {
    let about = match kind {
        MessageKind::OpportunityCreated => "its creation",
        MessageKind::OpportunityRevoked => "its revocation",
        MessageKind::OpportunityEnded => "its end",
        MessageKind::OpportunityEnding => "its end coming near",
        MessageKind::OfferExtended => "an offer",
        MessageKind::OfferAccepted => "an accepted offer",
        MessageKind::AddressWelcome | MessageKind::AddressConfirm => "its notifications",
        MessageKind::Invitation
        | MessageKind::PasswordReset
        | MessageKind::SignInChanged
        | MessageKind::PartnerRegistered => "its people",
        MessageKind::TermsRequested => "other terms",
    };
    let (at, became) = match delivery {
        Delivery::Sent(at) => (*at, "delivered to its mail server"),
        Delivery::Sending => (*written, "on its way"),
        Delivery::Failed => (*written, "could not be delivered"),
        Delivery::Cancelled => (*written, "withdrawn before it was sent"),
    };
    (
        at,
        format!("E-mail to {partner} about {about}: {became}"),
        None,
    )
}

/// When it expired, if that is how it stands: the moment after its last day.
fn expired(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = opportunity.status(now) == Status::Expired;
    let next_day = opportunity.last_day()?.succ_opt()?;
    over.then(|| next_day.and_time(NaiveTime::MIN).and_utc())
}
