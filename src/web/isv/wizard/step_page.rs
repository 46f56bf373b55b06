//! Rendering a step, as it was saved or with what is wrong with it.

use super::agreements::AgreementView;
use super::dimensions::DimensionsView;
use super::discount::DiscountView;
use super::frame;
use super::lists::{self, Choices};
use super::open_draft::OpenDraft;
use super::simple::{BuyersView, DetailsView, DurationView};
use crate::answers::{Fields, Problems, Step, discount};
use crate::domain::agreements::DocumentKind;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::wizard::{step_template, ways};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

step_template!(DetailsPage, "isv/wizard/details.html", details: DetailsView);
step_template!(ResellersPage, "isv/wizard/resellers.html", resellers: Choices);
step_template!(ProductsPage, "isv/wizard/products.html", products: Choices);
step_template!(DiscountPage, "isv/wizard/discount.html", discount: DiscountView);
step_template!(DurationPage, "isv/wizard/duration.html", duration: DurationView);
step_template!(DimensionsPage, "isv/wizard/dimensions.html", dimensions: DimensionsView);
step_template!(BuyersPage, "isv/wizard/buyers.html", buyers: BuyersView);
step_template!(EulaPage, "isv/wizard/eula.html", eula: AgreementView);
step_template!(RcmpPage, "isv/wizard/rcmp.html", rcmp: AgreementView);

/// A step as it was saved; one that was saved wrong says so only to those who come from the review to mend it.
pub fn shown(
    editor: &IsvEditor,
    open: &OpenDraft,
    step: Step,
    query: &Fields,
) -> Result<HttpResponse, Error> {
    let back = ways::returning(query);
    let problems = if back && open.answers().has(step) {
        open.journey.problems(step)
    } else {
        Problems::none()
    };
    render(editor, open, step, back, problems, StatusCode::OK)
}

/// A step with what was typed into it and not saved.
pub fn resumed(
    editor: &IsvEditor,
    open: &OpenDraft,
    step: Step,
    returning: bool,
) -> Result<HttpResponse, Error> {
    render(
        editor,
        open,
        step,
        returning,
        Problems::none(),
        StatusCode::OK,
    )
}

/// A step with its problems, if any.
pub fn render(
    editor: &IsvEditor,
    open: &OpenDraft,
    step: Step,
    returning: bool,
    problems: Problems,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let mut page = editor.signed.page(title(step), name(step), Section::Drafts);
    page.problems = problems;
    let frame = frame::of(open, Some(step), returning, &editor.signed);
    let fields = open.answers().get(step);
    Ok(match step {
        Step::Details => DetailsPage::html(status, page, frame, DetailsView::of(fields)),
        Step::Resellers => ResellersPage::html(status, page, frame, lists::resellers(open, fields)),
        Step::Products => ProductsPage::html(status, page, frame, lists::products(open, fields)),
        Step::Discount => DiscountPage::html(status, page, frame, DiscountView::of(open, fields)),
        Step::Duration => {
            let kind = discount::kind(open.answers().get(Step::Discount));
            DurationPage::html(status, page, frame, DurationView::of(fields, kind))
        }
        Step::Dimensions => {
            DimensionsPage::html(status, page, frame, DimensionsView::of(open, fields))
        }
        Step::Buyers => BuyersPage::html(status, page, frame, BuyersView::of(fields)),
        Step::Eula => {
            let eula = AgreementView::of(open, fields, DocumentKind::Eula);
            EulaPage::html(status, page, frame, eula)
        }
        Step::Rcmp => {
            let contract = AgreementView::of(open, fields, DocumentKind::ResellerContract);
            RcmpPage::html(status, page, frame, contract)
        }
    })
}

/// The question of a step, which is its page's heading.
pub fn title(step: Step) -> &'static str {
    match step {
        Step::Details => "Opportunity details",
        Step::Resellers => "Which resellers may use it?",
        Step::Products => "Which products are part of this opportunity?",
        Step::Discount => "What discount do you give?",
        Step::Duration => "How long can it be used?",
        Step::Dimensions => "Product dimensions and usage fees (optional)",
        Step::Buyers => "Limit it to certain buyers (optional)",
        Step::Eula => "End User License Agreement (EULA) (optional)",
        Step::Rcmp => "Reseller contract, RCMP (optional)",
    }
}

/// The page's stable name.
fn name(step: Step) -> &'static str {
    match step {
        Step::Details => "isv.draft.details",
        Step::Resellers => "isv.draft.resellers",
        Step::Products => "isv.draft.products",
        Step::Discount => "isv.draft.discount",
        Step::Duration => "isv.draft.duration",
        Step::Dimensions => "isv.draft.dimensions",
        Step::Buyers => "isv.draft.buyers",
        Step::Eula => "isv.draft.eula",
        Step::Rcmp => "isv.draft.rcmp",
    }
}
