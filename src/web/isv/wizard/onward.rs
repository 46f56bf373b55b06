//! Where a saved page leads.

use super::Place;
use super::open_draft::OpenDraft;
use super::step_path;
use crate::answers::{Answers, Fields, Journey, Step, dimensions, schedule};
use crate::domain::catalog::ProductId;
use crate::web::page;
use crate::web::wizard::ways;
use actix_web::HttpResponse;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What of the name of a control is written otherwise at the end of an address.
const IN_A_FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Back to the same step, at the part that the pressed button was about.
pub fn again(open: &OpenDraft, step: Step, returning: bool, go: &str) -> HttpResponse {
    let path = ways::path_for(returning, step_path(&open.draft.id, Some(step)));
    page::redirect(&(path + &part(go, open.answers())))
}

/// The part of a page that a button inside it was about, as the end of an address: what takes the focus when the page is
/// there again. A new row is ready to be typed into.
pub fn part(go: &str, answers: &Answers) -> String {
    let (verb, what) = go.split_once(':').unwrap_or((go, ""));
    let id = match (verb, what) {
        ("save", _) => "part-discount".to_owned(),
        ("filter", "reseller" | "product") => format!("{what}-filter"),
        ("upload" | "remove", "eula") => "part-eula".to_owned(),
        ("upload" | "remove", "contract") => "part-rcmp".to_owned(),
        ("add", _) => {
            let last = schedule::rows(answers.get(Step::Discount)).last().copied();
            schedule::amount_field(last.unwrap_or(1))
        }
        ("remove" | "generate", _) => "part-payments".to_owned(),
        ("preview", _) => "part-prices".to_owned(),
        ("add_dimension", product) => new_dimension(product, answers.get(Step::Dimensions)),
        ("remove_dimension", row) => match row.split_once(':') {
            Some((product, _)) => format!("dimensions-{product}"),
            None => return String::new(),
        },
        _ => return String::new(),
    };
    format!("#{}", utf8_percent_encode(&id, IN_A_FRAGMENT))
}

/// The name of the dimension that was added last to a product.
fn new_dimension(product: &str, fields: &Fields) -> String {
    let row = |product: ProductId| {
        let last = dimensions::rows(fields, &product).last().copied()?;
        Some(dimensions::row_field("dim_name", &product, last))
    };
    let newest = ProductId::parse(product).and_then(row);
    newest.unwrap_or_else(|| format!("dimensions-{product}"))
}

/// The first step after the one that was saved that needs somebody and did not before, or that was no step before.
pub fn opened(saved: Place, before: &Journey, after: &Journey) -> Option<Step> {
    let needed = |journey: &Journey, step: Step| {
        let mut steps = journey.steps().iter();
        steps.any(|(other, state)| *other == step && state.is_open())
    };
    let is_new =
        |step: Step| !before.applies(step) || (needed(after, step) && !needed(before, step));
    let later = |step: Step| saved.steps().iter().all(|saved| step > *saved);
    let mut steps = after.steps().iter().map(|(step, _)| *step);
    steps.find(|step| later(*step) && is_new(*step))
}

/// Where a saved step leads. Questions that the change opened come before going back to the review.
pub fn after(
    open: &OpenDraft,
    step: Step,
    (returning, to_review): (bool, bool),
    opened: Option<Step>,
) -> String {
    let id = &open.draft.id;
    match opened {
        Some(opened) => ways::returning_path(&step_path(id, Some(opened))),
        None if returning => ways::section(&step_path(id, None), step.as_str()),
        None if to_review => step_path(id, None),
        None => step_path(id, open.journey.after(step)),
    }
}
