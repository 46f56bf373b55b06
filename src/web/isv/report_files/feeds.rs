//! Lists for an ISV's own books: their columns, under the names that sellers know from AWS Marketplace, and a row of each.

use crate::domain::money;
use crate::store::reports::{AgreementEntry, OfferEntry};
use crate::web::csv;

pub(super) const OF_OFFERS: [&str; 10] = [
    "offer_id",
    "opportunity_id",
    "opportunity_name",
    "opportunity_description",
    "product_id",
    "product_title",
    "seller_name",
    "seller_account_id",
    "extended_at",
    "expiration_date",
];

pub(super) fn of_offer(entry: OfferEntry) -> [String; OF_OFFERS.len()] {
    let from = entry.origin;
    [
        entry.id.to_string(),
        from.id.to_string(),
        from.name,
        from.description.unwrap_or_default(),
        from.product_id.to_string(),
        from.product_title,
        from.reseller_name,
        from.reseller_account.to_string(),
        csv::moment(entry.extended_at),
        entry.expires_on.to_string(),
    ]
}

pub(super) const OF_AGREEMENTS: [&str; 16] = [
    "agreement_id",
    "offer_id",
    "resale_authorization_id",
    "resale_authorization_name",
    "resale_authorization_description",
    "product_id",
    "product_title",
    "reseller_name",
    "reseller_aws_account_id",
    "buyer_company",
    "buyer_aws_account_id",
    "accepted_at",
    "start_date",
    "end_date",
    "wholesale_cost",
    "currency",
];

pub(super) fn of_agreement(entry: AgreementEntry) -> [String; OF_AGREEMENTS.len()] {
    let from = entry.origin;
    let cost = entry.wholesale;
    [
        entry.id.to_string(),
        entry.offer.to_string(),
        from.id.to_string(),
        from.name,
        from.description.unwrap_or_default(),
        from.product_id.to_string(),
        from.product_title,
        from.reseller_name,
        from.reseller_account.to_string(),
        entry.company,
        entry.account.to_string(),
        csv::moment(entry.at),
        entry.starts_on.to_string(),
        entry.ends_on.to_string(),
        cost.map(|cost| money::plain(cost, from.currency))
            .unwrap_or_default(),
        from.currency.code().to_owned(),
    ]
}
