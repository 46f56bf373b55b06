//! Step 8: what buyers accept.

use super::Wizard;
use super::uploads::document_of;
use crate::portal::on_each_database;
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;

const SERVICES: &str = "prod-harbormaster1";

#[test]
fn the_products_own_eula_is_used_unless_another_is_chosen() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let page = wizard.page("eula");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        assert_eq!(page.values("eula"), ["public"]);
        let agreement = || wizard.page("review").texts("#eula dd");
        assert_eq!(agreement(), ["Each product's own EULA"]);
        wizard.accepts(Step::Eula, &[("eula", "standard")], "rcmp");
        assert_eq!(agreement(), ["Standard contract, version 2022-07-14"]);
        wizard.accepts(Step::Eula, &[("eula", "public")], "rcmp");
        assert_eq!(agreement(), ["Each product's own EULA"]);
    });
}

#[test]
fn an_uploaded_eula_can_be_used_again() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let eula = document_of(&wizard, DocumentKind::Eula, "Master EULA.pdf");
        let contract = document_of(&wizard, DocumentKind::ResellerContract, "Contract.pdf");
        let page = wizard.page("eula");
        let text = page.text();
        assert!(text.contains("Reuse Master EULA.pdf") && !text.contains("Contract.pdf"));
        wizard.accepts(Step::Eula, &[("eula", &eula)], "rcmp");
        insta::allow_duplicates! { insta::assert_snapshot!("filled", wizard.page("eula").outline()) };
        assert_eq!(wizard.page("review").texts("#eula dd"), ["Master EULA.pdf"]);
        // A reseller contract is no EULA, and what does not exist is none either.
        let error = [("eula", "Select a EULA or choose to use each product's own")];
        for unknown in [contract.as_str(), "doc_01h455vb4pex5vsknk084sn02q", "x", ""] {
            let answer = wizard.save(Step::Eula, &[("eula", unknown)]);
            assert_eq!(answer.status, 422, "{unknown}");
            super::assert_errors(&answer.page(), &error);
        }
    });
}

#[test]
fn to_upload_means_to_choose_a_file() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let error = [("eula_file", "Choose a file to upload")];
        let page = wizard.refuses(Step::Eula, &[("eula", "upload")], &error);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        assert_eq!(wizard.cannot_be_created(), ["Choose a file to upload"]);
    });
}

#[test]
fn services_need_a_eula_of_their_own() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[SERVICES]);
        let text = "Harbor Master Services is a professional service and needs a EULA of its own – upload one";
        for choice in ["public", "standard"] {
            wizard.refuses(Step::Eula, &[("eula", choice)], &[("eula", text)]);
        }
        let eula = document_of(&wizard, DocumentKind::Eula, "Services.pdf");
        wizard.accepts(Step::Eula, &[("eula", &eula)], "rcmp");
    });
}
