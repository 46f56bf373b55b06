//! What an offer says, laid out for reading, in pieces that its sides put together as far as they may know them.

use crate::domain::agreements::{Document, Eula, PublicEula};
use crate::domain::catalog::DimensionKey;
use crate::domain::offer::acceptance::Purchase;
use crate::web::agreements;
use crate::web::facts::{Line, Value, file, line};
use crate::web::opportunities::prices::units;

/// What buyers accept, and where they read it. Browsers send nothing out of the portal that tells of the offer.
pub fn eula(eula: &Eula, public: &PublicEula, href: impl Fn(&Document) -> String) -> Line {
    let value = match eula {
        Eula::Public => agreements::public(public),
        Eula::Standard { version } => agreements::standard(version),
        Eula::Custom(document) => file(document, href(document)),
    };
    line("End User License Agreement", value)
}

/// The documents that amend it.
pub fn amendments(documents: &[Document], href: impl Fn(&Document) -> String) -> Line {
    let files = documents.iter().map(|d| file(d, href(d)));
    let mut values: Vec<Value> = files.collect();
    if values.is_empty() {
        values.push(Value::Nothing("None"));
    }
    Line {
        label: "Amendments",
        values,
    }
}

/// What was taken up front, in one line; nothing where all is billed as used.
pub fn taken(purchase: &Purchase, name: impl Fn(&DimensionKey) -> String) -> Option<String> {
    if purchase.units.is_empty() {
        return None;
    }
    let units = units(&purchase.units, name).into_iter();
    let units: Vec<String> = units
        .map(|(name, count)| format!("{count} × {name}"))
        .collect();
    let contract = purchase.contract.map(|contract| contract.label());
    let contract = contract.map_or_else(String::new, |contract| format!(" for {contract}"));
    Some(format!("{}{contract}", units.join(", ")))
}
