//! The documents step: the vendor's EULA, and the partner's own documents that amend it.

use super::open_draft::OpenDraft;
use super::terms::file_note;
use crate::answers::offer::documents;
use crate::answers::{Fields, Problems, agreements};
use crate::domain::agreements::{Document, DocumentKind, Eula, PublicEula, STANDARD_EULA_VERSION};
use crate::domain::ids::UserId;
use crate::domain::offer::terms::MAX_AMENDMENTS;
use crate::domain::opportunity::Opportunity;
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::agreements as published;
use crate::web::paths;
use crate::web::wizard::uploads::{self, File};
use chrono::{DateTime, Utc};

/// A document of the partner's.
#[derive(Debug)]
pub struct FileView {
    pub id: String,
    pub name: String,
    pub note: String,
    pub href: String,
    /// The value of the button that moves it up, unless it is the first.
    pub up: Option<String>,
    /// The value of the button that moves it down, unless it is the last.
    pub down: Option<String>,
    pub remove: String,
}

/// A EULA: what it is called, and where it is.
#[derive(Debug)]
pub struct EulaView {
    pub name: String,
    pub note: String,
    pub href: Option<String>,
    /// Whether it stands outside the portal.
    pub outside: bool,
}

/// What the step shows.
#[derive(Debug)]
pub struct DocumentsView {
    pub vendor: String,
    pub eula: EulaView,
    pub files: Vec<FileView>,
    /// Whether there are as many as there may be.
    pub full: bool,
    pub most: usize,
}

impl DocumentsView {
    pub fn of(open: &OpenDraft) -> Self {
        let fields = open.fields(crate::answers::offer::OfferStep::Documents);
        let ids = fields.all("amendment");
        let find = |id: &String| {
            let mut own = open.documents.iter();
            own.find(|document| document.id.to_string() == *id)
        };
        let files = (1..)
            .zip(ids)
            .map(|(place, id)| file(place, ids.len(), id, find(id)))
            .collect();
        Self {
            vendor: open.opportunity.isv.name.clone(),
            eula: eula(&open.opportunity),
            files,
            full: ids.len() >= MAX_AMENDMENTS,
            most: MAX_AMENDMENTS,
        }
    }
}

fn file(place: usize, count: usize, id: &str, document: Option<&Document>) -> FileView {
    FileView {
        id: id.to_owned(),
        name: document.map_or_else(|| "A document".to_owned(), |document| document.name.clone()),
        note: document.map_or_else(|| "not there any more".to_owned(), file_note),
        href: paths::document(id),
        up: (place > 1).then(|| format!("up:{place}")),
        down: (place < count).then(|| format!("down:{place}")),
        remove: format!("remove:{place}"),
    }
}

/// The EULA that an opportunity brings.
pub fn eula(opportunity: &Opportunity) -> EulaView {
    let standard = |version: &str| EulaView {
        name: format!("{} (SCMP)", published::STANDARD),
        note: format!("Version {version}"),
        href: Some(published::STANDARD_AT.to_owned()),
        outside: true,
    };
    match (&opportunity.eula, &opportunity.product.public_eula) {
        (Eula::Public, PublicEula::Standard) => standard(STANDARD_EULA_VERSION),
        (Eula::Public, PublicEula::Custom { url }) => EulaView {
            name: format!("EULA of {}", opportunity.product.title),
            note: "As published with the product".to_owned(),
            href: published::web_address(url),
            outside: true,
        },
        (Eula::Standard { version }, _) => standard(version),
        (Eula::Custom(document), _) => EulaView {
            name: document.name.clone(),
            note: file_note(document),
            href: Some(paths::document(document.id)),
            outside: false,
        },
    }
}

/// What the buttons of the page do to the list.
pub fn press(fields: &mut Fields, go: &str) {
    let (verb, place) = go.split_once(':').unwrap_or((go, ""));
    let place: usize = place.parse().unwrap_or_default();
    match verb {
        "remove" => documents::remove(fields, place),
        "up" => documents::move_up(fields, place),
        "down" => documents::move_up(fields, place.saturating_add(1)),
        _ => {}
    }
}

/// Keeps an uploaded file and adds it to the list, or says why not.
pub fn keep(
    c: &mut Conn,
    scope: &PartnerScope,
    fields: &mut Fields,
    file: File,
    by: (UserId, DateTime<Utc>),
) -> Result<Problems, store::Error> {
    if fields.all("amendment").len() >= MAX_AMENDMENTS {
        return Ok(Problems::one(documents::FILE, documents::too_many()));
    }
    // A document for buyers, as a EULA is.
    Ok(
        match uploads::keep(c, scope, file, DocumentKind::Eula, by)? {
            Ok(document) => documents::add(fields, document.id)
                .err()
                .unwrap_or_default(),
            Err(error) => Problems::one(documents::FILE, agreements::file_text(error)),
        },
    )
}
