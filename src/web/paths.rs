//! Every address of the portal, each written once: pages link by these functions and the route table is made of them.
//!
//! An address with something variable in it takes the thing's id; the route table passes the name of the place
//! instead, as in `isv_opportunity("{opportunity}")`.

mod partner;
mod people;
mod settings;
mod sides;

pub use partner::*;
pub use people::*;
pub use settings::*;
pub use sides::*;

use std::fmt::Display;

/// The start page, which leads each to their own.
pub fn home() -> String {
    "/".to_owned()
}

/// Where people sign in.
pub fn sign_in() -> String {
    "/sign-in".to_owned()
}

/// Where people sign in who asked for a page first.
pub fn sign_in_for(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("{}?{query}", sign_in())
}

/// Where they give the code of their second step.
pub fn sign_in_code() -> String {
    "/sign-in/code".to_owned()
}

/// Where people sign out.
pub fn sign_out() -> String {
    "/sign-out".to_owned()
}

/// Somebody's own account.
pub fn account() -> String {
    "/account".to_owned()
}

/// Where somebody sets up their second step of sign-in.
pub fn second_step() -> String {
    "/account/second-step".to_owned()
}

/// Where somebody gets new recovery codes.
pub fn second_step_codes() -> String {
    "/account/second-step/codes".to_owned()
}

/// Where somebody turns their second step off.
pub fn second_step_remove() -> String {
    "/account/second-step/remove".to_owned()
}

/// Where somebody ends a session in another browser.
pub fn end_session() -> String {
    "/account/sessions/end".to_owned()
}

/// Where somebody ends all their sessions.
pub fn sign_out_everywhere() -> String {
    "/account/sign-out-everywhere".to_owned()
}

/// Where somebody says that they are still there.
pub fn stay() -> String {
    "/account/stay".to_owned()
}

/// Where the colours are chosen.
pub fn theme() -> String {
    "/theme".to_owned()
}

/// How the portal is used.
pub fn help() -> String {
    "/help".to_owned()
}

/// What is kept about people.
pub fn privacy() -> String {
    "/privacy".to_owned()
}

/// How everybody can use it.
pub fn accessibility() -> String {
    "/accessibility".to_owned()
}

/// Whether a path is of a page whose forms are sent by people who are not signed in, and need not be.
pub fn is_for_anybody(path: &str) -> bool {
    ["/password/", "/invite/", "/offers/", "/notifications/"]
        .iter()
        .any(|begins| path.starts_with(begins))
        || [sign_in(), sign_in_code()].iter().any(|own| path == own)
}

/// Whether the process lives.
pub fn alive() -> String {
    "/healthz".to_owned()
}

/// Whether it can do its work.
pub fn ready() -> String {
    "/readyz".to_owned()
}

/// The stylesheet, the script or the icon.
pub fn asset(file: impl Display) -> String {
    format!("/static/{file}")
}

/// Whether an address is one of the ISVs' part of the portal.
pub fn is_of_isv(path: &str) -> bool {
    path.starts_with("/isv/")
}

/// Whether an address is one of the partners' part of the portal.
pub fn is_of_partner(path: &str) -> bool {
    path.starts_with("/partner/")
}

/// The draft's id and the word after it, in the address of a page of the wizard.
pub fn draft_and_place(path: &str) -> Option<(&str, &str)> {
    let (draft, place) = path
        .strip_prefix(&isv_drafts())?
        .strip_prefix('/')?
        .split_once('/')?;
    (!place.contains('/')).then_some((draft, place))
}

/// Whether an address takes the prices of whole products: the steps of a draft that have tables of them, all steps on one
/// page, and what prices come to while they are typed.
pub fn takes_prices(path: &str) -> bool {
    let drafts = format!("{}/", isv_drafts());
    let place = path
        .strip_prefix(&drafts)
        .and_then(|rest| rest.split_once('/'));
    place.is_some_and(|(_, place)| {
        ["discount", "dimensions", "all", "discount/preview"].contains(&place)
    })
}

/// An ISV's table of opportunities.
pub fn isv_opportunities() -> String {
    "/isv/opportunities".to_owned()
}

/// That table as a file for spreadsheets.
pub fn isv_opportunities_csv() -> String {
    "/isv/opportunities.csv".to_owned()
}

/// Where the buttons of that table lead.
pub fn isv_opportunities_selected() -> String {
    "/isv/opportunities/selected".to_owned()
}

/// Where several opportunities are chosen to be revoked.
pub fn isv_opportunities_revoke_several() -> String {
    "/isv/opportunities/revoke-several".to_owned()
}

/// Where those that were chosen are revoked.
pub fn isv_opportunities_revoke_chosen() -> String {
    "/isv/opportunities/revoke-several/chosen".to_owned()
}

/// One opportunity.
pub fn isv_opportunity(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}")
}

/// Where an opportunity is revoked.
pub fn isv_opportunity_revoke(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/revoke")
}

