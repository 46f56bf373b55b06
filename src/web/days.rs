//! The days that lists and reports are narrowed to, such as *Created from* and *Created to*, as they stand in an address.

use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems};
use crate::store::reports::Days;
use chrono::NaiveDate;

/// What an address says of them.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The days.
    pub days: Days,
    /// Days that are none, or in the wrong order.
    pub problems: Problems,
}

/// Reads the days of creation in an address.
pub fn read(fields: &Fields) -> Asked {
    let mut problems = Problems::none();
    let days = range(fields, ["from", "to"], "Created", &mut problems);
    Asked { days, problems }
}

/// Reads the first and the last day of something from these two fields of an address.
pub fn range(
    fields: &Fields,
    [first, last]: [&'static str; 2],
    of: &str,
    problems: &mut Problems,
) -> Days {
    let (first_label, last_label) = (format!("{of} from"), format!("{of} to"));
    let from = day(fields.get(first), first, &first_label, problems);
    let to = day(fields.get(last), last, &last_label, problems);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        let text = format!("{last_label} must not be before {first_label}");
        problems.add(last, text);
    }
    Days { from, to }
}

/// A day as `2026-11-22`, which the addresses hold, or as `22 Nov 2026`, which the pages show.
fn day(typed: &str, field: &str, what: &str, problems: &mut Problems) -> Option<NaiveDate> {
    let mut parts = typed.split([' ', '-']).filter(|part| !part.is_empty());
    let (first, second, third) = (
        parts.next()?,
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let year_first = first.chars().count() > 2;
    let (day, year) = if year_first {
        (third, first)
    } else {
        (first, third)
    };
    let boxes = DateBoxes {
        day,
        month: second,
        year,
    };
    match typed::date(boxes, field, what) {
        Ok(Some(date)) if parts.next().is_none() => Some(date),
        Ok(_) | Err(_) => {
            problems.add(
                field,
                format!("{what} must be a real date, like 2026-11-22"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(address: &str) -> Asked {
        let pairs = form_urlencoded::parse(address.as_bytes()).into_owned();
        read(&Fields::from_pairs(pairs))
    }

    #[test]
    fn a_day_is_read_as_addresses_and_as_pages_write_it() {
        for typed in [
            "2026-11-02",
            "2 Nov 2026",
            "02-11-2026",
            " 2 november 2026 ",
        ] {
            let found = asked(&format!("from={typed}"));
            assert_eq!(
                found.days.from,
                NaiveDate::from_ymd_opt(2026, 11, 2),
                "{typed}"
            );
        }
        for typed in [
            "2026-02-30",
            "yesterday",
            "2026",
            "2 Nov 2026 x",
            "11/02/2026",
        ] {
            let found = asked(&format!("to={typed}"));
            let text = found.problems.for_field("to");
            assert_eq!(
                text,
                Some("Created to must be a real date, like 2026-11-22"),
                "{typed}"
            );
        }
    }

    #[test]
    fn days_in_the_wrong_order_are_told() {
        let found = asked("from=2026-11-02&to=2026-11-01");
        assert_eq!(
            found.problems.for_field("to"),
            Some("Created to must not be before Created from")
        );
    }
}
