//! Mails that go with a change: rendered here, stored by the same transaction as the change, sent by the worker.

use crate::domain::account::Organisation;
use crate::domain::opportunity::Side;
use crate::mail::messages::Message;
use crate::store;
use crate::store::outbox::Letter;

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
