//! For those who watch the portal: whether the process lives, and whether it can do its work.

use crate::web::State;
use actix_web::{HttpResponse, web};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the database may take to show that it can be written; a watcher asks every few seconds.
const PROBE_TIME: Duration = Duration::from_secs(1);
/// How long what was found out is said again: anybody may ask, and to find out takes the right to write.
const KEPT: Duration = Duration::from_secs(1);

/// `GET /healthz`: the process lives. It asks nobody else.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// Whether the database can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Ready,
    Broken,
    Slow,
}

/// What was found out last, and when.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<Mutex<Option<(Instant, Found)>>>);

impl Readiness {
    /// Finds it out, unless somebody did so a moment ago. Of those who ask at once one does, and the others wait for it.
    async fn found(&self, probe: impl AsyncFnOnce() -> Found) -> Found {
        let mut last = self.0.lock().await;
        if let Some((at, found)) = *last
            && at.elapsed() < KEPT
        {
            return found;
        }
        let found = probe().await;
        *last = Some((Instant::now(), found));
        found
    }
}

/// `GET /readyz`: the portal takes requests and its database can be written.
pub async fn ready(state: web::Data<State>) -> HttpResponse {
    if state.stopping.load(Ordering::Relaxed) {
        return not_ready("stopping");
    }
    match state.readiness.found(async || probe(&state).await).await {
        Found::Ready => HttpResponse::Ok()
            .content_type("text/plain")
            .body("ready\n"),
        Found::Broken => not_ready("the database does not answer"),
        Found::Slow => not_ready("the database is slow"),
    }
}

async fn probe(state: &State) -> Found {
    // A transaction that writes nothing still has to get the right to write.
    match tokio::time::timeout(PROBE_TIME, state.db.write(|_| Ok(()))).await {
        Ok(Ok(())) => Found::Ready,
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "not ready");
            Found::Broken
        }
        Err(_) => Found::Slow,
    }
}

fn not_ready(why: &str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type("text/plain")
        .body(format!("{why}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn who_asks_often_is_told_what_was_found_out_a_moment_ago() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.expect("a runtime").block_on(async {
            let (readiness, probes) = (Readiness::default(), Cell::new(0));
            let begun = Instant::now();
            let ask = async |found: Found| {
                let probe = async || {
                    probes.set(probes.get() + 1);
                    found
                };
                readiness.found(probe).await
            };
            for _ in 0..1000 {
                ask(Found::Ready).await;
            }
            let most = 1 + begun.elapsed().as_secs();
            assert!((1..=most).contains(&probes.get()), "{probes:?}");
            std::thread::sleep(KEPT);
            assert_eq!(ask(Found::Slow).await, Found::Slow, "that was long ago");
        });
    }
}
