//! Why a request is not answered with its page: few kinds, each with a status and words for the person who meets it.
//!
//! The cause of what broke on our side is for the log alone; the page shows a reference that leads to it.

use crate::store;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use chrono::TimeDelta;
use std::fmt;

/// After how many seconds a browser should try a busy portal again: longer than any wait for the database.
pub const BUSY_RETRY_SECONDS: i64 = 5;

/// What somebody does who has to give their password again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// Their e-mail address.
    pub email: String,
    /// To which page to come back afterwards.
    pub back: String,
    /// Whether what they sent is carried along; otherwise they press the same button again.
    pub carry: bool,
}

/// A kind of failure.
#[derive(Debug)]
pub enum Error {
    /// Nobody is signed in: to which page to come back afterwards.
    SignInFirst(String),
    /// Who is signed in has to give their password again first.
    ConfirmFirst(Confirm),
    /// Who is signed in must set up their second step of sign-in before anything else.
    SecondStepFirst,
    /// There is no such page, or it is not this person's to see; nobody can tell which.
    NotFound,
    /// The person's role does not allow it: who may, in words.
    Forbidden(String),
    /// It was sent by another site, or nothing says that it was not.
    CrossSite,
    /// The request cannot be understood.
    BadRequest,
    /// The page exists, but not for this method.
    WrongMethod,
    /// The request did not arrive in time.
    TooSlow,
    /// More was sent than is accepted: what the limit is, in words.
    TooLarge(String),
    /// The address is longer than any of ours.
    AddressTooLong,
    /// The portal is not known under the name it was asked by.
    UnknownHost,
    /// It was tried too often; how long to wait.
    TooMany(TimeDelta),
    /// They are fetching a file, and want another.
    Downloading,
    /// Something broke, and this is why.
    Internal(anyhow::Error),
    /// There is no room at the moment.
    Busy,
    /// It may have been done or not: the portal had begun and cannot tell how it ended.
    Unsure,
}

impl Error {
    /// The heading of its page.
    pub fn title(&self) -> &'static str {
        match self {
            Self::SignInFirst(_) => "Sign in to continue",
            Self::ConfirmFirst(_) => "Confirm that it is you",
            Self::SecondStepFirst => "Set up a second step first",
            Self::NotFound => "We cannot find this page",
            Self::Forbidden(_) => "You cannot do this with your role",
            Self::CrossSite => "We cannot tell where this came from",
            Self::BadRequest | Self::AddressTooLong => "We could not read that request",
            Self::WrongMethod => "This page cannot be used that way",
            Self::TooSlow => "That took too long to arrive",
            Self::TooLarge(_) => "That is too large",
            Self::UnknownHost => "This address is not in use",
            Self::TooMany(_) => "Too many tries",
            Self::Downloading => "One download at a time",
            Self::Internal(_) => "Something broke on our side",
            Self::Busy => "The service is busy",
            Self::Unsure => "We cannot tell whether it was saved",
        }
    }

    /// What happened and what to do, in one or two sentences.
    pub fn words(&self) -> String {
        match self {
            Self::SignInFirst(_) => "You will come back to the page you asked for.",
            Self::ConfirmFirst(_) => "Nothing was changed. Sign in again and try again.",
            Self::SecondStepFirst => "This portal asks for a second step of sign-in before you go on.",
            Self::NotFound => {
                "The address may be mistyped, or the page is not there for you. If you followed a link, ask whoever gave it to you."
            }
            Self::Forbidden(who) | Self::TooLarge(who) => who,
            Self::CrossSite => {
                "It was sent from another site, or your browser does not say from where. Nothing was changed. Open the page here and try again."
            }
            Self::BadRequest => "It was damaged or incomplete. Nothing was changed. Go back and try again.",
            Self::AddressTooLong => "Its address is too long. Nothing was changed. Go back and search for less.",
            Self::WrongMethod => "Nothing was changed. Go to your start page and find it from there.",
            Self::TooSlow => "Nothing was changed. Check your connection, go back and try again.",
            Self::UnknownHost => "Use the address you were given for the portal.",
            Self::TooMany(wait) => return format!("Try again in {}.", in_words(*wait)),
            Self::Downloading => "You are downloading a file already. Wait until it has arrived or stop it, and try again.",
            Self::Internal(_) => "What you had saved is safe. Try again; if it happens again, tell whoever runs the portal, with the reference below.",
            Self::Busy => "Nothing was changed. Try again in a few seconds.",
            Self::Unsure => "It may have been saved, and what it does may be done. Go to your start page and look before you send it again.",
        }
        .to_owned()
    }

    /// How long a browser should wait before it tries again.
    pub fn retry_after(&self) -> Option<TimeDelta> {
        match self {
            Self::TooMany(wait) => Some(*wait),
            Self::Busy | Self::Downloading => Some(TimeDelta::seconds(BUSY_RETRY_SECONDS)),
            Self::SignInFirst(_)
            | Self::ConfirmFirst(_)
            | Self::SecondStepFirst
            | Self::NotFound
            | Self::Forbidden(_)
            | Self::CrossSite
            | Self::BadRequest
            | Self::WrongMethod
            | Self::TooSlow
            | Self::TooLarge(_)
            | Self::AddressTooLong
            | Self::UnknownHost
            | Self::Internal(_)
            | Self::Unsure => None,
        }
    }

    /// The kind that fits an answer of the framework's own, which has a status but no page.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge("Send less at once.".to_owned()),
            StatusCode::URI_TOO_LONG => Self::AddressTooLong,
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            other if other.is_server_error() => {
                Self::Internal(anyhow::anyhow!("the framework answered {other}"))
            }
            _ => Self::BadRequest,
        }
    }
}

