//! What mails say. One file a mail: the facts it needs, and what is said of them.
//!
//! Every mail is a `content::Content`, and one pair of templates writes it as text and as HTML; so the two parts say the
//! same, and no mail can have images, colours or links of its own. Making a message needs no I/O.

mod address_changed;
mod address_confirm;
mod address_replaced;
mod address_welcome;
mod content;
mod deal;
mod invitation;
mod offer_accepted;
mod offer_extended;
mod opportunity_created;
mod opportunity_ended;
mod opportunity_ending;
mod opportunity_revoked;
mod partner_registered;
mod password_reset;
mod reader;
mod sign_in_changed;
mod terms_requested;

pub use address_changed::AddressChanged;
pub use address_confirm::AddressConfirm;
pub use address_replaced::AddressReplaced;
pub use address_welcome::AddressWelcome;
pub use content::Link;
pub use deal::Deal;
pub use invitation::Invitation;
pub use offer_accepted::OfferAccepted;
pub use offer_extended::OfferExtended;
pub use opportunity_created::OpportunityCreated;
pub use opportunity_ended::{End, OpportunityEnded};
pub use opportunity_ending::OpportunityEnding;
pub use opportunity_revoked::OpportunityRevoked;
pub use partner_registered::PartnerRegistered;
pub use password_reset::PasswordReset;
pub use reader::Reader;
pub use sign_in_changed::SignInChanged;
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
    /// Its text as HTML.
    pub html: String,
    /// Where its reader stops such mails, if it is one that can be stopped.
    pub unsubscribe: Option<String>,
}

impl Message {
    /// Addressed to somebody; `side` says whose event it tells of.
    pub fn to(self, recipient: &str, side: Side) -> Letter {
        let Self {
            kind,
            subject,
            text,
            html,
            unsubscribe,
        } = self;
        Letter {
            side,
            recipient: recipient.to_owned(),
            kind,
            subject,
            text,
            html,
            unsubscribe,
        }
    }
}

#[cfg(test)]
mod tests;
