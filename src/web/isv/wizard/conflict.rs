//! Two people saved one step: both texts side by side, and the choice between them.

use super::save::known_fields;
use super::sheet::Sheet;
use super::{Place, all_path, lists, step_path};
use crate::answers::{Fields, Step};
use crate::store::drafts::Draft;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// A field that differs.
struct Difference {
    name: String,
    label: String,
    mine: String,
    theirs: String,
}

impl Difference {
    fn mine_words(&self) -> &str {
        or_nothing(&self.mine)
    }

    fn theirs_words(&self) -> &str {
        or_nothing(&self.theirs)
    }
}

/// An empty answer still needs words to choose it by.
fn or_nothing(words: &str) -> &str {
    if words.trim().is_empty() {
        "Nothing"
    } else {
        words
    }
}

#[derive(Template)]
#[template(path = "wizard/conflict.html")]
struct ConflictPage {
    page: Page,
    step: &'static str,
    by: String,
    action: String,
    version: i32,
    differences: Vec<Difference>,
    /// What was typed, sent along unseen.
    typed: Vec<(String, String)>,
}

/// Shows what was typed into a step, or into all of them, beside what is saved; sending it carries the saved version's number.
pub fn shown(
    editor: &IsvEditor,
    sheet: &Sheet,
    place: Place,
    typed: &Fields,
) -> Result<HttpResponse, Error> {
    let draft = &sheet.draft;
    let (what, step, action) = match place {
        Place::Step(step) => ("step", step.label(), step_path(&draft.id, Some(step))),
        Place::Review | Place::All => ("draft", "your answers", all_path(&draft.id)),
    };
    let title = format!(
        "{} saved this {what} at {}",
        draft.saved_by,
        view::time(draft.saved_at)
    );
    let saved = saved(draft, place);
    let mut names: Vec<String> = typed
        .iter()
        .chain(saved.iter())
        .map(|(name, _)| name.to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    let differences = names
        .into_iter()
        .filter(|name| !narrows_a_list(name) && given(typed.all(name)) != given(saved.all(name)))
        .map(|name| Difference {
            label: label(&name),
            mine: words(sheet, &name, typed),
            theirs: words(sheet, &name, &saved),
            name,
        })
        .collect();
    let pairs = typed
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
    let page = ConflictPage {
        page: editor
            .signed
            .page(&title, "isv.draft.conflict", Section::Drafts),
        step,
        by: draft.saved_by.clone(),
        action,
        version: draft.version,
        differences,
        typed: pairs.collect(),
    };
    Ok(page::html(StatusCode::CONFLICT, &page))
}

/// Whether a field is no answer, but the text by which a list is narrowed.
fn narrows_a_list(name: &str) -> bool {
    Step::ALL
        .into_iter()
        .any(|step| lists::filter_field(step) == Some(name))
}

/// What was answered: an empty box says as much as one that was never shown.
fn given(values: &[String]) -> Vec<&String> {
    values.iter().filter(|value| !value.is_empty()).collect()
}

/// What is saved of a step, or of all of them.
fn saved(draft: &Draft, place: Place) -> Fields {
    let of_step = |step: Step| draft.answers.get(step).only(known_fields(step));
    match place {
        Place::Step(step) => of_step(step),
        Place::Review | Place::All => Fields::joined(Step::ALL.into_iter().map(of_step)),
    }
}

/// A field's name for people.
fn label(name: &str) -> String {
    let (stem, rest) = name.split_at(name.find(['[', '-']).unwrap_or(name.len()));
    let what = match stem {
        "name" => "Opportunity name",
        "description" => "Opportunity description",
        "reseller" => "Resellers",
        "product" => "Products",
        "discount_type" => "Kind of discount",
        "percent" => "Discount, as a percentage",
        "currency" => "Currency",
        "term" | "term_custom" => "Contract duration",
        "rule" => "How the price is set",
        "value" => "Percentage or price",
        "contract_length" => "Contract duration",
        "units" | "dim_units" => "Units",
        "rate" => "Usage rate",
        "amount" => "Amount of payment",
        "date" => "Date of payment",
        "duration" => "Duration",
        "end" => "Last day",
        "keep" => "Dimension kept",
        "fee" => "Additional usage fee",
        "buyers" => "Buyer account IDs",
        "eula" => "EULA",
        "contract" => "Reseller contract",
        other => other,
    };
    let detail = rest.replace(['[', ']', '-'], " ");
    format!("{what} {}", detail.trim()).trim().to_owned()
}

/// A field's values for people: names in place of ids.
fn words(sheet: &Sheet, name: &str, fields: &Fields) -> String {
    let word = |value: &String| {
        let reseller = sheet
            .lists
            .resellers
            .iter()
            .find(|r| r.organisation.id.to_string() == *value);
        let product = sheet
            .lists
            .products
            .iter()
            .find(|product| product.id.as_str() == value);
        let document = sheet
            .lists
            .documents
            .iter()
            .find(|document| document.id.to_string() == *value);
        reseller
            .map(|reseller| reseller.organisation.name.clone())
            .or_else(|| product.map(|product| product.title.clone()))
            .or_else(|| document.map(|document| document.name.clone()))
            .unwrap_or_else(|| value.clone())
    };
    fields
        .all(name)
        .iter()
        .map(word)
        .collect::<Vec<_>>()
        .join(", ")
}
