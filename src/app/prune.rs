//! Removes what has ended by itself, so that the database does not grow for ever.

use crate::store::{
    bulk, drafts, invitations, known_browsers, offers, passwords, sessions, throttle,
};
use crate::web::State;
use std::time::Duration;

/// How often it is removed.
const EVERY: Duration = Duration::from_secs(5 * 60);

/// Removes what has ended by itself, again and again.
pub(super) async fn prune(state: State) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        let now = state.clock.now();
        let pruned = state.db.write(move |c| {
            Ok((
                sessions::delete_expired(c, now)?,
                throttle::delete_forgotten(c, now)?,
                known_browsers::delete_old(c, now)?,
                drafts::delete_old(c, now)? + offers::drafts::delete_old(c, now)?,
                invitations::delete_old(c, now)? + passwords::delete_old(c, now)?,
                bulk::delete_old(c, now)?,
            ))
        });
        match pruned.await {
            Ok((sessions, failures, browsers, drafts, links, uploads)) => {
                tracing::debug!(
                    sessions,
                    failures,
                    browsers,
                    drafts,
                    links,
                    uploads,
                    "removed what had ended"
                )
            }
            Err(cause) => {
                tracing::warn!(%cause, "what had ended could not be removed; it is tried again")
            }
        }
    }
}
