//! To an address that is to be put on a list of notifications, where its owner has to agree first.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use crate::store::notifications::CONFIRM_WITHIN;

/// What the owner of an address is asked.
#[derive(Debug, Clone)]
pub struct AddressConfirm<'a> {
    /// Who wants to put it there, as they are called.
    pub person: &'a str,
    /// Whose list it is.
    pub organisation: &'a str,
    /// The page on which the owner agrees.
    pub link: Link,
}

impl AddressConfirm<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let organisation = name_in_sentence(self.organisation);
        let person = name_in_sentence(self.person);
        let subject = format!(
            "Confirm notifications for {}",
            name_in_subject(self.organisation)
        );
        let opening = format!(
            "{person} wants this address to be told by e-mail of what concerns {organisation}."
        );
        let because =
            format!("You get this because {person} of {organisation} typed this address.");
        Content::new(&subject, &opening, &because)
            .note(&format!(
                "Do nothing to stay off the list. The link works for {} hours.",
                CONFIRM_WITHIN.num_hours()
            ))
            .button("Confirm", &self.link)
            .message(MessageKind::AddressConfirm)
    }
}
