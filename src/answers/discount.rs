//! Step 4: what the partner gets off.

use crate::answers::fields::{HAD, LISTED, SCHEDULED};
use crate::answers::schedule::CONTRACT_LENGTH;
use crate::answers::{Fields, Problems, individual, schedule, typed};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::{ContractDuration, DurationUnit};
use crate::domain::discount::{Discount, DiscountKind, DurationsFault};
use crate::domain::money::Currency;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The fields of this step.
pub const FIELDS: &[&str] = &[
    "discount_type",
    "percent",
    "currency",
    LISTED,
    "term",
    "term_custom",
    "rule",
    "value",
    CONTRACT_LENGTH,
    "units",
    "rate",
    "amount",
    "date",
    "plan_total",
    "plan_first",
    "plan_frequency",
    "plan_every",
    "plan_count",
    "plan_date",
    "zero",
    HAD,
    SCHEDULED,
];

/// The kind that is chosen.
pub fn kind(fields: &Fields) -> Option<DiscountKind> {
    DiscountKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == fields.get("discount_type"))
}

/// The currency that is chosen; that of list prices when none is. Under a percentage it is always that: another one is
/// refused.
pub fn currency(fields: &Fields) -> Currency {
    match kind(fields) {
        Some(DiscountKind::Percentage) | None => Currency::LIST,
        Some(DiscountKind::Individual | DiscountKind::Flexible) => {
            Currency::parse(fields.get("currency")).unwrap_or(Currency::LIST)
        }
    }
}

/// Whether prices of zero are confirmed.
pub fn zero_confirmed(fields: &Fields) -> bool {
    fields.is("zero", "yes")
}

/// Reads the discount for the chosen products.
///
/// # Errors
/// What is wrong with the fields of the chosen kind; the other kinds' fields are kept but not read.
pub fn parse(fields: &Fields, products: &[Product]) -> Result<Discount, Problems> {
    match kind(fields) {
        None => Err(Problems::one(
            "discount_type",
            "Select the kind of discount",
        )),
        Some(DiscountKind::Percentage) => parse_percentage(fields, products),
        Some(DiscountKind::Individual) => individual::parse(fields, products),
        Some(DiscountKind::Flexible) => schedule::parse(fields, products),
    }
}

fn parse_percentage(fields: &Fields, products: &[Product]) -> Result<Discount, Problems> {
    let mut problems = Problems::none();
    let percent =
        typed::percent(fields.get("percent"), "percent", "Discount").unwrap_or_else(|found| {
            problems.append(found);
            None
        });
    if percent.is_none() && problems.is_empty() {
        problems.add("percent", "Enter the discount, as a percentage");
    }
    let chosen = Currency::parse(fields.get("currency"));
    if chosen.is_some_and(|currency| currency != Currency::LIST) {
        problems.add(
            "currency",
            "List prices are in USD – choose USD or Individual Pricing",
        );
    }
    let durations = all_durations(fields, products, &mut problems);
    match percent {
        Some(percent) => problems.unless_any(Discount::Percentage { percent, durations }),
        None => Err(problems),
    }
}

fn all_durations(
    fields: &Fields,
    products: &[Product],
    problems: &mut Problems,
) -> BTreeMap<ProductId, Vec<ContractDuration>> {
    let mut all = BTreeMap::new();
    // Of a product that cannot have a percentage, that is what is to be said.
    let asked = |product: &&Product| {
        product.model.duration_unit().is_some()
            && product
                .model
                .discount_kinds()
                .contains(&DiscountKind::Percentage)
    };
    for product in products.iter().filter(asked) {
        match durations(fields, product) {
            Ok(durations) => {
                all.insert(product.id.clone(), durations);
            }
            Err(found) => problems.append(found),
        }
    }
    all
}

