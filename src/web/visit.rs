//! The session of a request, as handlers use it. No other file knows under which words a session keeps things.

use crate::domain::ids::UserId;
use crate::store::sessions::SessionState;
use crate::store::users::PasswordMark;
use crate::web::browser;
use crate::web::error::Error;
use crate::web::page::Banner;
use actix_session::{Session, SessionExt};
use actix_web::HttpRequest;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

/// Who is signed in.
pub(super) const USER: &str = "user";
/// Since when.
pub(super) const SINCE: &str = "since";
const BANNER: &str = "banner";
const HALFWAY: &str = "halfway";
const MARK: &str = "mark";
const BROWSER: &str = "browser";

/// How long somebody whose password was right may look for their code.
pub const HALFWAY_FOR: TimeDelta = TimeDelta::minutes(10);

/// Whose password was right, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halfway {
    /// The person.
    pub user: UserId,
    /// What tells the password that they gave from any other.
    pub password: PasswordMark,
}

/// In which browser somebody signed in, in words; none if nobody would know it.
pub fn browser_of(state: &SessionState) -> Option<String> {
    serde_json::from_str(state.get(BROWSER)?).ok()
}

/// The session of a request, as handlers use it.
#[derive(Clone)]
pub struct Visit {
    session: Session,
    request: HttpRequest,
}

impl Visit {
    /// The session of this request.
    pub fn of(request: &HttpRequest) -> Self {
        Self {
            session: request.get_session(),
            request: request.clone(),
        }
    }

    /// Who signed in.
    pub fn user(&self) -> Option<UserId> {
        self.text(USER)?.parse().ok()
    }

    /// When they signed in.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        Some(
            DateTime::parse_from_rfc3339(&self.text(SINCE)?)
                .ok()?
                .to_utc(),
        )
    }

    /// Begins a session of this person, who gave this password, under a new key; whatever the browser brought along ends.
    ///
    /// # Errors
    /// Never for a person's id; the library cannot know.
    pub fn sign_in(&self, user: UserId, password: &PasswordMark) -> Result<(), Error> {
        self.session.clear();
        self.session.renew();
        self.keep(USER, user.to_string())?;
        self.keep(MARK, password)?;
        match browser::in_words(&self.request) {
            Some(browser) => self.keep(BROWSER, browser),
            None => Ok(()),
        }
    }

    /// With which password the session was begun.
    pub fn password(&self) -> Option<PasswordMark> {
        self.session.get(MARK).ok()?
    }

    /// Remembers whose password was right; they are not signed in before their second step is taken.
    ///
    /// # Errors
    /// Never for a person's id; the library cannot know.
    pub fn come_halfway(&self, half: &Halfway, now: DateTime<Utc>) -> Result<(), Error> {
        self.keep(HALFWAY, (half.user.to_string(), &half.password, now))
    }

    /// Whose password was right a short while ago, and whose second step is to be taken.
    pub fn halfway(&self, now: DateTime<Utc>) -> Option<Halfway> {
        let (user, password, since): (String, _, DateTime<Utc>) =
            self.session.get(HALFWAY).ok()??;
        let user = user.parse().ok()?;
        (now - since <= HALFWAY_FOR).then_some(Halfway { user, password })
    }

    /// Ends the session.
    pub fn sign_out(&self) {
        self.session.purge();
    }

    /// Keeps what an action did, to be told on the next page.
    ///
    /// # Errors
    /// When the words cannot be kept.
    pub fn tell(&self, banner: &Banner) -> Result<(), Error> {
        self.keep(BANNER, banner)
    }

    /// Takes what the last action did; it is told once.
    pub fn take_banner(&self) -> Option<Banner> {
        // Removing what is not there would have the session written anew for every page that somebody looks at.
        if !self.session.contains_key(BANNER) {
            return None;
        }
        self.session.remove_as(BANNER)?.ok()
    }

    fn keep(&self, name: &str, value: impl Serialize) -> Result<(), Error> {
        self.session
            .insert(name, value)
            .map_err(|cause| Error::Internal(cause.into()))
    }

    fn text(&self, name: &str) -> Option<String> {
        self.session.get(name).ok()?
    }
}
