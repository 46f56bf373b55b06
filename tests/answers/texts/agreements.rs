use super::{Case, case, said, taken};
use crate::draft::{Draft, contract_file, eula_file, percentage};
use consign::answers::Step;
use consign::answers::agreements::file_problem;
use consign::domain::agreements::{DocumentError, DocumentKind};

const NO_EULA: &str = "Select a EULA or choose to use each product's own";
const NO_CONTRACT: &str = "Select a contract or choose None";
const NO_FILE: &str = "Choose a file to upload";

fn eula(choice: &str) -> Draft {
    percentage().put(Step::Eula, &[("eula", choice)])
}

fn contract(choice: &str) -> Draft {
    percentage().put(Step::Rcmp, &[("contract", choice)])
}

pub fn cases() -> Vec<Case> {
    let elsewhere = "doc_00000000000000000000000000";
    let other_eula = eula_file().id.to_string();
    let other_contract = contract_file().id.to_string();
    let mut cases = vec![
        case(eula("upload"), Step::Eula, "eula_file", NO_FILE),
        case(contract("upload"), Step::Rcmp, "contract_file", NO_FILE),
    ];
    for unknown in ["none", "PUBLIC", elsewhere, &other_contract] {
        cases.push(case(eula(unknown), Step::Eula, "eula", NO_EULA));
    }
    for unknown in ["public", "RCMP", elsewhere, &other_eula] {
        cases.push(case(contract(unknown), Step::Rcmp, "contract", NO_CONTRACT));
    }
    cases
}

/// All that is said about a file that is not taken.
pub fn file_texts() -> Vec<String> {
    use DocumentError::{Empty, Protected, TooLarge, WrongFormat};
    [Empty, TooLarge, WrongFormat, Protected]
        .iter()
        .flat_map(|error| DocumentKind::ALL.map(|kind| file_problem(kind, *error)))
        .map(|problems| problems.iter().next().unwrap().text.clone())
        .collect()
}

#[test]
fn a_choice_that_is_none_is_said_beside_the_radio_buttons() {
    said(&cases());
}

#[test]
fn every_choice_that_exists_is_taken() {
    for choice in ["public", "standard", &eula_file().id.to_string()] {
        taken(&eula(choice));
    }
    for choice in ["none", "rcmp", &contract_file().id.to_string()] {
        taken(&contract(choice));
    }
}

#[test]
fn a_file_that_is_not_taken_is_said_beside_the_file_control() {
    for (error, text) in [
        (DocumentError::Empty, "The file is empty"),
        (
            DocumentError::TooLarge,
            "The file must be smaller than 10 MB",
        ),
        (
            DocumentError::WrongFormat,
            "The file must be a PDF or a plain text file",
        ),
        (
            DocumentError::Protected,
            "The file is protected by a password – upload one that opens without it",
        ),
    ] {
        let of_eula = file_problem(DocumentKind::Eula, error);
        assert_eq!(of_eula.for_field("eula_file"), Some(text));
        let of_contract = file_problem(DocumentKind::ResellerContract, error);
        assert_eq!(of_contract.for_field("contract_file"), Some(text));
    }
}
