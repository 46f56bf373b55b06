//! Why the portal stops, and in which order.

use super::background::Background;
use actix_web::dev::Server;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// Serves until the process is asked to end or something fails that it cannot go on without; then lets requests under way
/// finish, and everybody knows that the portal stops.
pub(super) async fn until_stopped(
    server: Server,
    stop: &watch::Sender<bool>,
    background: &mut Background,
    stopping: &AtomicBool,
) -> std::io::Result<()> {
    let handle = server.handle();
    let mut serving = actix_web::rt::spawn(server);
    let (served, failure) = tokio::select! {
        served = &mut serving => (Some(served), None),
        () = asked_to_stop(stop.clone()) => (None, None),
        failure = background.failure() => (None, Some(failure)),
    };
    if let Some(failure) = &failure {
        tracing::error!("{failure}; the portal stops, to be started anew");
    }
    stopping.store(true, Ordering::Relaxed);
    stop.send_replace(true);
    let served = match served {
        Some(served) => served,
        None => {
            handle.stop(true).await;
            serving.await
        }
    };
    match failure {
        Some(failure) => Err(std::io::Error::other(failure)),
        None => served.map_err(std::io::Error::other)?,
    }
}

/// Ends when the process is asked to: by its supervisor, from the keyboard or by its [`Stopper`](super::Stopper).
async fn asked_to_stop(stop: watch::Sender<bool>) {
    let mut told = stop.subscribe();
    tokio::select! {
        _ = terminated() => {}
        _ = tokio::signal::ctrl_c() => {}
        _ = told.wait_for(|stop| *stop) => {}
    }
    stop.send_replace(true);
    tracing::info!("stopping");
}

async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "the signal to terminate cannot be received");
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, HttpServer};
    use std::time::Duration;

    fn server() -> Server {
        HttpServer::new(App::new)
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap()
            .run()
    }

    async fn served(stop: &watch::Sender<bool>, background: &mut Background) -> Option<String> {
        let stopping = AtomicBool::new(false);
        let served = until_stopped(server(), stop, background, &stopping);
        let served = tokio::time::timeout(Duration::from_secs(20), served).await;
        assert!(stopping.load(Ordering::Relaxed) && *stop.borrow());
        served.unwrap().err().map(|error| error.to_string())
    }

    #[actix_web::test]
    async fn a_crash_beside_the_server_stops_it_with_a_failure() {
        let (stop, _) = watch::channel(false);
        let mut background = Background::new(stop.clone());
        background.begin("the mail worker", async { panic!("as planned") });
        let failure = served(&stop, &mut background).await.unwrap();
        assert!(
            failure.starts_with("the mail worker has ended: "),
            "{failure}"
        );
        assert!(failure.contains("as planned"), "{failure}");
    }

    #[actix_web::test]
    async fn who_is_asked_to_stop_has_not_failed() {
        let (stop, mut told) = watch::channel(false);
        let mut background = Background::new(stop.clone());
        background.begin("the mail worker", async move {
            let _ = told.wait_for(|stop| *stop).await;
        });
        let stopper = stop.clone();
        actix_web::rt::spawn(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            stopper.send_replace(true);
        });
        assert_eq!(served(&stop, &mut background).await, None);
        background.end().await;
    }
}
