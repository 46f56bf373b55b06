//! The rows into which added dimensions are typed.

use super::row_field;
use crate::answers::Fields;
use crate::domain::catalog::{MAX_DIMENSIONS, ProductId};

/// The numbers of a product's added rows, in order.
pub fn rows(fields: &Fields, product: &ProductId) -> Vec<u32> {
    let prefix = format!("dim_name[{product}][");
    let mut rows: Vec<u32> = fields
        .iter()
        .filter_map(|(name, _)| name.strip_prefix(&prefix)?.strip_suffix(']')?.parse().ok())
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

/// The numbers of a product's added rows in which something was typed, in order: one for each dimension added.
pub fn filled_rows(fields: &Fields, product: &ProductId) -> Vec<u32> {
    let mut rows = rows(fields, product);
    rows.retain(|row| !is_blank(fields, product, *row));
    rows
}

fn is_blank(fields: &Fields, product: &ProductId, row: u32) -> bool {
    let ending = format!("[{product}][{row}]");
    let unit = row_field("dim_unit", product, row);
    fields
        .iter()
        .filter(|(name, _)| name.starts_with("dim_") && name.contains(&ending) && *name != unit)
        .all(|(_, values)| values.iter().all(|value| value.trim().is_empty()))
}

/// The position, counted from 1, by which messages name an added row.
pub fn number(fields: &Fields, product: &ProductId, row: u32) -> usize {
    rows(fields, product)
        .iter()
        .position(|r| *r == row)
        .map_or(1, |position| position + 1)
}
