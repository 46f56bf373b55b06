//! Changes of an authorization: what each type says about it (Catalog API, work with resale authorizations).

use super::asked::{Asked, Availability, Pricing};
use super::change_set::left_over;
use super::node::{At, Node, Reader};
use super::{terms, values};
use crate::domain::details::{MAX_DESCRIPTION, MAX_NAME};
use crate::domain::text;

/// The types of change that an authorization knows.
pub(super) const KNOWN: [&str; 11] = [
    "CreateResaleAuthorization",
    "UpdateInformation",
    "UpdateBuyerTargetingTerms",
    "UpdatePricingTerms",
    "UpdatePaymentScheduleTerms",
    "UpdateBuyerValidityTerms",
    "UpdateNetPaymentTerms",
    "UpdateLegalTerms",
    "UpdateAvailability",
    "ReleaseResaleAuthorization",
    "RestrictResaleAuthorization",
];

/// Reads the details of a change into the authorization it is of.
pub(super) fn apply(kind: &str, details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    match kind {
        "CreateResaleAuthorization" => create(details, asked, r),
        "UpdateInformation" => information(details, asked, r),
        "UpdateBuyerTargetingTerms" => terms_of(details, terms::BUYERS, (1, 1), asked, r),
        "UpdatePricingTerms" => pricing(details, asked, r),
        "UpdatePaymentScheduleTerms" => terms_of(details, terms::SCHEDULE, (0, 1), asked, r),
        "UpdateBuyerValidityTerms" => terms_of(details, terms::VALIDITY, (1, 1), asked, r),
        "UpdateNetPaymentTerms" => terms_of(details, terms::NET_PAYMENT, (0, 1), asked, r),
        "UpdateLegalTerms" => legal(details, asked, r),
        "UpdateAvailability" => availability(details, asked, r),
        // Release, and nothing else: what a restriction is of was not made here.
        _ => asked.released = details.object(&[], r),
    }
}

fn create(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    const FIELDS: [&str; 5] = [
        "ProductId",
        "Name",
        "Description",
        "ResellerAccountId",
        "BulkRequestId",
    ];
    if !details.object(&FIELDS, r) {
        return;
    }
    let product = details.need("ProductId", r);
    asked.product =
        product.and_then(|node| Some(At::new(&node.path, values::product_id(&node, r)?)));
    let reseller = details.need("ResellerAccountId", r);
    asked.reseller =
        reseller.and_then(|node| Some(At::new(&node.path, values::account(&node, r)?)));
    // What UpdateInformation says wins, and may have been read before.
    let name = details.need("Name", r).and_then(|node| name(&node, r));
    asked.name = asked.name.take().or(name);
    let description = details
        .get("Description")
        .and_then(|node| description(&node, r));
    asked.description = asked.description.take().or(description);
    if let Some(bulk) = details.get("BulkRequestId")
        && values::uuid(&bulk, r)
    {
        let what = "The number of a bulk request";
        asked.left_over.push(left_over(&bulk, what));
    }
}

fn information(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    const FIELDS: [&str; 3] = ["Name", "Description", "PreExistingBuyerAgreement"];
    if !details.object(&FIELDS, r) {
        return;
    }
    if FIELDS.iter().all(|field| details.get(field).is_none()) {
        let text = "must say at least one of Name, Description and PreExistingBuyerAgreement";
        r.faults.add(&details.path, text);
    }
    if let Some(node) = details.get("Name") {
        asked.name = name(&node, r);
    }
    if let Some(node) = details.get("Description") {
        asked.description = description(&node, r);
    }
    if let Some(node) = details.get("PreExistingBuyerAgreement") {
        renewal(&node, asked, r);
    }
}

/// Reads for what agreement an authorization is a renewal; opportunities here do not say so.
fn renewal(node: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    if !node.object(&["AcquisitionChannel", "PricingModel"], r) {
        return;
    }
    let channel = node.need("AcquisitionChannel", r);
    let channel = channel.and_then(|node| node.word(&["External", "AwsMarketplace"], r));
    let model = node.need("PricingModel", r);
    let model = model.and_then(|node| node.word(&["Byol", "Free", "Usage", "Contract"], r));
    if let (Some(channel), Some(model)) = (channel, model) {
        asked.renewal = Some(node.path.clone());
        let what = format!("That it renews an agreement ({channel}, {model})");
        asked.left_over.push(left_over(node, &what));
    }
}

