//! To an address that gave way to another on a list of notifications: that nothing more comes.

use super::content::{Content, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use chrono::{DateTime, Utc};

/// What the owner of an address is told in whose place another was put. Which one is not its business.
#[derive(Debug, Clone)]
pub struct AddressReplaced<'a> {
    /// Whose list it is.
    pub organisation: &'a str,
    /// Who changed it, as they are called.
    pub person: &'a str,
    /// The address that was there.
    pub address: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

impl AddressReplaced<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let organisation = name_in_sentence(self.organisation);
        let subject = format!(
            "No more notifications for {}",
            name_in_subject(self.organisation)
        );
        let opening = format!(
            "{} put another address in the place of this one on the list of those whom {organisation} has told by e-mail.",
            name_in_sentence(self.person)
        );
        let because = format!(
            "You get this because {} was on {organisation}'s list. If you did not expect this, ask {organisation}.",
            self.address
        );
        Content::new(&subject, &opening, &because)
            .fact("Old address", self.address)
            .fact("When", &moment(self.at))
            .note("From now on no notifications come here.")
            .message(MessageKind::AddressChanged)
    }
}
use crate::domain::calendar::moment;
