//! Step 9: what the partner accepts.

use super::Wizard;
use super::uploads::document_of;
use crate::portal::on_each_database;
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;

#[test]
fn a_reseller_contract_is_chosen_or_not() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let page = wizard.page("rcmp");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        assert_eq!(page.values("contract"), ["none"]);
        wizard.accepts(Step::Rcmp, &[("contract", "rcmp")], "review");
        insta::allow_duplicates! { insta::assert_snapshot!("filled", wizard.page("rcmp").outline()) };
        let words = "Reseller Contract for AWS Marketplace (RCMP), version 2021-12-01";
        assert_eq!(wizard.page("review").texts("#rcmp dd"), [words]);
        wizard.accepts(Step::Rcmp, &[("contract", "none")], "review");
        assert_eq!(wizard.page("review").texts("#rcmp .none"), ["Not given"]);
    });
}

#[test]
fn a_custom_contract_is_one_that_was_uploaded() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let contract = document_of(&wizard, DocumentKind::ResellerContract, "Contract.pdf");
        let eula = document_of(&wizard, DocumentKind::Eula, "EULA.pdf");
        wizard.accepts(Step::Rcmp, &[("contract", &contract)], "review");
        assert_eq!(wizard.page("review").texts("#rcmp dd"), ["Contract.pdf"]);
        let error = [("contract", "Select a contract or choose None")];
        for unknown in [eula.as_str(), "public", ""] {
            let answer = wizard.save(Step::Rcmp, &[("contract", unknown)]);
            assert_eq!(answer.status, 422, "{unknown}");
            super::assert_errors(&answer.page(), &error);
        }
        let error = [("contract_file", "Choose a file to upload")];
        let page = wizard.refuses(Step::Rcmp, &[("contract", "upload")], &error);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
    });
}
