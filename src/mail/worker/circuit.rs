//! Whether the mail server is to be bothered: after it failed nobody asks for a while, then one, and only when that goes
//! well all.

use std::time::{Duration, Instant};

/// Open while the mail server is left alone. Time is that of the machine since its start, which nobody can set back.
#[derive(Debug)]
pub(super) struct Circuit {
    pauses: [Duration; 5],
    failures: usize,
    open_until: Option<Instant>,
}

impl Circuit {
    /// A circuit that is closed: nothing has failed.
    pub(super) fn new(pauses: [Duration; 5]) -> Self {
        Self {
            pauses,
            failures: 0,
            open_until: None,
        }
    }

    /// How many mails may be begun of so many that are wanted.
    pub(super) fn allows(&self, wanted: usize, now: Instant) -> usize {
        match self.open_until {
            None => wanted,
            Some(until) if now < until => 0,
            Some(_) => wanted.min(1),
        }
    }

    /// The mail server failed. Several mails that meet the same failure count as one.
    pub(super) fn open(&mut self, why: &str, now: Instant) {
        if self.open_until.is_some_and(|until| now < until) {
            return;
        }
        let last = self.pauses.len() - 1;
        let pause = self
            .pauses
            .get(self.failures.min(last))
            .copied()
            .unwrap_or_default();
        tracing::warn!(why, pause_seconds = pause.as_secs(), "mails have to wait");
        self.failures += 1;
        self.open_until = Some(now + pause);
    }

    /// The mail server answers.
    pub(super) fn close(&mut self) {
        if self.failures > 0 {
            tracing::info!("mails go out again");
        }
        self.failures = 0;
        self.open_until = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn after_a_failure_nobody_asks_then_one_and_then_all() {
        let mut circuit = Circuit::new([1, 2, 3, 4, 5].map(seconds));
        let start = Instant::now();
        assert_eq!(circuit.allows(4, start), 4);
        circuit.open("gone", start);
        circuit.open("gone, as another found", start);
        assert_eq!(circuit.allows(4, start), 0);
        let later = start + seconds(1);
        assert_eq!((circuit.allows(4, later), circuit.allows(0, later)), (1, 0));
        circuit.open("still gone", later);
        assert_eq!(circuit.allows(4, later + seconds(1)), 0);
        assert_eq!(circuit.allows(4, later + seconds(2)), 1);
        circuit.close();
        assert_eq!(circuit.allows(4, later), 4);
    }

    #[test]
    fn the_last_pause_stays() {
        let mut circuit = Circuit::new([1, 1, 1, 1, 5].map(seconds));
        let mut now = Instant::now();
        for _ in 0..9 {
            circuit.open("gone", now);
            now += seconds(5);
            assert_eq!(circuit.allows(4, now), 1);
        }
        circuit.open("gone", now);
        assert_eq!(circuit.allows(4, now + seconds(4)), 0);
    }
}
