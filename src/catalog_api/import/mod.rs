//! Import: what stands at AWS, read.
//!
//! [`read`] takes a request of `StartChangeSet`, a list of changes, an entity as `DescribeEntity` answers it, or a list of
//! requests and entities, and tells everything that is wrong with it by its place in the JSON. What it read is then held
//! against the catalogue: [`fit()`] makes the parts of an opportunity of an authorization and names what has no place in
//! one, and [`listing()`] makes products of entities and their public offers.

pub mod asked;
mod change_set;
mod changes;
mod definitions;
mod entity;
pub mod fit;
mod foreign;
mod json;
mod legal;
pub mod listing;
mod node;
mod prices;
mod product;
mod remark;
mod request;
mod terms;
mod together;
mod values;

pub use asked::Asked;
pub use fit::fit;
pub use json::{MAX_BYTES, MAX_VALUES};
pub use listing::listing;
pub use node::{At, Source};
pub use product::{ProductEntity, PublicOffer};
pub use remark::{Faults, MAX_REMARKS, Remark};

use crate::domain::account::AccountId;
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::ProductId;
use asked::Definition;
use json::{Json, Room};
use node::{Node, Reader};
use std::collections::BTreeSet;

/// What a document holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Authorizations that are asked for or described.
    pub asked: Vec<Asked>,
    /// Authorizations that are to be ended.
    pub restrictions: Vec<Restriction>,
    /// Dimensions that are to be added to products.
    pub dimensions: Vec<(ProductId, At<Definition>)>,
    /// Products that are described.
    pub products: Vec<ProductEntity>,
    /// Offers that are described.
    pub offers: Vec<PublicOffer>,
}

impl Contents {
    /// The products that its authorizations are about, each once.
    pub fn product_ids(&self) -> Vec<ProductId> {
        let named = self.asked.iter().filter_map(|asked| asked.product.as_ref());
        let ids: BTreeSet<ProductId> = named.map(|at| at.value.clone()).collect();
        ids.into_iter().collect()
    }

    /// The accounts of the resellers that its authorizations name, each once.
    pub fn accounts(&self) -> Vec<AccountId> {
        let named = self
            .asked
            .iter()
            .filter_map(|asked| asked.reseller.as_ref());
        let accounts: BTreeSet<AccountId> = named.map(|at| at.value.clone()).collect();
        accounts.into_iter().collect()
    }

