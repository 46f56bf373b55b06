//! The envelope of a request: `StartChangeSet` around its changes.

use super::node::{Node, Reader};
use super::remark::quoted;
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
    if let Some(label) = node.get("ChangeSetName")
        && let Some(text) = within(&label, MAX_NAME, r)
        && !text.chars().all(of_names)
    {
        let text = format!(
            "must have only letters from A to Z, digits, white space and _ + = . : @ -, not {}",
            quoted(text)
        );
        r.faults.add(&label.path, text);
    }
    if let Some(token) = node.get("ClientRequestToken") {
        within(&token, MAX_TOKEN, r);
    }
    if let Some(list) = node.need("ChangeSet", r) {
        change_set::change_set(&list, contents, r);
    }
}

/// Whether a character may stand in the name of a change set: `[\w\s+=.:@-]` (Catalog API, StartChangeSet).
fn of_names(character: char) -> bool {
    character.is_ascii_alphanumeric() || character.is_whitespace() || "_+=.:@-".contains(character)
}

/// The text that stands here, if it has 1 to `most` characters; says so if it has not.
fn within<'a>(node: &Node<'a>, most: usize, r: &mut Reader) -> Option<&'a str> {
    let text = node.text(r)?;
    let length = text::length(text);
    if (1..=most).contains(&length) {
        Some(text)
    } else {
        let text = format!("must have 1 to {most} characters; this one has {length}");
        r.faults.add(&node.path, text);
        None
    }
}
