//! What stands written and is only read: sections of answers, each with its name.

use crate::domain::account::AccountId;
use crate::domain::agreements::Document;
use crate::domain::buyers::Buyers;
use crate::web::view::{self, Moment};

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What its address ends with.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it says.
    pub lines: Vec<Line>,
}

/// An answer with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name.
    pub label: &'static str,
    /// The answer; several where there are several.
    pub values: Vec<Value>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// An identifier.
    Id(String),
    /// Words for that nothing was given.
    Nothing(&'static str),
    /// A moment.
    Moment(Moment),
    /// Words that lead somewhere.
    Link {
        /// The words.
        label: String,
        /// Where.
        href: String,
    },
    /// Words that lead out of the portal.
    Outside {
        /// The words.
        label: String,
        /// Where.
        href: String,
    },
    /// A document to download.
    File {
        /// Its name.
        name: String,
        /// Where it is.
        href: String,
        /// How long it is.
        size: String,
        /// The beginning of its checksum.
        fingerprint: String,
    },
    /// A dimension.
    Dimension {
        /// Its name.
        name: String,
        /// What it is.
        description: String,
        /// Whether it exists only in this opportunity.
        added: bool,
    },
}

/// A section.
pub fn part(id: &'static str, title: &'static str, lines: Vec<Line>) -> Part {
    Part { id, title, lines }
}

/// An answer that is one thing.
pub fn line(label: &'static str, value: Value) -> Line {
    Line {
        label,
        values: vec![value],
    }
}

/// An answer in words.
pub fn words(label: &'static str, text: impl Into<String>) -> Line {
    line(label, Value::Text(text.into()))
}

/// For which accounts it is.
pub fn buyers(buyers: &Buyers) -> Line {
    let label = "Buyer account IDs";
    if buyers.is_anyone() {
        return line(label, Value::Nothing("Any buyer"));
    }
    let accounts = buyers.accounts().iter().map(AccountId::grouped);
    Line {
        label,
        values: accounts.map(Value::Id).collect(),
    }
}

/// A document to download.
pub fn file(document: &Document, href: String) -> Value {
    Value::File {
        name: document.name.clone(),
        href,
        size: view::size(document.size),
        fingerprint: view::fingerprint(&document.sha256),
    }
}
