//! The review: everything that was answered, all prices, and the button that creates.

use super::create::Refusal;
use super::frame;
use super::imported::AtAws;
use super::open_draft::OpenDraft;
use super::prices::{self, PriceTable};
use super::review_terms::{dimension_rows, discount_rows, document, eula_rows};
use super::{step_path, warnings};
use crate::answers::{FormStep, State, Step};
use crate::domain::duration::Duration;
use crate::domain::terms::Parts;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::view;
use crate::web::wizard::frame::Frame;
use crate::web::wizard::review::{Fix, Part, fixes};
use crate::web::wizard::ways::returning_path;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "isv/wizard/review.html")]
struct ReviewPage {
    page: Page,
    frame: Frame,
    sections: Vec<Part>,
    fixes: Vec<Fix>,
    /// How many opportunities, and of how many resellers and products; nothing while either is open.
    count: Option<(String, String)>,
    pairs: Vec<(String, String, String)>,
    prices: Vec<PriceTable>,
    resellers: String,
    payments: Vec<(usize, String, String)>,
    total: Option<String>,
    /// Whether it stands at AWS, if it was imported.
    at_aws: Option<String>,
    warnings: Vec<String>,
    /// The fingerprint of what would be created; nothing while something is wrong or missing.
    seen: Option<String>,
}

/// The review as it stands.
pub fn shown(editor: &IsvEditor, open: &OpenDraft) -> Result<HttpResponse, Error> {
    render(editor, open, None)
}

/// The review as it stands, after a press on *Create opportunities* that made nothing for this reason.
pub fn render(
    editor: &IsvEditor,
    open: &OpenDraft,
    refused: Option<Refusal>,
) -> Result<HttpResponse, Error> {
    let parts = open.journey.parts();
    let mut page = editor
        .signed
        .page("Review opportunity", "isv.draft.review", Section::Drafts);
    let frame = frame::of(open, None, false, &editor.signed);
    let id = &open.draft.id;
    let fixes = fixes(&open.journey, |step| step_path(id, step));
    page.failed = refused.is_some();
    if let Some(words) = refused.and_then(|why| why.words(open)) {
        page.banner = Some(Banner::notice(words));
    }
    let names = parts
        .resellers
        .iter()
        .flatten()
        .map(|reseller| reseller.name.clone())
        .collect::<Vec<_>>();
    let schedule = parts
        .discount
        .as_ref()
        .and_then(|discount| Some((discount.currency(), discount.schedule()?)));
    let review = ReviewPage {
        page,
        frame,
        sections: sections(open),
        fixes,
        count: count(parts),
        pairs: pairs(parts),
        prices: open
            .journey
            .prices()
            .iter()
            .map(|(product, book)| prices::table(product, book))
            .collect(),
        resellers: names.join(", "),
        payments: schedule.map_or_else(Vec::new, |(currency, schedule)| {
            let row = |(number, payment): (usize, &crate::domain::schedule::Payment)| {
                (
                    number,
                    view::day(payment.date),
                    view::amount(payment.amount, currency),
                )
            };
            (1..).zip(&schedule.payments).map(row).collect()
        }),
        total: schedule.map(|(currency, schedule)| view::total(schedule.total(), currency)),
        at_aws: open.at_aws.as_ref().map(AtAws::text),
        warnings: warnings::all(open),
        seen: open.seen(),
    };
    let status = refused.map_or(StatusCode::OK, Refusal::status);
    Ok(page::html(status, &review))
}

fn count(parts: &Parts) -> Option<(String, String)> {
    let (resellers, products) = (
        parts.resellers.as_ref()?.len(),
        parts.products.as_ref()?.len(),
    );
    let factors = format!(
        "{} × {}",
        view::count(resellers, "reseller", "resellers"),
        view::count(products, "product", "products")
    );
    Some((
        view::count(resellers * products, "opportunity", "opportunities"),
        factors,
    ))
}

/// Every opportunity that will be created: reseller, account ID, product.
fn pairs(parts: &Parts) -> Vec<(String, String, String)> {
    let products = || parts.products.iter().flatten();
    let of = |reseller: &crate::domain::account::Organisation| {
        let (name, account) = (reseller.name.clone(), reseller.account.grouped());
        products()
            .map(move |product| (name.clone(), account.clone(), product.title.clone()))
            .collect::<Vec<_>>()
    };
    parts.resellers.iter().flatten().flat_map(of).collect()
}

fn sections(open: &OpenDraft) -> Vec<Part> {
    let section = |(step, state): &(Step, State)| {
        let document = document(*step, open.journey.parts());
        let rows = rows(*step, open).into_iter();
        Part {
            id: step.as_str(),
            title: step.label(),
            change: returning_path(&step_path(&open.draft.id, Some(*step))),
            state: *state,
            rows: rows
                .map(|(label, value)| (label, value, document.clone()))
                .collect(),
        }
    };
    open.journey.steps().iter().map(section).collect()
}

fn rows(step: Step, open: &OpenDraft) -> Vec<(String, String)> {
    let parts = open.journey.parts();
    let row = |label: &str, value: String| (label.to_owned(), value);
    match step {
        Step::Details => parts
            .details
            .iter()
            .flat_map(|details| {
                let description = details
                    .description()
                    .map_or_else(|| "Not given".to_owned(), str::to_owned);
                [
                    row("Name", details.name().to_owned()),
                    row("Description", description),
                ]
            })
            .collect(),
        Step::Resellers => parts
            .resellers
            .iter()
            .flatten()
            .map(|r| {
                (
                    r.name.clone(),
                    format!("{} · {}", r.account.grouped(), r.country),
                )
            })
            .collect(),
        Step::Products => parts
            .products
            .iter()
            .flatten()
            .map(|p| (p.title.clone(), format!("{} · {}", p.model.label(), p.id)))
            .collect(),
        Step::Discount => parts
            .discount
            .iter()
            .flat_map(|discount| discount_rows(discount, &open.journey))
            .collect(),
        Step::Duration => parts
            .duration
            .iter()
            .flat_map(|duration| duration_rows(*duration))
            .collect(),
        Step::Dimensions => dimension_rows(parts),
        Step::Buyers => {
            let buyers = parts.buyers.iter().filter(|buyers| !buyers.is_anyone());
            let list = |buyers: &crate::domain::buyers::Buyers| {
                buyers
                    .accounts()
                    .iter()
                    .map(|account| account.grouped())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            buyers
                .map(|buyers| row("Buyer account IDs", list(buyers)))
                .collect()
        }
        Step::Eula => parts
            .eula
            .iter()
            .flat_map(|eula| eula_rows(eula, parts))
            .collect(),
        Step::Rcmp => parts
            .contract
            .iter()
            .filter_map(|contract| open.catalogue.rcmp.name_of(contract))
            .map(|name| row("Reseller contract", name))
            .collect(),
    }
}

fn duration_rows(duration: Duration) -> Vec<(String, String)> {
    let mut rows = vec![("Duration".to_owned(), duration.kind().label().to_owned())];
    if let Some(day) = duration.last_day() {
        rows.push(("Last day".to_owned(), view::last_day(day)));
    }
    rows
}
