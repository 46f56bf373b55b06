//! The review: everything that was answered, all prices, and the button that extends the offer.

use super::begin::accounts;
use super::dates::contract_words;
use super::documents::eula;
use super::frame::Frame;
use super::price::equivalent;
use super::prices::PriceTable;
use super::schedule::bought;
use super::sheet::Sheet;
use super::terms::accepted_words;
use super::{returning_path, step_path};
use crate::answers::State;
use crate::answers::offer::OfferStep;
use crate::domain::agreements::{Document, ResellerContract};
use crate::domain::duration::DurationKind;
use crate::domain::money::Currency;
use crate::domain::offer::adjustment::{Adjustment, OfferLine};
use crate::domain::offer::terms::OfferTerms;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::{agreements as published, paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// What an answer is called, what it says, and where the document is, if it is one.
type Row = (String, String, Option<String>);

/// One step's answers.
struct Part {
    id: &'static str,
    title: &'static str,
    change: String,
    state: State,
    rows: Vec<Row>,
}

impl Part {
    fn needs_attention(&self) -> bool {
        matches!(self.state, State::NeedsAttention | State::NotStarted)
    }
}

/// Something to mend, on the page where it is mended.
struct Fix {
    href: String,
    text: String,
}

#[derive(Template)]
#[template(path = "partner/wizard/review.html")]
struct ReviewPage {
    page: Page,
    frame: Frame,
    sections: Vec<Part>,
    fixes: Vec<Fix>,
    product: String,
    table: PriceTable,
    equivalent: Option<String>,
    warnings: Vec<String>,
    /// Whether extending the offer uses the opportunity up.
    single_use: bool,
}

impl ReviewPage {
    fn fixes_heading(&self) -> String {
        page::fix_heading(self.fixes.len())
    }
}

/// The review as it stands.
pub fn shown(editor: &PartnerEditor, sheet: &Sheet) -> Result<HttpResponse, Error> {
    render(editor, sheet, StatusCode::OK)
}

/// The review with a status: 422 when *Extend Offer* was pressed too early.
pub fn render(
    editor: &PartnerEditor,
    sheet: &Sheet,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let mut page = editor.signed.page(
        "Review Offer",
        "partner.offer_draft.review",
        Section::Drafts,
    );
    page.failed = status != StatusCode::OK;
    if status == StatusCode::CONFLICT {
        let text = format!(
            "{} changed this draft meanwhile. Read it again before you extend the offer.",
            sheet.draft.saved_by
        );
        page.banner = Some(Banner::notice(text));
    }
    let opportunity = &sheet.opportunity;
    let adjustment = sheet.journey.parts().adjustment.as_ref();
    let template = ReviewPage {
        page,
        frame: Frame::of(sheet, None, false, &editor.signed.user.name),
        sections: sections(sheet),
        fixes: fixes(sheet),
        product: opportunity.product.title.clone(),
        table: PriceTable::of(opportunity, adjustment),
        equivalent: adjustment.and_then(|adjustment| equivalent(opportunity, adjustment)),
        warnings: sheet
            .journey
            .proven()
            .map(|terms| warnings(terms, opportunity.prices.currency))
            .unwrap_or_default(),
        single_use: opportunity.duration.kind() == DurationKind::SingleUse,
    };
    Ok(page::html(status, &template))
}

fn fixes(sheet: &Sheet) -> Vec<Fix> {
    let id = &sheet.draft.id;
    let place = |step: OfferStep, field: &str| {
        format!("{}#{field}", returning_path(&step_path(id, Some(step))))
    };
    let all = sheet.journey.all_problems();
    all.flat_map(|(step, problems)| {
        problems.iter().map(move |problem| Fix {
            href: place(step, &problem.field),
            text: problem.text.clone(),
        })
    })
    .collect()
}

fn sections(sheet: &Sheet) -> Vec<Part> {
    let section = |(step, state): &(OfferStep, State)| Part {
        id: step.as_str(),
        title: step.label(),
        change: returning_path(&step_path(&sheet.draft.id, Some(*step))),
        state: *state,
        rows: rows(*step, sheet),
    };
    sheet.journey.steps().iter().map(section).collect()
}

fn rows(step: OfferStep, sheet: &Sheet) -> Vec<Row> {
    match step {
        OfferStep::Terms => terms_rows(sheet),
        OfferStep::Price => {
            let adjustment = sheet.journey.parts().adjustment.iter();
            adjustment.flat_map(price_rows).collect()
        }
        OfferStep::Schedule => schedule_rows(sheet),
        OfferStep::Documents => document_rows(sheet),
        OfferStep::Dates => date_rows(sheet),
    }
}

fn row(label: &str, value: impl Into<String>) -> Row {
    (label.to_owned(), value.into(), None)
}

fn terms_rows(sheet: &Sheet) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(contract) = sheet.rcmp.name_of(&sheet.opportunity.contract) {
        let document = match &sheet.opportunity.contract {
            ResellerContract::Custom(document) => Some(paths::document(document.id)),
            ResellerContract::Rcmp { .. } => Some(published::RCMP_AT.to_owned()),
            ResellerContract::None => None,
        };
        rows.push(("Reseller contract".to_owned(), contract, document));
        let accepted = sheet.acceptance.as_ref().map(accepted_words);
        let accepted = accepted.unwrap_or_else(|| "Not accepted yet".to_owned());
        rows.push(row("Acceptance", accepted));
    }
    if let Some(buyers) = &sheet.journey.parts().buyers {
        rows.push(row("Buyer account IDs", accounts(buyers)));
    }
    rows
}

