//! To somebody whose way to sign in was changed.

use super::content::{Content, Link};
use super::{Message, MessageKind};
use chrono::{DateTime, Utc};

/// What somebody is told whose sign-in was changed.
#[derive(Debug, Clone)]
pub struct SignInChanged<'a> {
    /// What was changed, in a few words.
    pub what: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The browser it was done with, as that calls itself.
    pub browser: &'a str,
    /// The account page, where sessions are ended.
    pub link: Link,
}

impl SignInChanged<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let opening = "How you sign in to the Consign portal was changed.";
        let because = "You get this because this address signs in to the Consign portal. If this was not you, sign out everywhere and tell whoever runs the portal.";
        let mut content = Content::new("A change to your sign-in", opening, because)
            .fact("Changed", self.what)
            .fact("When", &moment(self.at));
        if !self.browser.is_empty() {
            content = content.fact("Browser", self.browser);
        }
        content
            .button("See where you are signed in", &self.link)
            .message(MessageKind::SignInChanged)
    }
}
use crate::domain::calendar::moment;
