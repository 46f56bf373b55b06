//! Why a mail was not sent, by what is to be done about it.

use std::error::Error;

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The mail server cannot be reached or wants nothing from us. That is no mail's fault: all wait.
    Unavailable(String),
    /// This mail was not taken this time.
    NotNow(String),
    /// This mail will never be taken.
    Never(String),
    /// No mail to this reader will ever be taken.
    NoSuchReader(String),
}

impl Failure {
    pub(super) fn unavailable(error: &dyn Error) -> Self {
        Self::Unavailable(with_causes(error))
    }

    /// What a server's answer to the mail itself means: it says whether another try makes sense.
    pub(super) fn answered(error: &lettre::transport::smtp::Error) -> Self {
        if error.is_permanent() {
            Self::Never(with_causes(error))
        } else {
            Self::NotNow(with_causes(error))
        }
    }

    /// What a server's answer to the reader's address means.
    pub(super) fn answered_to_reader(error: &lettre::transport::smtp::Error) -> Self {
        match Self::answered(error) {
            Self::Never(why) => Self::NoSuchReader(why),
            other @ (Self::Unavailable(_) | Self::NotNow(_) | Self::NoSuchReader(_)) => other,
        }
    }

    /// Why, for the operator.
    pub fn reason(&self) -> &str {
        match self {
            Self::Unavailable(reason)
            | Self::NotNow(reason)
            | Self::Never(reason)
            | Self::NoSuchReader(reason) => reason,
        }
    }
}

/// An error and what caused it, on one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        // Many errors repeat their cause in their own words.
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
