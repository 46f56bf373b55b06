//! A try to give one's password: counted, so that guessing takes long, and compared in the same time whatever is wrong with it.

use crate::domain::ids::UserId;
use crate::store::throttle::{self, Subject};
use crate::store::users::PasswordMark;
use crate::store::{self, Conn, known_browsers, users};
use crate::web::error::Error;
use crate::web::password::{self, Verdict};
use crate::web::visit::Halfway;
use crate::web::{State, known_browser, network};
use actix_web::HttpRequest;
use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// The longest address that can have an account (RFC 5321).
const EMAIL_CHARS: usize = 254;

/// A try to give the password of an account: from where, when.
#[derive(Clone)]
pub struct Attempt {
    email: String,
    client: IpAddr,
    /// The key that the browser brought along.
    browser: Option<String>,
    now: DateTime<Utc>,
}

impl Attempt {
    /// A try that somebody makes now.
    pub fn new(request: &HttpRequest, state: &State, email: &str) -> Self {
        Self {
            email: email.to_owned(),
            client: network::client(request, state.proxies),
            browser: known_browser::key(request, state),
            now: state.clock.now(),
        }
    }

    /// The browser, if the account's person has signed in there before.
    fn known_browser(&self, c: &mut Conn) -> Result<Option<Subject<'_>>, store::Error> {
        let (Some(key), email) = (self.browser.as_deref(), self.email.as_str()) else {
            return Ok(None);
        };
        let known = known_browsers::knows(c, key, email, self.now)?;
        Ok(known.then_some(Subject::Browser { key, email }))
    }

    /// Counts the try as failed before it is made, so that many at once cannot all find the way free; success takes it
    /// back. How long to wait if it comes too soon. Those from a network are counted when they have failed, because a
    /// company that comes to work is no attack; a known browser has no share in its network's.
    fn begin(&self, c: &mut Conn) -> Result<Option<TimeDelta>, store::Error> {
        let (own, network) = match self.known_browser(c)? {
            Some(browser) => (browser, None),
            None => (
                Subject::Account(&self.email),
                Some(Subject::Network(self.client)),
            ),
        };
        if let Some(network) = network {
            let wait = throttle::wait(c, &network, self.now)?;
            if wait.is_some() {
                return Ok(wait.max(throttle::wait(c, &own, self.now)?));
            }
        }
        throttle::begin(c, &own, self.now)
    }

    /// Whom the try was counted with.
    fn own(&self, c: &mut Conn) -> Result<Subject<'_>, store::Error> {
        Ok(self
            .known_browser(c)?
            .unwrap_or(Subject::Account(&self.email)))
    }

    /// Counts the try against its network, too.
    fn fail(&self, c: &mut Conn) -> Result<(), store::Error> {
        match self.known_browser(c)? {
            Some(_) => Ok(()),
            None => throttle::fail(c, &Subject::Network(self.client), self.now),
        }
    }

    /// Forgets the failures of whom it was counted with, and knows the browser by a new key from now on. What
    /// strangers did meanwhile stays counted.
    pub(super) fn succeed(
        &self,
        c: &mut Conn,
        user: UserId,
        key: &str,
    ) -> Result<(), store::Error> {
        let own = self.own(c)?;
        throttle::clear(c, &own, self.now)?;
        known_browsers::remember(c, user, (self.browser.as_deref(), key), self.now)
    }

    /// Takes a try back that did not fail, or could not be made: nobody is to wait because the portal was busy or something
    /// broke.
    pub async fn take_back(&self, state: &State) {
        let tried = self.clone();
        let undone = state.db.write(move |c| {
            let own = tried.own(c)?;
            throttle::undo(c, &own, tried.now)
        });
        if let Err(error) = undone.await {
            tracing::warn!(%error, "a try that did not fail stays counted");
        }
    }
}

/// Whose address and password these are. Who gives them too often is told to wait.
///
/// # Errors
/// When it is too soon, or the portal is busy.
pub async fn check(
    state: &State,
    attempt: &Attempt,
    password: &str,
) -> Result<Option<Halfway>, Error> {
    let begun = attempt.clone();
    if let Some(wait) = state.db.write(move |c| begun.begin(c)).await? {
        let network = throttle::network(attempt.client);
        tracing::info!(%network, "a password came too soon");
        return Err(Error::TooMany(wait));
    }
    let compared = match compare(state, attempt, password).await {
        Ok(compared) => compared,
        Err(error) => {
            attempt.take_back(state).await;
            return Err(error);
        }
    };
    if compared.is_none() {
        let failed = attempt.clone();
        state.db.write(move |c| failed.fail(c)).await?;
        let network = throttle::network(attempt.client);
        tracing::info!(%network, "a password was wrong");
    }
    Ok(compared)
}

/// Whose address and password these are, whatever was tried before.
async fn compare(
    state: &State,
    attempt: &Attempt,
    password: &str,
) -> Result<Option<Halfway>, Error> {
    // Nobody has such an address or password, and hashing a long one would take long.
    let email = attempt.email.as_str();
    let plausible =
        email.chars().count() <= EMAIL_CHARS && password.chars().count() <= password::LONGEST;
    let (address, password) = if plausible {
        (email.to_owned(), password.to_owned())
    } else {
        Default::default()
    };
    let found = state
        .db
        .read(move |c| users::credentials(c, &address))
        .await?;
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let verdict = state.passwords.verify(password, hash).await?;
    let Some((user, hash)) = found else {
        return Ok(None);
    };
    let half = |hash: &str| Halfway {
        user,
        password: PasswordMark::of(hash),
    };
    match verdict {
        Verdict::Right => Ok(Some(half(&hash))),
        Verdict::RightAndRehashed(new) => {
            let kept = half(&new);
            let rehashing = state
                .db
                .write(move |c| users::replace_password_hash(c, user, &hash, &new));
            Ok(rehashing.await?.then_some(kept))
        }
        Verdict::Wrong => Ok(None),
    }
}
