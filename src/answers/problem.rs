//! What is wrong with an answer, in words for the person who typed it.

use std::collections::BTreeMap;

/// One thing to mend: the control it is about and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The id of the control.
    pub field: String,
    /// What to do, as shown in the summary and beside the field.
    pub text: String,
}

/// Everything that is wrong with a page's answers, in the order of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    all: Vec<Problem>,
    /// What stands beside each control: all texts about it, each on a line of its own.
    beside: BTreeMap<String, String>,
}

impl Problems {
    /// Nothing wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// One thing wrong.
    pub fn one(field: impl Into<String>, text: impl Into<String>) -> Self {
        let mut problems = Self::none();
        problems.add(field, text);
        problems
    }

    /// Adds one thing.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        let problem = Problem {
            field: field.into(),
            text: text.into(),
        };
        let beside = self.beside.entry(problem.field.clone()).or_default();
        if !beside.is_empty() {
            beside.push('\n');
        }
        beside.push_str(&problem.text);
        self.all.push(problem);
    }

    /// Adds one thing, if it was not said yet.
    pub fn add_once(&mut self, problem: Problem) {
        let beside = self.for_field(&problem.field).unwrap_or_default();
        if beside.lines().all(|line| line != problem.text) {
            self.add(problem.field, problem.text);
        }
    }

    /// Adds all of another page's or part's.
    pub fn append(&mut self, other: Self) {
        for problem in other.all {
            self.add(problem.field, problem.text);
        }
    }

    /// Adds those of another part that are about controls of which nothing was said yet.
    pub fn append_new(&mut self, other: Self) {
        for problem in other.all {
            if self.for_field(&problem.field).is_none() {
                self.add(problem.field, problem.text);
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many things are wrong.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.all.iter()
    }

    /// All texts about a control, each on a line of its own.
    pub fn for_field(&self, field: &str) -> Option<&str> {
        self.beside.get(field).map(String::as_str)
    }

    /// The texts about the first of a date's three boxes, whose names begin with `stem`, with which something is wrong.
    pub fn for_date(&self, stem: &str) -> Option<&str> {
        ["day", "month", "year"]
            .iter()
            .find_map(|part| self.for_field(&format!("{stem}-{part}")))
    }

    /// The value when nothing is wrong with it, the problems otherwise.
    ///
    /// # Errors
    /// When there is any problem.
    pub fn unless_any<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