    /// Whether it holds products and their offers, and nothing else.
    ///
    /// # Errors
    /// What else there is.
    pub fn only_products(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let asked = self.asked.iter().map(|asked| &asked.path);
        for path in asked.chain(self.restrictions.iter().map(|each| &each.path)) {
            faults.add(
                path,
                "an authorization is no product; import it on the page for that",
            );
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

/// Whether a text holds entities or requests, as far as its first look tells; what it is not is a catalogue file.
pub fn describes(text: &str) -> bool {
    let known = |value: &Json| {
        ["EntityType", "ChangeSet", "ChangeType"]
            .iter()
            .any(|name| has(value, name))
    };
    // However much it is: what reads it next tells that it is too much.
    match json::parse(text, &Room::of(usize::MAX)) {
        Ok(Json::List(values)) => values.iter().any(known),
        Ok(value) => known(&value),
        Err(_) => false,
    }
}

/// An authorization that is to be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// The place of the change.
    pub path: String,
    /// The ID it has at AWS.
    pub identifier: AuthorizationId,
}

/// Reads a document.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str) -> Result<Contents, Faults> {
    let mut r = Reader {
        source: Source::Request,
        faults: Faults::default(),
        room: Room::of(MAX_VALUES),
    };
    if text.len() > MAX_BYTES {
        r.faults.add("", too_large());
        return Err(r.faults);
    }
    let mut contents = Contents::default();
    match json::parse(text, &r.room) {
        Ok(json) => document(&Node::top(&json), &mut contents, &mut r),
        Err(remark) => r.faults.push(remark),
    }
    // With a part that could not be read, others would seem to be missing.
    if r.faults.is_empty() {
        for asked in &mut contents.asked {
            entity::tidy(asked);
            together::check(asked, &mut r.faults);
        }
        together::added(&mut contents, &mut r.faults);
        if contents == Contents::default() {
            r.faults
                .add("", "There is no authorization and no product in it");
        }
    }
    if r.faults.is_empty() {
        Ok(contents)
    } else {
        Err(r.faults)
    }
}

/// What is said of a document that is larger than [`MAX_BYTES`].
pub fn too_large() -> String {
    "The JSON must be 1 MB or less – import it in several parts".to_owned()
}

/// Reads the whole document, of whatever kind it is.
fn document(top: &Node<'_>, contents: &mut Contents, r: &mut Reader) {
    match top.value {
        Json::List(values) => {
            let changes = |value: &Json| has(value, "ChangeType");
            if values.iter().any(changes) {
                change_set::change_set(top, contents, r);
            } else {
                for node in top.list(r).into_iter().flatten() {
                    single(&node, contents, r);
                }
            }
        }
        Json::Object(_) | Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => {
            single(top, contents, r);
        }
    }
}

fn has(value: &Json, name: &str) -> bool {
    matches!(value, Json::Object(pairs) if pairs.iter().any(|(key, _)| key == name))
}

/// Reads one request or one entity.
fn single(node: &Node<'_>, contents: &mut Contents, r: &mut Reader) {
    if !node.any_object(r) {
        return;
    }
    if has(node.value, "EntityType") {
        r.source = Source::Entity;
        described(node, contents, r);
        r.source = Source::Request;
    } else if has(node.value, "ChangeSet") {
        request::request(node, contents, r);
    } else {
        let text = "must be a request with a ChangeSet, or an entity with an EntityType";
        node.fault(text, r);
    }
}

/// Reads the answer of `DescribeEntity`.
fn described(node: &Node<'_>, contents: &mut Contents, r: &mut Reader) {
    const KNOWN: [&str; 7] = [
        "EntityType",
        "EntityIdentifier",
        "EntityArn",
        "LastModifiedDate",
        "DetailsDocument",
        "Details",
        "ResponseMetadata",
    ];
    if !node.object(&KNOWN, r) {
        return;
    }
    let kind = node.need("EntityType", r).and_then(|kind| kind.text(r));
    let identifier = node.get("EntityIdentifier").and_then(|id| id.text(r));
    // The revision of the entity stands behind the sign.
    let identifier = identifier.map(|id| id.split('@').next().unwrap_or(id));
    let parsed;
    let details = match (node.get("DetailsDocument"), node.get("Details")) {
        (Some(document), _) => Some(document),
        (None, Some(text)) => match text.text(r).map(|text| json::parse(text, &r.room)) {
            Some(Ok(value)) => {
                parsed = value;
                Some(Node {
                    path: text.path,
                    value: &parsed,
                })
            }
            Some(Err(remark)) => {
                r.faults.add(text.path, remark.text);
                None
            }
            None => None,
        },
        (None, None) => node.need("DetailsDocument", r),
    };
    let (Some(kind), Some(details)) = (kind, details) else {
        return;
    };
    match kind.split('@').next().unwrap_or(kind) {
        "ResaleAuthorization" => {
            let identifier = identifier.and_then(AuthorizationId::parse);
            contents
                .asked
                .extend(entity::authorization(identifier, &details, r));
        }
        "Offer" => contents.offers.extend(product::offer(&details, r)),
        other => match product::Kind::of(other) {
            Some(kind) => contents
                .products
                .extend(product::entity(kind, identifier, node, &details, r)),
            None => r.faults.add(node.below("EntityType"), unlisted(other)),
        },
    }
}

/// Why an entity of another kind is not imported.
fn unlisted(kind: &str) -> String {
    let why = match kind {
        "ProfessionalServicesProduct" => {
            "professional services have no public prices to import; whoever runs this portal adds them from a catalogue file"
        }
        "DataProduct" | "MachineLearningProduct" | "SolutionProduct" => {
            "products of this kind cannot be resold through opportunities"
        }
        _ => "authorizations, SaaS, AMI and container products and their public offers can",
    };
    format!("{} cannot be imported; {why}", remark::quoted(kind))
}
