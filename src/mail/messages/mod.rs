//! What mails say. One file a mail: the facts it needs, and what is said of them.
//!
//! Every mail is a [`content::Content`], and one pair of templates writes it as text and as HTML; so the two parts say the
//! same, and no mail can have images, colours or links of its own. Making a message needs no I/O.

mod content;
mod opportunity_created;
mod opportunity_revoked;
mod terms_requested;

pub use content::Link;
pub use opportunity_created::OpportunityCreated;
pub use opportunity_revoked::OpportunityRevoked;
pub use terms_requested::TermsRequested;

/// Which mail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To the partner: an ISV created an opportunity for it.
    OpportunityCreated,
    /// To the partner: the ISV revoked an opportunity.
    OpportunityRevoked,
    /// To the channel desk: an ISV needs terms that the form cannot express.
    TermsRequested,
}

impl Kind {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpportunityCreated => "opportunity_created",
            Self::OpportunityRevoked => "opportunity_revoked",
            Self::TermsRequested => "terms_requested",
        }
    }
}

/// A mail, ready to be stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which mail it is.
    pub kind: Kind,
    /// Its subject, at most 78 characters on one line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

#[cfg(test)]
mod tests;
