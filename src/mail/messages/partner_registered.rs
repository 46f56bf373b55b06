//! To an ISV: a partner that it invited is registered.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use crate::domain::account::Organisation;

/// What an ISV is told of a partner that was registered.
#[derive(Debug, Clone)]
pub struct PartnerRegistered<'a> {
    /// The ISV's name.
    pub isv: &'a str,
    /// The partner.
    pub partner: &'a Organisation,
    /// The partner's page on the ISV's side.
    pub link: Link,
}

impl PartnerRegistered<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let subject = format!(
            "{} finished registering",
            name_in_subject(&self.partner.name)
        );
        let opening = format!(
            "{} is registered and can now be chosen as a reseller.",
            name_in_sentence(&self.partner.name)
        );
        let because = format!(
            "You get this because {} invited this partner.",
            name_in_sentence(self.isv)
        );
        Content::new(&subject, &opening, &because)
            .fact("Partner", &self.partner.name)
            .fact("Account ID", &self.partner.account.grouped())
            .button("View reseller", &self.link)
            .message(MessageKind::PartnerRegistered)
    }
}
