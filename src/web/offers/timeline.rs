//! What happened to an offer, newest first, as far as a side is told.

use crate::domain::duration::over_at;
use crate::store::events::{Event, OfferEvent};
use crate::web::view::{self, Moment};
use chrono::{DateTime, NaiveDate, Utc};

/// The lines of a timeline: the events as `told` puts them, and that the offer expired.
pub fn of(
    expires_on: NaiveDate,
    events: &[Event<OfferEvent>],
    told: impl Fn(&Event<OfferEvent>) -> Option<String>,
    now: DateTime<Utc>,
) -> Vec<(Moment, String)> {
    let expired = expired(expires_on, events, now).map(|at| (at, "Expired".to_owned()));
    let happened = events
        .iter()
        .filter_map(|event| Some((event.at, told(event)?)));
    let mut lines: Vec<(DateTime<Utc>, String)> = expired.into_iter().chain(happened).collect();
    // Stable: what has one moment stays in this order.
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    lines
        .into_iter()
        .map(|(at, text)| (view::moment(at), text))
        .collect()
}

/// When it expired, if it did. An offer that was cancelled did not: its expiry date was moved before what happened last. Links
/// are made of offers that have expired, too, so they tell nothing of it.
fn expired(
    expires_on: NaiveDate,
    events: &[Event<OfferEvent>],
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let over = over_at(expires_on)?;
    let mut open = events
        .iter()
        .filter(|event| event.kind != OfferEvent::LinkMade);
    (over <= now && open.all(|event| event.at < over)).then_some(over)
}
