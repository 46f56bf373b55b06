//! The review: everything that was answered, all prices, and the button that extends the offer.

use super::begin::accounts;
use super::dates::contract_words;
use super::documents::eula;
use super::frame::{self, About};
use super::open_draft::OpenDraft;
use super::price::equivalent;
use super::prices::PriceTable;
use super::schedule::bought;
use super::step_path;
use super::terms::accepted_words;
use crate::answers::offer::OfferStep;
use crate::answers::{FormStep, State};
use crate::domain::agreements::{Document, ResellerContract};
use crate::domain::duration::DurationKind;
use crate::domain::money::Currency;
use crate::domain::offer::adjustment::{Adjustment, OfferLine};
use crate::domain::offer::terms::OfferTerms;
use crate::domain::opportunity::Opportunity;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::wizard::frame::Frame;
use crate::web::wizard::review::{Fix, Part, Row, fixes};
use crate::web::wizard::ways::returning_path;
use crate::web::{agreements as published, paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "partner/wizard/review.html")]
struct ReviewPage {
    page: Page,
    frame: Frame,
    about: About,
    sections: Vec<Part>,
    fixes: Vec<Fix>,
    product: String,
    table: PriceTable,
    equivalent: Option<String>,
    warnings: Vec<String>,
    /// Whether extending the offer uses the opportunity up.
    single_use: bool,
}

/// The review as it stands.
pub fn shown(editor: &PartnerEditor, open: &OpenDraft) -> Result<HttpResponse, Error> {
    render(editor, open, StatusCode::OK)
}

/// The review with a status: 422 when *Extend Offer* was pressed too early.
pub fn render(
    editor: &PartnerEditor,
    open: &OpenDraft,
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
            open.draft.saved_by
        );
        page.banner = Some(Banner::notice(text));
    }
    let opportunity = &open.opportunity;
    let adjustment = open.journey.parts().adjustment.as_ref();
    let template = ReviewPage {
        page,
        frame: frame::of(open, None, false, &editor.signed.user.name),
        about: About::of(open),
        sections: sections(open),
        fixes: fixes(&open.journey, |step| step_path(&open.draft.id, step)),
        product: opportunity.product.title.clone(),
        table: PriceTable::of(opportunity, adjustment),
        equivalent: adjustment.and_then(|adjustment| equivalent(opportunity, adjustment)),
        warnings: open
            .journey
            .proven()
            .map(|terms| warnings(terms, opportunity))
            .unwrap_or_default(),
        single_use: opportunity.duration.kind() == DurationKind::SingleUse,
    };
    Ok(page::html(status, &template))
}

fn sections(open: &OpenDraft) -> Vec<Part> {
    let section = |(step, state): &(OfferStep, State)| Part {
        id: step.as_str(),
        title: step.label(),
        change: returning_path(&step_path(&open.draft.id, Some(*step))),
        state: *state,
        rows: rows(*step, open),
    };
    open.journey.steps().iter().map(section).collect()
}

fn rows(step: OfferStep, open: &OpenDraft) -> Vec<Row> {
    match step {
        OfferStep::Terms => terms_rows(open),
        OfferStep::Price => {
            let adjustment = open.journey.parts().adjustment.iter();
            adjustment.flat_map(price_rows).collect()
        }
        OfferStep::Schedule => schedule_rows(open),
        OfferStep::Documents => document_rows(open),
        OfferStep::Dates => date_rows(open),
    }
}

fn row(label: &str, value: impl Into<String>) -> Row {
    (label.to_owned(), value.into(), None)
}

fn terms_rows(open: &OpenDraft) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(contract) = open.rcmp.name_of(&open.opportunity.contract) {
        let document = match &open.opportunity.contract {
            ResellerContract::Custom(document) => Some(paths::document(document.id)),
            ResellerContract::Rcmp { .. } => Some(published::RCMP_AT.to_owned()),
            ResellerContract::None => None,
        };
        rows.push(("Reseller contract".to_owned(), contract, document));
        let accepted = open.acceptance.as_ref().map(accepted_words);
        let accepted = accepted.unwrap_or_else(|| "Not accepted yet".to_owned());
        rows.push(row("Acceptance", accepted));
    }
    if let Some(buyers) = &open.journey.parts().buyers {
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

fn schedule_rows(open: &OpenDraft) -> Vec<Row> {
    let how = match &open.journey.parts().adjustment {
        Some(Adjustment::OwnAmounts(_)) => Some("Own amounts".to_owned()),
        Some(Adjustment::Markup(markup)) if open.draft.answers.has(OfferStep::Schedule) => {
            Some(format!("The vendor’s amounts with a markup of {markup}%"))
        }
        Some(Adjustment::Markup(_) | Adjustment::Discount(_)) | None => None,
    };
    match how {
        Some(how) => {
            let bought = bought(open).into_iter();
            let rows = bought.map(|(label, value)| (label, value, None));
            rows.chain([row("Payments", how)]).collect()
        }
        None => Vec::new(),
    }
}

fn document_rows(open: &OpenDraft) -> Vec<Row> {
    let eula = eula(&open.opportunity);
    let words = format!("{} · {}", eula.name, eula.note);
    let eula = ("EULA".to_owned(), words, eula.href);
    let amendment = |(number, document): (usize, &Document)| {
        let place = Some(paths::document(document.id));
        (format!("Amendment {number}"), document.name.clone(), place)
    };
    let amendments = open.journey.parts().amendments.iter().flatten();
    let amendments = (1..).zip(amendments).map(amendment);
    [eula].into_iter().chain(amendments).collect()
}

fn date_rows(open: &OpenDraft) -> Vec<Row> {
    let parts = open.journey.parts();
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
    let contract = contract_words(&open.ends());
    if !contract.is_empty() && !rows.is_empty() {
        rows.push(row("Contract duration", contract));
    }
    rows
}

/// What is allowed but may not be meant.
fn warnings(terms: &OfferTerms, opportunity: &Opportunity) -> Vec<String> {
    let above = |line: &&OfferLine| {
        opportunity.prices.currency == Currency::LIST
            && line.list.is_some_and(|list| line.price > list)
    };
    let mut warnings = Vec::new();
    if terms.earns_nothing(opportunity) {
        warnings.push("You earn nothing: every price is the wholesale price.".to_owned());
    }
    if let Some(duration) = terms.paid_beyond_the_end() {
        warnings.push(format!(
            "A buyer can pay for {} up front, but the subscription may end before.",
            duration.label()
        ));
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
