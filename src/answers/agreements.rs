//! Steps 8 and 9: the EULA and the reseller contract.

use crate::answers::{Catalogue, Fields, Problems};
use crate::domain::agreements::{
    Document, DocumentError, DocumentKind, Eula, MAX_DOCUMENT_MB, ResellerContract,
    STANDARD_EULA_VERSION,
};
use crate::domain::ids::DocumentId;

/// The fields of the EULA step.
pub const EULA_FIELDS: &[&str] = &["eula"];
/// The fields of the reseller contract step.
pub const CONTRACT_FIELDS: &[&str] = &["contract"];

/// The name of the radio buttons of a step.
pub fn choice_field(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Eula => "eula",
        DocumentKind::ResellerContract => "contract",
    }
}

/// The name of the file control of a step.
pub fn file_field(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Eula => "eula_file",
        DocumentKind::ResellerContract => "contract_file",
    }
}

/// The documents that the two steps name.
pub fn named_documents(eula: &Fields, contract: &Fields) -> Vec<DocumentId> {
    [eula.get("eula"), contract.get("contract")]
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect()
}

/// Reads the EULA choice; a step never saved means each product's own.
///
/// # Errors
/// When nothing that exists is chosen.
pub fn parse_eula(fields: &Fields, catalogue: &Catalogue) -> Result<Eula, Problems> {
    match fields.get("eula") {
        "public" => Ok(Eula::Public),
        "" if fields.is_empty() => Ok(Eula::Public),
        "standard" => Ok(Eula::Standard {
            version: STANDARD_EULA_VERSION.to_owned(),
        }),
        "upload" => Err(Problems::one("eula_file", "Choose a file to upload")),
        other => document(other, DocumentKind::Eula, catalogue)
            .map(Eula::Custom)
            .ok_or_else(|| {
                Problems::one("eula", "Select a EULA or choose to use each product's own")
            }),
    }
}

/// Reads the reseller contract choice; a step never saved means none.
///
/// # Errors
/// When nothing that exists is chosen.
pub fn parse_contract(
    fields: &Fields,
    catalogue: &Catalogue,
) -> Result<ResellerContract, Problems> {
    match fields.get("contract") {
        "none" => Ok(ResellerContract::None),
        "" if fields.is_empty() => Ok(ResellerContract::None),
        "rcmp" => Ok(ResellerContract::Rcmp {
            version: catalogue.rcmp.version.clone(),
        }),
        "upload" => Err(Problems::one("contract_file", "Choose a file to upload")),
        other => document(other, DocumentKind::ResellerContract, catalogue)
            .map(ResellerContract::Custom)
            .ok_or_else(|| Problems::one("contract", "Select a contract or choose None")),
    }
}

fn document(value: &str, kind: DocumentKind, catalogue: &Catalogue) -> Option<Document> {
    let id: DocumentId = value.parse().ok()?;
    catalogue
        .documents
        .iter()
        .find(|document| document.id == id && document.kind == kind)
        .cloned()
}

/// The fields that choose this EULA.
pub fn write_eula(eula: &Eula) -> Fields {
    let mut fields = Fields::default();
    match eula {
        Eula::Public => fields.set("eula", "public"),
        Eula::Standard { .. } => fields.set("eula", "standard"),
        Eula::Custom(document) => fields.set("eula", document.id.to_string()),
    }
    fields
}

/// The fields that choose this reseller contract.
pub fn write_contract(contract: &ResellerContract) -> Fields {
    let mut fields = Fields::default();
    match contract {
        ResellerContract::None => fields.set("contract", "none"),
        ResellerContract::Rcmp { .. } => fields.set("contract", "rcmp"),
        ResellerContract::Custom(document) => fields.set("contract", document.id.to_string()),
    }
    fields
}

/// The fields of a step in which nothing is decided yet: with `upload`, only that a file is to be uploaded. Such a step
/// keeps the draft from being created until somebody decides.
pub fn write_undecided(kind: DocumentKind, upload: bool) -> Fields {
    let mut fields = Fields::default();
    fields.set(choice_field(kind), if upload { "upload" } else { "" });
    fields
}

/// What to do about a file with which nothing is wrong, when it could not be checked or the database did not take it.
pub const NOT_STORED: &str = "The file could not be stored – try again";

/// What to do about a file that is not taken.
pub fn file_problem(kind: DocumentKind, error: DocumentError) -> Problems {
    Problems::one(file_field(kind), file_text(error))
}

/// What to do about it, in words alone.
pub fn file_text(error: DocumentError) -> String {
    let text = match error {
        DocumentError::Empty => "The file is empty",
        DocumentError::TooLarge => {
            return format!("The file must be smaller than {MAX_DOCUMENT_MB} MB");
        }
        DocumentError::WrongFormat => "The file must be a PDF or a plain text file",
        DocumentError::Protected => {
            "The file is protected by a password – upload one that opens without it"
        }
        DocumentError::Infected => "The file did not pass the virus check – choose another",
        DocumentError::NotChecked => NOT_STORED,
    };
    text.to_owned()
}
