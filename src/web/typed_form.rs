//! A form that somebody filled in and that could not be taken: where it was sent, what was typed, which files were
//! chosen. Kept aside while a request is answered, so that its answer can give everything typed back.

use crate::answers::fields::{only_helps, split};
use crate::answers::{Fields, labels};
use crate::web::paths;
use std::cell::RefCell;
use std::rc::Rc;

/// Fields that pages fill in by themselves beside those of a draft: in which version they were, which button was pressed.
const NOT_TYPED: [&str; 9] = [
    "version",
    "seen",
    "go",
    "do",
    "id",
    "submission",
    "next",
    "request",
    "session",
];

/// Whether a page fills this field in by itself, or it only narrows what the page shows.
pub fn is_typed(name: &str) -> bool {
    let stem = split(name).0;
    !(NOT_TYPED.contains(&stem) || only_helps(stem) || name.starts_with("pick:"))
}

/// Fields that hold a secret, besides those that are called a password: the present password, the codes of a second step of
/// sign-in, and the secret of the app that makes them.
const SECRET: [&str; 4] = ["current", "code", "recovery", "seed"];

/// Whether what is typed into a field of this name is shown on no page and carried nowhere.
pub fn is_secret(name: &str) -> bool {
    name.contains("password") || SECRET.contains(&name)
}

/// What was typed, and where it was sent. Secrets are never in it: no page shows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedForm {
    /// The address, with its search.
    pub path: String,
    /// The fields.
    pub fields: Fields,
    /// The names of the files. Their bytes cannot be carried along.
    pub files: Vec<String>,
}

impl TypedForm {
    /// What somebody typed or chose, in words: the name of each field and its value.
    pub fn rows(&self) -> Vec<(String, &str)> {
        let asked = self.asked();
        let typed = self.fields.iter().filter(|(name, _)| is_typed(name));
        typed
            .flat_map(|(name, values)| {
                let label = label(name, asked);
                values
                    .iter()
                    .map(move |value| (label.clone(), value.as_str()))
            })
            .filter(|(_, value)| !value.trim().is_empty())
            .collect()
    }

    /// What the fields of a form sent there ask: those of a wizard have a word or two of their own.
    fn asked(&self) -> fn(&str) -> Option<&'static str> {
        let below = |drafts: String| self.path.starts_with(&(drafts + "/"));
        if below(paths::isv_drafts()) {
            labels::of_opportunity
        } else if below(paths::partner_offer_drafts()) {
            labels::of_offer
        } else {
            |_| None
        }
    }

    /// That files have to be chosen again; nothing when there were none.
    pub fn files_words(&self) -> String {
        match self.files.as_slice() {
            [] => String::new(),
            [file] => format!("The file {file} has to be chosen again."),
            files => format!("These files have to be chosen again: {}.", files.join(", ")),
        }
    }
}

/// What a field asks: `end-day` of the wizard is `Last day partners can create offers, day`.
fn label(name: &str, asked: fn(&str) -> Option<&'static str>) -> String {
    let stem = name.split(['[', '-']).next().unwrap_or(name);
    let Some(label) = asked(stem) else {
        return words(name);
    };
    let rest = name.get(stem.len()..).unwrap_or_default();
    let rest = rest.replace(['-', '[', ']'], " ");
    match rest.trim() {
        "" => label.to_owned(),
        rest => format!("{label}, {rest}"),
    }
}

/// A field's name for people: `end-day` is `End day`.
fn words(name: &str) -> String {
    let spaced = name.replace(['_', '-', '[', ']'], " ");
    let mut letters = spaced.trim().chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The form of a request, kept aside until the request is answered.
#[derive(Debug, Clone, Default)]
pub struct Aside(Rc<RefCell<Option<TypedForm>>>);

impl Aside {
    /// Keeps what was typed and where it was sent.
    pub fn keep(&self, path: &str, fields: &Fields, files: Vec<String>) {
        let shown = fields.iter().filter(|(name, _)| !is_secret(name));
        let pairs = shown
            .flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
        *self.0.borrow_mut() = Some(TypedForm {
            path: path.to_owned(),
            fields: Fields::from_pairs(pairs),
            files,
        });
    }

    /// Takes it out, to be shown.
    pub fn take(&self) -> Option<TypedForm> {
        self.0.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Fields::from_pairs(pairs.iter().map(owned))
    }

    #[test]
    fn secrets_are_not_kept() {
        let aside = Aside::default();
        let typed = fields(&[
            ("email", "a@b.example"),
            ("password", "x"),
            ("new-password", "y"),
            ("current", "z"),
            ("code", "123456"),
            ("recovery", "a1a1"),
            ("seed", "ABCD"),
        ]);
        aside.keep("/x", &typed, Vec::new());
        let kept = aside.take().unwrap();
        assert_eq!(kept.fields, fields(&[("email", "a@b.example")]));
        assert_eq!(aside.take(), None);
    }

    #[test]
    fn what_pages_fill_in_themselves_is_not_told_and_what_the_wizard_asks_is_named() {
        let typed = |path: &str| TypedForm {
            path: path.to_owned(),
            fields: fields(&[
                ("next", "/help"),
                ("had[prod-x]", "users"),
                ("scheduled[prod-x]", "users"),
                ("product_filter", "log"),
                ("request", "r"),
                ("pick:name", "mine"),
                ("name", "Q1"),
                ("end-day", "27"),
                ("value[prod-x][users:P12M]", "5"),
            ]),
            files: Vec::new(),
        };
        let draft = "/isv/drafts/drf_01jd0000000000000000000000/all";
        let (asked, other) = (typed(draft), typed("/account"));
        let labels = |form: &TypedForm| {
            let rows = form.rows().into_iter();
            rows.map(|(label, _)| label).collect::<Vec<_>>()
        };
        assert_eq!(
            labels(&asked),
            [
                "Last day partners can create offers, day",
                "Opportunity name",
                "Percentage or price, prod x  users:P12M"
            ]
        );
        assert_eq!(labels(&other)[..2], ["End day", "Name"]);
    }

    #[test]
    fn only_what_people_typed_is_told_them() {
        let form = TypedForm {
            path: "/x".to_owned(),
            fields: fields(&[
                ("go", "next"),
                ("version", "3"),
                ("end-day", "27"),
                ("amount[1]", " 5 "),
                ("name", " "),
            ]),
            files: Vec::new(),
        };
        let told = [("Amount 1".to_owned(), " 5 "), ("End day".to_owned(), "27")];
        assert_eq!(form.rows(), told);
    }
}
