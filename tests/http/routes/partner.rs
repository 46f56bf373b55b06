//! The partner's pages.

use super::{Route, table};
use consign::answers::offer::OfferStep;

const ID: &str = "{id}";

pub fn all() -> Vec<Route> {
    [opportunities(), offers(), steps()].concat()
}

fn opportunities() -> Vec<Route> {
    table! {
        GET partner_opportunities() PartnerViewers Nothing 200;
        GET partner_opportunities_csv() PartnerViewers Nothing 200;
        GET partner_opportunities_selected() PartnerViewers Nothing 303;
        POST partner_opportunities_selected() + "id={id}&do=view" PartnerEditors Opportunity 303;
        POST partner_opportunities_selected() + "id={id}&do=offer" PartnerEditors Opportunity 303;
        GET partner_opportunity(ID) PartnerViewers Opportunity 200;
        GET partner_opportunity_end(ID) PartnerEditors Opportunity 200;
        POST partner_opportunity_end(ID) PartnerEditors Opportunity 303;
        GET partner_reports() PartnerViewers Nothing 200;
        GET partner_reports_csv() PartnerViewers Nothing 200;
    }
}

fn offers() -> Vec<Route> {
    table! {
        GET partner_offers() PartnerViewers Nothing 200;
        GET partner_offers_csv() PartnerViewers Nothing 200;
        GET partner_offer(ID) PartnerViewers Offer 200;
        POST partner_offer_link(ID) PartnerEditors Offer 303;
        GET partner_offer_expiry(ID) PartnerEditors Offer 200;
        POST partner_offer_expiry(ID) PartnerEditors Offer 422;
        GET partner_offer_cancel(ID) PartnerEditors Offer 200;
        POST partner_offer_cancel(ID) PartnerEditors Offer 303;
        POST partner_offer_clone(ID) PartnerEditors Offer 303;
        GET partner_offer_acceptance(ID) PartnerEditors Offer 200;
        POST partner_offer_acceptance(ID) PartnerEditors Offer 422;
        POST partner_offer_total(ID) PartnerEditors Offer 200;
        GET partner_offer_aws(ID) PartnerViewers Offer 200;
        GET partner_offer_aws_json(ID, "resaleauthz-abc123def456g") PartnerViewers Offer 200;
    }
}

/// The wizard.
fn steps() -> Vec<Route> {
    let mut all = table! {
        GET partner_new_offer(ID) PartnerEditors Opportunity 200;
        POST partner_new_offer(ID) PartnerEditors Opportunity 303;
        GET partner_offer_drafts() PartnerEditors Nothing 200;
        GET partner_offer_draft_discard(ID) PartnerEditors OfferDraft 200;
        POST partner_offer_draft_discard(ID) PartnerEditors OfferDraft 303;
        POST partner_offer_draft_preview(ID) PartnerEditors OfferDraft 200;
        // Nothing is paid by a schedule, so its step leads on.
        GET partner_offer_draft(ID, "schedule") PartnerEditors OfferDraft 303;
    };
    for place in OfferStep::ALL
        .map(OfferStep::as_str)
        .into_iter()
        .chain(["review"])
    {
        if place != OfferStep::Schedule.as_str() {
            all.extend(
                table! { GET partner_offer_draft(ID, place) PartnerEditors OfferDraft 200; },
            );
        }
        // Without a version nothing is saved.
        all.extend(table! { POST partner_offer_draft(ID, place) PartnerEditors OfferDraft 409; });
    }
    all
}
