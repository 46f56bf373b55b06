//! An uploaded file that the database does not take: it is to be chosen again, and everything typed is there.

use super::uploads::{File, send};
use super::{Wizard, assert_errors, fill};
use crate::client::Response;
use crate::dump;
use crate::html::Form;
use crate::no_room::{on_a_full_disk, while_busy};
use crate::portal::{Database, TestPortal, on_each_database};

const PDF: &[u8] = b"%PDF-1.7\n% an agreement";
const TEXT: &str = "The file could not be stored – try again";

fn press(wizard: &Wizard<'_>, form: &Form, files: &[File<'_>]) -> Response {
    send(&wizard.browser, &form.action, &form.fields, files)
}

/// That these files are to be chosen again, and a browser may try it in a while.
fn is_not_stored(answer: &Response, controls: &[&str]) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    let errors: Vec<_> = controls.iter().map(|control| (*control, TEXT)).collect();
    assert_errors(&answer.page(), &errors);
}

#[test]
fn the_step_comes_back_as_it_was_typed_and_takes_the_file_later() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        for (step, choice, control, next) in [
            ("eula", "eula", "eula_file", "rcmp"),
            ("rcmp", "contract", "contract_file", "review"),
        ] {
            let files: [File<'_>; 1] = [(control, "Terms.pdf", PDF)];
            let form = wizard.page(step).form("Save and continue");
            let form = form.choose(choice, &["upload"]);
            let before = dump::of(portal);
            let answer = while_busy(portal, || press(&wizard, &form, &files));
            is_not_stored(&answer, &[control]);
            assert_eq!(dump::of(portal), before, "nothing is saved");
            let page = answer.page();
            assert_eq!(page.name(), format!("isv.draft.{step}"));
            assert_eq!(page.values(choice), ["upload"]);
            if step == "eula" {
                insta::allow_duplicates! { insta::assert_snapshot!("step", page.outline()) };
            }
            let done = press(&wizard, &page.form("Save and continue"), &files);
            assert_eq!(
                (done.status, done.location()),
                (303, wizard.at(next).as_str())
            );
            let buttons = wizard.page(step).texts(".choice-more button");
            assert_eq!(buttons, ["Remove Terms.pdf"]);
        }
    });
}

#[test]
fn the_page_of_all_steps_comes_back_with_all_that_was_typed() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let form = wizard.page("all").form("Review opportunity");
        let typed = [
            ("name", "Mine <b>alone</b>"),
            ("percent", "no number"),
            ("eula", "upload"),
            ("contract", "upload"),
        ];
        let form = fill(form, &typed);
        let files: [File<'_>; 2] = [
            ("eula_file", "EULA.pdf", PDF),
            ("contract_file", "Contract.pdf", b"%PDF-1.7\n% another"),
        ];
        let answer = while_busy(portal, || press(&wizard, &form, &files));
        is_not_stored(&answer, &["eula_file", "contract_file"]);
        let page = answer.page();
        for (name, value) in typed {
            assert_eq!(page.values(name), [value]);
        }
        let again = page.form("Review opportunity").set("percent", "5");
        let done = press(&wizard, &again, &files);
        assert_eq!(
            (done.status, done.location()),
            (303, wizard.at("review").as_str())
        );
        let review = wizard.page("review");
        assert_eq!(review.texts("#eula dd"), ["EULA.pdf"]);
        assert_eq!(review.texts("#rcmp dd"), ["Contract.pdf"]);
    });
}

#[test]
fn a_file_that_a_full_disk_does_not_take_is_taken_once_there_is_room() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let large = [PDF, &[b'x'; 4 * 1024 * 1024]].concat();
    let files: [File<'_>; 1] = [("eula_file", "Terms.pdf", &large)];
    let form = wizard.page("eula").form("Save and continue");
    let form = form.choose("eula", &["upload"]);
    let answer = on_a_full_disk(&portal, || press(&wizard, &form, &files));
    is_not_stored(&answer, &["eula_file"]);
    let again = answer.page().form("Save and continue");
    let done = press(&wizard, &again, &files);
    assert_eq!(done.status, 303, "{}", done.text());
}

#[test]
fn a_form_without_a_file_that_a_busy_database_does_not_take_comes_back_as_ever() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("eula").form("Save and continue");
    let answer = while_busy(&portal, || press(&wizard, &form, &[]));
    assert_eq!(answer.status, 503);
    assert_eq!(answer.page().name(), "error");
}
