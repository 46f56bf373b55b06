//! How days and moments are written for people, wherever they read them: on pages, in mails, in messages. Always in UTC.

use chrono::{DateTime, NaiveDate, Utc};

/// A day, as in `22 Nov 2026`.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// A moment with its zone, as in `22 Nov 2026, 10:42 UTC`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y, %H:%M UTC").to_string()
}
