//! The envelope of a request: `StartChangeSet` around its changes.

use super::node::{Node, Reader};
use super::{Contents, change_set};
use crate::domain::text;

/// Characters of the name of a change set (Catalog API, StartChangeSet).
const MAX_NAME: usize = 100;
/// Characters of the token by which a repeated request is known (Catalog API, StartChangeSet).
const MAX_TOKEN: usize = 64;

/// Reads one request into the contents of the document.
pub(super) fn request(node: &Node<'_>, contents: &mut Contents, r: &mut Reader) {
    const KNOWN: [&str; 5] = [
        "Catalog",
        "ChangeSet",
        "ChangeSetName",
        "ClientRequestToken",
        "Intent",
    ];
    if !node.object(&KNOWN, r) {
        return;
    }
    if let Some(catalog) = node.get("Catalog") {
        catalog.word(&["AWSMarketplace"], r);
    }
    // Both are of no use here, but with a wrong one AWS would take the request no more than with a wrong price.
    for (name, most) in [
        ("ChangeSetName", MAX_NAME),
        ("ClientRequestToken", MAX_TOKEN),
    ] {
        if let Some(label) = node.get(name) {
            within(&label, most, r);
        }
    }
    if let Some(list) = node.need("ChangeSet", r) {
        change_set::change_set(&list, contents, r);
    }
}

/// Says so if this is no text of 1 to `most` characters.
fn within(node: &Node<'_>, most: usize, r: &mut Reader) {
    let Some(text) = node.text(r) else { return };
    let length = text::length(text);
    if !(1..=most).contains(&length) {
        let text = format!("must have 1 to {most} characters; this one has {length}");
        r.faults.add(&node.path, text);
    }
}
