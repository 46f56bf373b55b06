//! What a person typed into a form, exactly: names and values, valid or not.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

    /// Whether a field has this value: a ticked box, a chosen option.
    pub fn is(&self, name: &str, value: &str) -> bool {
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

    /// The fields of several parts of a form; of a field that more than one part has, the values of the last.
    pub fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.overlay(part);
        }
        all
    }

    /// Takes over the values of another set of fields.
    pub fn overlay(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}
