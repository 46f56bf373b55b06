//! How long a letter waits that could not be sent.

use chrono::{DateTime, TimeDelta, Utc};

/// How long to wait after each failed try. A letter that fails once more after these is given up.
const BACK_OFF: [TimeDelta; 10] = [
    TimeDelta::seconds(15),
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
    TimeDelta::hours(24),
];
/// How far a wait is stretched or shortened, in percent, so that what failed together does not come back together.
const SPREAD: i32 = 20;

/// When a letter is tried again after so many tries, if ever. `chance` is a random number.
pub(super) fn again(tries: i32, now: DateTime<Utc>, chance: u8) -> Option<DateTime<Utc>> {
    let failed_before = usize::try_from(tries).ok()?.checked_sub(1)?;
    let wait = BACK_OFF.get(failed_before)?;
    let percent = 100 - SPREAD + i32::from(chance) * 2 * SPREAD / i32::from(u8::MAX);
    Some(now + *wait * percent / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::outbox::MAX_ATTEMPTS;
    use chrono::TimeZone;

    #[test]
    fn a_letter_is_tried_as_often_as_there_are_waits_and_once_more() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let tries = (1..)
            .take_while(|tries| again(*tries, now, 0).is_some())
            .count()
            + 1;
        assert_eq!(i32::try_from(tries), Ok(MAX_ATTEMPTS));
        let all: TimeDelta = BACK_OFF.iter().sum();
        assert_eq!(all.num_hours(), 70);
    }

    #[test]
    fn waits_are_spread_by_a_fifth_to_either_side() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let wait = |chance| again(2, now, chance).unwrap() - now;
        assert_eq!(wait(0), TimeDelta::seconds(48));
        assert_eq!(wait(u8::MAX), TimeDelta::seconds(72));
        assert!((0..=u8::MAX).map(wait).is_sorted());
    }
}
