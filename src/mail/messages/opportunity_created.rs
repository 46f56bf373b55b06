//! To the partner: an ISV created an opportunity for it.

use super::content::{Content, Link, MAX_SUBJECT, name_in_sentence, name_in_subject};
use super::{Message, MessageKind, Reader};
use crate::domain::calendar::day;
use crate::domain::catalog::ProductId;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::Duration;
use crate::domain::text::length;

/// What the partner is told of a new opportunity. Its prices are seen in the portal only.
#[derive(Debug, Clone)]
pub struct OpportunityCreated<'a> {
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
    /// The kind of discount.
    pub discount: DiscountKind,
    /// How long and how often it can be used.
    pub duration: Duration,
    /// The opportunity's page on the partner's side.
    pub link: Link,
}

impl OpportunityCreated<'_> {
    /// The subject: with the product, which alone tells apart what was created together, if there is room for it.
    fn subject(&self) -> String {
        let plain = format!(
            "New opportunity from {}: {}",
            name_in_subject(self.isv),
            self.name
        );
        let whole = format!("{plain} – {}", self.product);
        if length(&whole) <= MAX_SUBJECT {
            whole
        } else {
            plain
        }
    }

    /// The mail to one reader.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self, reader: &Reader<'_>) -> askama::Result<Message> {
        let isv = name_in_sentence(self.isv);
        let subject = self.subject();
        let opening = format!(
            "{isv} created an opportunity for you: you may resell {}.",
            name_in_sentence(self.product)
        );
        let because = format!(
            "You get this because {} is a reseller of {isv}.",
            name_in_sentence(self.partner)
        );
        let mut content = Content::to(reader, &subject, &opening, &because)
            .fact("Opportunity", self.name)
            .fact("Product", self.product)
            .fact("Product ID", self.product_id.as_str())
            .fact("Discount", self.discount.label())
            .fact("Duration", self.duration.kind().label());
        if let Some(last_day) = self.duration.last_day() {
            content = content.fact("Last day", &format!("{}, until 23:59 UTC", day(last_day)));
        }
        content
            .button("View opportunity", &self.link)
            .message(MessageKind::OpportunityCreated)
    }
}
