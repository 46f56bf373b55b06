//! Step 2: who may resell.

use crate::answers::{Catalogue, Fields, Problems};
use crate::domain::account::Organisation;
use crate::domain::ids::OrganisationId;
use crate::domain::terms::MAX_RESELLERS;

/// The fields of this step; `reseller_filter` is the text by which the list was narrowed.
pub const FIELDS: &[&str] = &["reseller", "reseller_filter"];

/// The resellers that are ticked, whether or not they exist.
pub fn chosen(fields: &Fields) -> Vec<OrganisationId> {
    fields
        .all("reseller")
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// Reads the ticked resellers; unknown ones count as not ticked.
///
/// # Errors
/// When none or too many are ticked.
pub fn parse(fields: &Fields, catalogue: &Catalogue) -> Result<Vec<Organisation>, Problems> {
    let chosen = chosen(fields);
    let found: Vec<Organisation> = catalogue
        .resellers
        .iter()
        .filter(|reseller| chosen.contains(&reseller.id))
        .cloned()
        .collect();
    if found.is_empty() {
        Err(Problems::one("reseller", "Select at least one reseller"))
    } else if found.len() > MAX_RESELLERS {
        Err(Problems::one(
            "reseller",
            format!("You can select up to {MAX_RESELLERS} resellers"),
        ))
    } else {
        Ok(found)
    }
}

/// The fields that choose these resellers.
pub fn write<'a>(resellers: impl IntoIterator<Item = &'a OrganisationId>) -> Fields {
    let mut fields = Fields::default();
    for reseller in resellers {
        fields.add("reseller", reseller.to_string());
    }
    fields
}
