//! The views of the short steps: details, duration and buyers.

use crate::answers::{Fields, buyers, duration};
use crate::domain::details::MAX_DESCRIPTION;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;

/// What the details step shows.
#[derive(Debug)]
pub struct DetailsView {
    pub name: String,
    pub description: String,
    pub limit: usize,
}

impl DetailsView {
    pub fn of(fields: &Fields) -> Self {
        Self { name: fields.get("name").to_owned(), description: fields.get("description").to_owned(), limit: MAX_DESCRIPTION }
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
    /// How many accounts are in the list more than once.
    pub repeated: usize,
}

impl BuyersView {
    pub fn of(fields: &Fields) -> Self {
        Self { buyers: fields.get("buyers").to_owned(), repeated: buyers::repeated(fields) }
    }
}
