//! Step 6: dimensions and usage fees of SaaS contracts.

mod rows;

pub use rows::{FilledRow, FilledRows, add_row, remove_row, rows};

use crate::answers::fields::{LISTED, split};
use crate::answers::{Fields, Problems, individual, schedule, typed};
use crate::domain::catalog::{DimensionKey, MAX_DIMENSION_KEY, Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::{
    CustomDimension, DEFAULT_UNIT, DimensionChoices, MAX_DESCRIPTION, MAX_NAME, MAX_UNIT,
};
use crate::domain::discount::Discount;
use crate::domain::money::{Currency, PriceKind, group_digits};
use crate::domain::schedule::MAX_QUANTITY;
use crate::domain::text;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The fields of this step.
pub const FIELDS: &[&str] = &[
    LISTED,
    "keep",
    "dim_name",
    "dim_key",
    "dim_description",
    "dim_unit",
    "dim_price",
    "dim_units",
    "fee",
];

/// The name of a field of a product's dimension: `keep[prod-x][users]`, `fee[prod-x][api_calls]`.
pub fn field(what: &str, product: impl Display, key: &DimensionKey) -> String {
    format!("{what}[{product}][{key}]")
}

/// The name of a field of an added row: `dim_name[prod-x][1]`.
pub fn row_field(what: &str, product: impl Display, row: impl Display) -> String {
    format!("{what}[{product}][{row}]")
}

/// The name of the price of an added row for a contract duration: `dim_price[prod-x][1][P12M]`.
pub fn price_field(product: &ProductId, row: u32, duration: &str) -> String {
    format!("dim_price[{product}][{row}][{duration}]")
}

/// The code of the contract duration that a field has the price for, if the field is one of this added row.
pub fn priced_duration<'f>(name: &'f str, product: &str, row: &str) -> Option<&'f str> {
    match (split(name).0, split(name).1.as_slice()) {
        ("dim_price", [of, number, duration]) if (*of, *number) == (product, row) => Some(duration),
        _ => None,
    }
}

/// Whether a contract dimension is kept; all are until the product's section was shown.
pub fn keeps(fields: &Fields, product: &ProductId, key: &DimensionKey) -> bool {
    !fields.holds(LISTED, product.as_str()) || fields.is(&field("keep", product, key), "yes")
}

/// Reads the choices for every SaaS contract among the products.
///
/// # Errors
/// What is wrong with them.
pub fn parse(
    fields: &Fields,
    products: &[Product],
    discount: Option<&Discount>,
) -> Result<BTreeMap<ProductId, DimensionChoices>, Problems> {
    let mut problems = Problems::none();
    let mut parsed = BTreeMap::new();
    let filled = FilledRows::of(fields);
    for product in shaped(products) {
        let added = filled.of_product(&product.id);
        let of = individual::of_product(product, shaped(products).count());
        let choices = choices(fields, (product, &of), added, discount, &mut problems);
        if !choices.is_unchanged() {
            parsed.insert(product.id.clone(), choices);
        }
    }
    problems.unless_any(parsed)
}

/// The products whose dimensions can be changed.
pub fn shaped(products: &[Product]) -> impl Iterator<Item = &Product> {
    products
        .iter()
        .filter(|product| product.model.is_saas_contract())
}

fn choices(
    fields: &Fields,
    (product, of): (&Product, &str),
    added: &[FilledRow],
    discount: Option<&Discount>,
    problems: &mut Problems,
) -> DimensionChoices {
    let currency = discount.map_or(Currency::LIST, Discount::currency);
    let mut choices = DimensionChoices::default();
    let removed = product
        .contract_dimensions()
        .filter(|d| !keeps(fields, &product.id, &d.key));
    choices.removed.extend(removed.map(|d| d.key.clone()));
    for row in added {
        choices
            .custom
            .extend(custom(fields, (product, of), *row, discount, problems));
    }
    for dimension in product.usage_dimensions() {
        let name = field("fee", &product.id, &dimension.key);
        match typed::amount(
            fields.get(&name),
            PriceKind::Usage,
            currency,
            &name,
            &format!("Additional usage fee for {}{of}", dimension.name),
        ) {
            Ok(Some(fee)) => {
                choices.fees.insert(dimension.key.clone(), fee);
            }
            Ok(None) => {}
            Err(found) => problems.append(found),
        }
    }
    choices
}

