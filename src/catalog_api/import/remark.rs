//! What is to be said about a place in a document.

use std::fmt;

/// Remarks that are told one by one; of further ones only the number is told.
pub const MAX_REMARKS: usize = 100;
/// Characters of a quoted value: a pasted paragraph would hide the message.
const MAX_QUOTED: usize = 60;

/// Something to be said about a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The way to it: `ChangeSet[2].DetailsDocument.Terms[0]`, positions counted from 0 as in JSON; empty for the whole.
    pub path: String,
    /// What is to be said.
    pub text: String,
}

impl Remark {
    /// A remark about a place.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, text } = self;
        if path.is_empty() {
            f.write_str(text)
        } else {
            write!(f, "{path}: {text}")
        }
    }
}

/// Everything that is wrong with a document, as far as it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    told: Vec<Remark>,
    more: usize,
}

impl Faults {
    /// Adds what is wrong with a place.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.push(Remark::new(path, text));
    }

    /// Adds a rule that is broken, with the name under which AWS tells of it.
    pub fn rule(&mut self, path: impl Into<String>, code: &str, text: impl fmt::Display) {
        self.add(path, format!("{text} ({code})"));
    }

    /// Adds a remark as it is.
    pub fn push(&mut self, remark: Remark) {
        if self.told.len() < MAX_REMARKS {
            self.told.push(remark);
        } else {
            self.more += 1;
        }
    }

    /// Adds all of another's.
    pub fn append(&mut self, other: Self) {
        for remark in other.told {
            self.push(remark);
        }
        self.more += other.more;
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// How many things are wrong.
    pub fn len(&self) -> usize {
        self.told.len() + self.more
    }

    /// What is told, in order; at the end how many further things are wrong.
    pub fn into_remarks(self) -> Vec<Remark> {
        let mut all = self.told;
        match self.more {
            0 => {}
            1 => all.push(Remark::new("", "and 1 more")),
            more => all.push(Remark::new("", format!("and {more} more"))),
        }
        all
    }
}

/// A value as it is quoted in a message.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text, MAX_QUOTED))
}

/// The beginning of a text that may be too long to be shown.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let shown: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect();
    if text.chars().count() > most {
        format!("{shown}…")
    } else {
        shown
    }
}
