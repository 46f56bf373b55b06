//! What a form of the wizard carries, sorted by step, and what it makes of a draft's answers.

use super::{agreements, lists, overtaken};
use crate::answers::agreements::{choice_field, file_field};
use crate::answers::{Answers, Fields, Problems, Step, dimensions, discount, schedule, unseen};
use crate::domain::agreements::DocumentKind;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{DocumentId, UserId};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn};
use crate::web::wizard::overtaken::theirs;
use crate::web::wizard::uploads::File;
use chrono::{DateTime, Utc};

/// The fields that a step keeps.
pub fn known_fields(step: Step) -> &'static [&'static str] {
    match step {
        Step::Details => crate::answers::details::FIELDS,
        Step::Resellers => crate::answers::resellers::FIELDS,
        Step::Products => crate::answers::products::FIELDS,
        Step::Discount => discount::FIELDS,
        Step::Duration => crate::answers::duration::FIELDS,
        Step::Dimensions => dimensions::FIELDS,
        Step::Buyers => crate::answers::buyers::FIELDS,
        Step::Eula => crate::answers::agreements::EULA_FIELDS,
        Step::Rcmp => crate::answers::agreements::CONTRACT_FIELDS,
    }
}

/// What was typed, sorted by step.
#[derive(Clone)]
pub struct Typed {
    /// Which version of the draft the page showed.
    pub version: Option<i32>,
    /// The files that were chosen.
    pub files: Vec<File>,
    go: String,
    /// Of who was overtaken: for which questions the saved answer is taken.
    theirs: Vec<String>,
    steps: Vec<(Step, Fields)>,
}

/// A draft's answers with what was typed.
pub struct Answered {
    /// The answers.
    pub answers: Answers,
    /// What the buttons of the page itself (a file, the generator of payments) could not do.
    pub refused: Problems,
    /// The documents that the draft does not want any more.
    pub removed: Vec<DocumentId>,
}

impl Typed {
    /// Sorts a form by the steps that its page has.
    pub fn read(fields: &Fields, files: Vec<File>, steps: &[Step]) -> Self {
        Self {
            version: fields.get("version").parse().ok(),
            go: fields.get("go").to_owned(),
            theirs: theirs(fields),
            steps: steps
                .iter()
                .map(|step| (*step, fields.only(known_fields(*step))))
                .collect(),
            files,
        }
    }

    /// All fields together, with what the page did not show as it is saved.
    pub fn joined(self, saved: &Answers) -> Fields {
        let only_step = self.steps.len() == 1;
        let steps = self.steps.into_iter();
        Fields::joined(steps.map(|(step, mut fields)| {
            if !only_step && fields.is_empty() {
                return saved.get(step).clone();
            }
            unseen::keep(step, &mut fields, saved.get(step));
            fields
        }))
    }

    /// The draft's answers with what was typed, after the pressed button had its way with the rows and files.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn into_answers(
        self,
        c: &mut Conn,
        scope: &IsvScope,
        saved: &Answers,
        leaving: bool,
        uploader: (UserId, DateTime<Utc>),
    ) -> Result<Answered, store::Error> {
        let mut all = Answered {
            answers: saved.clone(),
            refused: Problems::none(),
            removed: Vec::new(),
        };
        let mut files = self.files;
        let only_step = self.steps.len() == 1;
        for (step, mut fields) in self.steps {
            // Every step that a page shows sends something, be it an empty box. Of which nothing came was not on the page, or
            // was cut off with its end: what is saved of it stays.
            let came = only_step || !fields.is_empty();
            if !came {
                fields = saved.get(step).clone();
            }
            for question in self.theirs.iter().filter(|_| self.go != "mine") {
                overtaken::take(step, &mut fields, saved.get(step), question);
            }
            if self.go == "theirs" {
                fields = saved.get(step).clone();
            }
            unseen::keep(step, &mut fields, saved.get(step));
            if let Some(filter) = lists::filter_field(step).filter(|_| leaving) {
                fields.remove(filter);
            }
            all.refused.append(press(step, &self.go, &mut fields));
            if let Some(kind) = document_kind(step) {
                let control = file_field(kind);
                let sent = files.iter().position(|file| file.field == control);
                let (verb, what) = self.go.split_once(':').unwrap_or_default();
                let here = what == choice_field(kind);
                if here && verb == "remove" {
                    all.removed
                        .extend(agreements::unchoose(saved.get(step), &mut fields, kind));
                }
                if let Some(position) = sent {
                    let file = files.swap_remove(position);
                    all.refused
                        .append(if agreements::is_wanted(&fields, &self.go, kind) {
                            agreements::keep(c, scope, &mut fields, file, kind, uploader)?
                        } else {
                            agreements::not_wanted(kind)
                        });
                } else if here && verb == "upload" {
                    all.refused
                        .append(agreements::nothing_to_upload(&mut fields, kind));
                }
            }
            // On the one page an untouched step stays not started.
            if only_step || (came && all.answers.has(step)) || !fields.is_empty() {
                all.answers.set(step, fields);
            }
        }
        Ok(all)
    }
}

/// What kind of document a step takes.
pub fn document_kind(step: Step) -> Option<DocumentKind> {
    match step {
        Step::Eula => Some(DocumentKind::Eula),
        Step::Rcmp => Some(DocumentKind::ResellerContract),
        Step::Details
        | Step::Resellers
        | Step::Products
        | Step::Discount
        | Step::Duration
        | Step::Dimensions
        | Step::Buyers => None,
    }
}

/// What the buttons inside a step do to its rows.
fn press(step: Step, go: &str, fields: &mut Fields) -> Problems {
    let (verb, what) = go.split_once(':').unwrap_or((go, ""));
    match (step, verb) {
        (Step::Discount, "add") => {
            return schedule::add_row(fields).err().unwrap_or_default();
        }
        (Step::Discount, "remove") => {
            schedule::remove_row(fields, what.parse().unwrap_or_default())
        }
        (Step::Discount, "generate") => {
            return schedule::generate(fields).err().unwrap_or_default();
        }
        (Step::Discount, _) => schedule::tidy(fields),
        (Step::Dimensions, "add_dimension") => {
            if let Some(product) = ProductId::parse(what) {
                dimensions::add_row(fields, &product);
            }
        }
        (Step::Dimensions, "remove_dimension") => {
            let (product, row) = what.split_once(':').unwrap_or_default();
            if let (Some(product), Ok(row)) = (ProductId::parse(product), row.parse()) {
                dimensions::remove_row(fields, &product, row);
            }
        }
        (
            Step::Details
            | Step::Resellers
            | Step::Products
            | Step::Duration
            | Step::Dimensions
            | Step::Buyers
            | Step::Eula
            | Step::Rcmp,
            _,
        ) => {}
    }
    Problems::none()
}
