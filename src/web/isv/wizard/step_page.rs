//! Rendering a step, as it was saved or with what is wrong with it.

use super::agreements::AgreementView;
use super::dimensions::DimensionsView;
use super::discount::DiscountView;
use super::frame::Frame;
use super::lists::{self, Choices};
use super::open_draft::OpenDraft;
use super::simple::{BuyersView, DetailsView, DurationView};
use crate::answers::{Fields, Problems, Step, discount};
use crate::domain::agreements::DocumentKind;
use crate::web::auth::IsvEditor;
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

/// A page of one step: its view under the step's own name.
macro_rules! step_template {
    ($name:ident, $field:ident: $view:ty, $path:literal) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name {
            page: Page,
            frame: Frame,
            $field: $view,
        }

        impl $name {
            fn html(status: StatusCode, page: Page, frame: Frame, $field: $view) -> HttpResponse {
                page::html(
                    status,
                    &Self {
                        page,
                        frame,
                        $field,
                    },
                )
            }
        }
    };
}

step_template!(DetailsPage, details: DetailsView, "isv/wizard/details.html");
step_template!(ResellersPage, resellers: Choices, "isv/wizard/resellers.html");
step_template!(ProductsPage, products: Choices, "isv/wizard/products.html");
step_template!(DiscountPage, discount: DiscountView, "isv/wizard/discount.html");
step_template!(DurationPage, duration: DurationView, "isv/wizard/duration.html");
step_template!(DimensionsPage, dimensions: DimensionsView, "isv/wizard/dimensions.html");
step_template!(BuyersPage, buyers: BuyersView, "isv/wizard/buyers.html");
step_template!(EulaPage, eula: AgreementView, "isv/wizard/eula.html");
step_template!(RcmpPage, rcmp: AgreementView, "isv/wizard/rcmp.html");

/// A step as it was saved; one that was saved wrong says so only to those who come from the review to mend it.
pub fn shown(
    editor: &IsvEditor,
    open: &OpenDraft,
    step: Step,
    query: &Fields,
) -> Result<HttpResponse, Error> {
    let back = returning(query);
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
    let frame = Frame::of(open, Some(step), returning, &editor.signed);
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
