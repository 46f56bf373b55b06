//! To somebody who forgot their password.

use super::content::{Content, Link};
use super::{Message, MessageKind};
use chrono::{DateTime, Utc};

/// What somebody is told who asked for a new password.
#[derive(Debug, Clone)]
pub struct PasswordReset {
    /// Until when the link works.
    pub until: DateTime<Utc>,
    /// Where the new password is chosen.
    pub link: Link,
}

impl PasswordReset {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let opening =
            "Somebody asked for a new password for this address. The link below works once.";
        let because = "You get this because this address signs in to the Consign portal. If this was not you, do nothing.";
        Content::new("Reset your password", opening, because)
            .fact("Link works until", &moment(self.until))
            .button("Choose a new password", &self.link)
            .message(MessageKind::PasswordReset)
    }
}
use crate::domain::calendar::moment;
