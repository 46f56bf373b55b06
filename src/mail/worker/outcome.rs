//! What became of a letter, and what becomes of it.

use super::back_off;
use crate::mail::transport::Failure;
use crate::random;
use chrono::{DateTime, Utc};
use tokio::task::JoinError;

/// Tries after which a letter is given up whose sending crashes: what does so three times does so always.
const TRIES_THAT_CRASH: i32 = 3;

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Sent,
    /// Its failure would have been any other's: it waits, and this try does not count.
    NotTried {
        why: String,
    },
    Failed {
        why: String,
        again: Option<DateTime<Utc>>,
    },
    NoSuchReader {
        why: String,
    },
}

impl Outcome {
    /// What came of this try of a letter, or of a crash on the way.
    pub(super) fn of(
        result: Result<Result<(), Failure>, JoinError>,
        attempt: i32,
        now: DateTime<Utc>,
    ) -> Self {
        let later = || back_off::again(attempt, now, chance());
        match result {
            Ok(Ok(())) => Self::Sent,
            Ok(Err(Failure::Unavailable(why))) => Self::NotTried { why },
            Ok(Err(Failure::NotNow(why))) => Self::Failed {
                why,
                again: later(),
            },
            Ok(Err(Failure::Never(why))) => Self::Failed { why, again: None },
            Ok(Err(Failure::NoSuchReader(why))) => Self::NoSuchReader { why },
            Err(crash) => Self::Failed {
                why: format!("sending it crashed: {crash}"),
                again: later().filter(|_| attempt < TRIES_THAT_CRASH),
            },
        }
    }
}

/// A random number.
fn chance() -> u8 {
    let [first, ..] = random::token();
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_letter_whose_sending_crashes_is_given_up_at_the_third_try() {
        let now = DateTime::UNIX_EPOCH;
        for (attempt, tried_again) in [(1, true), (2, true), (3, false), (4, false)] {
            let crash = tokio::spawn(async { panic!("as planned") }).await;
            let crashed = crash.map(|()| Ok(()));
            let Outcome::Failed { why, again } = Outcome::of(crashed, attempt, now) else {
                panic!("it was not sent");
            };
            assert!(why.starts_with("sending it crashed"), "{why}");
            assert_eq!(again.is_some(), tried_again, "{attempt}");
            // What the mail server may take later is tried for days.
            let greylisted = Ok(Err(Failure::NotNow("450 later".to_owned())));
            let outcome = Outcome::of(greylisted, attempt, now);
            assert!(matches!(outcome, Outcome::Failed { again: Some(_), .. }));
        }
    }
}