/// Reads an opportunity's name. Line breaks in it become spaces.
pub(super) fn name(node: &Node<'_>, r: &mut Reader) -> Option<At<String>> {
    let written = node.text(r)?;
    let length = text::length(written);
    if length == 0 || length > MAX_NAME {
        let text = format!("a name must have 1 to {MAX_NAME} characters; this one has {length}");
        r.faults.add(&node.path, text);
        None
    } else if written.starts_with(char::is_whitespace) || text::clean(written).is_empty() {
        r.faults
            .add(&node.path, "a name must not begin with white space");
        None
    } else {
        let line = text::clean(written).replace('\n', " ");
        Some(At::new(&node.path, line))
    }
}

/// Reads an opportunity's description.
pub(super) fn description(node: &Node<'_>, r: &mut Reader) -> Option<At<String>> {
    let written = node.text(r)?;
    let length = text::length(written);
    if length == 0 || length > MAX_DESCRIPTION {
        let text = format!(
            "a description must have 1 to {MAX_DESCRIPTION} characters; this one has {length}"
        );
        r.faults.add(&node.path, text);
        None
    } else {
        Some(At::new(&node.path, text::clean(written)))
    }
}

fn terms_of(
    details: &Node<'_>,
    allowed: &[&'static str],
    bounds: (usize, usize),
    asked: &mut Asked,
    r: &mut Reader,
) {
    if !details.object(&["Terms"], r) {
        return;
    }
    let nodes = details
        .need("Terms", r)
        .and_then(|list| list.bounded(bounds, ("terms", ""), r));
    terms::read(&nodes.unwrap_or_default(), allowed, asked, r);
}

/// Reads contracts. They replace all there were, so that one of buyers must be among them.
fn legal(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    let before = r.faults.len();
    terms_of(details, terms::LEGAL, (1, 2), asked, r);
    // One that could not be read would seem to be missing.
    if asked.eula.is_none() && r.faults.len() == before {
        let text = "a BuyerLegalTerm is missing";
        r.faults
            .rule(details.below("Terms"), "MISSING_MANDATORY_TERMS", text);
    }
}

fn pricing(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    if !details.object(&["PricingModel", "Terms"], r) {
        return;
    }
    let model = details.need("PricingModel", r).and_then(|node| {
        let word = node.word(&["Usage", "Contract", "Free"], r)?;
        Some(At::new(&node.path, word))
    });
    let list = details.need("Terms", r);
    let path = list
        .as_ref()
        .map(|list| list.path.clone())
        .unwrap_or_default();
    let nodes = list
        .and_then(|list| list.bounded((0, 3), ("terms", ""), r))
        .unwrap_or_default();
    terms::read(&nodes, terms::PRICING, asked, r);
    if !nodes.is_empty() {
        let pricing = asked.pricing.get_or_insert_with(Pricing::default);
        pricing.path = path;
        pricing.model = model;
    }
}

fn availability(details: &Node<'_>, asked: &mut Asked, r: &mut Reader) {
    if !details.object(&["AvailabilityEndDate", "OffersMaxQuantity"], r) {
        return;
    }
    let end = details.get("AvailabilityEndDate");
    let most = details.get("OffersMaxQuantity");
    if end.is_none() && most.is_none() {
        r.faults.add(
            &details.path,
            "must say AvailabilityEndDate, OffersMaxQuantity or both",
        );
        return;
    }
    asked.availability = Some(limits(details, end, most, r));
}

/// Reads the two limits of an authorization.
pub(super) fn limits(
    at: &Node<'_>,
    end: Option<Node<'_>>,
    most: Option<Node<'_>>,
    r: &mut Reader,
) -> Availability {
    Availability {
        path: at.path.clone(),
        last_day: end.and_then(|node| Some(At::new(&node.path, values::date(&node, r)?))),
        single_use: most.is_some_and(|node| node.count(1, r).is_some()),
    }
}
