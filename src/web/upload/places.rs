//! How many forms with files are in memory at once.

use crate::domain::ids::UserId;
use crate::store::POOL_WAIT;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Forms with files that are read and answered at once, by all workers together. Each may take twenty megabytes of the memory,
/// which so stays below what a small machine has; few people upload in the same seconds.
const AT_ONCE: usize = 8;

/// Those of one person: two pages at the same time, and whoever lets files trickle in takes no place from others.
const AT_ONCE_OF_PERSON: usize = 2;

/// There is one memory, whoever's form it is.
static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// The places of those who have or want one.
static PEOPLE: Mutex<BTreeMap<UserId, Arc<Semaphore>>> = Mutex::new(BTreeMap::new());

/// Room for the files of one form. It is given back when this is dropped.
pub enum Room {
    /// None is needed: files are not kept.
    Unneeded,
    /// None was needed so far by this person, or by nobody who is signed in.
    Untaken(Option<UserId>),
    /// There is some.
    Taken(Place),
    /// There was none.
    Missing,
}

/// One of the places.
pub struct Place {
    _own: Option<OwnedSemaphorePermit>,
    _permit: SemaphorePermit<'static>,
}

impl Place {
    /// Waits for a place: first for one of the person's own, so that who has as many as they may is in nobody's way.
    async fn wait_for(person: Option<UserId>) -> Option<Self> {
        let own = match person {
            Some(person) => Some(places_of(person).acquire_owned().await.ok()?),
            None => None,
        };
        let permit = PLACES.acquire().await.ok()?;
        Some(Self {
            _own: own,
            _permit: permit,
        })
    }
}

/// The places of a person. Those of people who neither have nor want one are forgotten.
fn places_of(person: UserId) -> Arc<Semaphore> {
    let mut people = PEOPLE.lock().unwrap_or_else(PoisonError::into_inner);
    people.retain(|_, places| Arc::strong_count(places) > 1);
    let places = people
        .entry(person)
        .or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_OF_PERSON)));
    Arc::clone(places)
}

impl Room {
    /// Whether there is room for the bytes of a file; the first of them takes it. It is waited for as long as a connection
    /// to the database, and what is sent meanwhile stays with the sender.
    pub async fn keeps(&mut self) -> bool {
        if let Self::Untaken(person) = *self {
            *self = match tokio::time::timeout(POOL_WAIT, Place::wait_for(person)).await {
                Ok(Some(place)) => Self::Taken(place),
                Ok(None) | Err(_) => Self::Missing,
            };
        }
        matches!(self, Self::Taken(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use chrono::Utc;

    async fn taken(person: Option<UserId>) -> Option<Room> {
        let mut room = Room::Untaken(person);
        room.keeps().await.then_some(room)
    }

    #[actix_web::test]
    async fn room_that_is_given_back_is_there_for_others() {
        let mut all = Vec::new();
        for _ in 0..AT_ONCE {
            all.extend(taken(None).await);
        }
        assert_eq!(all.len(), AT_ONCE);
        assert!(taken(None).await.is_none());
        assert!(!Room::Unneeded.keeps().await);
        all.pop();
        assert!(taken(None).await.is_some());
        // One test, because there is one memory.
        all.clear();
        one_person_leaves_places_for_others().await;
    }

    async fn one_person_leaves_places_for_others() {
        let [mine, theirs] = [(); 2].map(|()| Some(random::id(Utc::now())));
        let mut own = Vec::new();
        for _ in 0..AT_ONCE_OF_PERSON {
            own.extend(taken(mine).await);
        }
        assert_eq!(own.len(), AT_ONCE_OF_PERSON);
        assert!(taken(mine).await.is_none());
        assert!(taken(theirs).await.is_some());
        own.pop();
        assert!(taken(mine).await.is_some());
        own.clear();
        assert!(taken(theirs).await.is_some());
        let people = PEOPLE.lock().unwrap();
        assert!(people.len() <= 1, "who has none is forgotten");
    }
}
