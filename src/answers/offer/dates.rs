//! Step 5: what the offer is called, until when it can be accepted, and when the subscription ends.

use crate::answers::duration::write_date;
use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems};
use crate::domain::offer::Offer;
use crate::domain::offer::terms::{
    MAX_DESCRIPTION, MAX_NAME, OfferDetails, OfferDetailsError, SubscriptionEnd,
};
use crate::domain::opportunity::Opportunity;
use chrono::NaiveDate;

/// The fields of this step.
pub const FIELDS: &[&str] = &["name", "description", "expiry", "end"];

/// What this step says, as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// Name and description.
    pub details: Option<OfferDetails>,
    /// The last UTC day on which the offer can be accepted.
    pub expires_on: Option<NaiveDate>,
    /// When the subscription ends, where the partner says it.
    pub subscription_end: Option<NaiveDate>,
}

/// Reads what can be read, and says what is wrong with the rest.
pub fn parse(fields: &Fields, ends: &SubscriptionEnd) -> (Dates, Problems) {
    let mut problems = Problems::none();
    let details = details(fields, &mut problems);
    let expires_on = day(fields, "expiry", "Offer expiry date", &mut problems);
    let subscription_end = match ends {
        SubscriptionEnd::Fixed(_) => None,
        SubscriptionEnd::Chosen { .. } => {
            day(fields, "end", "Subscription end date", &mut problems)
        }
    };
    let dates = Dates {
        details,
        expires_on,
        subscription_end,
    };
    (dates, problems)
}

fn details(fields: &Fields, problems: &mut Problems) -> Option<OfferDetails> {
    let errors = match OfferDetails::new(fields.get("name"), fields.get("description")) {
        Ok(details) => return Some(details),
        Err(errors) => errors,
    };
    for error in errors {
        let (field, text) = match error {
            OfferDetailsError::NameMissing => ("name", "Enter an offer name".to_owned()),
            OfferDetailsError::NameTooLong => (
                "name",
                format!("Offer name must be {MAX_NAME} characters or less"),
            ),
            OfferDetailsError::DescriptionMissing => {
                ("description", "Enter an offer description".to_owned())
            }
            OfferDetailsError::DescriptionTooLong => (
                "description",
                format!("Offer description must be {MAX_DESCRIPTION} characters or less"),
            ),
        };
        problems.add(field, text);
    }
    None
}

fn day(fields: &Fields, stem: &str, what: &str, problems: &mut Problems) -> Option<NaiveDate> {
    match typed::date(DateBoxes::of(fields, stem), stem, what) {
        Ok(Some(date)) => Some(date),
        Ok(None) => {
            let what = what.to_lowercase();
            problems.add(format!("{stem}-day"), format!("Enter the {what}"));
            None
        }
        Err(found) => {
            problems.append(found);
            None
        }
    }
}

/// What the step begins with: the opportunity's name.
pub fn suggested(opportunity: &Opportunity) -> Fields {
    let mut fields = Fields::default();
    fields.set("name", opportunity.details.name());
    fields
}

/// The fields that say what an offer says.
pub fn write(offer: &Offer) -> Fields {
    let mut fields = Fields::default();
    fields.set("name", offer.details.name());
    fields.set("description", offer.details.description());
    write_date(&mut fields, "expiry", offer.expires_on);
    if let Some(end) = offer.subscription_end {
        write_date(&mut fields, "end", end);
    }
    fields
}
