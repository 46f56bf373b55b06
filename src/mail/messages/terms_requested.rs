//! To the channel desk: an ISV needs terms that the form cannot express.

use super::content::{Content, name_in_sentence, name_in_subject};
use super::{Message, MessageKind};
use crate::domain::account::AccountId;

/// What the channel desk is told of a request.
#[derive(Debug, Clone)]
pub struct TermsRequested<'a> {
    /// The ISV's name.
    pub isv: &'a str,
    /// The ISV's account ID.
    pub account: &'a AccountId,
    /// Who asks, as they are called.
    pub person: &'a str,
    /// The e-mail address for the answer.
    pub contact: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// What is needed, in their words.
    pub needed: &'a str,
}

impl TermsRequested<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self) -> askama::Result<Message> {
        let isv = name_in_sentence(self.isv);
        let subject = format!(
            "Terms requested by {}: {}",
            name_in_subject(self.isv),
            self.subject
        );
        let opening = format!(
            "{isv} needs terms that the opportunity form cannot express. Please answer to the contact below."
        );
        let because = "You get this because this address is the channel desk of Consign.";
        Content::new(&subject, &opening, because)
            .fact("Subject", self.subject)
            .fact("ISV", self.isv)
            .fact("Account ID", &self.account.grouped())
            .fact("Asked by", self.person)
            .fact("Contact", self.contact)
            .quote("What is needed:", self.needed)
            .message(MessageKind::TermsRequested)
    }
}
