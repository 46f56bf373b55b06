//! The catalogue file: an ISV's products in JSON, as `consign catalog import` reads them.
//!
//! [`entries`] is the format, field by field; what must hold besides stands in [`crate::domain::listing`]. A file is
//! read as a whole or not at all: [`parse`] names everything that is wrong with it, entry by entry, and returns
//! products only when nothing is.

pub mod entries;
mod place;
mod values;

pub use place::Fault;

use crate::domain::catalog::{DimensionKey, MAX_TITLE, Product, ProductId};
use crate::domain::listing;
use entries::{CatalogEntry, DimensionEntry, ProductEntry};
use place::{Place, Places};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// Bytes of a catalogue file. A product with all its dimensions takes some 50 KB, so there is room for hundreds.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Products of one file: more than any seller lists, and few enough for one page and one transaction.
pub const MAX_PRODUCTS: usize = 1_000;

/// Reads the text of a catalogue file.
///
/// # Errors
/// In words, when it cannot be read, is too large, or is not text.
pub fn read(path: &Path) -> anyhow::Result<String> {
    let mut text = Vec::new();
    std::fs::File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut text)?;
    if u64::try_from(text.len())? > MAX_FILE_BYTES {
        anyhow::bail!("the file is larger than {MAX_FILE_BYTES} bytes");
    }
    String::from_utf8(text).map_err(|_| anyhow::anyhow!("the file is not text in UTF-8"))
}

/// Reads the products in a catalogue file, in the order of the file.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Product>, Vec<Fault>> {
    // Editors on Windows like to begin a file with this mark; JSON does not know it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let places = Places::new(text);
    let mut faults = Vec::new();
    let mut products = Vec::new();
    let file = Place::top(&places);
    if let Some(catalog) = file.shape::<CatalogEntry>(text, &mut faults) {
        if catalog.products.len() > MAX_PRODUCTS {
            let reason = format!(
                "{} entries; the most are {MAX_PRODUCTS}",
                catalog.products.len()
            );
            faults.push(file.fault("products", reason));
        }
        let mut ids = BTreeSet::new();
        for (position, raw) in catalog.products.iter().take(MAX_PRODUCTS).enumerate() {
            let place = file.entry("products", position, raw);
            products.extend(product(&place, raw, &mut ids, &mut faults));
        }
    }
    if faults.is_empty() {
        Ok(products)
    } else {
        Err(faults)
    }
}

/// Reads one product; what is wrong with it, and with its dimensions, is added to `faults`.
fn product(
    place: &Place<'_>,
    raw: &RawValue,
    ids: &mut BTreeSet<ProductId>,
    faults: &mut Vec<Fault>,
) -> Option<Product> {
    let entry: ProductEntry<'_> = place.shape(raw.get(), faults)?;
    let mut wrong = |field: &str, reason: String| faults.push(place.fault(field, reason));
    let id = values::product_id(&entry.id).map_err(|reason| wrong("id", reason));
    if let Ok(id) = &id
        && !ids.insert(id.clone())
    {
        wrong("id", format!("{id} is in the file twice"));
    }
    let title = values::line(&entry.title, MAX_TITLE).map_err(|reason| wrong("title", reason));
    let model = values::model(&entry.model).map_err(|reason| wrong("model", reason));
    let state = values::state(&entry.state).map_err(|reason| wrong("state", reason));
    let eula = values::eula(entry.eula).map_err(|reason| wrong("eula.url", reason));
    let mut keys = BTreeSet::new();
    let mut dimensions = Vec::new();
    for (position, raw) in entry.dimensions.iter().enumerate() {
        let place = place.entry("dimensions", position, raw);
        let before = faults.len();
        if let Some(found) = dimension(&place, raw, &mut keys, faults) {
            // What a dimension must have depends on the model, so an unknown model leaves that open.
            if let (Ok(model), true) = (model, faults.len() == before) {
                faults.extend(
                    listing::dimension_of(model, &found)
                        .into_iter()
                        .map(|(field, reason)| place.fault(field, reason)),
                );
            }
            dimensions.push((place, found));
        }
    }
    let complete = dimensions.len() == entry.dimensions.len();
    let product = Product {
        id: id.ok()?,
        title: title.ok()?,
        model: model.ok()?,
        state: state.ok()?,
        tiered: entry.tiered,
        dimensions: dimensions
            .iter()
            .map(|(_, dimension)| dimension.clone())
            .collect(),
        public_eula: eula.ok()?,
    };
    for fault in listing::product(&product, complete) {
        let (place, field) = match fault
            .dimension
            .and_then(|position| dimensions.get(position))
        {
            Some((place, _)) => (place, "prices"),
            None => (place, "dimensions"),
        };
        faults.push(place.fault(field, fault.reason));
    }
    Some(product)
}

/// Reads one dimension.
fn dimension(
    place: &Place<'_>,
    raw: &RawValue,
    keys: &mut BTreeSet<DimensionKey>,
    faults: &mut Vec<Fault>,
) -> Option<crate::domain::catalog::Dimension> {
    let entry: DimensionEntry = place.shape(raw.get(), faults)?;
    let before = faults.len();
    let found = values::dimension(&entry, &mut |field, reason| {
        faults.push(place.fault(field, reason))
    });
    let found = found.filter(|_| faults.len() == before)?;
    if !keys.insert(found.key.clone()) {
        faults.push(place.fault("key", format!("{} is in this product twice", found.key)));
    }
    Some(found)
}

/// Reads one object of JSON; or else tells the line within it, and why not.
fn from_json<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, (usize, String)> {
    // Serde would also take a list, for fields in their order.
    if json.trim_start().starts_with('[') {
        return Err((1, "must be an object: {…}".to_owned()));
    }
    serde_json::from_str(json).map_err(|error| {
        let words = error.to_string();
        // The place is told apart, counted in the whole file.
        let reason = words
            .rsplit_once(" at line ")
            .map_or(words.as_str(), |(reason, _)| reason);
        (error.line(), reason.to_owned())
    })
}

#[cfg(test)]
mod tests;
