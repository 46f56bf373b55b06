//! All steps on one page, for those who do this every day: the same fields under the same names.

use super::agreements::AgreementView;
use super::all_path;
use super::dimensions::DimensionsView;
use super::discount::DiscountView;
use super::frame;
use super::lists::{self, Choices};
use super::open_draft::OpenDraft;
use super::simple::{BuyersView, DetailsView, DurationView};
use crate::answers::{Problems, Step, discount};
use crate::domain::agreements::DocumentKind;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::wizard::frame::Frame;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "isv/wizard/all.html")]
struct AllPage {
    page: Page,
    frame: Frame,
    details: DetailsView,
    resellers: Choices,
    products: Choices,
    discount: DiscountView,
    duration: DurationView,
    /// Nothing when no SaaS contract is chosen.
    dimensions: Option<DimensionsView>,
    buyers: BuyersView,
    eula: AgreementView,
    rcmp: AgreementView,
}

/// The page as it was saved.
pub fn shown(editor: &IsvEditor, open: &OpenDraft) -> Result<HttpResponse, Error> {
    render(editor, open, Problems::none(), StatusCode::OK)
}

/// The page with what is wrong.
pub fn render(
    editor: &IsvEditor,
    open: &OpenDraft,
    problems: Problems,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let mut page = editor
        .signed
        .page("Create opportunity", "isv.draft.all", Section::Drafts);
    page.problems = problems;
    let id = &open.draft.id;
    let frame = Frame {
        level: 2,
        action: all_path(id),
        back: paths::isv_drafts(),
        ..frame::of(open, Some(Step::Details), false, &editor.signed)
    };
    let fields = |step: Step| open.answers().get(step);
    let kind = discount::kind(fields(Step::Discount));
    let view = AllPage {
        page,
        frame,
        details: DetailsView::of(fields(Step::Details)),
        resellers: lists::resellers(open, fields(Step::Resellers)),
        products: lists::products(open, fields(Step::Products)),
        discount: DiscountView {
            level: 3,
            ..DiscountView::of(open, fields(Step::Discount))
        },
        duration: DurationView::of(fields(Step::Duration), kind),
        dimensions: open
            .journey
            .applies(Step::Dimensions)
            .then(|| DimensionsView::of(open, fields(Step::Dimensions))),
        buyers: BuyersView::of(fields(Step::Buyers)),
        eula: AgreementView::of(open, fields(Step::Eula), DocumentKind::Eula),
        rcmp: AgreementView::of(open, fields(Step::Rcmp), DocumentKind::ResellerContract),
    };
    Ok(page::html(status, &view))
}
