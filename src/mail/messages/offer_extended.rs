//! To both sides: a partner extended an offer. What the buyer pays, and what the partner adds, is in neither mail.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Deal, Message, MessageKind, Reader};
use crate::domain::account::AccountId;
use crate::domain::calendar::{day, moment};
use crate::domain::ids::OfferId;
use crate::domain::opportunity::Side;
use chrono::{DateTime, NaiveDate, Utc};

/// What both sides are told of a new offer.
#[derive(Debug, Clone)]
pub struct OfferExtended<'a> {
    /// The opportunity it was made from.
    pub deal: Deal<'a>,
    /// The ISV's account.
    pub isv_account: &'a AccountId,
    /// The partner's account.
    pub partner_account: &'a AccountId,
    /// The offer.
    pub offer: OfferId,
    /// What the partner calls it.
    pub offer_name: &'a str,
    /// For which accounts of the buyer.
    pub buyers: &'a [AccountId],
    /// When it was extended.
    pub published: DateTime<Utc>,
    /// The last day on which it can be accepted.
    pub expires_on: NaiveDate,
    /// The wholesale prices, a line each.
    pub wholesale: &'a [String],
    /// Whether the opportunity was for one offer and is used up by it.
    pub used_up: bool,
}

impl OfferExtended<'_> {
    /// The mail to a reader of the ISV's.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn to_isv(&self, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let subject = format!(
            "{} created an offer from {}",
            name_in_subject(self.deal.partner),
            self.deal.name
        );
        let opening = format!(
            "{} created a private offer from your opportunity.",
            name_in_sentence(self.deal.partner)
        );
        let content = self
            .deal
            .begin(Side::Isv, reader, &subject, &opening)
            .fact("Partner account", &self.partner_account.grouped());
        self.facts(content)
            .list("Wholesale prices:", self.wholesale)
            .button("View the offer", link)
            .message(MessageKind::OfferExtended)
    }

    /// The mail to a reader of the partner's.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn to_partner(&self, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let subject = format!("Offer extended: {}", self.offer_name);
        let opening = format!(
            "Your private offer for {} is extended. Its buyers can accept it now.",
            name_in_sentence(self.deal.product)
        );
        let content = self
            .deal
            .begin(Side::Partner, reader, &subject, &opening)
            .fact("Vendor account", &self.isv_account.grouped());
        self.facts(content)
            .button("View the offer", link)
            .message(MessageKind::OfferExtended)
    }

    fn facts(&self, content: Content) -> Content {
        let content = content
            .fact("Offer", self.offer_name)
            .fact("Offer ID", &self.offer.to_string())
            .accounts("Buyer accounts", self.buyers)
            .fact("Extended", &moment(self.published))
            .fact(
                "Offer expires",
                &format!("{}, 23:59 UTC", day(self.expires_on)),
            );
        if self.used_up {
            content.note("The opportunity was for one offer and is used up now.")
        } else {
            content
        }
    }
}
