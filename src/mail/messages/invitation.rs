//! To somebody who is invited into an organisation.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use crate::domain::account::Role;
use crate::domain::calendar::moment;
use chrono::{DateTime, Utc};

/// What somebody is told who is invited.
#[derive(Debug, Clone)]
pub struct Invitation<'a> {
    /// Who invites, and of which organisation.
    pub by: (&'a str, &'a str),
    /// The organisation it leads into: that of who invites, or a partner that an ISV invites.
    pub organisation: &'a str,
    /// What they may do there.
    pub role: Role,
    /// Until when the link works.
    pub until: DateTime<Utc>,
    /// Where name and password are chosen.
    pub link: Link,
}

impl Invitation<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let (person, of) = self.by;
        let subject = format!(
            "{} invited you to {}",
            name_in_subject(person),
            self.organisation
        );
        let opening = format!(
            "{} of {} invited you to act for {} in the Consign portal. Choose a name and a password to begin.",
            name_in_sentence(person),
            name_in_sentence(of),
            name_in_sentence(self.organisation)
        );
        let because = format!(
            "You get this because {} gave this address. If you do not know them, do nothing.",
            name_in_sentence(person)
        );
        Content::new(&subject, &opening, &because)
            .fact("Organisation", self.organisation)
            .fact("Your role", self.role.label())
            .fact("Link works until", &moment(self.until))
            .button("Accept the invitation", &self.link)
            .message(MessageKind::Invitation)
    }
}
