//! What is wrong with an answer, in words for the person who typed it.

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
pub struct Problems(Vec<Problem>);

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
        self.0.push(Problem {
            field: field.into(),
            text: text.into(),
        });
    }

    /// Adds all of another page's or part's.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Adds those of another part that are about controls of which nothing was said yet.
    pub fn append_new(&mut self, other: Self) {
        for problem in other.0 {
            if self.for_field(&problem.field).is_none() {
                self.0.push(problem);
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things are wrong.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// The first text about a control.
    pub fn for_field(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|problem| problem.field == field)
            .map(|problem| problem.text.as_str())
    }

    /// The first text about a date's three boxes, whose names begin with `stem`.
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
