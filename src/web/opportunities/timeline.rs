//! What happened to an opportunity, newest first, as each side may know it.

use crate::domain::opportunity::{Opportunity, Side, Status};
use crate::store::events::{Event, EventKind, detail};
use crate::web::paths;
use crate::web::view::{self, Moment};
use chrono::{DateTime, NaiveTime, Utc};

/// A line of the timeline.
pub struct Entry {
    /// When.
    pub at: Moment,
    /// What.
    pub text: String,
    /// What it led to.
    pub link: Option<Link>,
}

/// Where a line leads.
pub struct Link {
    /// Its words.
    pub label: String,
    /// The place.
    pub href: String,
}

/// A line before it is written down.
pub type Line = (DateTime<Utc>, String, Option<Link>);

/// Everything that happened, newest first; `others` are what is not told by events.
pub fn of(
    side: Side,
    opportunity: &Opportunity,
    events: &[Event],
    others: impl IntoIterator<Item = Line>,
    now: DateTime<Utc>,
) -> Vec<Entry> {
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(expired(opportunity, now).map(|at| (at, "Expired".to_owned(), None)));
    lines.extend(others);
    lines.extend(
        events
            .iter()
            .filter_map(|event| happened(side, event, opportunity)),
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

/// What an event is told as; that it expired is told from the opportunity itself.
fn happened(side: Side, event: &Event, opportunity: &Opportunity) -> Option<Line> {
    let actor = &event.actor;
    let offer = || {
        event.details.get(detail::OFFER).map(|offer| Link {
            label: offer.clone(),
            href: paths::offer(side, offer),
        })
    };
    let (text, link) = match event.kind {
        EventKind::OpportunityCreated => match side {
            Side::Isv => {
                let link = Link {
                    label: opportunity.batch.to_string(),
                    href: paths::isv_batch(opportunity.batch),
                };
                (format!("Created by {actor}, in batch"), Some(link))
            }
            Side::Partner => (format!("Created by {actor}"), None),
        },
        EventKind::OpportunityRevoked => (ended("Revoked", event), None),
        EventKind::OpportunityEnded => (ended("Ended", event), None),
        EventKind::OpportunityEnding => (reminder(event), None),
        EventKind::ContractAccepted => (format!("Reseller contract accepted by {actor}"), None),
        EventKind::ContractWithdrawn => {
            let text = format!("Acceptance of the reseller contract taken back by {actor}");
            (text, None)
        }
        EventKind::OfferExtended => (format!("Offer extended by {actor}:"), offer()),
        EventKind::OfferExpiryMoved => (format!("Expiry date changed by {actor}:"), offer()),
        EventKind::OfferCancelled => (format!("Offer cancelled by {actor}:"), offer()),
        EventKind::OfferAccepted => (format!("Offer accepted by {actor}:"), offer()),
        EventKind::TermsRequested => (format!("Other terms asked for by {actor}"), None),
        EventKind::AuthorizationRecorded => (format!("ID in AWS recorded by {actor}"), None),
        EventKind::TermsAnswered
        | EventKind::OpportunityExpired
        | EventKind::NotificationsChanged
        | EventKind::OrganisationChanged
        | EventKind::PersonInvited
        | EventKind::PersonJoined
        | EventKind::PersonChanged
        | EventKind::PasswordForgotten
        | EventKind::PasswordChanged
        | EventKind::SecondStepChanged
        | EventKind::ResellerInvited
        | EventKind::RegistrationChanged
        | EventKind::OfferLinkMade
        | EventKind::CatalogueImported
        | EventKind::LetterDecided
        | EventKind::OrganisationAdded => return None,
    };
    Some((event.at, text, link))
}

/// Who ended it before its time, and why, if that was said.
fn ended(verb: &str, event: &Event) -> String {
    let done = format!("{verb} by {}", event.actor);
    match event.details.get(detail::REASON) {
        Some(reason) => format!("{done}. Reason given: “{reason}”"),
        None => done,
    }
}

/// That both sides were reminded of the last day.
fn reminder(event: &Event) -> String {
    let last_day = event.details.get(detail::LAST_DAY).map(|day| day.parse());
    match last_day {
        Some(Ok(day)) => format!("Expiry reminder: the last day is {}", view::day(day)),
        Some(Err(_)) | None => "Expiry reminder".to_owned(),
    }
}

/// When it expired, if that is how it stands: the moment after its last day.
fn expired(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = opportunity.status(now) == Status::Expired;
    let next_day = opportunity.last_day()?.succ_opt()?;
    over.then(|| next_day.and_time(NaiveTime::MIN).and_utc())
}
