//! An authorization as it is at AWS: the answer of `DescribeEntity`.

use super::asked::{Asked, Pricing};
use super::node::{At, Node, Reader, Source};
use super::remark::Remark;
use super::{changes, definitions, terms, values};
use crate::domain::authorization::AuthorizationId;

/// The most terms and rules of one entity: many times as many as there are types.
const MOST: usize = 50;

/// The word for a single use that is spent.
const SPENT: &str = "Completed-Used";
/// What an entity says of the offers that were made of it.
const OFFER_STATUSES: [&str; 3] = ["Not Started", "Completed-Usable", SPENT];

/// Reads a described authorization. `identifier` is the ID it has at AWS.
pub(super) fn authorization(
    identifier: Option<AuthorizationId>,
    details: &Node<'_>,
    r: &mut Reader,
) -> Option<Asked> {
    const FIELDS: [&str; 14] = [
        "Name",
        "Description",
        "ProductId",
        "ProductName",
        "PricingModel",
        "Status",
        "PreExistingBuyerAgreement",
        "Dimensions",
        "OfferDetails",
        "Terms",
        "Rules",
        "CreatedDate",
        "ManufacturerLegalName",
        "ManufacturerAccountId",
    ];
    if !details.object(&FIELDS, r) {
        return None;
    }
    let mut asked = Asked {
        identifier,
        ..Asked::new(&details.path, Source::Entity)
    };
    asked.name = details
        .need("Name", r)
        .and_then(|node| changes::name(&node, r));
    asked.description = details
        .get("Description")
        .and_then(|node| changes::description(&node, r));
    let product = details.need("ProductId", r);
    asked.product =
        product.and_then(|node| Some(At::new(&node.path, values::product_id(&node, r)?)));
    let maker = details.get("ManufacturerAccountId");
    asked.manufacturer =
        maker.and_then(|node| Some(At::new(&node.path, values::account(&node, r)?)));
    let status = details.need("Status", r);
    let status = status.and_then(|node| node.word(&["Draft", "Active", "Restricted"], r));
    asked.released = status.is_some_and(|status| status != "Draft");
    if status == Some("Restricted") {
        asked.restricted = true;
        let text = "That it was restricted is not kept here: the draft makes a new opportunity";
        asked
            .left_over
            .push(Remark::new(details.below("Status"), text));
    }
    use_there(details, &mut asked, r);
    renewal(details, &mut asked, r);
    if let Some(list) = details.get("Dimensions") {
        asked.definitions = definitions::read(&list, r);
    }
    read_terms(details, &mut asked, r);
    rules(details, &mut asked, r);
    Some(asked)
}

/// What was used at AWS stays used: the draft makes another one, which is not that authorization.
fn use_there(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    let Some(node) = details.get("OfferDetails") else {
        return;
    };
    if !node.object(&["OfferExtendedStatus", "OfferCreatedCount"], r) {
        return;
    }
    let status = node.get("OfferExtendedStatus");
    let status = status.and_then(|node| node.word(&OFFER_STATUSES, r));
    if status == Some(SPENT) {
        asked.spent = true;
        let text = "Its single use is spent there: the draft makes a new opportunity, which can be used once more";
        asked.left_over.push(Remark::new(node.path, text));
    }
}

/// An entity says `Unknown` where nothing was said.
fn renewal(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    const WORDS: [&str; 7] = [
        "Unknown",
        "External",
        "AwsMarketplace",
        "Byol",
        "Free",
        "Usage",
        "Contract",
    ];
    let Some(node) = details.get("PreExistingBuyerAgreement") else {
        return;
    };
    if !node.object(&["AcquisitionChannel", "PricingModel"], r) {
        return;
    }
    let said = ["AcquisitionChannel", "PricingModel"].map(|name| {
        node.get(name)
            .and_then(|node| node.word(&WORDS, r))
            .unwrap_or("Unknown")
    });
    if let [channel, model] = said
        && channel != "Unknown"
    {
        let text = format!("That it renews an agreement ({channel}, {model}) is not kept here");
        asked.left_over.push(Remark::new(node.path, text));
    }
}

fn read_terms(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    let all: Vec<&'static str> = [
        terms::PRICING,
        terms::SCHEDULE,
        terms::LEGAL,
        terms::BUYERS,
        terms::VALIDITY,
        terms::NET_PAYMENT,
    ]
    .concat();
    let list = details.get("Terms");
    let nodes = list.and_then(|list| list.bounded((0, MOST), ("terms", ""), r));
    terms::read(&nodes.unwrap_or_default(), &all, asked, r);
    let model = details.get("PricingModel").and_then(|node| {
        let word = node.word(&["Usage", "Contract", "Free", "Byol"], r)?;
        Some(At::new(&node.path, word))
    });
    if let Some(pricing) = &mut asked.pricing {
        pricing.path = details.below("Terms");
        pricing.model = model;
    }
}

fn rules(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    let list = details.get("Rules");
    let nodes = list.and_then(|list| list.bounded((0, MOST), ("rules", ""), r));
    for node in nodes.unwrap_or_default() {
        if !node.any_object(r) {
            continue;
        }
        let kind = node.need("Type", r);
        match kind.and_then(|kind| kind.word(&["AvailabilityRule", "PartnerTargetingRule"], r)) {
            Some("AvailabilityRule") => {
                let known = ["Type", "Usage", "AvailabilityEndDate", "OffersMaxQuantity"];
                if node.object(&known, r) {
                    let (end, most) = (
                        node.get("AvailabilityEndDate"),
                        node.get("OffersMaxQuantity"),
                    );
                    asked.availability = Some(changes::limits(&node, end, most, r));
                }
            }
            Some(_) if node.object(&["Type", "ResellerAccountId", "ResellerLegalName"], r) => {
                let account = node.need("ResellerAccountId", r);
                asked.reseller =
                    account.and_then(|node| Some(At::new(&node.path, values::account(&node, r)?)));
            }
            Some(_) | None => {}
        }
    }
}

/// An empty set of prices is none.
pub(super) fn tidy(asked: &mut Asked) {
    let nothing = |p: &Pricing| p.usage.is_none() && p.upfront.is_empty() && p.fixed.is_none();
    if asked.pricing.as_ref().is_some_and(nothing) {
        asked.pricing = None;
    }
}
