//! The authorizations that a request is about, and which of its changes belong to which.

use super::{Change, identifier_of, is_authorization};
use crate::catalog_api::import::asked::Asked;
use crate::catalog_api::import::node::{Reader, Source};
use crate::catalog_api::import::remark::quoted;
use crate::catalog_api::import::{changes, foreign};

/// The authorizations that a request is about, and of each change which of them it belongs to.
pub(super) struct Begun<'a> {
    pub(super) asked: Vec<Asked>,
    names: Vec<Option<&'a str>>,
    pub(super) places: Vec<Option<usize>>,
}

pub(super) fn begin<'a>(changes: &[Change<'a>], r: &mut Reader) -> Begun<'a> {
    let mut begun = Begun {
        asked: Vec::new(),
        names: Vec::new(),
        places: Vec::new(),
    };
    let created = |change: &&Change<'_>| {
        is_authorization(change) && change.kind == "CreateResaleAuthorization"
    };
    for change in changes.iter().filter(created) {
        if let Some(identifier) = &change.identifier {
            r.faults.add(
                &identifier.path,
                "must be left out; what is created has no ID yet",
            );
        }
        begun
            .asked
            .push(Asked::new(&change.node.path, Source::Request));
        begun.names.push(change.name);
    }
    foreign::refuse(changes, r);
    let mut next = 0;
    let mut kinds: Vec<(usize, &str)> = Vec::new();
    for change in changes {
        let place = if created(&change) {
            next += 1;
            Some(next - 1)
        } else {
            place(change, &mut begun, r)
        };
        if let Some(place) = place {
            if kinds.contains(&(place, change.kind)) {
                let text = format!("a second {} for the same authorization", change.kind);
                r.faults.add(&change.node.path, text);
            }
            kinds.push((place, change.kind));
        }
        begun.places.push(place);
    }
    begun
}

/// The authorization that a change belongs to: one created in this request, or one that is at AWS already.
fn place(change: &Change<'_>, begun: &mut Begun<'_>, r: &mut Reader) -> Option<usize> {
    if !is_authorization(change) {
        return None;
    }
    if !changes::KNOWN.contains(&change.kind) {
        let text = format!("{} is no change of an authorization", quoted(change.kind));
        r.faults.add(change.node.below("ChangeType"), text);
        return None;
    }
    let Some(identifier) = &change.identifier else {
        r.faults
            .add(change.node.below("Entity.Identifier"), "is missing");
        return None;
    };
    let id = identifier.text(r)?;
    if let Some(reference) = id.strip_prefix('$') {
        let name = reference.strip_suffix(".Entity.Identifier");
        let found = begun
            .names
            .iter()
            .position(|each| each.is_some() && *each == name);
        if found.is_none() {
            let text = format!(
                "{} names no change of this request that creates an authorization",
                quoted(id)
            );
            r.faults.add(&identifier.path, text);
        } else if change.kind == "RestrictResaleAuthorization" {
            let text = "what this request creates cannot be restricted by it";
            r.faults
                .rule(&change.node.path, "INCOMPATIBLE_STATUS", text);
            return None;
        }
        return found;
    }
    let Some(id) = identifier_of(id) else {
        let text = format!(
            "must be an ID like resaleauthz-abc123def456g, not {}",
            quoted(id)
        );
        r.faults.add(&identifier.path, text);
        return None;
    };
    if change.kind == "RestrictResaleAuthorization" {
        return None;
    }
    let known = begun
        .asked
        .iter()
        .position(|asked| asked.identifier.as_ref() == Some(&id));
    Some(known.unwrap_or_else(|| {
        begun.asked.push(Asked {
            identifier: Some(id),
            ..Asked::new(&change.node.path, Source::Request)
        });
        begun.asked.len() - 1
    }))
}
