//! A place in a document and what stands there.

use super::json::{Json, Room};
use super::remark::{Faults, quoted, shortened};
use std::collections::BTreeSet;

/// Where a document comes from; it decides how some things are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A request to change something: `StartChangeSet`.
    Request,
    /// An entity as it is: the answer of `DescribeEntity`.
    Entity,
}

/// What reading needs at hand.
#[derive(Debug)]
pub(super) struct Reader {
    /// Where the document comes from.
    pub(super) source: Source,
    /// What is wrong with it.
    pub(super) faults: Faults,
    /// How many values of it may still be read.
    pub(super) room: Room,
}

/// A value and the place it has in the document.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    /// The way to it.
    pub(super) path: String,
    /// What stands there.
    pub(super) value: &'a Json,
}

/// Something read, with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The way to it.
    pub path: String,
    /// What was read.
    pub value: T,
}

impl<T> At<T> {
    pub(super) fn new(path: impl Into<String>, value: T) -> Self {
        Self {
            path: path.into(),
            value,
        }
    }
}

impl<'a> Node<'a> {
    /// The whole document.
    pub(super) fn top(value: &'a Json) -> Self {
        Self {
            path: String::new(),
            value,
        }
    }

    /// The path of a property of this object.
    pub(super) fn below(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    /// A property, if this is an object that has it; `null` counts as not there.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let Json::Object(pairs) = self.value else {
            return None;
        };
        let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
        (*value != Json::Null).then(|| Self {
            path: self.below(name),
            value,
        })
    }

    /// A property that must be there.
    pub(super) fn need(&self, name: &str, r: &mut Reader) -> Option<Self> {
        let found = self.get(name);
        if found.is_none() {
            r.faults.add(self.below(name), "is missing");
        }
        found
    }

    /// Whether this is an object; says so if it is none, and which of its properties are unknown or written twice.
    pub(super) fn object(&self, known: &[&str], r: &mut Reader) -> bool {
        if !self.any_object(r) {
            return false;
        }
        let Json::Object(pairs) = self.value else {
            return false;
        };
        let mut seen = BTreeSet::new();
        for (key, _) in pairs {
            // Terms and rules of an entity have ids; nobody sends them.
            let of_entity = key == "Id" && r.source == Source::Entity;
            let path = || self.below(&shortened(key, 60));
            if !of_entity && !known.contains(&key.as_str()) {
                r.faults.add(path(), "is not a property known here");
            } else if !seen.insert(key) {
                r.faults.add(path(), "is written twice");
            }
        }
        true
    }

    /// Whether this is an object, whatever its properties.
    pub(super) fn any_object(&self, r: &mut Reader) -> bool {
        let is_object = matches!(self.value, Json::Object(_));
        if !is_object {
            self.wrong("must be an object, {…}", r);
        }
        is_object
    }

    /// The text that stands here.
    pub(super) fn text(&self, r: &mut Reader) -> Option<&'a str> {
        if let Json::Text(text) = self.value {
            Some(text)
        } else {
            self.wrong("must be text in quotes", r);
            None
        }
    }

    /// The whole number from 1 to `most` that stands here.
    pub(super) fn count(&self, most: u32, r: &mut Reader) -> Option<u32> {
        let Json::Number(number) = self.value else {
            self.wrong("must be a whole number without quotes", r);
            return None;
        };
        let count = number.as_u64().and_then(|n| u32::try_from(n).ok());
        let count = count.filter(|n| (1..=most).contains(n));
        if count.is_none() {
            let text = if most == 1 {
                format!("must be 1, not {number}")
            } else {
                format!("must be a whole number from 1 to {most}, not {number}")
            };
            r.faults.add(&self.path, text);
        }
        count
    }

    /// The values of the list that stands here. The path of each is written when it is asked for: a list may be much
    /// longer than any that is read.
    pub(super) fn list(&self, r: &mut Reader) -> Option<impl Iterator<Item = Self> + use<'a>> {
        let values = self.values(r)?;
        let path = self.path.clone();
        let nodes = values.iter().enumerate();
        Some(nodes.map(move |(position, value)| Self {
            path: format!("{path}[{position}]"),
            value,
        }))
    }

    fn values(&self, r: &mut Reader) -> Option<&'a [Json]> {
        if let Json::List(values) = self.value {
            Some(values)
        } else {
            self.wrong("must be a list, […]", r);
            None
        }
    }

    /// The values of a list that must have at least `least` and at most `most`; `code` is what AWS calls too many.
    pub(super) fn bounded(
        &self,
        (least, most): (usize, usize),
        (what, code): (&str, &str),
        r: &mut Reader,
    ) -> Option<Vec<Self>> {
        let count = self.values(r)?.len();
        if count < least {
            r.faults
                .add(&self.path, format!("must not be empty; {what} stand here"));
            None
        } else if count > most {
            let text = format!("has {count} {what}; the most are {most}");
            if code.is_empty() {
                r.faults.add(&self.path, text);
            } else {
                r.faults.rule(&self.path, code, text);
            }
            None
        } else {
            Some(self.list(r)?.collect())
        }
    }

    /// The word that stands here, if it is one of these.
    pub(super) fn word(&self, words: &[&'static str], r: &mut Reader) -> Option<&'static str> {
        let text = self.text(r)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let text = format!("must be {}, not {}", words.join(" or "), quoted(text));
            r.faults.add(&self.path, text);
        }
        found
    }

    fn wrong(&self, expected: &str, r: &mut Reader) {
        let text = match self.value {
            Json::Null => expected.to_owned(),
            value @ (Json::Bool(_)
            | Json::Number(_)
            | Json::Text(_)
            | Json::List(_)
            | Json::Object(_)) => format!("{expected}; this is {}", value.words()),
        };
        self.fault(&text, r);
    }

    /// Says what is wrong with this, which has no path when it is the whole.
    pub(super) fn fault(&self, text: &str, r: &mut Reader) {
        if self.path.is_empty() {
            r.faults.add("", format!("The JSON {text}"));
        } else {
            r.faults.add(&self.path, text);
        }
    }
}
