//! To both sides: a buyer accepted an offer. Only the partner is told what the buyer pays.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Deal, Message, MessageKind, Reader};
use crate::domain::calendar::day;
use crate::domain::ids::OfferId;
use crate::domain::money::{self, Currency};
use crate::domain::offer::acceptance::Acceptance;
use crate::domain::opportunity::Side;
use rust_decimal::Decimal;

/// What both sides are told of an accepted offer.
#[derive(Debug, Clone)]
pub struct OfferAccepted<'a> {
    /// The opportunity it was made from.
    pub deal: Deal<'a>,
    /// The offer.
    pub offer: OfferId,
    /// What the partner calls it.
    pub offer_name: &'a str,
    /// What came of it.
    pub acceptance: &'a Acceptance,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The wholesale prices, a line each: all there is to tell of what is billed as used.
    pub wholesale: &'a [String],
}

impl OfferAccepted<'_> {
    /// The mail to a reader of the ISV's.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn to_isv(&self, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let content = self.begin(Side::Isv, reader);
        self.wholesale(content)
            .button("View the offer", link)
            .message(MessageKind::OfferAccepted)
    }

    /// The mail to a reader of the partner's.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn to_partner(&self, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let content = self.begin(Side::Partner, reader);
        let content = self.wholesale(content);
        let content = match self.acceptance.totals {
            Some(totals) => content
                .fact("Purchase amount", &self.amount(totals.purchase))
                .fact("Your margin", &self.amount(totals.margin())),
            None => content,
        };
        content
            .button("View the offer", link)
            .message(MessageKind::OfferAccepted)
    }

    fn begin(&self, side: Side, reader: &Reader<'_>) -> Content {
        let agreement = self.acceptance;
        let subject = format!(
            "{} accepted an offer: {}",
            name_in_subject(&agreement.company),
            self.offer_name
        );
        let company = name_in_sentence(&agreement.company);
        let opening = match side {
            Side::Isv => format!(
                "{company} accepted an offer that {} made from your opportunity.",
                name_in_sentence(self.deal.partner)
            ),
            Side::Partner => format!("{company} accepted your offer."),
        };
        self.deal
            .begin(side, reader, &subject, &opening)
            .fact("Offer", self.offer_name)
            .fact("Offer ID", &self.offer.to_string())
            .fact("Buyer", &agreement.company)
            .fact("Buyer account", &agreement.account.grouped())
            .fact("Agreement ID", &agreement.id.to_string())
            .fact("Begins", &day(agreement.starts_on))
            .fact("Ends", &day(agreement.ends_on))
    }

    /// What the partner owes the ISV, which both know.
    fn wholesale(&self, content: Content) -> Content {
        match self.acceptance.totals {
            Some(totals) => content.fact("Wholesale amount", &self.amount(totals.wholesale)),
            None => content
                .fact("Wholesale amount", "Billed as used")
                .list("Wholesale prices:", self.wholesale),
        }
    }

    fn amount(&self, amount: Decimal) -> String {
        money::with_currency(amount, self.currency)
    }
}
