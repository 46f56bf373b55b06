//! Where in a catalogue file something is, so that whoever wrote the file finds it.

use crate::catalog_file::from_json;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;

/// Something that is wrong with a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1, on which the entry begins or its JSON goes wrong.
    pub line: usize,
    /// The way to it: `products[0].dimensions[2].prices`, positions counted from 0 as in JSON; empty for the file.
    pub path: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, path, reason } = self;
        if path.is_empty() {
            write!(f, "line {line}: {reason}")
        } else {
            write!(f, "line {line}, {path}: {reason}")
        }
    }
}

/// The lines of a file.
pub(super) struct Places {
    /// The address of its first byte.
    start: usize,
    /// The offsets of its line ends, in order.
    breaks: Vec<usize>,
}

impl Places {
    pub(super) fn new(text: &str) -> Self {
        Self {
            start: text.as_ptr().addr(),
            breaks: text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(offset, _)| offset)
                .collect(),
        }
    }

    /// The line on which a part of the file begins.
    fn line(&self, part: &RawValue) -> usize {
        let offset = part.get().as_ptr().addr().saturating_sub(self.start);
        self.breaks.partition_point(|end| *end < offset) + 1
    }
}

/// The place of one entry.
pub(super) struct Place<'a> {
    places: &'a Places,
    line: usize,
    path: String,
}

impl<'a> Place<'a> {
    /// The whole file.
    pub(super) fn top(places: &'a Places) -> Self {
        Self {
            places,
            line: 1,
            path: String::new(),
        }
    }

    /// An entry of a list in this one.
    pub(super) fn entry(&self, list: &str, position: usize, raw: &RawValue) -> Self {
        Self {
            places: self.places,
            line: self.places.line(raw),
            path: self.below(&format!("{list}[{position}]")),
        }
    }

    /// What is wrong with a field of this entry.
    pub(super) fn fault(&self, field: &str, reason: String) -> Fault {
        Fault {
            line: self.line,
            path: self.below(field),
            reason,
        }
    }

    /// Reads this entry's JSON; `None` and a fault when it has another shape.
    pub(super) fn shape<'de, T: Deserialize<'de>>(
        &self,
        json: &'de str,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        from_json(json)
            .map_err(|(line, reason)| {
                let line = self.line + line.saturating_sub(1);
                faults.push(Fault {
                    line,
                    path: self.path.clone(),
                    reason,
                });
            })
            .ok()
    }

    fn below(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }
}
