//! A file that comes along although another agreement is chosen: without the script its control is always there.

use super::uploads::send;
use super::{Wizard, assert_errors};
use crate::portal::on_each_database;
use consign::answers::Step;

const PDF: &[u8] = b"%PDF-1.7\n% an agreement";

#[test]
fn a_file_is_taken_only_if_it_is_chosen_to_upload_one() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let (eula, contract) = ("Upload a EULA", "Upload a custom contract");
        for (step, choice, upload, other, next) in [
            (Step::Eula, "eula", eula, "public", "rcmp"),
            (Step::Rcmp, "contract", contract, "none", "review"),
        ] {
            let control = format!("{choice}_file");
            let text = format!(
                "The file was not taken, because \"{upload}\" is not selected – select it and choose the file again, or go on without the file"
            );
            let page = wizard.page(step.as_str());
            for place in [step.as_str(), "all"] {
                let button = if place == "all" {
                    "Review opportunity"
                } else {
                    "Save and continue"
                };
                let form = wizard.page(place).form(button).choose(choice, &[other]);
                let files = [(control.as_str(), "Given up.pdf", PDF)];
                let answer = send(&wizard.browser, &form.action, &form.fields, &files);
                assert_eq!(answer.status, 422, "{place}");
                assert_errors(&answer.page(), &[(choice, &text)]);
                assert_eq!(answer.page().values(choice), [other]);
                assert_eq!(wizard.answered(step).get(choice), other);
            }
            wizard.accepts(step, &[], next);
            assert!(!wizard.page(step.as_str()).text().contains("Given up.pdf"));
            // To press the button is to choose it.
            let form = page
                .form("Upload file")
                .set("version", &wizard.page(step.as_str()).values("version")[0]);
            let files = [(control.as_str(), "Wanted.pdf", PDF)];
            let answer = send(&wizard.browser, &form.action, &form.fields, &files);
            assert_eq!(answer.status, 303);
            let chosen = wizard.answered(step).get(choice).to_owned();
            assert!(chosen.starts_with("doc_"), "{chosen}");
        }
    });
}
