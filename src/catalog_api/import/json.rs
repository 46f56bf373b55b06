//! JSON as it was written: properties in their order, and none twice unnoticed.

use super::remark::{Remark, shortened};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// Bytes of one import: some hundreds of authorizations, and little enough to be read into memory at once.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Values of one import, each list, object, text and number counted: in memory each takes some hundred bytes, and can be
/// written with two. [`MAX_BYTES`] of authorizations have far fewer when they are indented, and fewer without a space: the
/// densest part of one, the prices of a rate card, takes eleven bytes a value.
pub const MAX_VALUES: usize = 100_000;
/// What is said of more than [`MAX_VALUES`].
const TOO_MANY_VALUES: &str = "It has more than 100,000 values – split it into several";

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

/// How many values may still be read: of a document and of the JSON that stands in its texts together, as all of that is in
/// memory at once.
#[derive(Debug)]
pub(super) struct Room {
    /// Nothing once a value was too many.
    left: Cell<Option<usize>>,
}

impl Room {
    /// Room for this many values.
    pub(super) fn of(values: usize) -> Self {
        Self {
            left: Cell::new(Some(values)),
        }
    }

    /// Counts one value more; whether it is not one too many.
    fn take(&self) -> bool {
        let left = self.left.get().and_then(|left| left.checked_sub(1));
        self.left.set(left);
        left.is_some()
    }

    fn is_exceeded(&self) -> bool {
        self.left.get().is_none()
    }
}

/// Reads a text as JSON.
///
/// # Errors
/// Where it goes wrong, by line and column, and why; or that there is no room for it.
pub(super) fn parse(text: &str, room: &Room) -> Result<Json, Remark> {
    // Editors on Windows like to begin a file with this mark; JSON does not know it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Remark::new("", "There is no JSON in it"));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Any(room)
        .deserialize(&mut deserializer)
        .and_then(|json| deserializer.end().map(|()| json));
    read.map_err(|error| {
        if room.is_exceeded() {
            return Remark::new("", TOO_MANY_VALUES);
        }
        wrong(&error)
    })
}

fn wrong(error: &serde_json::Error) -> Remark {
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
}

/// Reads any value for which there is room.
#[derive(Clone, Copy)]
struct Any<'a>(&'a Room);

impl<'de> DeserializeSeed<'de> for Any<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.0.take() {
            deserializer.deserialize_any(self)
        } else {
            Err(D::Error::custom("too many values"))
        }
    }
}

impl<'de> Visitor<'de> for Any<'_> {
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
        while let Some(value) = sequence.next_element_seed(self)? {
            list.push(value);
        }
        // A list of one value would keep the room of four.
        list.shrink_to_fit();
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(name) = map.next_key()? {
            object.push((name, map.next_value_seed(self)?));
        }
        object.shrink_to_fit();
        Ok(Json::Object(object))
    }
}
