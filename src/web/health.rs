//! For those who watch the portal: whether the process lives, and whether it can do its work.

use crate::web::State;
use actix_web::{HttpResponse, web};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long the database may take to show that it can be written; a watcher asks every few seconds.
const PROBE_TIME: Duration = Duration::from_secs(1);

/// `GET /healthz`: the process lives. It asks nobody else.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// `GET /readyz`: the portal takes requests and its database can be written.
pub async fn ready(state: web::Data<State>) -> HttpResponse {
    if state.stopping.load(Ordering::Relaxed) {
        return not_ready("stopping");
    }
    // A transaction that writes nothing still has to get the right to write.
    match tokio::time::timeout(PROBE_TIME, state.db.write(|_| Ok(()))).await {
        Ok(Ok(())) => HttpResponse::Ok()
            .content_type("text/plain")
            .body("ready\n"),
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "not ready");
            not_ready("the database does not answer")
        }
        Err(_) => not_ready("the database is slow"),
    }
}

fn not_ready(why: &str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type("text/plain")
        .body(format!("{why}\n"))
}
