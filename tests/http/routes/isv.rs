//! The ISV's pages.

use super::{Route, table};
use consign::answers::Step;

const ID: &str = "{id}";

pub fn all() -> Vec<Route> {
    [one(), many(), steps()].concat()
}

/// Lists, and what is done to one thing.
fn one() -> Vec<Route> {
    table! {
        GET isv_opportunities() IsvViewers Nothing 200;
        GET isv_opportunities_csv() IsvViewers Nothing 200;
        GET isv_opportunities_selected() IsvViewers Nothing 303;
        POST isv_opportunities_selected() + "id={id}&do=view" IsvEditors Opportunity 303;
        POST isv_opportunities_selected() + "id={id}&do=clone" IsvEditors Opportunity 303;
        POST isv_opportunities_selected() + "id={id}&do=revoke" IsvEditors Opportunity 303;
        GET isv_opportunity(ID) IsvViewers Opportunity 200;
        GET isv_opportunity_revoke(ID) IsvEditors Opportunity 200;
        POST isv_opportunity_revoke(ID) IsvEditors Opportunity 303;
        POST isv_opportunity_clone(ID) IsvEditors Opportunity 303;
        GET isv_opportunity_aws(ID) IsvViewers Opportunity 200;
        POST isv_opportunity_aws(ID) IsvEditors Opportunity 422;
        GET isv_opportunity_aws_json(ID) IsvViewers Opportunity 200;
        // LogStream has no dimensions of its own to be added.
        GET isv_opportunity_dimensions_json(ID) IsvViewers Opportunity 404;
        GET isv_batch(ID) IsvViewers Batch 200;
        POST isv_batch_clone(ID) IsvEditors Batch 303;
        GET isv_batch_aws(ID) IsvViewers Batch 200;
        GET isv_batch_aws_json(ID) IsvViewers Batch 200;
        GET isv_terms_request() IsvEditors Nothing 200;
        POST isv_terms_request() IsvEditors Nothing 422;
        GET isv_terms_requests() IsvViewers Nothing 200;
        GET isv_offers() IsvViewers Nothing 200;
        GET isv_offers_csv() IsvViewers Nothing 200;
        GET isv_offer(ID) IsvViewers Offer 200;
        GET isv_reports() IsvViewers Nothing 200;
        GET isv_reports_csv() IsvViewers Nothing 200;
        GET isv_products() IsvViewers Nothing 200;
        GET isv_product(ID) IsvViewers Product 200;
        GET isv_resellers() IsvViewers Nothing 200;
        GET isv_reseller(ID) IsvViewers Reseller 200;
        GET isv_reseller_invite() IsvEditors Nothing 200;
        POST isv_reseller_invite() IsvEditors Nothing 422;
    }
}

/// What is done to many at once: imported, made from a spreadsheet, revoked together, offered to more resellers.
fn many() -> Vec<Route> {
    table! {
        GET isv_import() IsvEditors Nothing 200;
        POST isv_import() IsvEditors Nothing 422;
        POST isv_opportunity_more_resellers(ID) IsvEditors Opportunity 303;
        GET isv_opportunities_revoke_several() IsvEditors Nothing 200;
        GET isv_opportunities_revoke_chosen() ? "id={id}" IsvEditors Opportunity 200;
        POST isv_opportunities_revoke_chosen() + "id={id}" IsvEditors Opportunity 303;
        GET isv_bulk() IsvEditors Nothing 200;
        // Without a file.
        POST isv_bulk() IsvEditors Nothing 422;
        GET isv_bulk_template_csv() IsvEditors Nothing 200;
        GET isv_bulk_template_xlsx() IsvEditors Nothing 200;
        GET isv_bulk_upload(ID) IsvViewers Upload 200;
        // What somebody confirms must be what they saw.
        POST isv_bulk_upload(ID) IsvEditors Upload 409;
        GET isv_bulk_progress(ID) IsvViewers Upload 200;
        GET isv_bulk_refused(ID) IsvViewers Upload 200;
        // Nothing was created of the upload yet.
        GET isv_bulk_aws(ID) IsvViewers Upload 404;
        GET isv_bulk_aws_json(ID) IsvViewers Upload 404;
        POST isv_bulk_discard(ID) IsvEditors Upload 303;
    }
}

/// The wizard.
fn steps() -> Vec<Route> {
    let mut all = table! {
        GET isv_drafts() IsvEditors Nothing 200;
        POST isv_drafts() IsvEditors Nothing 303;
        GET isv_draft_discard(ID) IsvEditors Draft 200;
        POST isv_draft_discard(ID) IsvEditors Draft 303;
        POST isv_draft_preview(ID) IsvEditors Draft 200;
        // LogStream is no SaaS contract, so its dimensions lead on.
        GET isv_draft(ID, "dimensions") IsvEditors Draft 303;
    };
    for place in Step::ALL
        .map(Step::as_str)
        .into_iter()
        .chain(["review", "all"])
    {
        if place != Step::Dimensions.as_str() {
            all.extend(table! { GET isv_draft(ID, place) IsvEditors Draft 200; });
        }
        // Without a version nothing is saved.
        all.extend(table! { POST isv_draft(ID, place) IsvEditors Draft 409; });
    }
    all
}
