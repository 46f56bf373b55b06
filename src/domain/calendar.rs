//! How days and moments are written for people, wherever they read them: on pages, in mails, in messages. Always in UTC.

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::LazyLock;

/// How a day is written, understood once: lists have a hundred.
static DAY: LazyLock<Vec<Item<'static>>> =
    LazyLock::new(|| StrftimeItems::new("%-d %b %Y").collect());

/// A day, as in `22 Nov 2026`.
pub fn day(day: NaiveDate) -> String {
    day.format_with_items(DAY.iter()).to_string()
}

/// A moment with its zone, as in `22 Nov 2026, 10:42 UTC`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y, %H:%M UTC").to_string()
}
