//! Who creates opportunities of a spreadsheet at this moment, and how far they are.
//!
//! Whether opportunities were made stands in the database alone. What is here only this process knows: if it ends, what it
//! had written ends with it, and the upload waits as before.

use super::confirm::Done;
use super::show::CHANGED;
use crate::domain::ids::{OrganisationId, UploadId};
use crate::store::Error as StoreError;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Creations that are remembered at once: more than anybody waits for.
const MOST: usize = 200;
/// How long the end of one is kept for whoever began it and has not looked since.
const KEPT: TimeDelta = TimeDelta::minutes(10);

/// Whose upload.
type Key = (OrganisationId, UploadId);

/// All that go on, and those whose end nobody has asked for yet.
#[derive(Clone, Default)]
pub struct Creations(Arc<Mutex<BTreeMap<Key, Creation>>>);

/// One that was begun.
#[derive(Clone)]
pub(super) struct Creation {
    pub(super) counts: Arc<Counts>,
    end: watch::Receiver<Option<End>>,
    since: DateTime<Utc>,
}

/// How far one is.
#[derive(Default)]
pub(super) struct Counts {
    /// How many rows are to be written; none until that is known.
    pub(super) rows: AtomicUsize,
    /// How many of them are written.
    pub(super) written: AtomicUsize,
}

/// How one ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The opportunities are there, or the upload is not.
    Made,
    /// The rows fare otherwise than the page showed.
    Changed,
    /// No row is good.
    NoneGood,
    /// The database had no time.
    Busy,
    /// Something broke.
    Failed,
}

/// What comes of beginning.
pub(super) enum Begun {
    /// It is for who asks to do it.
    Mine(Ending, Arc<Counts>),
    /// Somebody is at it.
    Others(Creation),
    /// There are [`MOST`] already.
    TooMany,
}

/// Tells the end. Dropped without having told one, it tells that something broke.
pub(super) struct Ending(watch::Sender<Option<End>>);

impl Ending {
    pub(super) fn end(&self, end: End) {
        self.0.send_if_modified(|told| {
            let first = told.is_none();
            if first {
                *told = Some(end);
            }
            first
        });
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.end(End::Failed);
    }
}

impl End {
    /// How a press ended.
    pub(super) fn of(done: &Result<Done, StoreError>) -> Self {
        match done {
            Ok(Done::Made | Done::Gone | Done::NotAllowed) => Self::Made,
            Ok(Done::Changed(_)) => Self::Changed,
            Ok(Done::NoneGood(_)) => Self::NoneGood,
            Err(StoreError::Busy) => Self::Busy,
            Err(error) => {
                // Whoever pressed may be told elsewhere, where this is not known.
                tracing::error!(%error, "no opportunities were created of a spreadsheet");
                Self::Failed
            }
        }
    }

    /// What is told on the page of the upload when nothing was created, and what to do.
    pub(super) fn words(self) -> Option<&'static str> {
        match self {
            Self::Made => None,
            Self::Changed => Some(CHANGED),
            Self::NoneGood => Some(
                "No row of this file is good. Nothing was created. Mend the file and upload it again.",
            ),
            Self::Busy => Some(
                "The service was busy. Nothing was created. Choose Create again in a few seconds.",
            ),
            Self::Failed => Some(
                "Something broke on our side. Nothing was created. Choose Create again; if it happens again, tell whoever runs the portal.",
            ),
        }
    }
}

impl Creation {
    /// Its end, if it has ended.
    pub(super) fn end(&self) -> Option<End> {
        *self.end.borrow()
    }

    /// Its end, once it has ended.
    pub(super) async fn ended(mut self) -> End {
        let told = self.end.wait_for(Option::is_some).await;
        told.ok().and_then(|end| *end).unwrap_or(End::Failed)
    }
}

impl Creations {
    /// Begins one, unless somebody is at it.
    pub(super) fn begin(&self, key: Key, now: DateTime<Utc>) -> Begun {
        let mut all = self.all();
        if let Some(other) = all.get(&key).filter(|other| other.end().is_none()) {
            return Begun::Others(other.clone());
        }
        all.retain(|_, each| each.end().is_none() || now - each.since < KEPT);
        all.remove(&key);
        if all.len() >= MOST {
            return Begun::TooMany;
        }
        let (ending, end) = watch::channel(None);
        let counts = Arc::new(Counts::default());
        let creation = Creation {
            counts: Arc::clone(&counts),
            end,
            since: now,
        };
        all.insert(key, creation);
        Begun::Mine(Ending(ending), counts)
    }

    /// One that goes on, or whose end nobody has asked for.
    pub(super) fn find(&self, key: Key) -> Option<Creation> {
        self.all().get(&key).cloned()
    }

    /// Forgets one that has ended.
    pub(super) fn forget(&self, key: Key) {
        let mut all = self.all();
        if all.get(&key).is_some_and(|each| each.end().is_some()) {
            all.remove(&key);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Key, Creation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;

    fn begun(creations: &Creations, key: Key, now: DateTime<Utc>) -> Ending {
        match creations.begin(key, now) {
            Begun::Mine(ending, _) => ending,
            Begun::Others(_) | Begun::TooMany => panic!("it could not be begun"),
        }
    }

    #[test]
    fn one_at_a_time_creates_of_an_upload_and_its_end_is_kept_until_somebody_asks() {
        let now = DateTime::UNIX_EPOCH;
        let (creations, key) = (Creations::default(), (random::id(now), random::id(now)));
        let ending = begun(&creations, key, now);
        assert!(matches!(creations.begin(key, now), Begun::Others(_)));
        creations.forget(key);
        assert_eq!(creations.find(key).unwrap().end(), None, "it goes on");
        ending.end(End::Changed);
        drop(ending);
        assert_eq!(creations.find(key).unwrap().end(), Some(End::Changed));
        drop(begun(&creations, key, now));
        assert_eq!(creations.find(key).unwrap().end(), Some(End::Failed));
        creations.forget(key);
        assert!(creations.find(key).is_none());
    }

    #[test]
    fn so_many_are_remembered_and_not_for_ever() {
        let now = DateTime::UNIX_EPOCH;
        let creations = Creations::default();
        let new = || (random::id(now), random::id(now));
        let one = begun(&creations, new(), now);
        for _ in 1..MOST {
            drop(begun(&creations, new(), now));
        }
        assert!(matches!(creations.begin(new(), now), Begun::TooMany));
        drop(begun(&creations, new(), now + KEPT));
        assert_eq!(
            creations.all().len(),
            2,
            "the one that goes on, and the new one"
        );
        drop(one);
    }
}
