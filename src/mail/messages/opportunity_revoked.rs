//! To the partner: the ISV revoked an opportunity.

use super::content::{Content, Link, name_in_sentence, name_in_subject};
use super::{Message, MessageKind, Reader};
use crate::domain::calendar::moment;
use crate::domain::catalog::ProductId;
use chrono::{DateTime, Utc};

/// What the partner is told of a revoked opportunity.
#[derive(Debug, Clone)]
pub struct OpportunityRevoked<'a> {
    /// The ISV's name.
    pub isv: &'a str,
    /// The partner's name.
    pub partner: &'a str,
    /// The opportunity's name.
    pub name: &'a str,
    /// The product's title.
    pub product: &'a str,
    /// The product's ID.
    pub product_id: &'a ProductId,
    /// Since when no offers can be created from it.
    pub since: DateTime<Utc>,
    /// How many offers the partner has created from it.
    pub offers: u32,
    /// Why, if the ISV said so.
    pub reason: Option<&'a str>,
    /// The opportunity's page on the partner's side.
    pub link: Link,
}

impl OpportunityRevoked<'_> {
    /// The mail to one reader.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self, reader: &Reader<'_>) -> askama::Result<Message> {
        let isv = name_in_sentence(self.isv);
        let subject = format!(
            "{} revoked an opportunity: {}",
            name_in_subject(self.isv),
            self.name
        );
        let opening =
            format!("{isv} revoked an opportunity. You cannot create new offers from it.");
        let because = format!(
            "You get this because {} is a reseller of {isv}.",
            name_in_sentence(self.partner)
        );
        let mut content = Content::to(reader, &subject, &opening, &because)
            .fact("Opportunity", self.name)
            .fact("Product", self.product)
            .fact("Product ID", self.product_id.as_str())
            .fact("Revoked", &moment(self.since))
            .note(&existing_offers(self.offers));
        if let Some(reason) = self.reason {
            content = content.quote(&format!("Reason given by {isv}:"), reason);
        }
        content
            .button("View opportunity", &self.link)
            .message(MessageKind::OpportunityRevoked)
    }
}

/// What becomes of the partner's offers.
fn existing_offers(count: u32) -> String {
    match count {
        0 => "You had created no offers from it.".to_owned(),
        1 => "Your existing offer is unchanged.".to_owned(),
        count => format!("Your {count} existing offers are unchanged."),
    }
}
