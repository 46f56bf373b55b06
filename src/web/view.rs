//! How pages write what is not text: dates, moments, money, sizes, counts and statuses. One form of each, everywhere.

use crate::domain::calendar;
use crate::domain::money::{self, Amount, Currency};
use crate::domain::offer::OfferStatus;
use crate::domain::opportunity::{Obstacle, Status};
use crate::store::reports::Sums;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rust_decimal::Decimal;

/// A day, as in `22 Nov 2026`.
pub fn day(day: NaiveDate) -> String {
    calendar::day(day)
}

/// A last day on which something can be done, as in `22 Nov 2026, until midnight UTC`.
pub fn last_day(day: NaiveDate) -> String {
    format!("{}, until midnight UTC", calendar::day(day))
}

/// A moment twice: for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The value of a `datetime` attribute.
    pub machine: String,
    /// As in `22 Nov 2026, 10:42 UTC`.
    pub words: String,
}

/// A moment, with the zone named.
pub fn moment(at: DateTime<Utc>) -> Moment {
    Moment {
        machine: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        words: calendar::moment(at),
    }
}

/// The time of a moment, as in `10:42 UTC`: for what happened a short while ago.
pub fn time(at: DateTime<Utc>) -> String {
    at.format("%H:%M UTC").to_string()
}

/// How long ago something happened, as in `2 minutes ago`.
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    match (now - at).num_minutes() {
        ..1 => "just now".to_owned(),
        minutes @ 1..HOUR => format!("{} ago", count(minutes, "minute", "minutes")),
        minutes @ HOUR..DAY => format!("{} ago", count(minutes / HOUR, "hour", "hours")),
        minutes => format!("{} ago", count(minutes / DAY, "day", "days")),
    }
}

/// Several names in one, as in `Ada, Maria and Tom`, if there are any.
pub fn together(names: &[String]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", others.join(", "))
    })
}

/// An amount with its currency, as in `1,200.00 USD`.
pub fn amount(amount: Amount, currency: Currency) -> String {
    amount.with_currency(currency)
}

/// A total with its currency, as in `1,344.00 USD`.
pub fn total(total: Decimal, currency: Currency) -> String {
    money::with_currency(total, currency)
}

/// Totals in several currencies, each with its own.
pub fn totals(sums: &Sums) -> Vec<String> {
    let each = sums.iter();
    each.map(|(currency, sum)| total(*sum, *currency)).collect()
}

/// The length of a file, as in `214 KB` or `1.4 MB`.
pub fn size(bytes: usize) -> String {
    const KB: usize = 1024;
    const MB: usize = 1024 * KB;
    match bytes {
        ..KB => count(bytes, "byte", "bytes"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        MB.. => format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB),
    }
}

/// The digits of a file's checksum that tell two files apart at a glance.
pub fn fingerprint(sha256: &str) -> String {
    const DIGITS: usize = 8;
    sha256.chars().take(DIGITS).collect()
}

/// A number with its noun, as in `1 opportunity` or `1,200 opportunities`.
pub fn count(number: impl ToString, one: &str, many: &str) -> String {
    let digits = money::group_digits(number);
    let noun = if digits == "1" { one } else { many };
    format!("{digits} {noun}")
}

/// A word in a coloured frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The colour's name in the stylesheet.
    pub kind: &'static str,
    /// The word.
    pub label: &'static str,
}

/// The tag of an opportunity's status.
pub fn status(status: Status) -> Tag {
    let kind = match status {
        Status::Active => "active",
        Status::Used => "used",
        Status::Expired => "expired",
        Status::Revoked | Status::EndedByPartner => "revoked",
    };
    Tag {
        kind,
        label: status.label(),
    }
}

/// The tag of what keeps a partner from making offers.
pub fn obstacle(obstacle: Obstacle) -> Tag {
    match obstacle {
        Obstacle::Status(found) => status(found),
        Obstacle::NotOnSale => Tag {
            kind: "attention",
            label: "Not on sale",
        },
        Obstacle::NotRegistered => Tag {
            kind: "attention",
            label: "Not registered",
        },
    }
}

/// The tag of an offer's status.
pub fn offer_status(status: OfferStatus) -> Tag {
    let kind = match status {
        OfferStatus::Active => "active",
        OfferStatus::Expired => "expired",
    };
    Tag {
        kind,
        label: status.label(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeDelta, TimeZone};

    #[test]
    fn days_and_moments_are_written_in_words_and_in_utc() {
        let at = Utc.with_ymd_and_hms(2026, 11, 2, 9, 5, 7).unwrap();
        assert_eq!(day(at.date_naive()), "2 Nov 2026");
        assert_eq!(last_day(at.date_naive()), "2 Nov 2026, until midnight UTC");
        assert_eq!(time(at), "09:05 UTC");
        assert_eq!(moment(at).words, "2 Nov 2026, 09:05 UTC");
        assert_eq!(moment(at).machine, "2026-11-02T09:05:07Z");
    }

    #[test]
    fn the_past_is_told_in_whole_units() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        for (minutes, words) in [
            (-5, "just now"),
            (0, "just now"),
            (1, "1 minute ago"),
            (59, "59 minutes ago"),
            (60, "1 hour ago"),
            (24 * 60 - 1, "23 hours ago"),
            (48 * 60, "2 days ago"),
        ] {
            assert_eq!(ago(now - TimeDelta::minutes(minutes), now), words);
        }
    }

    #[test]
    fn sizes_are_short_and_never_zero() {
        for (bytes, words) in [
            (1, "1 byte"),
            (1023, "1,023 bytes"),
            (1024, "1 KB"),
            (218_137, "214 KB"),
            (1_500_000, "1.4 MB"),
            (10 * 1024 * 1024, "10.0 MB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn a_count_agrees_with_its_noun() {
        assert_eq!(count(1, "offer", "offers"), "1 offer");
        assert_eq!(count(0, "offer", "offers"), "0 offers");
        assert_eq!(count(10_000, "offer", "offers"), "10,000 offers");
    }
}
