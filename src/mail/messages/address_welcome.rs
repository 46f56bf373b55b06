//! To an address that was put on a list of notifications: who did so, and how to stop.

use super::content::{Content, name_in_sentence, name_in_subject};
use super::{Message, MessageKind, Reader};
use crate::domain::notification::Topic;
use crate::domain::opportunity::Side;

/// What the owner of a listed address is told first.
#[derive(Debug, Clone)]
pub struct AddressWelcome<'a> {
    /// Who put it there, as they are called.
    pub person: &'a str,
    /// Whose list it is.
    pub organisation: &'a str,
    /// Which side that organisation is.
    pub side: Side,
    /// What the address is told of.
    pub topics: &'a [Topic],
}

impl AddressWelcome<'_> {
    /// The mail; its reader is the address.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self, reader: &Reader<'_>) -> askama::Result<Message> {
        let subject = format!("Notifications for {}", name_in_subject(self.organisation));
        let opening = format!(
            "{} put this address on the list of those whom {} has told by e-mail.",
            name_in_sentence(self.person),
            name_in_sentence(self.organisation)
        );
        let topics: Vec<String> = self
            .topics
            .iter()
            .map(|topic| topic.label(self.side).to_owned())
            .collect();
        Content::to(reader, &subject, &opening, "")
            .list("From now on you get a message when:", &topics)
            .note("There is nothing you need to do. If you do not want such messages, stop them by the link below.")
            .message(MessageKind::AddressWelcome)
    }
}
