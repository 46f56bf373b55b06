//! Changes of something else than an authorization, and why they cannot be imported.

use super::change_set::{AUTHORIZATION, Change, PRODUCTS, is_authorization};
use super::node::Reader;
use super::remark::quoted;

/// The type of an offer, whoever makes it.
const OFFER: &str = "Offer@1.0";
/// The changes by which an ISV makes an offer without a partner.
const OWN: [&str; 2] = ["CreateOffer", "CreateReplacementOffer"];

/// Says why changes of something else cannot be imported, unless they add dimensions to a product. A request makes an
/// offer by many changes, of which the one that creates it speaks for all, or else the first.
pub(super) fn refuse(changes: &[Change<'_>], r: &mut Reader) {
    let adds =
        |change: &Change<'_>| change.kind == "AddDimensions" && PRODUCTS.contains(&change.entity);
    let mut offers = changes.iter().filter(|change| change.entity == OFFER);
    let creates = |change: &&Change<'_>| change.kind.starts_with("Create");
    if let Some(change) = offers.clone().find(creates).or_else(|| offers.next()) {
        r.faults.add(&change.node.path, offer(change.kind));
    }
    let others = changes
        .iter()
        .filter(|change| !is_authorization(change) && change.entity != OFFER && !adds(change));
    for change in others {
        let text = format!(
            "{} of {} cannot be imported; only changes of {AUTHORIZATION} and AddDimensions can",
            quoted(change.kind),
            quoted(change.entity)
        );
        r.faults.add(&change.node.path, text);
    }
}

/// Why an offer cannot be imported, and what can be instead. Of a change to an offer that exists nobody knows whose it is.
fn offer(kind: &str) -> String {
    let change = quoted(kind);
    if OWN.contains(&kind) {
        return format!(
            "{change} makes an offer of your own to buyers, without a partner. Only authorizations ({AUTHORIZATION}) are imported here"
        );
    }
    let what = if kind.ends_with("UsingResaleAuthorization") {
        "makes a partner's private offer"
    } else {
        "changes a private offer, as partners make them"
    };
    format!(
        "{change} {what}. Only authorizations are imported here, and a partner makes and changes its offers itself, from the opportunity that you give it. Import the request that creates the authorization ({AUTHORIZATION}) instead"
    )
}
