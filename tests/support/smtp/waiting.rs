//! Clients that are kept waiting until the test lets go.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Whoever is kept waiting, on all lines of a server.
#[derive(Clone, Default)]
pub struct Waiting(Arc<(Mutex<Turn>, Condvar)>);

/// From one letting go to the next.
#[derive(Default)]
struct Turn {
    number: usize,
    lines: usize,
}

/// A line on which a client is kept waiting.
pub struct Kept {
    waiting: Waiting,
    turn: usize,
}

impl Waiting {
    /// Keeps a client waiting.
    pub fn begin(&self) -> Kept {
        let mut turn = self.turn();
        turn.lines += 1;
        Kept {
            waiting: self.clone(),
            turn: turn.number,
        }
    }

    /// On how many lines clients wait.
    pub fn lines(&self) -> usize {
        self.turn().lines
    }

    /// Ends the waiting of all who wait now.
    pub fn let_go(&self) {
        let mut turn = self.turn();
        *turn = Turn {
            number: turn.number + 1,
            lines: 0,
        };
        self.0.1.notify_all();
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Waits so long, or until the test lets go; whether it has.
    pub fn wait(&self, time: Duration) -> bool {
        let still = |turn: &mut Turn| turn.number == self.turn;
        let waited = (self.waiting.0.1).wait_timeout_while(self.waiting.turn(), time, still);
        let (turn, _) = waited.unwrap_or_else(PoisonError::into_inner);
        turn.number != self.turn
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut turn = self.waiting.turn();
        if turn.number == self.turn {
            turn.lines -= 1;
        }
    }
}
