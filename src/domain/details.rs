//! What an opportunity is called (source document, step 3).

use crate::domain::text;

/// Characters of an opportunity's name (Catalog API, CreateResaleAuthorization).
pub const MAX_NAME: usize = 100;
/// Characters of an opportunity's description (Catalog API, CreateResaleAuthorization).
pub const MAX_DESCRIPTION: usize = 255;

/// Why a text is no name or description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsError {
    /// A name is needed.
    NameMissing,
    /// The name is longer than [`MAX_NAME`].
    NameTooLong,
    /// The description is longer than [`MAX_DESCRIPTION`].
    DescriptionTooLong,
}

/// Name and description, which consulting partners see, also in their seller reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    name: String,
    description: Option<String>,
}

impl Details {
    /// Takes the texts as typed; hidden characters are removed, line breaks and tabs in the name become a space, an empty
    /// description is none.
    ///
    /// # Errors
    /// All that is wrong with the two, the name's first.
    pub fn new(name: &str, description: &str) -> Result<Self, Vec<DetailsError>> {
        let name = text::line(name);
        let description = text::clean(description);
        let mut errors = Vec::new();
        if name.is_empty() {
            errors.push(DetailsError::NameMissing);
        } else if text::length(&name) > MAX_NAME {
            errors.push(DetailsError::NameTooLong);
        }
        if text::length(&description) > MAX_DESCRIPTION {
            errors.push(DetailsError::DescriptionTooLong);
        }
        let description = (!description.is_empty()).then_some(description);
        if errors.is_empty() {
            Ok(Self { name, description })
        } else {
            Err(errors)
        }
    }

    /// The opportunity's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The opportunity's description, if it has one.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}