/// Where an opportunity is cloned.
pub fn isv_opportunity_clone(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/clone")
}

/// What AWS is told of an opportunity.
pub fn isv_opportunity_aws(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/aws")
}

/// The request that creates or ends it there, as a file.
pub fn isv_opportunity_aws_json(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/aws.json")
}

/// The request that adds its own dimensions to the product first, as a file.
pub fn isv_opportunity_dimensions_json(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/aws-dimensions.json")
}

/// Where the same is offered to more resellers.
pub fn isv_opportunity_more_resellers(opportunity: impl Display) -> String {
    format!("/isv/opportunities/{opportunity}/more-resellers")
}

/// Where opportunities are made from a spreadsheet.
pub fn isv_bulk() -> String {
    "/isv/bulk".to_owned()
}

/// The spreadsheet to fill in, as text.
pub fn isv_bulk_template_csv() -> String {
    "/isv/bulk/template.csv".to_owned()
}

/// The spreadsheet to fill in, as a workbook.
pub fn isv_bulk_template_xlsx() -> String {
    "/isv/bulk/template.xlsx".to_owned()
}

/// An uploaded spreadsheet: what would become of its rows, then what became of them.
pub fn isv_bulk_upload(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}")
}

/// How far its rows are while opportunities are made of them.
pub fn isv_bulk_progress(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}/progress")
}

/// Its refused rows as a file.
pub fn isv_bulk_refused(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}/refused.csv")
}

/// Where it is thrown away.
pub fn isv_bulk_discard(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}/discard")
}

/// What AWS is told of all that was created of it.
pub fn isv_bulk_aws(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}/aws")
}

/// All of it as one file.
pub fn isv_bulk_aws_json(upload: impl Display) -> String {
    format!("/isv/bulk/{upload}/aws.json")
}

/// What one press of *Create opportunities* made.
pub fn isv_batch(batch: impl Display) -> String {
    format!("/isv/batches/{batch}")
}

/// Where all of that is cloned at once.
pub fn isv_batch_clone(batch: impl Display) -> String {
    format!("/isv/batches/{batch}/clone")
}

/// What AWS is told of all that.
pub fn isv_batch_aws(batch: impl Display) -> String {
    format!("/isv/batches/{batch}/aws")
}

/// All of it as one file.
pub fn isv_batch_aws_json(batch: impl Display) -> String {
    format!("/isv/batches/{batch}/aws.json")
}

/// An ISV's drafts.
pub fn isv_drafts() -> String {
    "/isv/drafts".to_owned()
}

/// One step of a draft.
pub fn isv_draft(draft: impl Display, step: impl Display) -> String {
    format!("/isv/drafts/{draft}/{step}")
}

/// Prices as they would be with the discount typed so far.
pub fn isv_draft_preview(draft: impl Display) -> String {
    format!("/isv/drafts/{draft}/discount/preview")
}

/// Where a draft is discarded.
pub fn isv_draft_discard(draft: impl Display) -> String {
    format!("/isv/drafts/{draft}/discard")
}

/// Where an ISV imports what stands at AWS.
pub fn isv_import() -> String {
    "/isv/import".to_owned()
}

/// An ISV's catalogue.
pub fn isv_products() -> String {
    "/isv/products".to_owned()
}

/// One product.
pub fn isv_product(product: impl Display) -> String {
    format!("/isv/products/{product}")
}

/// The resellers an ISV can choose from.
pub fn isv_resellers() -> String {
    "/isv/resellers".to_owned()
}

/// One reseller.
pub fn isv_reseller(reseller: impl Display) -> String {
    format!("/isv/resellers/{reseller}")
}

/// Offers made from an ISV's opportunities.
pub fn isv_offers() -> String {
    "/isv/offers".to_owned()
}

/// Those offers as a file for spreadsheets.
pub fn isv_offers_csv() -> String {
    "/isv/offers.csv".to_owned()
}

/// One offer, as the ISV sees it.
pub fn isv_offer(offer: impl Display) -> String {
    format!("/isv/offers/{offer}")
}

/// An ISV's reports.
pub fn isv_reports() -> String {
    "/isv/reports".to_owned()
}

/// Its reports as a file for spreadsheets.
pub fn isv_reports_csv() -> String {
    "/isv/reports.csv".to_owned()
}

/// A file that was uploaded.
pub fn document(document: impl Display) -> String {
    format!("/files/{document}")
}

/// What an ISV asked for so.
pub fn isv_terms_requests() -> String {
    "/isv/terms-requests".to_owned()
}

/// Where an ISV asks for terms that the form cannot express.
pub fn isv_terms_request() -> String {
    "/isv/terms-request".to_owned()
}

/// Where an ISV asks for such terms that comes from a page of a draft and wants to go back there.
pub fn isv_terms_request_from(page: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("from", page)
        .finish();
    format!("{}?{query}", isv_terms_request())
}
