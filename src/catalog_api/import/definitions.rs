//! Dimensions as they are described (Catalog API, AddDimensions; the dimensions of an entity).

use super::asked::Definition;
use super::node::{At, Node, Reader};
use super::values;
use crate::domain::dimensions::{MAX_DESCRIPTION, MAX_NAME, MAX_UNIT};
use crate::domain::text;
use std::collections::BTreeSet;

/// The most dimensions described in one place: 200 of a contract and 200 of usage (Catalog API, service quotas).
const MAX_DEFINITIONS: usize = 400;

/// Reads a list of dimensions, each key once.
pub(super) fn read(list: &Node<'_>, r: &mut Reader) -> Vec<At<Definition>> {
    let nodes = list.bounded((1, MAX_DEFINITIONS), ("dimensions", ""), r);
    let mut keys = BTreeSet::new();
    let mut all = Vec::new();
    for node in nodes.unwrap_or_default() {
        let Some(definition) = one(&node, r) else {
            continue;
        };
        if keys.insert(definition.key.clone()) {
            all.push(At::new(node.path, definition));
        } else {
            let text = format!("{} is described twice", definition.key);
            r.faults
                .rule(node.below("Key"), "DUPLICATE_DIMENSION_KEYS", text);
        }
    }
    all
}

fn one(node: &Node<'_>, r: &mut Reader) -> Option<Definition> {
    if !node.object(&["Key", "Name", "Description", "Unit", "Types"], r) {
        return None;
    }
    let key = node.need("Key", r).and_then(|key| values::key(&key, r));
    let name = node
        .need("Name", r)
        .and_then(|name| line(&name, MAX_NAME, r));
    let description = match node.get("Description") {
        Some(node) => words(&node, MAX_DESCRIPTION, r),
        None => Some(String::new()),
    };
    let unit = node
        .need("Unit", r)
        .and_then(|unit| line(&unit, MAX_UNIT, r));
    let types = node.need("Types", r).and_then(|types| types.list(r));
    let mut kinds = BTreeSet::new();
    for node in types.into_iter().flatten() {
        kinds.extend(node.word(&["Entitled", "Metered", "ExternallyMetered"], r));
    }
    let external = kinds.contains("ExternallyMetered");
    Some(Definition {
        key: key?,
        name: name?,
        description: description?,
        unit: unit?,
        entitled: kinds.contains("Entitled"),
        metered: kinds.contains("Metered") || external,
        external,
    })
}

/// Reads a text of 1 to `most` characters on one line.
fn line(node: &Node<'_>, most: usize, r: &mut Reader) -> Option<String> {
    let kept = words(node, most, r)?;
    if text::one_line(&kept) {
        Some(kept)
    } else {
        r.faults.add(&node.path, "must be one line");
        None
    }
}

/// Reads a text of 1 to `most` characters.
fn words(node: &Node<'_>, most: usize, r: &mut Reader) -> Option<String> {
    let kept = text::clean(node.text(r)?);
    if kept.is_empty() || text::length(&kept) > most {
        r.faults
            .add(&node.path, format!("must have 1 to {most} characters"));
        None
    } else {
        Some(kept)
    }
}
