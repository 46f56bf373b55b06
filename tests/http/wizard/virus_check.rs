//! Documents are checked for viruses where the installation has a scanner, before anybody else can open them.

use super::uploads::send;
use super::{Wizard, assert_errors};
use crate::clamd::{Behaviour, Clamd, VIRUS, nowhere};
use crate::dump;
use crate::html::Form;
use crate::portal::{Database, TestPortal, on_each_database_with};

const PDF: &[u8] = b"%PDF-1.7\n% an agreement";
const INFECTED: &str = "The file did not pass the virus check – choose another";
const NOT_STORED: &str = "The file could not be stored – try again";

/// The steps of the wizard that take a document: their control, and what comes after them.
const STEPS: [(&str, &str, &str); 2] = [
    ("eula", "eula_file", "rcmp"),
    ("rcmp", "contract_file", "review"),
];

fn infected() -> Vec<u8> {
    [PDF, b"\n", VIRUS].concat()
}

/// The form of a step with the choice to upload a file.
fn to_upload(wizard: &Wizard<'_>, step: &str) -> Form {
    let choice = if step == "eula" { "eula" } else { "contract" };
    let form = wizard.page(step).form("Save and continue");
    form.choose(choice, &["upload"])
}

#[test]
fn a_document_with_a_virus_is_refused_and_another_is_taken() {
    let clamd = Clamd::start(Behaviour::Sound);
    // More than is sent in one piece.
    let clean = [PDF, &vec![b'%'; 200_000]].concat();
    on_each_database_with(
        |config| config.clamd = Some(clamd.address.clone()),
        |portal| {
            let wizard = Wizard::complete(portal);
            for (step, control, next) in STEPS {
                let form = to_upload(&wizard, step);
                let press = |bytes: &[u8]| {
                    let files = [(control, "Terms.pdf", bytes)];
                    send(&wizard.browser, &form.action, &form.fields, &files)
                };
                let answer = press(&infected());
                assert_eq!(answer.status, 422, "{}", answer.text());
                assert_errors(&answer.page(), &[(control, INFECTED)]);
                assert_eq!(clamd.scanned(), Some(infected()));
                let form = answer.page().form("Save and continue");
                let files = [(control, "Terms.pdf", clean.as_slice())];
                let answer = send(&wizard.browser, &form.action, &form.fields, &files);
                let expected = (303, wizard.at(next));
                assert_eq!((answer.status, answer.location().to_owned()), expected);
                assert_eq!(clamd.scanned().as_ref(), Some(&clean));
                let buttons = wizard.page(step).texts(".choice-more button");
                assert_eq!(buttons, ["Remove Terms.pdf"]);
            }
        },
    );
}

#[test]
fn what_cannot_be_checked_is_not_kept_and_can_be_sent_again() {
    let behaviours = [Behaviour::Broken, Behaviour::HangsUp, Behaviour::Silent];
    let mut places = vec![nowhere()];
    let scanners = behaviours.map(Clamd::start);
    places.extend(scanners.iter().map(|clamd| clamd.address.clone()));
    for place in places {
        let portal = TestPortal::start_with(Database::Sqlite, |config| {
            config.clamd = Some(place.clone());
        });
        let wizard = Wizard::complete(&portal);
        let (step, control, _) = STEPS[0];
        let form = to_upload(&wizard, step);
        let before = dump::of(&portal);
        let files = [(control, "Terms.pdf", PDF)];
        let answer = send(&wizard.browser, &form.action, &form.fields, &files);
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(answer.header("retry-after"), Some("5"));
        assert_errors(&answer.page(), &[(control, NOT_STORED)]);
        assert_eq!(dump::of(&portal), before, "nothing is saved");
    }
}
