//! One file at a time for each person: whoever fetches one slowly keeps a connection from others, and no second one.

use crate::domain::ids::UserId;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Everybody who is fetching a file.
#[derive(Clone, Default)]
pub struct Downloads(Arc<Mutex<BTreeSet<UserId>>>);

/// That somebody is fetching one. It ends when this is dropped.
pub struct Download {
    person: UserId,
    all: Downloads,
}

impl Downloads {
    /// Begins one, unless this person is fetching another.
    pub fn begin(&self, person: UserId) -> Option<Download> {
        let first = self.change(|people| people.insert(person));
        first.then(|| Download {
            person,
            all: self.clone(),
        })
    }

    fn change(&self, change: impl FnOnce(&mut BTreeSet<UserId>) -> bool) -> bool {
        // Nothing that panics is done while it is locked.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        self.all.change(|people| people.remove(&self.person));
    }
}
