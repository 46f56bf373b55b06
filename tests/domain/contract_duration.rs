use crate::samples::day;
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};
use consign::domain::contract_duration::DurationUnit;
use proptest::prelude::*;

#[test]
fn months_go_from_1_to_144_and_days_from_1_to_1095() {
    for (unit, count, taken) in [
        (DurationUnit::Months, 0, None),
        (DurationUnit::Months, 1, Some(Months(1))),
        (DurationUnit::Months, 144, Some(Months(144))),
        (DurationUnit::Months, 145, None),
        (DurationUnit::Days, 0, None),
        (DurationUnit::Days, 1, Some(Days(1))),
        (DurationUnit::Days, 1095, Some(Days(1095))),
        (DurationUnit::Days, 1096, None),
    ] {
        assert_eq!(unit.duration(count), taken, "{count} {}", unit.label());
    }
}

#[test]
fn only_whole_months_and_days_are_read() {
    for code in [
        "", "P", "PM", "PD", "P12", "12M", "P0M", "P0D", "P012M", "P145M", "P1096D", "P1Y", "P2W",
        "P1M15D", "P1.5M", "P-1M", "P+1M", "P 1M", "p12m", "P99999M", "P١M", "PT1M",
    ] {
        assert_eq!(ContractDuration::parse(code), None, "{code:?}");
    }
}

#[test]
fn durations_are_said_in_words() {
    for (duration, words) in [
        (Months(1), "1 month"),
        (Months(12), "12 months"),
        (Days(1), "1 day"),
        (Days(365), "365 days"),
    ] {
        assert_eq!(duration.label(), words);
    }
}

#[test]
fn the_first_day_after_a_contract_is_the_same_day_of_a_later_month_or_the_first_after_it() {
    for (duration, start, end) in [
        (Months(12), "2027-03-31", "2028-03-31"),
        (Months(1), "2027-01-28", "2027-02-28"),
        (Months(1), "2027-01-29", "2027-03-01"),
        (Months(1), "2027-01-30", "2027-03-01"),
        (Months(1), "2027-01-31", "2027-03-01"),
        (Months(1), "2027-02-01", "2027-03-01"),
        (Months(1), "2028-01-29", "2028-02-29"),
        (Months(1), "2028-01-31", "2028-03-01"),
        (Months(1), "2027-03-31", "2027-05-01"),
        (Months(12), "2028-02-29", "2029-03-01"),
        (Months(144), "2027-01-01", "2039-01-01"),
        (Days(365), "2027-03-31", "2028-03-30"),
        (Days(1), "2027-12-31", "2028-01-01"),
    ] {
        assert_eq!(
            duration.end_after(day(start)),
            Some(day(end)),
            "{start} and {}",
            duration.label()
        );
    }
    assert_eq!(Days(1).end_after(chrono::NaiveDate::MAX), None);
}

pub fn any_duration() -> impl Strategy<Value = ContractDuration> {
    prop_oneof![
        (1..=144_u16).prop_map(Months),
        (1..=1095_u16).prop_map(Days)
    ]
}

proptest! {
    #[test]
    fn who_begins_later_is_not_done_earlier(
        duration in any_duration(),
        start in 0..40_000_u64,
        later in 0..62_u64,
    ) {
        let start = day("2000-01-01") + chrono::Days::new(start);
        prop_assert!(duration.end_after(start) <= duration.end_after(start + chrono::Days::new(later)));
    }

    #[test]
    fn no_month_is_shorter_than_february(months in 1..=144_u16, start in 0..40_000_u64) {
        let start = day("2000-01-01") + chrono::Days::new(start);
        let end = Months(months).end_after(start).unwrap();
        let days = (end - start).num_days();
        let months = i64::from(months);
        prop_assert!((28 * months..=31 * months).contains(&days), "{days}");
    }

    #[test]
    fn a_duration_reads_back_as_printed(duration in any_duration()) {
        prop_assert_eq!(ContractDuration::parse(&duration.code()), Some(duration));
    }

    #[test]
    fn what_is_read_prints_the_same(code in "P[0-9]{1,5}[MDYW]") {
        if let Some(duration) = ContractDuration::parse(&code) {
            prop_assert_eq!(duration.code(), code);
        }
    }
}
