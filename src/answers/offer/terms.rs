//! Step 1: that the reseller contract is accepted, and for which buyers the offer is.

use crate::answers::{Fields, Problems, buyers};
use crate::domain::buyers::Buyers;

/// The fields of this step.
pub const FIELDS: &[&str] = &["accept", "buyers"];

/// Whether the box is ticked that accepts the reseller contract.
pub fn accepts(fields: &Fields) -> bool {
    fields.is("accept", "yes")
}

/// Reads the buyers: one account or more.
///
/// # Errors
/// What is wrong with the list, or that it is empty.
pub fn parse(fields: &Fields) -> Result<Buyers, Problems> {
    let buyers = buyers::parse(fields)?;
    if buyers.is_anyone() {
        Err(Problems::one(
            "buyers",
            "Enter at least one buyer account ID",
        ))
    } else {
        Ok(buyers)
    }
}

/// The fields that name these buyers. The contract is accepted anew for each offer.
pub fn write(buyers: &Buyers) -> Fields {
    buyers::write(buyers)
}