/// A wait as people say it, never shorter than it is: `40 seconds`, `2 minutes`.
fn in_words(wait: TimeDelta) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    let seconds = seconds(wait);
    let (count, unit) = match seconds {
        _ if seconds <= MINUTE => (seconds, "second"),
        _ if seconds <= HOUR => ((seconds + MINUTE - 1) / MINUTE, "minute"),
        _ => ((seconds + HOUR - 1) / HOUR, "hour"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// A wait in whole seconds, rounded up and at least one.
pub fn seconds(wait: TimeDelta) -> i64 {
    const MILLIS: i64 = 1000;
    ((wait.num_milliseconds() + MILLIS - 1) / MILLIS).max(1)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy => Self::Busy,
            store::Error::Unavailable(cause) => {
                tracing::error!(cause, "the database is not available");
                Self::Busy
            }
            store::Error::Unsure(cause) => {
                tracing::error!(cause, "it is not known whether a write was kept");
                Self::Unsure
            }
            store::Error::Broken(_)
            | store::Error::Refused(_)
            | store::Error::Failed(_)
            | store::Error::Diesel(_) => Self::Internal(error.into()),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::SignInFirst(_) | Self::SecondStepFirst => StatusCode::SEE_OTHER,
            Self::ConfirmFirst(_) => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::UnknownHost => StatusCode::MISDIRECTED_REQUEST,
            Self::TooMany(_) | Self::Downloading => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Unsure => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Only a status: the page is made by [`crate::web::failures`], which knows the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_words_and_never_shortened() {
        for (millis, words) in [
            (1, "1 second"),
            (1000, "1 second"),
            (39_001, "40 seconds"),
            (60_000, "60 seconds"),
            (61_000, "2 minutes"),
            (3_600_000, "60 minutes"),
            (3_601_000, "2 hours"),
        ] {
            assert_eq!(in_words(TimeDelta::milliseconds(millis)), words);
        }
    }

    #[test]
    fn what_broke_is_not_told_to_the_visitor() {
        let error = Error::Internal(anyhow::anyhow!("no such table: users"));
        assert!(!format!("{} {}", error, error.words()).contains("users"));
    }
}
