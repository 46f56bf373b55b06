//! Requests to change something: `StartChangeSet`, with its changes in any order.

mod authorizations;

use super::asked::Definition;
use super::changes;
use super::json::{self, Json};
use super::node::{At, Node, Reader};
use super::remark::Remark;
use super::values;
use super::{Contents, Restriction};
use crate::catalog_api::envelope::MAX_CHANGES;
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::ProductId;
use authorizations::begin;

/// Characters of details written as text (Catalog API, Change).
const MAX_DETAILS: usize = 16_384;
/// Characters of the name of a change (Catalog API, Change).
const MAX_CHANGE_NAME: usize = 72;

/// The type of an authorization.
pub(super) const AUTHORIZATION: &str = "ResaleAuthorization@1.0";
/// The types of products whose dimensions can be added to.
pub(super) const PRODUCTS: [&str; 3] =
    ["SaaSProduct@1.0", "AmiProduct@1.0", "ContainerProduct@1.0"];

/// One change of a request.
pub(super) struct Change<'a> {
    pub(super) node: Node<'a>,
    pub(super) kind: &'a str,
    pub(super) entity: &'a str,
    identifier: Option<Node<'a>>,
    name: Option<&'a str>,
    pub(super) details: Node<'a>,
}

/// Reads the changes of one request.
pub(super) fn change_set(list: &Node<'_>, contents: &mut Contents, r: &mut Reader) {
    let nodes = list
        .bounded((1, MAX_CHANGES), ("changes", ""), r)
        .unwrap_or_default();
    let before = r.faults.len();
    // Details that are written as text are parsed first, so that all that is read afterwards can borrow from them.
    let parsed: Vec<Option<Json>> = nodes.iter().map(|node| details_text(node, r)).collect();
    let changes: Vec<Change<'_>> = nodes
        .iter()
        .zip(&parsed)
        .filter_map(|(node, parsed)| change(node, parsed.as_ref(), r))
        .collect();
    names(&changes, r);
    // What belongs to a change that could not be read would seem to belong to none.
    if r.faults.len() > before {
        return;
    }
    let begun = begin(&changes, r);
    let mut found = begun.asked;
    for (change, place) in changes.iter().zip(&begun.places) {
        match (change.kind, place) {
            (_, Some(place)) => {
                if let Some(asked) = found.get_mut(*place) {
                    changes::apply(change.kind, &change.details, asked, r);
                }
            }
            ("RestrictResaleAuthorization", None) => {
                contents.restrictions.extend(restriction(change, r))
            }
            ("AddDimensions", None) => contents.dimensions.extend(added(change, r)),
            (_, None) => {}
        }
    }
    contents.asked.append(&mut found);
}

/// Parses the details of a change that are written as text.
fn details_text(node: &Node<'_>, r: &mut Reader) -> Option<Json> {
    let details = node.get("Details")?;
    let text = details.text(r)?;
    if text.chars().count() > MAX_DETAILS {
        let text = format!("must have {MAX_DETAILS} characters or fewer");
        r.faults.add(&details.path, text);
        return None;
    }
    let parsed = json::parse(text, &r.room);
    parsed
        .map_err(|remark| r.faults.add(&details.path, remark.text))
        .ok()
}

fn change<'a>(node: &Node<'a>, parsed: Option<&'a Json>, r: &mut Reader) -> Option<Change<'a>> {
    const KNOWN: [&str; 5] = [
        "ChangeType",
        "ChangeName",
        "Entity",
        "DetailsDocument",
        "Details",
    ];
    if let Some(inner) = node.get("ChangeSet") {
        r.faults
            .add(inner.path, "a change set stands inside a change set");
        return None;
    }
    if !node.object(&KNOWN, r) {
        return None;
    }
    let kind = node.need("ChangeType", r).and_then(|kind| kind.text(r));
    let entity = node
        .need("Entity", r)
        .filter(|entity| entity.object(&["Type", "Identifier"], r));
    let entity_type = entity
        .as_ref()
        .and_then(|e| e.need("Type", r))
        .and_then(|kind| kind.text(r));
    let identifier = entity.as_ref().and_then(|e| e.get("Identifier"));
    let name = node
        .get("ChangeName")
        .and_then(|name| change_name(&name, r));
    let details = match (node.get("DetailsDocument"), node.get("Details"), parsed) {
        (Some(_), Some(text), _) => {
            r.faults.add(
                text.path,
                "stands beside DetailsDocument; write one of them",
            );
            None
        }
        (Some(document), None, _) => Some(document),
        (None, Some(text), Some(value)) => Some(Node {
            path: text.path,
            value,
        }),
        (None, Some(_), None) => None,
        (None, None, _) => {
            r.faults.add(node.below("DetailsDocument"), "is missing");
            None
        }
    };
    Some(Change {
        node: node.clone(),
        kind: kind?,
        entity: entity_type?,
        identifier,
        name,
        details: details?,
    })
}

fn change_name<'a>(node: &Node<'a>, r: &mut Reader) -> Option<&'a str> {
    let text = node.text(r)?;
    let letters = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if letters && text.len() <= MAX_CHANGE_NAME {
        Some(text)
    } else {
        r.faults.add(
            &node.path,
            format!("must be 1 to {MAX_CHANGE_NAME} letters"),
        );
        None
    }
}

/// No two changes of a request have the same name.
fn names(changes: &[Change<'_>], r: &mut Reader) {
    for (at, change) in changes.iter().enumerate() {
        let twice = change.name.is_some()
            && changes
                .iter()
                .take(at)
                .any(|other| other.name == change.name);
        if twice {
            let path = change.node.below("ChangeName");
            r.faults
                .add(path, "another change of this request has this name");
        }
    }
}

pub(super) fn is_authorization(change: &Change<'_>) -> bool {
    change.entity == AUTHORIZATION
}

/// The ID of an authorization as requests write it: without a revision.
fn identifier_of(text: &str) -> Option<AuthorizationId> {
    AuthorizationId::parse(text).filter(|id| id.as_str() == text)
}

fn restriction(change: &Change<'_>, r: &mut Reader) -> Option<Restriction> {
    let identifier = change
        .identifier
        .as_ref()
        .filter(|_| is_authorization(change))?;
    let Json::Text(id) = identifier.value else {
        return None;
    };
    // A wrong one was told already.
    let id = identifier_of(id)?;
    change.details.object(&[], r).then(|| Restriction {
        path: change.node.path.clone(),
        identifier: id,
    })
}

fn added(change: &Change<'_>, r: &mut Reader) -> Vec<(ProductId, At<Definition>)> {
    if !PRODUCTS.contains(&change.entity) {
        return Vec::new();
    }
    let Some(identifier) = &change.identifier else {
        r.faults
            .add(change.node.below("Entity.Identifier"), "is missing");
        return Vec::new();
    };
    let Some(product) = values::product_id(identifier, r) else {
        return Vec::new();
    };
    let read = super::definitions::read(&change.details, r);
    read.into_iter()
        .map(|definition| (product.clone(), definition))
        .collect()
}

/// What was left out of a request because only its sender needs it.
pub(super) fn left_over(node: &Node<'_>, what: &str) -> Remark {
    Remark::new(&node.path, format!("{what} is not kept here"))
}
