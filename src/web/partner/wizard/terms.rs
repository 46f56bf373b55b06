//! The first step: the reseller contract as it is to be accepted, and the buyers.

use super::open_draft::OpenDraft;
use crate::answers::buyers;
use crate::answers::offer::{OfferStep, terms};
use crate::domain::account::AccountId;
use crate::domain::agreements::{Document, ResellerContract};
use crate::domain::offer::ContractAcceptance;
use crate::web::{agreements as published, paths, view};

/// Characters of a contract that a page shows; who wants to read on takes the file.
const SHOWN: usize = 100_000;

/// A reseller contract.
#[derive(Debug)]
pub struct ContractView {
    /// What it is called.
    pub name: String,
    /// Its version, or size and checksum.
    pub note: String,
    /// Where its file is.
    pub file: Option<String>,
    /// Where it is told of outside the portal.
    pub outside: Option<&'static str>,
    /// Its words, if it is a text.
    pub text: Option<String>,
    /// Whether there are more words than are shown.
    pub cut: bool,
    /// What the box says.
    pub accept: String,
    /// Whether the box is ticked.
    pub ticked: bool,
    /// By whom and when it was accepted for this draft.
    pub accepted: Option<String>,
}

/// What the step shows.
#[derive(Debug)]
pub struct TermsView {
    pub contract: Option<ContractView>,
    pub buyers: String,
    /// The accounts that the opportunity is limited to.
    pub limited_to: Vec<String>,
    /// That some accounts are in the list more than once.
    pub repeated: Option<String>,
}

impl TermsView {
    pub fn of(open: &OpenDraft) -> Self {
        let fields = open.fields(OfferStep::Terms);
        let buyers_typed = fields.get("buyers").to_owned();
        let limits = open.opportunity.buyers.accounts().iter();
        Self {
            contract: contract(open, terms::accepts(&fields)),
            buyers: buyers_typed,
            limited_to: limits.map(AccountId::grouped).collect(),
            repeated: match buyers::repeated(&fields) {
                0 => None,
                1 => Some("1 account ID is repeated and counts once.".to_owned()),
                many => Some(format!("{many} account IDs are repeated and count once.")),
            },
        }
    }
}

fn contract(open: &OpenDraft, ticked: bool) -> Option<ContractView> {
    let accepted = open.acceptance.as_ref().map(accepted_words);
    match &open.opportunity.contract {
        ResellerContract::None => None,
        ResellerContract::Rcmp { version } => Some(ContractView {
            name: open.rcmp.label.clone(),
            note: format!("Version {version}, as AWS Marketplace publishes it"),
            file: None,
            outside: Some(published::RCMP_AT),
            text: None,
            cut: false,
            accept: format!("I accept the {}", open.rcmp.label),
            ticked,
            accepted,
        }),
        ResellerContract::Custom(document) => {
            let whole = open.contract_text.as_deref();
            let text = whole.map(|text| text.chars().take(SHOWN).collect::<String>());
            Some(ContractView {
                name: document.name.clone(),
                note: file_note(document),
                file: Some(paths::document(document.id)),
                outside: None,
                cut: whole.map(str::len) > text.as_ref().map(String::len),
                text,
                accept: "I accept the reseller contract".to_owned(),
                ticked,
                accepted,
            })
        }
    }
}

/// Size and checksum of a document.
pub fn file_note(document: &Document) -> String {
    let sum: String = document.sha256.chars().take(8).collect();
    format!("{}, checksum {sum}", view::size(document.size))
}

/// By whom and when a contract was accepted.
pub fn accepted_words(acceptance: &ContractAcceptance) -> String {
    format!(
        "Accepted by {} on {}",
        acceptance.person,
        view::moment(acceptance.at).words
    )
}
