//! The views of the short steps: details, duration and buyers.

use crate::answers::{Fields, buyers, duration};
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;

/// What the details step shows.
#[derive(Debug)]
pub struct DetailsView {
    pub name: String,
    pub description: String,
}

impl DetailsView {
    pub fn of(fields: &Fields) -> Self {
        Self {
            name: fields.get("name").to_owned(),
            description: fields.get("description").to_owned(),
        }
    }
}

/// What the duration step shows.
#[derive(Debug)]
pub struct DurationView {
    /// The kind chosen: `single_use`, `specific_time`, `no_set_time`, or nothing yet.
    pub kind: &'static str,
    /// Whether a payment schedule leaves no choice.
    pub forced: bool,
    pub day: String,
    pub month: String,
    pub year: String,
}

impl DurationView {
    pub fn of(fields: &Fields, discount: Option<DiscountKind>) -> Self {
        let typed = |name: &str| fields.get(name).to_owned();
        Self {
            kind: duration::kind(fields, discount).map_or("", DurationKind::as_str),
            forced: discount == Some(DiscountKind::Flexible),
            day: typed("end-day"),
            month: typed("end-month"),
            year: typed("end-year"),
        }
    }
}

/// What the buyers step shows.
#[derive(Debug)]
pub struct BuyersView {
    pub buyers: String,
    /// That some accounts are in the list more than once.
    pub repeated: Option<String>,
}

impl BuyersView {
    pub fn of(fields: &Fields) -> Self {
        Self {
            buyers: fields.get("buyers").to_owned(),
            repeated: repeated(buyers::repeated(fields)),
        }
    }
}

fn repeated(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 account ID is repeated and counts once.".to_owned()),
        many => Some(format!("{many} account IDs are repeated and count once.")),
    }
}
