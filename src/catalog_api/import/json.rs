//! JSON as it was written: properties in their order, and none twice unnoticed.

use super::remark::{Remark, shortened};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Bytes of one import: some hundreds of authorizations, and little enough to be read into memory at once.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// Text in quotes.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object: its properties in the order written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What it is, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Reads a text as JSON.
///
/// # Errors
/// Where it goes wrong, by line and column, and why.
pub(super) fn parse(text: &str) -> Result<Json, Remark> {
    // Editors on Windows like to begin a file with this mark; JSON does not know it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Remark::new("", "There is no JSON in it"));
    }
    serde_json::from_str(text).map_err(|error| {
        let words = error.to_string();
        let reason = words
            .rsplit_once(" at line ")
            .map_or(words.as_str(), |(reason, _)| reason);
        let reason = if reason.contains("recursion limit") {
            "more than 127 lists and objects stand inside each other"
        } else {
            reason
        };
        let (line, column) = (error.line(), error.column());
        let reason = shortened(reason, 200);
        Remark::new("", format!("Line {line}, column {column}: {reason}"))
    })
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = sequence.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(pair) = map.next_entry()? {
            object.push(pair);
        }
        Ok(Json::Object(object))
    }
}
