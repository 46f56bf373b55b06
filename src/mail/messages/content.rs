//! The shape that all mails have, and how it is written as text and as HTML.

use super::reader::Reader;
use super::{Message, MessageKind};
use crate::domain::account::AccountId;
use crate::domain::text::{clean, length};
use askama::Template;

/// Characters of a subject (RFC 5322, line length); no prices stand in it.
pub const MAX_SUBJECT: usize = 78;
/// Characters of an organisation's name in a subject, so that what follows is still seen.
const MAX_NAME_IN_SUBJECT: usize = 30;
/// Characters of a name or title in the body. Longer ones only serve to push the rest out of sight.
const MAX_LINE: usize = 120;
/// Characters of a list of account IDs in one line of the table: as many as an offer can have.
const MAX_LONG_LINE: usize = 4 * MAX_LINE;
/// Lines of a list; the rest is seen in the portal.
const MAX_LISTED: usize = 12;
/// Bytes of somebody's own words as HTML. With all lines at their longest the HTML part stays below 12 KB.
const MAX_QUOTE_BYTES: usize = 6_000;

/// Where a button leads: always to the portal itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// The page of the portal at this path.
    pub fn to(origin: &str, path: &str) -> Self {
        let (origin, path) = (origin.trim_end_matches('/'), path.trim_start_matches('/'));
        Self(format!("{origin}/{path}"))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a mail says. Whoever fills it gives names and texts as they are; they are made harmless here.
pub(super) struct Content {
    subject: String,
    opening: String,
    facts: Vec<Fact>,
    list: Option<List>,
    quote: Option<Quote>,
    note: Option<String>,
    button: Option<Button>,
    because: String,
    stop: Option<Link>,
}

/// A line of the table.
struct Fact {
    label: &'static str,
    value: String,
}

/// Several things of one kind below the table.
struct List {
    heading: String,
    lines: Vec<String>,
}

/// Somebody's own words, marked as such so that nobody takes them for ours.
struct Quote {
    heading: String,
    lines: Vec<String>,
}

/// The one thing to do next.
struct Button {
    label: &'static str,
    link: Link,
}

impl Content {
    /// Begins a mail: what it is about, what happened, and why its reader gets it.
    pub(super) fn new(subject: &str, opening: &str, because: &str) -> Self {
        Self {
            subject: one_line(subject, MAX_SUBJECT),
            opening: one_line(opening, 4 * MAX_LINE),
            facts: Vec::new(),
            list: None,
            quote: None,
            note: None,
            button: None,
            because: one_line(because, 4 * MAX_LINE),
            stop: None,
        }
    }

    /// Begins a mail that goes to an organisation and to those on its list; `own` is why the organisation itself gets it.
    pub(super) fn to(reader: &Reader<'_>, subject: &str, opening: &str, own: &str) -> Self {
        Self {
            stop: reader.stop().cloned(),
            ..Self::new(subject, opening, &reader.because(own))
        }
    }

    /// Adds a line to the table.
    pub(super) fn fact(mut self, label: &'static str, value: &str) -> Self {
        let value = one_line(value, MAX_LINE);
        self.facts.push(Fact { label, value });
        self
    }

    /// Adds a line with many account IDs to the table.
    pub(super) fn accounts(mut self, label: &'static str, accounts: &[AccountId]) -> Self {
        let all: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let value = one_line(&all.join(", "), MAX_LONG_LINE);
        self.facts.push(Fact { label, value });
        self
    }

    /// Adds a list, unless it is empty.
    pub(super) fn list(mut self, heading: &str, all: &[String]) -> Self {
        if all.is_empty() {
            return self;
        }
        let mut lines: Vec<String> = all
            .iter()
            .take(MAX_LISTED)
            .map(|line| one_line(line, MAX_LINE))
            .collect();
        match all.len().saturating_sub(MAX_LISTED) {
            0 => {}
            more => lines.push(format!("and {more} more, seen in the portal")),
        }
        let heading = one_line(heading, MAX_LINE);
        self.list = Some(List { heading, lines });
        self
    }

    /// Adds somebody's own words.
    pub(super) fn quote(mut self, heading: &str, words: &str) -> Self {
        let words = clean(words).replace('\t', " ");
        self.quote = Some(Quote {
            heading: one_line(heading, 2 * MAX_LINE),
            lines: shorten_html(&words).lines().map(str::to_owned).collect(),
        });
        self
    }

    /// Adds a sentence below the table.
    pub(super) fn note(mut self, sentence: &str) -> Self {
        self.note = Some(one_line(sentence, 2 * MAX_LINE));
        self
    }

    /// Adds the button.
    pub(super) fn button(mut self, label: &'static str, link: &Link) -> Self {
        let link = link.clone();
        self.button = Some(Button { label, link });
        self
    }

    /// Writes it.
    pub(super) fn message(self, kind: MessageKind) -> askama::Result<Message> {
        Ok(Message {
            kind,
            text: Text { content: &self }.render()?,
            html: Html { content: &self }.render()?,
            unsubscribe: self.stop.map(|link| link.0),
            subject: self.subject,
        })
    }

    /// A label, filled up to the width of the table's first column.
    fn padded(&self, label: &str) -> String {
        let widest = self.facts.iter().map(|fact| length(fact.label)).max();
        let width = widest.unwrap_or(0);
        format!("{label:width$}")
    }
}

/// The text part.
#[derive(Template)]
#[template(path = "mail/message.txt")]
struct Text<'a> {
    content: &'a Content,
}

/// The HTML part.
#[derive(Template)]
#[template(path = "mail/message.html")]
struct Html<'a> {
    content: &'a Content,
}

/// An organisation's name as it stands in a subject.
pub(super) fn name_in_subject(name: &str) -> String {
    one_line(name, MAX_NAME_IN_SUBJECT)
}

/// A name as it stands in a sentence.
pub(super) fn name_in_sentence(name: &str) -> String {
    one_line(name, MAX_LINE)
}

/// The text without what could reorder or break it, on one line of at most so many characters.
fn one_line(text: &str, most: usize) -> String {
    let words = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if length(&words) <= most {
        return words;
    }
    let kept: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The text, ended where its HTML would get too long.
fn shorten_html(text: &str) -> String {
    let mut bytes = 0;
    let fits = |letter: &char| {
        bytes += html_bytes(*letter);
        bytes <= MAX_QUOTE_BYTES
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() < text.len() {
        format!("{kept}…")
    } else {
        kept
    }
}

/// How many bytes a letter takes in HTML. Templates write the five that mean something there as numbers, and a line's
/// end as `<br>`.
fn html_bytes(letter: char) -> usize {
    match letter {
        '<' | '>' | '&' | '"' | '\'' => "&#38;".len(),
        '\n' => "<br>\n".len(),
        _ => letter.len_utf8(),
    }
}