fn price_rows(adjustment: &Adjustment) -> Vec<Row> {
    match adjustment {
        Adjustment::Markup(markup) => vec![row("Markup", format!("{markup}%"))],
        Adjustment::Discount(percent) => vec![row("Discount off list", format!("{percent}%"))],
        Adjustment::OwnAmounts(_) => vec![row("Markup", "None, as the payments are own amounts")],
    }
}

fn schedule_rows(sheet: &Sheet) -> Vec<Row> {
    let how = match &sheet.journey.parts().adjustment {
        Some(Adjustment::OwnAmounts(_)) => Some("Own amounts".to_owned()),
        Some(Adjustment::Markup(markup)) if sheet.draft.answers.has(OfferStep::Schedule) => {
            Some(format!("The vendor’s amounts with a markup of {markup}%"))
        }
        Some(Adjustment::Markup(_) | Adjustment::Discount(_)) | None => None,
    };
    match how {
        Some(how) => {
            let bought = bought(sheet).into_iter();
            let rows = bought.map(|(label, value)| (label, value, None));
            rows.chain([row("Payments", how)]).collect()
        }
        None => Vec::new(),
    }
}

fn document_rows(sheet: &Sheet) -> Vec<Row> {
    let eula = eula(&sheet.opportunity);
    let words = format!("{} · {}", eula.name, eula.note);
    let eula = ("EULA".to_owned(), words, eula.href);
    let amendment = |(number, document): (usize, &Document)| {
        let place = Some(paths::document(document.id));
        (format!("Amendment {number}"), document.name.clone(), place)
    };
    let amendments = sheet.journey.parts().amendments.iter().flatten();
    let amendments = (1..).zip(amendments).map(amendment);
    [eula].into_iter().chain(amendments).collect()
}

fn date_rows(sheet: &Sheet) -> Vec<Row> {
    let parts = sheet.journey.parts();
    let mut rows = Vec::new();
    if let Some(details) = &parts.details {
        rows.push(row("Offer name", details.name()));
        rows.push(row("Offer description", details.description()));
    }
    if let Some(day) = parts.expires_on {
        rows.push(row("Offer expiry date", view::last_day(day)));
    }
    if let Some(day) = parts.subscription_end {
        rows.push(row("Subscription end date", view::day(day)));
    }
    let contract = contract_words(sheet.journey.ends());
    if !contract.is_empty() && !rows.is_empty() {
        rows.push(row("Contract duration", contract));
    }
    rows
}

/// What is allowed but may not be meant.
fn warnings(terms: &OfferTerms, currency: Currency) -> Vec<String> {
    let above = |line: &&OfferLine| {
        currency == Currency::LIST && line.list.is_some_and(|list| line.price > list)
    };
    let mut warnings = Vec::new();
    let mut margins = terms.lines.iter().map(OfferLine::margin);
    let nothing_on_lines = margins.all(|margin| margin.is_zero());
    let nothing = match &terms.adjustment {
        Adjustment::Markup(_) | Adjustment::Discount(_) => nothing_on_lines,
        Adjustment::OwnAmounts(_) => false,
    };
    if nothing && !terms.lines.is_empty() {
        warnings.push("You earn nothing: every price is the wholesale price.".to_owned());
    }
    if let Some(line) = terms.lines.iter().find(above) {
        warnings.push(format!(
            "The price of {} is above its list price.",
            line.name
        ));
    }
    if let Some(line) = terms.lines.iter().find(|line| line.price.is_zero()) {
        warnings.push(format!("The price of {} is zero.", line.name));
    }
    warnings
}
