//! Individual Pricing of one product: a row for every price, and one that stands for all rows left empty.

use crate::answers::{Fields, discount, gone, individual};
use crate::domain::catalog::Product;
use crate::domain::money::Currency;
use crate::domain::pricing::{Charge, LineKey};
use crate::web::view;

/// One row.
#[derive(Debug)]
pub struct RowView {
    pub name: String,
    pub charge: String,
    pub unit: String,
    pub list: String,
    pub rule_field: String,
    pub is_price: bool,
    pub value_field: String,
    pub value: String,
    /// The list price that the row keeps as long as nothing is typed into it. The row for all keeps none, and has a blank by
    /// which the stylesheet knows whether something is.
    pub kept: String,
}

impl RowView {
    /// What the row is about, for those who hear the table.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.charge).trim().to_owned()
    }
}

/// The rows of one product, the one for all first.
#[derive(Debug)]
pub struct IndividualView {
    pub title: String,
    pub rows: Vec<RowView>,
}

impl IndividualView {
    pub fn of(product: &Product, fields: &Fields) -> Self {
        let durations =
            discount::durations(fields, product).unwrap_or_else(|_| product.public_durations());
        let all = row(
            product,
            fields,
            individual::ALL_ROWS,
            "Same for all dimensions".to_owned(),
        );
        let lines = individual::lines(product, &durations);
        // What stands in the row for all stands for the empty ones, so that these keep nothing.
        let keeps = all.value.trim().is_empty() && discount::currency(fields) == Currency::LIST;
        let begins = individual::is_untouched(fields, product);
        let rows = lines
            .iter()
            .map(|key| line(product, fields, key))
            .chain(gone::lines(fields, product).into_iter().map(|key| RowView {
                name: gone::label(&key.dimension),
                ..line(product, fields, &key)
            }))
            .chain(of_gone_durations(product, fields))
            .map(|row| {
                let is_price = row.is_price || begins;
                let kept = Some(row.kept).filter(|_| keeps && is_price);
                RowView {
                    is_price,
                    kept: kept.unwrap_or_default(),
                    ..row
                }
            });
        let rows = std::iter::once(all).chain(rows).collect();
        Self {
            title: product.title.clone(),
            rows,
        }
    }
}

fn of_gone_durations(product: &Product, fields: &Fields) -> impl Iterator<Item = RowView> {
    let view = |key: LineKey| RowView {
        charge: key
            .charge
            .contract()
            .map(gone::duration_label)
            .unwrap_or_default(),
        ..line(product, fields, &key)
    };
    let lines = gone::lines_of_durations(fields, product);
    lines.into_iter().map(view)
}

fn row(product: &Product, fields: &Fields, code: &str, name: String) -> RowView {
    let rule_field = individual::rule_field(&product.id, code);
    let value_field = individual::value_field(&product.id, code);
    RowView {
        name,
        charge: String::new(),
        unit: String::new(),
        list: String::new(),
        is_price: fields.get(&rule_field) == individual::RULE_PRICE || !has_list_prices(product),
        value: fields.get(&value_field).to_owned(),
        kept: " ".to_owned(),
        rule_field,
        value_field,
    }
}

/// Services have no list prices, so that a percentage off would be off nothing.
fn has_list_prices(product: &Product) -> bool {
    product
        .dimensions
        .iter()
        .any(|dimension| dimension.usage_rate.is_some() || !dimension.upfront.is_empty())
}

fn line(product: &Product, fields: &Fields, key: &LineKey) -> RowView {
    let dimension = product.dimension(&key.dimension);
    let list = dimension.and_then(|dimension| match key.charge {
        Charge::Upfront(duration) => dimension.upfront.get(&duration).copied(),
        Charge::Usage => dimension.usage_rate,
    });
    let row = row(
        product,
        fields,
        &individual::line_code(key),
        dimension.map(|d| d.name.clone()).unwrap_or_default(),
    );
    RowView {
        charge: key.charge.label(),
        kept: list.map_or_else(String::new, |list| list.grouped(Currency::LIST)),
        unit: dimension
            .map(|dimension| dimension.unit.clone())
            .unwrap_or_default(),
        list: list.map_or_else(|| "–".to_owned(), |list| view::amount(list, Currency::LIST)),
        ..row
    }
}
