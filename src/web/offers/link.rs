//! The secret in the link that a partner sends to a buyer. Only its fingerprint is kept: who reads the database opens no
//! offer.

use crate::random;

/// A new secret.
pub fn new() -> String {
    random::hex(&random::token())
}
