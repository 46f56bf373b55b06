//! Step 4: documents of the partner's own that amend the EULA.

use crate::answers::{Fields, Problems};
use crate::domain::agreements::{Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::offer::terms::MAX_AMENDMENTS;

/// The fields of this step.
pub const FIELDS: &[&str] = &["amendment"];
/// The name of the file control.
pub const FILE: &str = "amendment_file";

/// The documents named, in order.
pub fn named(fields: &Fields) -> Vec<DocumentId> {
    let ids = fields.all("amendment").iter();
    ids.filter_map(|id| id.parse().ok()).collect()
}

/// Finds the documents among the partner's own.
///
/// # Errors
/// When one is not there, or when there are too many.
pub fn parse(fields: &Fields, documents: &[Document]) -> Result<Vec<Document>, Problems> {
    let typed = fields.all("amendment");
    if typed.len() > MAX_AMENDMENTS {
        return Err(Problems::one("amendment", too_many()));
    }
    let find = |id: &String| {
        let id: DocumentId = id.parse().ok()?;
        documents
            .iter()
            .find(|document| document.id == id && document.kind == DocumentKind::Eula)
            .cloned()
    };
    typed
        .iter()
        .map(find)
        .collect::<Option<_>>()
        .ok_or_else(|| Problems::one("amendment", "A document is not there any more – remove it"))
}

/// What to do about more documents than an offer may have.
pub fn too_many() -> String {
    format!("You can add up to {MAX_AMENDMENTS} documents – remove one first")
}

/// Adds a document at the end.
///
/// # Errors
/// When there are as many as there may be.
pub fn add(fields: &mut Fields, document: DocumentId) -> Result<(), Problems> {
    if fields.all("amendment").len() >= MAX_AMENDMENTS {
        return Err(Problems::one(FILE, too_many()));
    }
    fields.add("amendment", document.to_string());
    Ok(())
}

/// Takes the document at a place away, counted from 1.
pub fn remove(fields: &mut Fields, place: usize) {
    let kept = fields.all("amendment").iter().cloned();
    let kept: Vec<String> = (1..)
        .zip(kept)
        .filter(|(at, _)| *at != place)
        .map(|(_, id)| id)
        .collect();
    put(fields, kept);
}

/// Moves the document at a place, counted from 1, before the one above it.
pub fn move_up(fields: &mut Fields, place: usize) {
    let mut ids = fields.all("amendment").to_vec();
    if let Some(above) = place.checked_sub(2)
        && place <= ids.len()
    {
        ids.swap(above, above + 1);
    }
    put(fields, ids);
}

fn put(fields: &mut Fields, ids: Vec<String>) {
    fields.remove("amendment");
    for id in ids {
        fields.add("amendment", id);
    }
}

/// The fields that name these documents.
pub fn write(documents: &[Document]) -> Fields {
    let mut fields = Fields::default();
    for document in documents {
        fields.add("amendment", document.id.to_string());
    }
    fields
}
