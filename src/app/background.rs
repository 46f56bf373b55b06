//! Work that goes on beside the server: none of it ends before the portal does. When some does, the portal stops, so that its
//! supervisor starts it anew; else mails would stay where they are while all else looks well.

use std::future::Future;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};

/// What goes on beside the server.
pub(super) struct Background {
    stop: watch::Sender<bool>,
    works: JoinSet<()>,
    names: Vec<(Id, &'static str)>,
}

impl Background {
    /// Nothing yet; it may end once `stop` says so.
    pub(super) fn new(stop: watch::Sender<bool>) -> Self {
        Self {
            stop,
            works: JoinSet::new(),
            names: Vec::new(),
        }
    }

    /// Begins work that ends by itself when the portal stops.
    pub(super) fn begin(&mut self, name: &'static str, work: impl Future<Output = ()> + 'static) {
        self.names.push((self.works.spawn_local(work).id(), name));
    }

    /// Begins work that has no end, and is broken off when the portal stops.
    pub(super) fn begin_endless(
        &mut self,
        name: &'static str,
        work: impl Future<Output = ()> + 'static,
    ) {
        let mut told = self.stop.subscribe();
        self.begin(name, async move {
            tokio::select! {
                () = work => {}
                _ = told.wait_for(|stop| *stop) => {}
            }
        });
    }

    /// Waits until some of it ends although the portal goes on, and says what and why.
    pub(super) async fn failure(&mut self) -> String {
        while let Some(ended) = self.works.join_next_with_id().await {
            let stopping = *self.stop.borrow();
            match ended {
                Ok(_) if stopping => {}
                Ok((id, ())) => return format!("{} has ended", self.name(id)),
                Err(crash) if stopping => self.log(&crash),
                Err(crash) => return format!("{} has ended: {crash}", self.name(crash.id())),
            }
        }
        std::future::pending().await
    }

    /// Waits for all of it, once the portal was told to stop.
    pub(super) async fn end(mut self) {
        while let Some(ended) = self.works.join_next().await {
            if let Err(crash) = ended {
                self.log(&crash);
            }
        }
    }

    fn log(&self, crash: &JoinError) {
        let work = self.name(crash.id());
        tracing::error!(%crash, "{work} did not end well");
    }

    fn name(&self, id: Id) -> &'static str {
        let found = self.names.iter().find(|(known, _)| *known == id);
        found.map_or("work in the background", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn nothing() -> Background {
        Background::new(watch::channel(false).0)
    }

    async fn fails_soon(background: &mut Background) -> Option<String> {
        let soon = Duration::from_millis(200);
        tokio::time::timeout(soon, background.failure()).await.ok()
    }

    #[actix_web::test]
    async fn a_crash_is_told_with_its_cause() {
        let mut background = nothing();
        background.begin_endless("pruning", std::future::pending());
        background.begin_endless("the mail worker", async { panic!("as planned") });
        let failure = fails_soon(&mut background).await.unwrap();
        assert!(
            failure.starts_with("the mail worker has ended: "),
            "{failure}"
        );
        assert!(failure.contains("as planned"), "{failure}");
    }

    #[actix_web::test]
    async fn what_ends_before_the_portal_has_failed() {
        let mut background = nothing();
        background.begin("the mail worker", async {});
        let failure = fails_soon(&mut background).await;
        assert_eq!(failure.as_deref(), Some("the mail worker has ended"));
    }

    #[actix_web::test]
    async fn nothing_fails_by_ending_when_the_portal_stops() {
        let (stop, mut told) = watch::channel(false);
        let mut background = Background::new(stop.clone());
        background.begin_endless("pruning", std::future::pending());
        background.begin("the mail worker", async move {
            let _ = told.wait_for(|stop| *stop).await;
            panic!("as planned")
        });
        assert_eq!(fails_soon(&mut background).await, None, "all goes on");
        stop.send_replace(true);
        assert_eq!(fails_soon(&mut background).await, None);
        let ended = tokio::time::timeout(Duration::from_secs(5), background.end());
        assert!(ended.await.is_ok());
    }
}
