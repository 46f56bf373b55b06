use crate::samples::{day, percent};
use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::discount::DiscountKind;
use consign::domain::duration::{Duration, DurationKind, earliest_last_day};
use consign::domain::opportunity::{Facts, Side, Status, discount_label};
use proptest::prelude::*;

const LAST_DAY: &str = "2027-06-30";
const BEFORE: &str = "2027-06-30T23:59:59.999Z";
const AFTER: &str = "2027-07-01T00:00:00.000Z";

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn single_use() -> Duration {
    Duration::SingleUse {
        last_day: Some(day(LAST_DAY)),
    }
}

fn single_use_without_end() -> Duration {
    Duration::SingleUse { last_day: None }
}

fn specific_time() -> Duration {
    Duration::SpecificTime {
        last_day: day(LAST_DAY),
    }
}

fn facts(duration: Duration, uses: u32, ended_by: Option<Side>) -> Facts {
    Facts {
        duration,
        uses,
        ended_by,
    }
}

#[test]
fn the_first_condition_that_holds_is_the_status() {
    let (isv, partner) = (Some(Side::Isv), Some(Side::Partner));
    for (duration, uses, ended_by, now, expected) in [
        // Ended wins over everything.
        (single_use(), 0, isv, BEFORE, Status::Revoked),
        (single_use(), 1, isv, BEFORE, Status::Revoked),
        (single_use(), 1, isv, AFTER, Status::Revoked),
        (specific_time(), 3, partner, AFTER, Status::EndedByPartner),
        (
            Duration::NoSetTime,
            0,
            partner,
            BEFORE,
            Status::EndedByPartner,
        ),
        // A spent single use wins over its last day.
        (single_use(), 1, None, BEFORE, Status::Used),
        (single_use(), 1, None, AFTER, Status::Used),
        (single_use_without_end(), 1, None, AFTER, Status::Used),
        // The last day wins over uses of what can be used again.
        (single_use(), 0, None, AFTER, Status::Expired),
        (specific_time(), 0, None, AFTER, Status::Expired),
        (specific_time(), 3, None, AFTER, Status::Expired),
        // What remains is active, used before or not.
        (single_use(), 0, None, BEFORE, Status::Active),
        (single_use_without_end(), 0, None, AFTER, Status::Active),
        (specific_time(), 0, None, BEFORE, Status::Active),
        (specific_time(), 3, None, BEFORE, Status::Active),
        (Duration::NoSetTime, 0, None, AFTER, Status::Active),
        (Duration::NoSetTime, 3, None, AFTER, Status::Active),
    ] {
        let facts = facts(duration, uses, ended_by);
        assert_eq!(
            Status::at(facts, moment(now)),
            expected,
            "{facts:?} at {now}"
        );
    }
}

#[test]
fn the_last_day_lasts_until_its_last_millisecond() {
    for (now, expected) in [
        ("2027-06-29T12:00:00Z", Status::Active),
        ("2027-06-30T00:00:00Z", Status::Active),
        ("2027-06-30T23:59:59.999Z", Status::Active),
        ("2027-07-01T00:00:00.000Z", Status::Expired),
        ("2027-06-30T23:59:59.999+02:00", Status::Active),
        ("2027-06-30T23:59:59.999-02:00", Status::Expired),
    ] {
        assert_eq!(
            Status::at(facts(specific_time(), 0, None), moment(now)),
            expected,
            "{now}"
        );
    }
}

#[test]
fn the_earliest_last_day_is_tomorrow() {
    assert_eq!(earliest_last_day(day("2026-12-31")), day("2027-01-01"));
}

#[test]
fn a_specific_time_has_a_last_day_and_no_set_time_has_none() {
    let last_day = day(LAST_DAY);
    for (kind, with_day, without) in [
        (
            DurationKind::SingleUse,
            Some(single_use()),
            Some(single_use_without_end()),
        ),
        (DurationKind::SpecificTime, Some(specific_time()), None),
        (DurationKind::NoSetTime, None, Some(Duration::NoSetTime)),
    ] {
        assert_eq!(
            Duration::from_parts(kind, Some(last_day)),
            with_day,
            "{kind:?}"
        );
        assert_eq!(Duration::from_parts(kind, None), without, "{kind:?}");
    }
}

