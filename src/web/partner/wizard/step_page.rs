//! Rendering a step, as it was saved or with what is wrong with it.

use super::dates::DatesView;
use super::documents::DocumentsView;
use super::frame::{self, About};
use super::open_draft::OpenDraft;
use super::price::PriceView;
use super::schedule::ScheduleView;
use super::terms::TermsView;
use crate::answers::offer::OfferStep;
use crate::answers::{Fields, Problems};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::wizard::{step_template, ways};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

step_template!(TermsPage, "partner/wizard/terms.html", about: About, terms: TermsView);
step_template!(PricePage, "partner/wizard/price.html", about: About, price: PriceView);
step_template!(SchedulePage, "partner/wizard/schedule.html", about: About, schedule: ScheduleView);
step_template!(DocumentsPage, "partner/wizard/documents.html", about: About, documents: DocumentsView);
step_template!(DatesPage, "partner/wizard/dates.html", about: About, dates: DatesView);

/// A step as it was saved; one that was saved wrong says so only to those who come from the review to mend it.
pub fn shown(
    editor: &PartnerEditor,
    open: &OpenDraft,
    step: OfferStep,
    query: &Fields,
) -> Result<HttpResponse, Error> {
    let back = ways::returning(query);
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
    let frame = frame::of(open, Some(step), returning, &editor.signed.user.name);
    let about = About::of(open);
    Ok(match step {
        OfferStep::Terms => TermsPage::html(status, page, frame, about, TermsView::of(open)),
        OfferStep::Price => PricePage::html(status, page, frame, about, PriceView::of(open)),
        OfferStep::Schedule => {
            SchedulePage::html(status, page, frame, about, ScheduleView::of(open))
        }
        OfferStep::Documents => {
            DocumentsPage::html(status, page, frame, about, DocumentsView::of(open))
        }
        OfferStep::Dates => DatesPage::html(status, page, frame, about, DatesView::of(open)),
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