/// Reads the contract durations of a product; as long as its section was never shown, those of its public offer.
///
/// # Errors
/// When a custom duration is ticked and its number is missing or out of range, or a number is typed beside the ticked
/// public durations.
pub fn durations(fields: &Fields, product: &Product) -> Result<Vec<ContractDuration>, Problems> {
    let Some(unit) = product.model.duration_unit() else {
        return Ok(Vec::new());
    };
    let public = product.public_durations();
    if !fields.holds(LISTED, product.id.as_str()) && !public.is_empty() {
        return Ok(public);
    }
    let name = term_field(&product.id);
    let mut chosen: Vec<ContractDuration> = public
        .iter()
        .copied()
        .filter(|d| fields.holds(&name, &d.code()))
        .collect();
    let field = custom_term_field(&product.id);
    let typed_beside = !fields.get(&field).trim().is_empty()
        && !chosen.is_empty()
        && !fields.holds(&name, "custom");
    if typed_beside {
        let text = format!(
            "Select the custom duration of {} instead of the others, or clear it",
            product.title
        );
        return Err(Problems::one(field, text));
    }
    if is_custom(fields, product) {
        match custom(fields, product) {
            Some(duration) if chosen.contains(&duration) => {}
            Some(duration) => chosen.push(duration),
            None => return Err(Problems::one(field, custom_range(product, unit))),
        }
    }
    Ok(chosen)
}

/// The custom duration of a product, when one is asked for and its number is in range.
pub fn custom(fields: &Fields, product: &Product) -> Option<ContractDuration> {
    let unit = product.model.duration_unit()?;
    let typed = fields.get(&custom_term_field(&product.id));
    let count =
        typed::count(typed, u32::from(unit.most())).filter(|_| is_custom(fields, product))?;
    unit.duration(u16::try_from(count).ok()?)
}

/// Whether a custom duration of a product is asked for: it is ticked, or typed with nothing else ticked.
pub fn is_custom(fields: &Fields, product: &Product) -> bool {
    let (name, public) = (term_field(&product.id), product.public_durations());
    let is_typed = !fields
        .get(&custom_term_field(&product.id))
        .trim()
        .is_empty();
    fields.holds(&name, "custom")
        || public.is_empty()
        || (is_typed && !public.iter().any(|d| fields.holds(&name, &d.code())))
}

fn custom_range(product: &Product, unit: DurationUnit) -> String {
    format!(
        "Custom contract duration of {} must be a whole number of {} from 1 to {}",
        product.title,
        unit.label(),
        unit.most()
    )
}

/// The name of a product's contract duration boxes.
pub fn term_field(product: impl Display) -> String {
    format!("term[{product}]")
}

/// The name of a product's custom contract duration.
pub fn custom_term_field(product: impl Display) -> String {
    format!("term_custom[{product}]")
}

/// What to do about a choice of contract durations that cannot be.
pub fn durations_text(fault: DurationsFault, title: &str) -> String {
    match fault {
        DurationsFault::NoneChosen => format!("Select at least one contract duration of {title}"),
        DurationsFault::Twice => format!("Select each contract duration of {title} once"),
        DurationsFault::CustomNotAlone => format!(
            "Select either public contract durations or one custom duration of {title}, not both"
        ),
        DurationsFault::OnlyOne => {
            format!("Select one contract duration of {title} – hourly prices go with one long term")
        }
        DurationsFault::TooMany => format!("You can select up to 5 contract durations of {title}"),
        DurationsFault::WrongUnit => format!("Select contract durations that {title} can have"),
    }
}

/// Ticks these contract durations of a product, one of them as the custom one.
pub fn write_durations(
    fields: &mut Fields,
    product: &ProductId,
    durations: &[ContractDuration],
    custom: Option<ContractDuration>,
) {
    fields.add(LISTED, product.as_str());
    for duration in durations {
        if custom != Some(*duration) {
            fields.add(term_field(product), duration.code());
        } else {
            let (ContractDuration::Months(count) | ContractDuration::Days(count)) = duration;
            fields.add(term_field(product), "custom");
            fields.set(custom_term_field(product), count.to_string());
        }
    }
}
