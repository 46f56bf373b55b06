//! Step 2: a markup on the wholesale price, or a discount off the list price.

use crate::answers::typed::{self, NumberError, Unit};
use crate::answers::{Fields, Problems};
use crate::domain::money::{Currency, MAX_MARKUP, Markup, PercentError, group_digits};
use crate::domain::offer::adjustment::{Adjustment, AdjustmentKind};
use crate::domain::opportunity::Opportunity;

/// The fields of this step; the last three are only a help to find the markup.
pub const FIELDS: &[&str] = &[
    "adjustment",
    "percent",
    "target_line",
    "target_price",
    "target_margin",
];

/// The two ways that this step offers. Own amounts belong to the payment schedule's.
pub const KINDS: [AdjustmentKind; 2] = [AdjustmentKind::Markup, AdjustmentKind::Discount];

/// The way that is chosen.
pub fn kind(fields: &Fields) -> Option<AdjustmentKind> {
    KINDS
        .into_iter()
        .find(|kind| kind.as_str() == fields.get("adjustment"))
}

/// Reads the percentage of the way that is chosen.
///
/// # Errors
/// When nothing is chosen, or the number is missing or wrong.
pub fn parse(fields: &Fields) -> Result<Adjustment, Problems> {
    match kind(fields) {
        Some(AdjustmentKind::Markup) => markup(fields.get("percent")).map(Adjustment::Markup),
        Some(AdjustmentKind::Discount) => {
            typed::percent(fields.get("percent"), "percent", "Discount")?
                .map(Adjustment::Discount)
                .ok_or_else(|| Problems::one("percent", "Enter the discount, as a percentage"))
        }
        Some(AdjustmentKind::OwnAmounts) | None => {
            Err(Problems::one("adjustment", "Select a markup or a discount"))
        }
    }
}

fn markup(text: &str) -> Result<Markup, Problems> {
    let problem = |text: &str| Err(Problems::one("percent", text));
    let too_large = format!("Markup must be {} or less", group_digits(MAX_MARKUP));
    match typed::number(text, Unit::Percent) {
        Err(NumberError::Empty) => problem("Enter the markup, as a percentage"),
        Err(NumberError::OtherUnit) => problem("Markup must be a percentage, like 12.5"),
        Err(NumberError::NotANumber | NumberError::Unclear) => {
            problem("Markup must be a number, like 12.5")
        }
        Err(NumberError::TooLarge) => problem(&too_large),
        Err(NumberError::TooFine) => problem("Markup must have nine decimals or fewer"),
        Ok(value) => match Markup::new(value) {
            Ok(markup) => Ok(markup),
            Err(PercentError::Negative) => problem("Markup must be 0 or more"),
            Err(PercentError::TooLarge) => problem(&too_large),
            Err(PercentError::TooManyDecimals) => {
                problem("Markup must have nine decimals or fewer")
            }
        },
    }
}

/// Why offers from an opportunity cannot take a discount off the list price, if they cannot.
pub fn discount_refusal(opportunity: &Opportunity) -> Option<String> {
    let currency = opportunity.prices.currency;
    if opportunity.schedule.is_some() {
        return Some("not with a payment schedule".to_owned());
    }
    if currency != Currency::LIST {
        return Some(format!(
            "not in {currency}: list prices are in {}",
            Currency::LIST
        ));
    }
    let without = opportunity
        .prices
        .lines
        .iter()
        .find(|line| line.list.is_none())?;
    Some(format!("not for {}: it has no list price", without.name))
}

/// What the step begins with: a markup, as it always can be had.
pub fn suggested() -> Fields {
    let mut fields = Fields::default();
    fields.set("adjustment", AdjustmentKind::Markup.as_str());
    fields
}

/// The fields that say this adjustment; with own amounts there is no markup.
pub fn write(adjustment: &Adjustment) -> Fields {
    let mut fields = suggested();
    match adjustment {
        Adjustment::Markup(markup) => fields.set("percent", markup.to_string()),
        Adjustment::Discount(percent) => {
            fields.set("adjustment", AdjustmentKind::Discount.as_str());
            fields.set("percent", percent.to_string());
        }
        Adjustment::OwnAmounts(_) => fields.set("percent", Markup::NONE.to_string()),
    }
    fields
}

/// Takes away what only helped to find the markup, once that is found.
pub fn tidy(fields: &mut Fields) {
    for helper in ["target_line", "target_price", "target_margin"] {
        fields.remove(helper);
    }
}
