//! Products and their public offers as they are at AWS: the answers of `DescribeEntity`. They say much that is of no
//! concern here, so that only what is needed is looked at.

use super::asked::{Card, Definition, EulaChoice, UpfrontCard};
use super::node::{At, Node, Reader};
use super::{definitions, terms, values};
use crate::domain::catalog::{MAX_TITLE, ProductId, ProductState};
use crate::domain::money::Currency;
use crate::domain::text;
use crate::domain::web_address::WebAddress;

/// The most terms of one offer: many times as many as there are types.
const MAX_TERMS: usize = 50;

/// The kinds of product that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `SaaSProduct@1.0`.
    Saas,
    /// `AmiProduct@1.0`.
    Ami,
    /// `ContainerProduct@1.0`.
    Container,
}

impl Kind {
    /// The kind of an entity type without its version.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "SaaSProduct" => Some(Self::Saas),
            "AmiProduct" => Some(Self::Ami),
            "ContainerProduct" => Some(Self::Container),
            _ => None,
        }
    }
}

/// A product as it is described; its prices stand in its public offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductEntity {
    /// The place of its details.
    pub path: String,
    /// What kind it is.
    pub kind: Kind,
    /// Its ID.
    pub id: At<ProductId>,
    /// Its title.
    pub title: String,
    /// Whether it is on sale.
    pub state: ProductState,
    /// What it charges for.
    pub dimensions: Vec<At<Definition>>,
}

/// The public offer of a product: its list prices and its EULA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOffer {
    /// The place of its details.
    pub path: String,
    /// Its product.
    pub product: At<ProductId>,
    /// Rates of usage.
    pub usage: Option<Card>,
    /// Prices for contract durations.
    pub upfront: Vec<UpfrontCard>,
    /// What buyers accept.
    pub eula: Option<At<EulaChoice>>,
    /// Whether buyers bring their own licence.
    pub byol: bool,
    /// Whether buyers pay by the month.
    pub monthly: bool,
}

/// Reads a product.
pub(super) fn entity(
    kind: Kind,
    identifier: Option<&str>,
    whole: &Node<'_>,
    details: &Node<'_>,
    r: &mut Reader,
) -> Option<ProductEntity> {
    if !details.any_object(r) {
        return None;
    }
    let path = whole.below("EntityIdentifier");
    let id = identifier.and_then(ProductId::parse);
    if id.is_none() {
        r.faults.add(
            &path,
            "must be the ID of the product, like prod-abc123def456g",
        );
    }
    let description = details
        .need("Description", r)
        .filter(|node| node.any_object(r));
    let title = description
        .as_ref()
        .and_then(|node| node.need("ProductTitle", r));
    let title = title.and_then(|node| title_of(&node, r));
    let visibility = description
        .as_ref()
        .and_then(|node| node.need("Visibility", r));
    let state = visibility.and_then(|node| {
        let words = ["Public", "Limited", "Draft", "Restricted", "Unavailable"];
        Some(match node.word(&words, r)? {
            "Public" => ProductState::Public,
            "Limited" => ProductState::Limited,
            "Draft" => ProductState::Draft,
            _ => ProductState::Withdrawn,
        })
    });
    let dimensions = details
        .get("Dimensions")
        .map(|list| definitions::read(&list, r));
    Some(ProductEntity {
        path: details.path.clone(),
        kind,
        id: At::new(path, id?),
        title: title?,
        state: state?,
        dimensions: dimensions.unwrap_or_default(),
    })
}

fn title_of(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    let title = text::clean(node.text(r)?).replace('\n', " ");
    if title.is_empty() || text::length(&title) > MAX_TITLE {
        r.faults
            .add(&node.path, format!("must have 1 to {MAX_TITLE} characters"));
        None
    } else {
        Some(title)
    }
}

/// Reads a public offer.
pub(super) fn offer(details: &Node<'_>, r: &mut Reader) -> Option<PublicOffer> {
    if !details.any_object(r) {
        return None;
    }
    private(details, r);
    let product = details.need("ProductId", r);
    let product = product.and_then(|node| Some(At::new(&node.path, values::product_id(&node, r)?)));
    let mut offer = PublicOffer {
        path: details.path.clone(),
        product: product?,
        usage: None,
        upfront: Vec::new(),
        eula: None,
        byol: false,
        monthly: false,
    };
    let nodes = details
        .need("Terms", r)
        .and_then(|list| list.bounded((0, MAX_TERMS), ("terms", ""), r));
    for node in nodes.unwrap_or_default() {
        if node.any_object(r) {
            term(&node, &mut offer, r);
        }
    }
    Some(offer)
}

/// Only public offers have list prices.
fn private(details: &Node<'_>, r: &mut Reader) {
    let resold = ["MarkupPercentage", "ResaleAuthorizationId"];
    if let Some(node) = resold.iter().find_map(|name| details.get(name)) {
        r.faults.add(
            node.path,
            "this is a partner's offer; list prices stand in the public offer",
        );
        return;
    }
    let rules = details.get("Rules").and_then(|list| list.list(r));
    let buyers = rules
        .into_iter()
        .flatten()
        .filter_map(|rule| rule.get("PositiveTargeting")?.get("BuyerAccounts"))
        .next();
    if let Some(node) = buyers {
        r.faults.add(
            node.path,
            "this is a private offer; list prices stand in the public offer",
        );
    }
}

fn term(node: &Node<'_>, offer: &mut PublicOffer, r: &mut Reader) {
    let Some(kind) = node.need("Type", r).and_then(|kind| kind.text(r)) else {
        return;
    };
    match kind {
        "UsageBasedPricingTerm" => {
            if let Some(currency) = list_currency(node, r) {
                offer.usage = terms::usage(node, currency, r);
            }
        }
        "ConfigurableUpfrontPricingTerm" => {
            if let Some(currency) = list_currency(node, r) {
                offer.upfront = terms::upfront(node, currency, r);
            }
        }
        "ByolPricingTerm" => offer.byol = true,
        "RecurringPaymentTerm" => offer.monthly = true,
        "LegalTerm" => offer.eula = eula(node, r),
        // Trials, renewals, support and the like are of no concern here.
        _ => {}
    }
}

fn list_currency(node: &Node<'_>, r: &mut Reader) -> Option<Currency> {
    let node = node.need("CurrencyCode", r)?;
    let currency = values::currency(&node, r)?;
    if currency == Currency::LIST {
        Some(currency)
    } else {
        r.faults
            .add(node.path, format!("list prices are in {}", Currency::LIST));
        None
    }
}

fn eula(node: &Node<'_>, r: &mut Reader) -> Option<At<EulaChoice>> {
    let documents = node.need("Documents", r)?.list(r)?;
    let mut read = documents.filter_map(|document| {
        let kind = document.get("Type")?;
        let choice = match kind.text(r)? {
            "StandardEula" => EulaChoice::Standard,
            "CustomEula" => {
                let url = document.need("Url", r)?;
                let text = url.text(r)?;
                // An entity tells a signed address; what is signed passes, what comes before it stays.
                let stays = text.split('?').next().unwrap_or(text);
                EulaChoice::Custom(values::address(&url, stays, WebAddress::parse, r)?)
            }
            _ => return None,
        };
        Some(At::new(document.path, choice))
    });
    read.next()
}
