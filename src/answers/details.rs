//! Step 1: what the opportunity is called.

use crate::answers::{Fields, Problems};
use crate::domain::details::{Details, DetailsError, MAX_DESCRIPTION, MAX_NAME};

/// The fields of this step.
pub const FIELDS: &[&str] = &["name", "description"];

/// Reads name and description.
///
/// # Errors
/// What is wrong with them.
pub fn parse(fields: &Fields) -> Result<Details, Problems> {
    Details::new(fields.get("name"), fields.get("description")).map_err(|errors| {
        let mut problems = Problems::none();
        for error in errors {
            let (field, text) = match error {
                DetailsError::NameMissing => ("name", "Enter an opportunity name".to_owned()),
                DetailsError::NameTooLong => (
                    "name",
                    format!("Opportunity name must be {MAX_NAME} characters or less"),
                ),
                DetailsError::DescriptionTooLong => (
                    "description",
                    format!("Opportunity description must be {MAX_DESCRIPTION} characters or less"),
                ),
            };
            problems.add(field, text);
        }
        problems
    })
}

/// The fields that say these details.
pub fn write(details: &Details) -> Fields {
    let mut fields = Fields::default();
    fields.set("name", details.name());
    fields.set("description", details.description().unwrap_or_default());
    fields
}
