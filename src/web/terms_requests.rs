//! How a request for terms that the form cannot express is shown, to whoever may see it.

use crate::store::term_requests::{TermRequest, TermRequestStatus};
use crate::web::view::{self, Moment, Tag};

/// A row of a list of requests.
#[derive(Debug)]
pub struct TermsRequestView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// What is needed.
    pub needed: String,
    /// Who asked.
    pub person: String,
    /// Where the answer goes.
    pub contact: String,
    /// When it was made.
    pub at: Moment,
    /// Where it stands.
    pub status: Tag,
}

impl TermsRequestView {
    /// Puts a request into words.
    pub fn of(request: TermRequest) -> Self {
        let kind = match request.status {
            TermRequestStatus::Open => "waiting",
            TermRequestStatus::Answered => "done",
        };
        Self {
            id: request.id.to_string(),
            subject: request.subject,
            needed: request.needed,
            person: request.person,
            contact: request.contact,
            at: view::moment(request.created_at),
            status: Tag {
                kind,
                label: request.status.label(),
            },
        }
    }
}
