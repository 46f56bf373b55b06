//! To whom of an organisation a mail goes, which decides how it ends: why it came, and how to stop such mails.

use super::content::{Link, name_in_sentence};

/// Who of an organisation reads a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader<'a> {
    /// The organisation itself, at its own address.
    Itself,
    /// An address on its list of notifications.
    Listed {
        /// The address.
        address: &'a str,
        /// Whose list it is.
        organisation: &'a str,
        /// Where the address stops such mails.
        stop: Link,
    },
}

impl Reader<'_> {
    /// Why the mail came; `own` is the reason of the organisation itself.
    pub(super) fn because(&self, own: &str) -> String {
        match self {
            Self::Itself => own.to_owned(),
            Self::Listed {
                address,
                organisation,
                ..
            } => format!(
                "You get this because {address} is on {}'s list.",
                name_in_sentence(organisation)
            ),
        }
    }

    /// Where the reader stops such mails, if they can be stopped.
    pub(super) fn stop(&self) -> Option<&Link> {
        match self {
            Self::Itself => None,
            Self::Listed { stop, .. } => Some(stop),
        }
    }
}
