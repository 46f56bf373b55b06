//! Addresses of the partner's side, and of the buyer's page.

use std::fmt::Display;

/// The opportunities that a partner has.
pub fn partner_opportunities() -> String {
    "/partner/opportunities".to_owned()
}

/// Its opportunities as a file for spreadsheets.
pub fn partner_opportunities_csv() -> String {
    "/partner/opportunities.csv".to_owned()
}

/// Where the buttons of that table lead.
pub fn partner_opportunities_selected() -> String {
    "/partner/opportunities/selected".to_owned()
}

/// One opportunity, as its partner sees it.
pub fn partner_opportunity(opportunity: impl Display) -> String {
    format!("/partner/opportunities/{opportunity}")
}

/// Where a partner ends an opportunity.
pub fn partner_opportunity_end(opportunity: impl Display) -> String {
    format!("/partner/opportunities/{opportunity}/end")
}

/// Where an offer from an opportunity is begun.
pub fn partner_new_offer(opportunity: impl Display) -> String {
    format!("/partner/opportunities/{opportunity}/offers/new")
}

/// A partner's drafts of offers.
pub fn partner_offer_drafts() -> String {
    "/partner/offer-drafts".to_owned()
}

/// One step of an offer's draft.
pub fn partner_offer_draft(draft: impl Display, step: impl Display) -> String {
    format!("/partner/offer-drafts/{draft}/{step}")
}

/// The draft's id and the word after it, in the address of a page of the offer wizard.
pub fn offer_draft_and_place(path: &str) -> Option<(&str, &str)> {
    let drafts = partner_offer_drafts();
    path.strip_prefix(&drafts)?
        .strip_prefix('/')?
        .split_once('/')
}

/// Prices as they would be with what is typed so far, and the markup that reaches a price.
pub fn partner_offer_draft_preview(draft: impl Display) -> String {
    format!("/partner/offer-drafts/{draft}/price/preview")
}

/// Where an offer's draft is discarded.
pub fn partner_offer_draft_discard(draft: impl Display) -> String {
    format!("/partner/offer-drafts/{draft}/discard")
}

/// The offers that a partner extended.
pub fn partner_offers() -> String {
    "/partner/offers".to_owned()
}

/// Its offers as a file for spreadsheets.
pub fn partner_offers_csv() -> String {
    "/partner/offers.csv".to_owned()
}

/// One offer, as its partner sees it.
pub fn partner_offer(offer: impl Display) -> String {
    format!("/partner/offers/{offer}")
}

/// One offer with the link to send, whose secret this is.
pub fn partner_offer_with_link(offer: impl Display, secret: impl Display) -> String {
    format!("/partner/offers/{offer}?link={secret}")
}

/// What AWS is told of an offer.
pub fn partner_offer_aws(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/aws")
}

/// The request that creates it there from this authorization, as a file.
pub fn partner_offer_aws_json(offer: impl Display, authorization: impl Display) -> String {
    format!("/partner/offers/{offer}/aws/{authorization}.json")
}

/// Where another link to an offer is made.
pub fn partner_offer_link(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/link")
}

/// Where an offer's expiry date is moved.
pub fn partner_offer_expiry(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/expiry")
}

/// Where an offer is cancelled.
pub fn partner_offer_cancel(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/cancel")
}

/// Where an offer is cloned.
pub fn partner_offer_clone(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/clone")
}

/// Where a partner notes that a buyer accepted an offer.
pub fn partner_offer_acceptance(offer: impl Display) -> String {
    format!("/partner/offers/{offer}/acceptance")
}

/// Where what a buyer took is worked out before it is noted.
pub fn partner_offer_total(offer: impl Display) -> String {
    format!("{}/total", partner_offer_acceptance(offer))
}

/// A partner's seller report.
pub fn partner_reports() -> String {
    "/partner/reports".to_owned()
}

/// Its report as a file for spreadsheets.
pub fn partner_reports_csv() -> String {
    "/partner/reports.csv".to_owned()
}

/// An offer, as its buyer sees it who has the secret of a link.
pub fn buyer_offer(secret: impl Display) -> String {
    format!("/offers/{secret}")
}

/// Where a buyer accepts an offer.
pub fn buyer_accept(secret: impl Display) -> String {
    format!("/offers/{secret}/accept")
}

/// Where a buyer's page learns what is to be paid for what is being typed.
pub fn buyer_total(secret: impl Display) -> String {
    format!("/offers/{secret}/total")
}

/// A document that comes with an offer.
pub fn buyer_document(secret: impl Display, document: impl Display) -> String {
    format!("/offers/{secret}/documents/{document}")
}

/// An address of the buyer's, for one of their accounts.
pub fn for_account(path: &str, account: impl Display) -> String {
    format!("{path}?account={account}")
}
