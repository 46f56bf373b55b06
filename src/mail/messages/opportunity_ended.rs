//! To both sides: no more offers can be created from an opportunity.

use super::content::{Content, Link, name_in_sentence};
use super::{Deal, Message, MessageKind, Reader};
use crate::domain::calendar::{day, moment};
use crate::domain::opportunity::Side;
use chrono::{DateTime, NaiveDate, Utc};

/// How an opportunity ended.
#[derive(Debug, Clone, Copy)]
pub enum End<'a> {
    /// Its last day is over.
    Expired(NaiveDate),
    /// It was for one offer, and this offer was extended.
    Used(&'a str),
    /// The partner ended it.
    ByPartner {
        /// When.
        at: DateTime<Utc>,
        /// Why, if said.
        reason: Option<&'a str>,
    },
    /// The ISV revoked it; told to those of its own who want to know.
    Revoked {
        /// Who did.
        by: &'a str,
        /// When.
        at: DateTime<Utc>,
        /// Why, if said.
        reason: Option<&'a str>,
    },
}

/// What is told of an opportunity that ended.
#[derive(Debug, Clone)]
pub struct OpportunityEnded<'a> {
    /// The opportunity.
    pub deal: Deal<'a>,
    /// How it ended.
    pub end: End<'a>,
    /// How many offers were created from it.
    pub offers: u32,
}

impl OpportunityEnded<'_> {
    /// The mail to one reader; the link leads to the opportunity as that side sees it.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self, side: Side, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let subject = format!("Ended: {}", self.deal.name);
        let content = self.deal.begin(side, reader, &subject, &self.opening(side));
        let content = self.facts(content);
        let offers = match self.offers {
            0 => "No offers were created from it.".to_owned(),
            1 => "The offer created from it stays as it is.".to_owned(),
            many => format!("The {many} offers created from it stay as they are."),
        };
        let (more, button) = match side {
            Side::Isv => (" Clone it to go on.", "View and clone"),
            Side::Partner => ("", "View opportunity"),
        };
        content
            .note(&format!("{offers}{more}"))
            .button(button, link)
            .message(MessageKind::OpportunityEnded)
    }

    fn opening(&self, side: Side) -> String {
        let (isv, partner) = (
            name_in_sentence(self.deal.isv),
            name_in_sentence(self.deal.partner),
        );
        let which = match side {
            Side::Isv => format!("The opportunity that you gave {partner}"),
            Side::Partner => format!("An opportunity from {isv}"),
        };
        match self.end {
            End::Expired(_) => {
                format!("{which} has expired. No more offers can be created from it.")
            }
            End::Used(_) => {
                format!("{which} is used up: it was for one offer, and that is extended.")
            }
            End::ByPartner { .. } => {
                format!("{partner} ended an opportunity. It creates no more offers from it.")
            }
            End::Revoked { by, .. } => format!(
                "{} revoked the opportunity that {isv} gave {partner}.",
                name_in_sentence(by)
            ),
        }
    }

    fn facts(&self, content: Content) -> Content {
        let partner = name_in_sentence(self.deal.partner);
        let (content, reason, whose) = match self.end {
            End::Expired(last_day) => {
                let until = format!("{}, until 23:59 UTC", day(last_day));
                (content.fact("Last day", &until), None, String::new())
            }
            End::Used(offer) => (content.fact("Offer ID", offer), None, String::new()),
            End::ByPartner { at, reason } => (content.fact("Ended", &moment(at)), reason, partner),
            End::Revoked { by, at, reason } => (
                content.fact("Revoked", &moment(at)),
                reason,
                name_in_sentence(by),
            ),
        };
        match reason {
            Some(reason) => content.quote(&format!("Reason given by {whose}:"), reason),
            None => content,
        }
    }
}
