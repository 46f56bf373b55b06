//! What a person typed into a form, exactly: names and values, valid or not.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The field that names every product whose boxes a page showed: of any other an unticked box says nothing. All products
/// share it.
pub const LISTED: &str = "listed";
/// The fields that name the dimensions a percentage was taken off, one for each product.
pub const HAD: &str = "had";
/// The fields that name the dimensions for which a payment schedule had boxes, one for each product.
pub const SCHEDULED: &str = "scheduled";

/// The fields by which a page says what it had: nobody types into them.
const HIDDEN: [&str; 3] = [LISTED, HAD, SCHEDULED];

/// Whether a field answers nothing: a page fills it in by itself, or it only narrows what the page shows.
pub fn only_helps(stem: &str) -> bool {
    HIDDEN.contains(&stem) || stem.ends_with("_filter")
}

/// The fields of a form, each with its values in the order sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Takes the pairs of a form body.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.add(name, value);
        }
        fields
    }

    /// Adds one value to a field.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.entry(name.into()).or_default().push(value.into());
    }

    /// Gives a field one value in place of all it had.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// All values of a field that may be sent several times.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field was sent at all, even empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether this is the value of a field: a ticked box, a chosen option. As for [`Fields::get`], of several values of one
    /// that is sent once the first counts: no two readers understand a form differently.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value && self.has(name)
    }

    /// Whether this is among the values of a field that may be sent several times: one ticked box of many.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|v| v == value)
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0
            .iter()
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// Only the fields that a page knows: those whose name up to the first `[` or `-` is listed. Whatever else a
    /// browser or a script sends is not kept.
    pub fn only(&self, known: &[&str]) -> Self {
        let stem = |name: &str| name.split(['[', '-']).next().unwrap_or_default().to_owned();
        Self(
            self.0
                .iter()
                .filter(|(name, _)| known.contains(&stem(name).as_str()))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect(),
        )
    }

    /// The fields of several parts of a form; of a field that more than one part has, the values of the last. A product
    /// that any of them lists is listed.
    pub fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            let mut listed = all.all(LISTED).to_vec();
            for product in part.all(LISTED) {
                if !listed.contains(product) {
                    listed.push(product.clone());
                }
            }
            all.overlay(part);
            if !listed.is_empty() {
                all.0.insert(LISTED.to_owned(), listed);
            }
        }
        all
    }

    /// Characters of all names and values.
    pub fn size(&self) -> usize {
        self.iter().map(|(name, values)| size(name, values)).sum()
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Gives a field all these values in place of those it had.
    pub fn set_all(&mut self, name: &str, values: &[String]) {
        self.0.insert(name.to_owned(), values.to_vec());
    }

    /// Takes over the values of another set of fields.
    pub fn overlay(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Characters of a field's name with each of its values, as a form sends them.
pub fn size(name: &str, values: &[String]) -> usize {
    values.iter().map(|value| name.len() + value.len()).sum()
}

/// Splits a field's name: `dim_price[prod-x][1][P12M]` is `dim_price` of `prod-x`, `1` and `P12M`.
pub fn split(name: &str) -> (&str, Vec<&str>) {
    match name.split_once('[') {
        Some((stem, rest)) => (stem, rest.trim_end_matches(']').split("][").collect()),
        None => (name, Vec::new()),
    }
}
