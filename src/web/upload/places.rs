//! How many forms with files are in memory at once.

use crate::store::POOL_WAIT;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Forms with files that are read and answered at once, by all workers together. Each may take twenty megabytes of the memory,
/// which so stays below what a small machine has; few people upload in the same seconds.
const AT_ONCE: usize = 8;

/// There is one memory, whoever's form it is.
static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// Room for the files of one form. It is given back when this is dropped.
pub enum Room {
    /// None is needed: files are not kept.
    Unneeded,
    /// None was needed so far.
    Untaken,
    /// There is some.
    Taken(Place),
    /// There was none.
    Missing,
}

/// One of the places.
pub struct Place {
    _permit: SemaphorePermit<'static>,
}

impl Room {
    /// Whether there is room for the bytes of a file; the first of them takes it. It is waited for as long as a connection
    /// to the database, and what is sent meanwhile stays with the sender.
    pub async fn keeps(&mut self) -> bool {
        if matches!(self, Self::Untaken) {
            *self = match tokio::time::timeout(POOL_WAIT, PLACES.acquire()).await {
                Ok(Ok(permit)) => Self::Taken(Place { _permit: permit }),
                Ok(Err(_)) | Err(_) => Self::Missing,
            };
        }
        matches!(self, Self::Taken(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn taken() -> Option<Room> {
        let mut room = Room::Untaken;
        room.keeps().await.then_some(room)
    }

    #[actix_web::test]
    async fn room_that_is_given_back_is_there_for_others() {
        let mut all = Vec::new();
        for _ in 0..AT_ONCE {
            all.extend(taken().await);
        }
        assert_eq!(all.len(), AT_ONCE);
        assert!(taken().await.is_none());
        assert!(!Room::Unneeded.keeps().await);
        all.pop();
        assert!(taken().await.is_some());
    }
}
