//! To an organisation, at its old address and at its new one: that the address was changed.

use super::content::{Content, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use chrono::{DateTime, Utc};

/// What an organisation is told whose own address was changed.
#[derive(Debug, Clone)]
pub struct AddressChanged<'a> {
    /// The organisation.
    pub organisation: &'a str,
    /// Who changed it, as they are called.
    pub person: &'a str,
    /// The address it had.
    pub from: &'a str,
    /// The address it has now.
    pub to: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

impl AddressChanged<'_> {
    /// The mail; both addresses read the same.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let organisation = name_in_sentence(self.organisation);
        let subject = format!("New address for {}", name_in_subject(self.organisation));
        let opening = format!(
            "{} changed the e-mail address of {organisation}.",
            name_in_sentence(self.person)
        );
        let because = format!(
            "You get this because this address is or was {organisation}'s own in the Consign portal. If nobody there meant to change it, tell whoever runs the portal."
        );
        Content::new(&subject, &opening, &because)
            .fact("Old address", self.from)
            .fact("New address", self.to)
            .fact("When", &moment(self.at))
            .message(MessageKind::AddressChanged)
    }
}
use crate::domain::calendar::moment;
