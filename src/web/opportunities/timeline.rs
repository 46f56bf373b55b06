//! What happened to an opportunity, newest first, as each side may know it.

use crate::domain::duration::over_at;
use crate::domain::opportunity::{Opportunity, Side, Status};
use crate::store::events::{Event, OfferEvent, OpportunityEvent};
use crate::web::paths;
use crate::web::view::{self, Moment};
use chrono::{DateTime, Utc};

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
    events: &[Event<OpportunityEvent>],
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
fn happened(
    side: Side,
    event: &Event<OpportunityEvent>,
    opportunity: &Opportunity,
) -> Option<Line> {
    let actor = &event.actor;
    let (text, link) = match &event.kind {
        OpportunityEvent::Created => match side {
            Side::Isv => {
                let link = Link {
                    label: opportunity.batch.to_string(),
                    href: paths::isv_batch(opportunity.batch),
                };
                (format!("Created by {actor}, in batch"), Some(link))
            }
            Side::Partner => (format!("Created by {actor}"), None),
        },
        OpportunityEvent::Revoked(reason) => (ended("Revoked", actor, reason.as_deref()), None),
        OpportunityEvent::Ended(reason) => (ended("Ended", actor, reason.as_deref()), None),
        OpportunityEvent::Ending(last_day) => {
            let last_day = view::day(*last_day);
            let text = format!("Expiry reminder: the last day is {last_day}");
            (text, None)
        }
        OpportunityEvent::ContractAccepted => {
            (format!("Reseller contract accepted by {actor}"), None)
        }
        OpportunityEvent::ContractWithdrawn => {
            let text = format!("Acceptance of the reseller contract taken back by {actor}");
            (text, None)
        }
        OpportunityEvent::AuthorizationRecorded => (format!("ID in AWS recorded by {actor}"), None),
        OpportunityEvent::Offer(offer, what) => {
            let link = Link {
                label: offer.to_string(),
                href: paths::offer(side, offer),
            };
            (format!("{} by {actor}:", came_of_it(what)?), Some(link))
        }
        OpportunityEvent::Expired(_) => return None,
    };
    Some((event.at, text, link))
}

/// What happened to an offer made from it, as far as the opportunity's timeline tells that.
fn came_of_it(what: &OfferEvent) -> Option<&'static str> {
    match what {
        OfferEvent::Extended => Some("Offer extended"),
        OfferEvent::ExpiryMoved(_) => Some("Expiry date changed"),
        OfferEvent::Cancelled(_) => Some("Offer cancelled"),
        OfferEvent::Accepted(_) => Some("Offer accepted"),
        OfferEvent::LinkMade => None,
    }
}

/// Who ended it before its time, and why, if that was said.
fn ended(verb: &str, actor: &str, reason: Option<&str>) -> String {
    let done = format!("{verb} by {actor}");
    match reason {
        Some(reason) => format!("{done}. Reason given: “{reason}”"),
        None => done,
    }
}

/// When it expired, if that is how it stands: the moment after its last day.
fn expired(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = opportunity.status(now) == Status::Expired;
    over_at(opportunity.last_day()?).filter(|_| over)
}
