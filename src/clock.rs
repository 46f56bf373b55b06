//! The one clock. Nothing else asks the operating system what time it is, so tests and the demo can pin it.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Digits after the second that are kept: microseconds, because PostgreSQL keeps no more and a moment must read
/// back as it was written.
const SUBSECOND_DIGITS: u16 = 6;

/// Tells what time it is; copies of a pinned clock move together.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Pinned(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The clock of the operating system.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at a moment, for the demo and for tests.
    pub fn pinned(moment: DateTime<Utc>) -> Self {
        Self(Source::Pinned(Arc::new(Mutex::new(
            moment.trunc_subsecs(SUBSECOND_DIGITS),
        ))))
    }

    /// The moment it is.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now().trunc_subsecs(SUBSECOND_DIGITS),
            Source::Pinned(moment) => *moment.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The day it is, in UTC, by which all "last days" are counted.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Moves a pinned clock, forwards or back; the clock of the operating system is not ours to move and stays.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Pinned(moment) = &self.0 {
            *moment.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn copies_of_a_pinned_clock_stand_still_and_move_together() {
        let noon = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let clock = Clock::pinned(noon + TimeDelta::nanoseconds(1_234));
        let copy = clock.clone();
        assert_eq!(copy.now(), noon + TimeDelta::microseconds(1));
        clock.advance(TimeDelta::hours(12));
        assert_eq!(
            copy.today(),
            noon.date_naive().succ_opt().expect("there is a next day")
        );
    }

    #[test]
    fn the_system_clock_keeps_microseconds() {
        let now = Clock::system().now();
        assert_eq!(now, now.trunc_subsecs(6));
    }
}
