//! Threads on which the database is asked. Those of a lane are its own, one for each connection at most: every thread has
//! memory of its own, and all requests share these.

use crate::store::error::Error;
use std::num::NonZeroU32;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

/// Threads for work that blocks.
pub(in crate::store) struct Threads {
    working: Handle,
    /// There as long as somebody can have work. Of a runtime it has nothing but threads for what blocks.
    runtime: Option<Runtime>,
}

impl Threads {
    /// None yet, and never more than so many.
    pub(in crate::store) fn at_most(number: NonZeroU32) -> Result<Self, Error> {
        let number = usize::try_from(number.get()).unwrap_or(1);
        let runtime = Builder::new_current_thread()
            .thread_name("database")
            .max_blocking_threads(number)
            .build();
        let runtime = runtime.map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self {
            working: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }

    /// Begins work on a thread that is free, or on a new one; when there are as many as may be, on the next that is free.
    pub(in crate::store) fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<T> {
        self.working.spawn_blocking(work)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // Whoever drops it may be a thread that must not wait. Work under way was waited for before.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