#[test]
fn a_duration_comes_apart_and_together_again() {
    for duration in [
        single_use(),
        single_use_without_end(),
        specific_time(),
        Duration::NoSetTime,
    ] {
        assert_eq!(
            Duration::from_parts(duration.kind(), duration.last_day()),
            Some(duration)
        );
    }
}

#[test]
fn the_isv_revokes_what_is_active_and_nothing_else() {
    for (duration, uses, ended_by, now, can) in [
        (single_use(), 0, None, BEFORE, true),
        (specific_time(), 3, None, BEFORE, true),
        (Duration::NoSetTime, 3, None, AFTER, true),
        (single_use(), 1, None, BEFORE, false),
        (specific_time(), 0, None, AFTER, false),
        (Duration::NoSetTime, 0, Some(Side::Isv), BEFORE, false),
        (Duration::NoSetTime, 0, Some(Side::Partner), BEFORE, false),
    ] {
        let facts = facts(duration, uses, ended_by);
        assert_eq!(
            facts.can_be_ended_by(Side::Isv, moment(now)),
            can,
            "{facts:?} at {now}"
        );
    }
}

#[test]
fn the_partner_ends_what_is_active_and_not_a_single_use() {
    for (duration, now, can) in [
        (single_use(), BEFORE, false),
        (single_use_without_end(), BEFORE, false),
        (specific_time(), BEFORE, true),
        (specific_time(), AFTER, false),
        (Duration::NoSetTime, BEFORE, true),
    ] {
        let facts = facts(duration, 0, None);
        assert_eq!(
            facts.can_be_ended_by(Side::Partner, moment(now)),
            can,
            "{facts:?} at {now}"
        );
    }
}

#[test]
fn statuses_have_plain_words_and_read_back_from_addresses() {
    let labels = ["Active", "Used", "Expired", "Revoked", "Ended by partner"];
    assert_eq!(Status::ALL.map(Status::label), labels);
    for status in Status::ALL {
        assert_eq!(Status::parse(status.as_str()), Some(status));
        assert_eq!(status.is_open(), status == Status::Active);
    }
    assert_eq!(Status::parse("Active"), None);
}

#[test]
fn the_discount_column_names_the_percentage_or_the_kind() {
    for (kind, off, text) in [
        (DiscountKind::Percentage, Some("20"), "20%"),
        (DiscountKind::Percentage, Some("12.50"), "12.5%"),
        (DiscountKind::Percentage, Some("0"), "0%"),
        (DiscountKind::Percentage, Some("100.00"), "100%"),
        (DiscountKind::Individual, None, "Individual pricing"),
        (DiscountKind::Flexible, None, "Flexible payment schedule"),
    ] {
        assert_eq!(discount_label(kind, off.map(percent)), text);
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let durations = vec![
        single_use(),
        single_use_without_end(),
        specific_time(),
        Duration::NoSetTime,
    ];
    let ends = vec![None, Some(Side::Isv), Some(Side::Partner)];
    let parts = (
        proptest::sample::select(durations),
        0..3_u32,
        proptest::sample::select(ends),
    );
    parts.prop_map(|(duration, uses, ended_by)| facts(duration, uses, ended_by))
}

proptest! {
    #[test]
    fn what_is_closed_never_opens_again_by_waiting(facts in any_facts(), start in -100_000..100_000_i64, wait in 0..1_000_000_i64) {
        let now = moment(AFTER) + TimeDelta::seconds(start);
        let later = now + TimeDelta::seconds(wait);
        if !Status::at(facts, now).is_open() {
            prop_assert_eq!(Status::at(facts, later), Status::at(facts, now));
        }
    }

    #[test]
    fn only_what_is_active_can_be_ended(facts in any_facts(), seconds in -100_000..100_000_i64) {
        let now = moment(AFTER) + TimeDelta::seconds(seconds);
        prop_assert_eq!(facts.can_be_ended_by(Side::Isv, now), Status::at(facts, now).is_open());
        prop_assert!(!facts.can_be_ended_by(Side::Partner, now) || Status::at(facts, now).is_open());
    }
}
