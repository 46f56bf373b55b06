//! Tells of the passing of time: opportunities that end soon, and those that have expired. Nobody asks for it, so a job looks
//! again and again.

use crate::store::{Error, notices, notifications};
use crate::web::{State, letters};
use std::time::Duration;

/// How often it is looked. A notice is about days, so a minute more or less does not matter.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Opportunities told of in one transaction: few enough that nobody waits for the database.
const AT_ONCE: u16 = 25;
/// Old links that are removed at once.
const PRUNED_AT_ONCE: u16 = 500;

/// Looks again and again, until the portal ends. Several processes may do so.
pub async fn watch(state: State) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        if let Err(cause) = tell(&state).await {
            tracing::warn!(%cause, "not all that is to be told of the passing of time could be; it is tried again");
        }
        let now = state.clock.now();
        let prune = move |c: &mut _| notifications::prune_links(c, PRUNED_AT_ONCE, now);
        if let Err(cause) = state.db.write(prune).await {
            tracing::warn!(%cause, "old links could not be removed; it is tried again");
        }
    }
}

/// Tells all that is to be told at this moment.
///
/// # Errors
/// When the database does not do it; what was told until then is told.
pub async fn tell(state: &State) -> Result<(), Error> {
    let now = state.clock.now();
    let mut unreadable = Vec::new();
    loop {
        let without = unreadable.clone();
        let is_due = move |c: &mut _| notices::is_due(c, &without, now);
        if !state.db.read(is_due).await? {
            return Ok(());
        }
        let (origin, without) = (state.origin.clone(), unreadable.clone());
        let work = move |c: &mut _| {
            let letters = |c: &mut _, kind, opportunity: &_| {
                letters::of_notice(c, &origin, kind, opportunity, now)
            };
            notices::tell(c, AT_ONCE, &without, &letters, now)
        };
        let told = state.db.write(work).await?;
        tracing::debug!(told.done, "told of the passing of time");
        for (opportunity, cause) in told.unreadable {
            tracing::error!(%opportunity, %cause, "nobody is told of the end of an opportunity that cannot be read");
            unreadable.push(opportunity);
        }
    }
}
