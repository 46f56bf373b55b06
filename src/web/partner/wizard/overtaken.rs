//! Two people saved one step of an offer's draft: which answers differ, in words.

use super::open_draft::OpenDraft;
use super::step_path;
use crate::answers::offer::{OfferStep, price, schedule};
use crate::answers::{Fields, FormStep, labels};
use crate::web::auth::PartnerEditor;
use crate::web::nav::Section;
use crate::web::view;
use crate::web::wizard::overtaken::{Difference, OvertakenPage, date, pairs};
use actix_web::HttpResponse;

/// One answer: the field it is called by, what is asked, and all fields that make it.
struct Question {
    name: String,
    label: String,
    fields: Vec<String>,
}

impl Question {
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: labels::of_offer(name).unwrap_or(name).to_owned(),
            fields: vec![name.to_owned()],
        }
    }

    fn date(stem: &str) -> Self {
        let boxes = ["day", "month", "year"].iter();
        Self {
            fields: boxes.map(|part| format!("{stem}-{part}")).collect(),
            ..Self::of(stem)
        }
    }

    /// What was answered: an empty box says as much as one that was never shown.
    fn given<'f>(&self, fields: &'f Fields) -> Vec<Vec<&'f String>> {
        let given = |name: &String| {
            let values = fields.all(name).iter();
            values.filter(|value| !value.is_empty()).collect()
        };
        self.fields.iter().map(given).collect()
    }
}

/// The questions of a step, in the order of its page.
fn questions(step: OfferStep, payments: usize) -> Vec<Question> {
    match step {
        OfferStep::Terms => vec![Question::of("accept"), Question::of("buyers")],
        OfferStep::Price => vec![Question {
            label: "Price".to_owned(),
            fields: vec!["adjustment".to_owned(), "percent".to_owned()],
            ..Question::of("percent")
        }],
        OfferStep::Schedule => {
            let amount = |number| Question {
                label: format!("Amount of payment {number}"),
                ..Question::of(&schedule::amount_field(number))
            };
            std::iter::once(Question::of("payments"))
                .chain((1..=payments).map(amount))
                .collect()
        }
        OfferStep::Documents => vec![Question::of("amendment")],
        OfferStep::Dates => vec![
            Question::of("name"),
            Question::of("description"),
            Question::date("expiry"),
            Question::date("end"),
        ],
    }
}

fn questions_of(open: &OpenDraft, step: OfferStep) -> Vec<Question> {
    let plan = open.opportunity.schedule.as_ref();
    questions(step, plan.map_or(0, |plan| plan.payments.len()))
}

/// Puts the saved answers in the place of those that were typed, for the questions named.
pub fn take(open: &OpenDraft, step: OfferStep, fields: &mut Fields, names: &[String]) {
    let saved = open.draft.answers.get(step);
    for question in questions_of(open, step) {
        if !names.contains(&question.name) {
            continue;
        }
        for name in &question.fields {
            fields.remove(name);
            for value in saved.all(name) {
                fields.add(name, value);
            }
        }
    }
}

/// Shows what was typed into a step beside what is saved; sending it carries the saved version's number.
pub fn shown(
    editor: &PartnerEditor,
    open: &OpenDraft,
    step: OfferStep,
    typed: &Fields,
) -> HttpResponse {
    let draft = &open.draft;
    let title = format!(
        "{} saved this step at {}",
        draft.saved_by,
        view::time(draft.saved_at)
    );
    let saved = draft.answers.get(step);
    let differences = questions_of(open, step)
        .into_iter()
        .filter(|question| question.given(typed) != question.given(saved))
        .map(|question| Difference {
            mine: words(open, &question.name, typed),
            theirs: words(open, &question.name, saved),
            name: question.name,
            label: question.label,
        })
        .collect();
    let page = OvertakenPage {
        page: editor
            .signed
            .page(title, "partner.offer_draft.conflict", Section::Drafts),
        step: step.label(),
        by: draft.saved_by.clone(),
        action: step_path(&draft.id, Some(step)),
        version: draft.version,
        differences,
        typed: pairs(typed),
    };
    page.respond()
}

/// The answers of a step, each with what was asked, in words and in the order of the page.
pub fn told(open: &OpenDraft, step: OfferStep) -> Vec<(String, String)> {
    let typed = open.draft.answers.get(step);
    questions_of(open, step)
        .into_iter()
        .filter(|question| question.given(typed).iter().any(|given| !given.is_empty()))
        .map(|question| (question.label, words(open, &question.name, typed)))
        .collect()
}

/// An answer for people: names in place of ids, days in place of three boxes.
fn words(open: &OpenDraft, question: &str, fields: &Fields) -> String {
    match question {
        "accept" if fields.is("accept", "yes") => "Accepted".to_owned(),
        "accept" => "Not accepted".to_owned(),
        "percent" => {
            let kind = price::kind(fields).map_or("", |kind| kind.label());
            match fields.get("percent").trim() {
                "" => kind.to_owned(),
                percent => format!("{kind} {percent}").trim().to_owned(),
            }
        }
        "payments" => match fields.get("payments") {
            schedule::MARKUP => "One markup for all payments".to_owned(),
            schedule::OWN => "Own amounts".to_owned(),
            _ => String::new(),
        },
        "amendment" => documents(open, fields),
        "expiry" | "end" => date(fields, question),
        other => fields.get(other).to_owned(),
    }
}

fn documents(open: &OpenDraft, fields: &Fields) -> String {
    let name = |id: &String| {
        let mut own = open.documents.iter();
        let found = own.find(|document| document.id.to_string() == *id);
        found.map_or_else(|| id.clone(), |document| document.name.clone())
    };
    let names: Vec<String> = fields.all("amendment").iter().map(name).collect();
    names.join(", ")
}
