//! What mails say of the opportunity they are about.

use super::Reader;
use super::content::{Content, name_in_sentence};
use crate::domain::catalog::ProductId;
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::{Opportunity, Side};

/// An opportunity, by the names of all that takes part in it.
#[derive(Debug, Clone, Copy)]
pub struct Deal<'a> {
    /// Its id.
    pub id: OpportunityId,
    /// Its name.
    pub name: &'a str,
    /// The ISV's name.
    pub isv: &'a str,
    /// The partner's name.
    pub partner: &'a str,
    /// The product's title.
    pub product: &'a str,
    /// The product's ID.
    pub product_id: &'a ProductId,
}

impl<'a> From<&'a Opportunity> for Deal<'a> {
    fn from(opportunity: &'a Opportunity) -> Self {
        Self {
            id: opportunity.id,
            name: opportunity.details.name(),
            isv: &opportunity.isv.name,
            partner: &opportunity.reseller.name,
            product: &opportunity.product.title,
            product_id: &opportunity.product.id,
        }
    }
}

impl Deal<'_> {
    /// Begins a mail about it to one side: with what it is, who the other side is, and why the reader gets it.
    pub(super) fn begin(
        &self,
        side: Side,
        reader: &Reader<'_>,
        subject: &str,
        opening: &str,
    ) -> Content {
        let (isv, partner) = (name_in_sentence(self.isv), name_in_sentence(self.partner));
        let (own, label, other) = match side {
            Side::Isv => (
                format!("You get this because {isv} gave {partner} this opportunity."),
                "Partner",
                self.partner,
            ),
            Side::Partner => (
                format!("You get this because {partner} is a reseller of {isv}."),
                "Vendor",
                self.isv,
            ),
        };
        Content::to(reader, subject, opening, &own)
            .fact("Opportunity", self.name)
            .fact("Opportunity ID", &self.id.to_string())
            .fact(label, other)
            .fact("Product", self.product)
            .fact("Product ID", self.product_id.as_str())
    }
}
