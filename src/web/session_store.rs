//! Sessions: who is signed in with which browser, kept in the database so that they can be ended from here.
//!
//! A browser holds a random key, the database only its fingerprint: reading the table lets nobody in. Only somebody whose
//! password was right has a session, so nobody can fill the table.

use crate::clock::Clock;
use crate::domain::ids::UserId;
use crate::random;
use crate::store::sessions::SessionState;
use crate::store::{Db, sessions, users};
use crate::web::State;
use crate::web::asking;
use crate::web::visit::{SINCE, USER};
use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::time::Duration as StdDuration;

/// Browsers take a cookie of this name only over TLS, for this host and all its paths, so no other site can plant
/// one.
const COOKIE: &str = "__Host-sid";
/// The name on a machine that serves itself without TLS, where browsers would refuse the other.
const INSECURE_COOKIE: &str = "sid";

/// How long a page waits for the use of its session to be written down: many times what a disk takes that is well, and
/// nothing that anybody notices. Whoever looks at a page does not wait for what others write.
const TOUCH_WAIT: StdDuration = StdDuration::from_millis(100);

/// The middleware that finds a request's session and keeps what became of it.
pub fn middleware(state: &State) -> SessionMiddleware<Sessions> {
    let secure = state.origin.is_https();
    let store = Sessions {
        db: state.db.clone(),
        clock: state.clock.clone(),
    };
    SessionMiddleware::builder(store, signing_key())
        .cookie_name(if secure { COOKIE } else { INSECURE_COOKIE }.to_owned())
        .cookie_secure(secure)
        .cookie_http_only(true)
        // Strict would show a sign-in page to people who come from a mail of ours.
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(BrowserSession::default())
        .build()
}

/// The library signs its cookies. Ours holds 256 random bits that only the database can confirm, so a signature
/// adds nothing and its key need not be secret; a fixed one lets sessions outlive a restart and be shared by
/// several processes.
fn signing_key() -> Key {
    Key::from(&[0; 64])
}

/// Our [`SessionStore`]: rows in the database.
pub struct Sessions {
    db: Db,
    clock: Clock,
}

impl Sessions {
    /// Writes down that a session is used. Reading must go on when nothing can be written, or not soon: the session then ends
    /// a little early, unless its next page has more luck. What waited in vain is not written later.
    async fn touch(&self, key: String, now: DateTime<Utc>) {
        let touching = self.db.write(move |c| sessions::touch(c, &key, now));
        match tokio::time::timeout(TOUCH_WAIT, touching).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::warn!(%cause, "the use of a session was not written down"),
            Err(_) => tracing::warn!("the use of a session was not written down in time"),
        }
    }
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let (key, now) = (key.as_ref().to_owned(), self.clock.now());
        let of_key = key.clone();
        let found = self
            .db
            .look_up(move |c| users::of_session(c, &of_key, now))
            .await;
        let Some((session, who)) = found.map_err(|cause| LoadError::Other(cause.into()))? else {
            return Ok(None);
        };
        if let Some(who) = who {
            asking::put(who);
        }
        if session.touch_is_due(now) {
            self.touch(key, now).await;
        }
        Ok(Some(Contents::of_row(session).0))
    }

    async fn save(
        &self,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, SaveError> {
        let key = random::secret();
        let session_key =
            SessionKey::try_from(key.clone()).map_err(|cause| SaveError::Other(cause.into()))?;
        let now = self.clock.now();
        let (user, kept) = Contents(state).into_row();
        let saved = self
            .db
            .write(move |c| sessions::insert(c, &key, user, &kept, now))
            .await;
        saved.map_err(|cause| SaveError::Other(cause.into()))?;
        Ok(session_key)
    }

    async fn update(
        &self,
        session_key: SessionKey,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let (key, now) = (session_key.as_ref().to_owned(), self.clock.now());
        let (user, kept) = Contents(state).into_row();
        // A session that was ended meanwhile stays ended.
        let updated = self
            .db
            .write(move |c| sessions::update(c, &key, user, &kept, now))
            .await;
        updated.map_err(|cause| UpdateError::Other(cause.into()))?;
        Ok(session_key)
    }

    /// Nothing: when a session ends is counted from its use, which [`Sessions::load`] writes down.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let key = key.as_ref().to_owned();
        Ok(self.db.write(move |c| sessions::delete(c, &key)).await?)
    }
}

/// What the library hands to handlers of a session: names and values. Who is signed in and since when are columns
/// of the row, and among the rest only on the way.
struct Contents(HashMap<String, String>);

impl Contents {
    fn of_row(session: sessions::Session) -> Self {
        let mut contents: HashMap<_, _> = session.state.into_iter().collect();
        if let Some(user) = session.user {
            contents.insert(USER.to_owned(), quoted(&user.to_string()));
        }
        contents.insert(SINCE.to_owned(), quoted(&session.created_at.to_rfc3339()));
        Self(contents)
    }

    fn into_row(mut self) -> (Option<UserId>, SessionState) {
        let user = self
            .0
            .remove(USER)
            .and_then(|user| serde_json::from_str::<String>(&user).ok()?.parse().ok());
        self.0.remove(SINCE);
        (user, self.0.into_iter().collect())
    }
}

/// The library keeps values as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
