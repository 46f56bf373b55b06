//! Step 3: what may be resold.

use crate::answers::{Catalogue, Fields, Problems};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::terms::MAX_PRODUCTS;

/// The fields of this step; `product_filter` is the text by which the list was narrowed.
pub const FIELDS: &[&str] = &["product", "product_filter"];

/// The products that are ticked, whether or not they exist.
pub fn chosen(fields: &Fields) -> Vec<ProductId> {
    fields
        .all("product")
        .iter()
        .filter_map(|id| ProductId::parse(id))
        .collect()
}

/// Reads the ticked products; unknown ones count as not ticked.
///
/// # Errors
/// When none or too many are ticked.
pub fn parse(fields: &Fields, catalogue: &Catalogue) -> Result<Vec<Product>, Problems> {
    let chosen = chosen(fields);
    let found: Vec<Product> = catalogue
        .products
        .iter()
        .filter(|product| chosen.contains(&product.id))
        .cloned()
        .collect();
    if found.is_empty() {
        Err(Problems::one("product", "Select at least one product"))
    } else if found.len() > MAX_PRODUCTS {
        Err(Problems::one(
            "product",
            format!("You can select up to {MAX_PRODUCTS} products"),
        ))
    } else {
        Ok(found)
    }
}

/// The fields that choose these products.
pub fn write<'a>(products: impl IntoIterator<Item = &'a ProductId>) -> Fields {
    let mut fields = Fields::default();
    for product in products {
        fields.add("product", product.as_str());
    }
    fields
}
