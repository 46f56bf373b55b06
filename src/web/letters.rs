//! Mails that go with a change: rendered here, stored by the same transaction as the change, sent by the worker.

use crate::domain::account::Organisation;
use crate::domain::catalog::Product;
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Side;
use crate::domain::terms::ProvenTerms;
use crate::mail::messages::{Link, Message, OpportunityCreated};
use crate::store;
use crate::store::outbox::Letter;
use crate::web::origin::Origin;
use crate::web::paths;

/// A letter to a partner's own address.
///
/// # Errors
/// When the mail could not be rendered; then the change is not to be made either.
pub fn to_partner(
    partner: &Organisation,
    message: askama::Result<Message>,
) -> Result<Letter, store::Error> {
    let message = message.map_err(|error| store::Error::Broken(error.to_string()))?;
    Ok(message.to(&partner.email, Side::Partner))
}

/// The letters that tell of a new opportunity, however it came about: from the form or from a spreadsheet.
///
/// # Errors
/// As [`to_partner`].
pub fn of_creation(
    (isv, origin): (&str, &Origin),
    terms: &ProvenTerms,
    opportunity: OpportunityId,
    (reseller, product): (&Organisation, &Product),
) -> Result<Vec<Letter>, store::Error> {
    let terms = terms.terms();
    let told = OpportunityCreated {
        isv,
        partner: &reseller.name,
        name: terms.details.name(),
        product: &product.title,
        product_id: &product.id,
        discount: terms.discount.kind(),
        duration: terms.duration,
        link: Link::to(origin.as_str(), &paths::partner_opportunity(opportunity)),
    };
    Ok(vec![to_partner(reseller, told.message())?])
}
