//! What a review shows, as one word that its form carries: what is created must be what somebody saw.

use super::imported::AtAws;
use crate::domain::terms::ProvenTerms;
use crate::random;

/// The fingerprint of all that would be kept for good: terms, products and prices as the catalogue has them now, the
/// resellers, and whether it is what stands at AWS. Whatever of it changes, the fingerprint changes.
pub fn seen(terms: &ProvenTerms, at_aws: Option<&AtAws>) -> String {
    random::sha256_hex(format!("{terms:?}{at_aws:?}").as_bytes())
}
