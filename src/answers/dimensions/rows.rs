//! The rows into which added dimensions are typed.

use super::row_field;
use crate::answers::Fields;
use crate::domain::catalog::{MAX_DIMENSIONS, ProductId};
use std::collections::BTreeMap;

/// The field of a row without which there is none.
const NAME: &str = "name";
/// The field that has a value before anybody types.
const UNIT: &str = "unit";

/// The numbers of a product's added rows, in order.
pub fn rows(fields: &Fields, product: &ProductId) -> Vec<u32> {
    let mut rows: Vec<u32> = fields
        .iter()
        .filter_map(|(name, _)| read(name))
        .filter(|(what, of, _)| *what == NAME && *of == product.as_str())
        .map(|(_, _, row)| row)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Adds an empty row to a product.
pub fn add_row(fields: &mut Fields, product: &ProductId) {
    let all = rows(fields, product);
    if all.len() < MAX_DIMENSIONS {
        let next = all.last().map_or(1, |last| last.saturating_add(1));
        fields.set(row_field("dim_name", product, next), "");
    }
}

/// Takes a row of a product away.
pub fn remove_row(fields: &mut Fields, product: &ProductId, row: u32) {
    let ending = format!("[{product}][{row}]");
    let gone: Vec<String> = fields
        .iter()
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.starts_with("dim_") && name.contains(&ending))
        .collect();
    for name in gone {
        fields.remove(&name);
    }
}

/// An added row in which something was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilledRow {
    /// Its number in the names of its fields.
    pub row: u32,
    /// The position, counted from 1, by which messages name it.
    pub position: usize,
}

/// The added rows of all products in which something was typed, in order: one for each dimension added. They are read
/// once, as there may be as many as a form has fields.
#[derive(Debug, Default)]
pub struct FilledRows<'a>(BTreeMap<&'a str, Vec<FilledRow>>);

impl<'a> FilledRows<'a> {
    /// Reads a form.
    pub fn of(fields: &'a Fields) -> Self {
        // Of every row whether it is one, which its name says, and whether something was typed.
        let mut found: BTreeMap<&str, BTreeMap<u32, (bool, bool)>> = BTreeMap::new();
        for (name, values) in fields.iter() {
            let Some((what, product, row)) = read(name) else {
                continue;
            };
            let rows = found.entry(product).or_default();
            let (named, filled) = rows.entry(row).or_default();
            *named |= what == NAME;
            *filled |= what != UNIT && values.iter().any(|value| !value.trim().is_empty());
        }
        let filled = |rows: BTreeMap<u32, (bool, bool)>| {
            let named = rows.into_iter().filter(|(_, (named, _))| *named);
            let numbered = (1..).zip(named);
            let filled = numbered.filter(|(_, (_, (_, filled)))| *filled);
            filled
                .map(|(position, (row, _))| FilledRow { row, position })
                // One more than there may be tells that they are too many.
                .take(MAX_DIMENSIONS + 1)
                .collect()
        };
        let products = found.into_iter();
        Self(
            products
                .map(|(product, rows)| (product, filled(rows)))
                .collect(),
        )
    }

    /// Those of a product: all, or one more than a product can have dimensions.
    pub fn of_product(&self, product: &ProductId) -> &[FilledRow] {
        self.0.get(product.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// What a field of an added row is for, the product, and the number of the row: `dim_price[prod-x][1][P12M]` is `price`,
/// `prod-x` and 1.
fn read(name: &str) -> Option<(&str, &str, u32)> {
    let (what, rest) = name.strip_prefix("dim_")?.split_once('[')?;
    let (product, rest) = rest.split_once("][")?;
    let (typed, _) = rest.split_once(']')?;
    let row: u32 = typed.parse().ok()?;
    // Written in another way, it would be that of no other field.
    (row.to_string() == typed).then_some((what, product, row))
}
