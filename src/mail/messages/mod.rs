//! What mails say. One file a mail: the facts it needs, and what is said of them.
//!
//! Every mail is a `content::Content`, and one pair of templates writes it as text and as HTML; so the two parts say the
//! same, and no mail can have images, colours or links of its own. Making a message needs no I/O.

mod content;
mod opportunity_created;
mod opportunity_revoked;
mod terms_requested;

pub use content::Link;
pub use opportunity_created::OpportunityCreated;
pub use opportunity_revoked::OpportunityRevoked;
pub use terms_requested::TermsRequested;

use crate::domain::opportunity::Side;
use crate::store::outbox::{Letter, MessageKind};

/// A mail, ready to be stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which mail it is.
    pub kind: MessageKind,
    /// Its subject, at most 78 characters on one line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

impl Message {
    /// Addressed to somebody; `side` says whose event it tells of.
    pub fn to(self, recipient: &str, side: Side) -> Letter {
        let Self {
            kind,
            subject,
            text,
            html,
        } = self;
        Letter {
            side,
            recipient: recipient.to_owned(),
            kind,
            subject,
            text,
            html,
            unsubscribe: None,
        }
    }
}

#[cfg(test)]
mod tests;
