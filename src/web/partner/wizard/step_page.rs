//! Rendering a step, as it was saved or with what is wrong with it.

use super::dates::DatesView;
use super::documents::DocumentsView;
use super::frame::Frame;
use super::open_draft::OpenDraft;
use super::price::PriceView;
use super::schedule::ScheduleView;
use super::terms::TermsView;
use crate::answers::offer::OfferStep;
use crate::answers::{Fields, Problems};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// Whether the person came from the review and goes back to it.
pub fn returning(query: &Fields) -> bool {
    query.is("return", "review")
}

#[derive(Template)]
#[template(path = "partner/wizard/terms.html")]
struct TermsPage {
    page: Page,
    frame: Frame,
    terms: TermsView,
}

#[derive(Template)]
#[template(path = "partner/wizard/price.html")]
struct PricePage {
    page: Page,
    frame: Frame,
    price: PriceView,
}

#[derive(Template)]
#[template(path = "partner/wizard/schedule.html")]
struct SchedulePage {
    page: Page,
    frame: Frame,
    schedule: ScheduleView,
}

#[derive(Template)]
#[template(path = "partner/wizard/documents.html")]
struct DocumentsPage {
    page: Page,
    frame: Frame,
    documents: DocumentsView,
}

#[derive(Template)]
#[template(path = "partner/wizard/dates.html")]
struct DatesPage {
    page: Page,
    frame: Frame,
    dates: DatesView,
}

/// A step as it was saved; one that was saved wrong says so only to those who come from the review to mend it.
pub fn shown(
    editor: &PartnerEditor,
    open: &OpenDraft,
    step: OfferStep,
    query: &Fields,
) -> Result<HttpResponse, Error> {
    let back = returning(query);
    let problems = if back && open.draft.answers.has(step) {
        open.journey.problems(step)
    } else {
        Problems::none()
    };
    render(editor, open, step, back, problems, StatusCode::OK)
}

/// A step with its problems, if any.
pub fn render(
    editor: &PartnerEditor,
    open: &OpenDraft,
    step: OfferStep,
    returning: bool,
    problems: Problems,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let mut page = editor.signed.page(title(step), name(step), Section::Drafts);
    page.problems = problems;
    let frame = Frame::of(open, Some(step), returning, &editor.signed.user.name);
    Ok(match step {
        OfferStep::Terms => {
            let terms = TermsView::of(open);
            page::html(status, &TermsPage { page, frame, terms })
        }
        OfferStep::Price => {
            let price = PriceView::of(open);
            page::html(status, &PricePage { page, frame, price })
        }
        OfferStep::Schedule => {
            let schedule = ScheduleView::of(open);
            let template = SchedulePage {
                page,
                frame,
                schedule,
            };
            page::html(status, &template)
        }
        OfferStep::Documents => {
            let documents = DocumentsView::of(open);
            let template = DocumentsPage {
                page,
                frame,
                documents,
            };
            page::html(status, &template)
        }
        OfferStep::Dates => {
            let dates = DatesView::of(open);
            page::html(status, &DatesPage { page, frame, dates })
        }
    })
}

/// The question of a step, which is its page's heading.
fn title(step: OfferStep) -> &'static str {
    match step {
        OfferStep::Terms => "Who is the offer for?",
        OfferStep::Price => "What price do you ask?",
        OfferStep::Schedule => "What does the buyer pay when?",
        OfferStep::Documents => "Which documents go with it? (optional)",
        OfferStep::Dates => "What is it called, and how long is it open?",
    }
}

/// The page's stable name.
fn name(step: OfferStep) -> &'static str {
    match step {
        OfferStep::Terms => "partner.offer_draft.terms",
        OfferStep::Price => "partner.offer_draft.price",
        OfferStep::Schedule => "partner.offer_draft.schedule",
        OfferStep::Documents => "partner.offer_draft.documents",
        OfferStep::Dates => "partner.offer_draft.dates",
    }
}
