//! Step 5: how long and how often it can be used.

use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems};
use crate::domain::discount::DiscountKind;
use crate::domain::duration::{Duration, DurationKind};
use chrono::{Datelike, NaiveDate};

/// The fields of this step.
pub const FIELDS: &[&str] = &["duration", "end"];

/// The kind that is chosen; a flexible payment schedule leaves no choice (Catalog API,
/// UpdatePaymentScheduleTerms).
pub fn kind(fields: &Fields, discount: Option<DiscountKind>) -> Option<DurationKind> {
    if discount == Some(DiscountKind::Flexible) {
        return Some(DurationKind::SingleUse);
    }
    DurationKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == fields.get("duration"))
}

/// Reads the duration. The date typed under Single Use counts for Single Use, and likewise for the others. A
/// flexible payment schedule needs one.
///
/// # Errors
/// When nothing is chosen or the last day is missing or wrong.
pub fn parse(fields: &Fields, discount: Option<DiscountKind>) -> Result<Duration, Problems> {
    let Some(kind) = kind(fields, discount) else {
        return Err(Problems::one("duration", "Select how long it can be used"));
    };
    let boxes = DateBoxes::of(fields, "end");
    let missing = || Problems::one("end-day", "Enter the last day");
    match kind {
        DurationKind::SingleUse => {
            let last_day = typed::date(boxes, "end", "Last day")?;
            if last_day.is_none() && discount == Some(DiscountKind::Flexible) {
                return Err(missing());
            }
            Ok(Duration::SingleUse { last_day })
        }
        DurationKind::SpecificTime => typed::date(boxes, "end", "Last day")?
            .map(|last_day| Duration::SpecificTime { last_day })
            .ok_or_else(missing),
        DurationKind::NoSetTime => Ok(Duration::NoSetTime),
    }
}

/// The fields that say this duration.
pub fn write(duration: Duration) -> Fields {
    let mut fields = Fields::default();
    fields.set("duration", duration.kind().as_str());
    if let Some(day) = duration.last_day() {
        write_date(&mut fields, "end", day);
    }
    fields
}

/// Fills the three boxes of a date.
pub fn write_date(fields: &mut Fields, stem: &str, date: NaiveDate) {
    fields.set(format!("{stem}-day"), date.day().to_string());
    fields.set(format!("{stem}-month"), date.month().to_string());
    fields.set(format!("{stem}-year"), date.year().to_string());
}
