use crate::samples::day;
use chrono::{TimeZone, Utc};
use consign::domain::calendar;

#[test]
fn a_day_is_written_with_the_months_name() {
    for (date, words) in [
        ("2026-11-02", "2 Nov 2026"),
        ("2027-03-27", "27 Mar 2027"),
        ("2028-02-29", "29 Feb 2028"),
    ] {
        assert_eq!(calendar::day(day(date)), words);
    }
}

#[test]
fn a_moment_names_its_zone_and_no_seconds() {
    let at = Utc.with_ymd_and_hms(2026, 11, 2, 9, 5, 59).unwrap();
    assert_eq!(calendar::moment(at), "2 Nov 2026, 09:05 UTC");
}