fn custom(
    fields: &Fields,
    (product, of): (&Product, &str),
    FilledRow { row, position }: FilledRow,
    discount: Option<&Discount>,
    problems: &mut Problems,
) -> Option<CustomDimension> {
    let before = problems.len();
    let typed = |what: &str| text::clean(fields.get(&row_field(what, &product.id, row)));
    let name = typed("dim_name");
    let name_field = row_field("dim_name", &product.id, row);
    if name.is_empty() {
        problems.add(
            &name_field,
            format!("Enter a name for dimension {position} of {}", product.title),
        );
    } else if text::length(&name) > MAX_NAME || !text::one_line(&name) {
        problems.add(
            &name_field,
            format!("Dimension name must be one line of {MAX_NAME} characters or less"),
        );
    }
    let typed_key = typed("dim_key");
    let key = key(&typed_key, &name);
    if key.is_none() && text::length(&typed_key) > MAX_DIMENSION_KEY {
        problems.add(
            row_field("dim_key", &product.id, row),
            format!("Dimension key must be {MAX_DIMENSION_KEY} characters or less"),
        );
    } else if key.is_none() && !name.is_empty() {
        problems.add(
            row_field("dim_key", &product.id, row),
            "Dimension key must use only letters, numbers, dots, dashes and underscores",
        );
    }
    let description = Some(typed("dim_description"))
        .filter(|d| !d.is_empty())
        .unwrap_or_else(|| name.clone());
    if text::length(&description) > MAX_DESCRIPTION {
        problems.add(
            row_field("dim_description", &product.id, row),
            format!(
                "Dimension description must be {} characters or less",
                group_digits(MAX_DESCRIPTION)
            ),
        );
    }
    let unit = Some(typed("dim_unit"))
        .filter(|u| !u.is_empty())
        .unwrap_or_else(|| DEFAULT_UNIT.to_owned());
    if text::length(&unit) > MAX_UNIT || !text::one_line(&unit) {
        problems.add(
            row_field("dim_unit", &product.id, row),
            format!("Dimension unit must be one line of {MAX_UNIT} characters or less"),
        );
    }
    let mut dimension = CustomDimension {
        key: key?,
        name,
        description,
        unit,
        prices: BTreeMap::new(),
        units: None,
    };
    let place = (product, row, of);
    prices_or_units(fields, place, discount, &mut dimension, problems);
    (problems.len() == before).then_some(dimension)
}

/// The key typed, or one made from the name.
fn key(typed: &str, name: &str) -> Option<DimensionKey> {
    if !typed.is_empty() {
        return DimensionKey::parse(typed);
    }
    let made: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .take(MAX_DIMENSION_KEY)
        .collect();
    DimensionKey::parse(made.trim_matches('_'))
}

/// The contract duration of a price of an added dimension as messages name it, when there are so many.
pub fn for_duration(duration: ContractDuration, durations: usize) -> String {
    if durations > 1 {
        format!(" for {}", duration.label())
    } else {
        String::new()
    }
}

fn prices_or_units(
    fields: &Fields,
    (product, row, of): (&Product, u32, &str),
    discount: Option<&Discount>,
    dimension: &mut CustomDimension,
    problems: &mut Problems,
) {
    let Some(discount) = discount else { return };
    if discount.schedule().is_some() {
        let field = row_field("dim_units", &product.id, row);
        let typed = fields.get(&field);
        dimension.units = typed::count(typed, MAX_QUANTITY);
        if dimension.units.is_none() && !typed.trim().is_empty() {
            problems.add(field, schedule::units_text(&dimension.name));
        }
        return;
    }
    let durations = discount.durations(&product.id);
    for duration in durations {
        let field = price_field(&product.id, row, &duration.code());
        let charge = for_duration(*duration, durations.len());
        let what = format!("Price for {}{of}{charge}", dimension.name);
        match typed::amount(
            fields.get(&field),
            PriceKind::Upfront,
            discount.currency(),
            &field,
            &what,
        ) {
            Ok(Some(price)) => {
                dimension.prices.insert(*duration, price);
            }
            Ok(None) => {}
            Err(found) => problems.append(found),
        }
    }
}

/// The fields that say these choices for a product.
pub fn write(
    fields: &mut Fields,
    product: &ProductId,
    kept: &[DimensionKey],
    choices: &DimensionChoices,
    currency: Currency,
) {
    fields.add(LISTED, product.as_str());
    for key in kept {
        fields.set(field("keep", product, key), "yes");
    }
    for (row, custom) in (1..).zip(&choices.custom) {
        fields.set(row_field("dim_name", product, row), &custom.name);
        fields.set(row_field("dim_key", product, row), custom.key.as_str());
        fields.set(
            row_field("dim_description", product, row),
            &custom.description,
        );
        fields.set(row_field("dim_unit", product, row), &custom.unit);
        for (duration, price) in &custom.prices {
            fields.set(
                price_field(product, row, &duration.code()),
                price.plain(currency),
            );
        }
        if let Some(units) = custom.units {
            fields.set(row_field("dim_units", product, row), units.to_string());
        }
    }
    for (key, fee) in &choices.fees {
        fields.set(field("fee", product, key), fee.plain(currency));
    }
}
