//! A file that was uploaded: what the page says of it, and how it is taken away again.

use super::Wizard;
use super::uploads::{document_of, send};
use crate::client::Response;
use crate::html::Form;
use crate::portal::{Database, TestPortal, on_each_database};
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;
use consign::random;

const PDF: &[u8] = b"%PDF-1.7\n% an agreement";

/// Sends the form of a page with a file.
fn send_with(wizard: &Wizard<'_>, form: &Form, control: &str, name: &str) -> Response {
    let files = [(control, name, PDF)];
    send(&wizard.browser, &form.action, &form.fields, &files)
}

/// The files of the whole installation.
fn is_there(wizard: &Wizard<'_>, id: &str) -> bool {
    wizard.browser.get(&format!("/files/{id}")).status == 200
}

#[test]
fn an_uploaded_file_is_named_with_size_and_checksum_and_can_be_removed() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        for (step, choice, control, usual) in [
            (Step::Eula, "eula", "eula_file", "public"),
            (Step::Rcmp, "contract", "contract_file", "none"),
        ] {
            let form = wizard.page(step.as_str()).form("Upload file");
            let answer = send_with(&wizard, &form, control, "Agreed <1>.pdf");
            let here = wizard.at(format!("{0}#part-{0}", step.as_str()));
            assert_eq!((answer.status, answer.location()), (303, here.as_str()));
            let id = wizard.answered(step).get(choice).to_owned();
            let page = wizard.page(step.as_str());
            assert_eq!(page.values(choice), [id.as_str()]);
            let text = page.text();
            let checksum = &random::sha256_hex(PDF)[..8];
            let said =
                format!("Agreed <1>.pdf 23 bytes, checksum {checksum} Remove Agreed <1>.pdf");
            assert!(text.contains(&said), "{text}");

            let gone = wizard.press(step.as_str(), "Remove Agreed <1>.pdf", &[]);
            assert_eq!((gone.status, gone.location()), (303, here.as_str()));
            let page = wizard.page(step.as_str());
            assert_eq!(page.values(choice), [usual]);
            assert!(!page.text().contains("Agreed"), "{}", page.text());
            assert!(!is_there(&wizard, &id), "the file itself is deleted");
        }
        assert!(wizard.cannot_be_created_because().is_empty());
    });
}

impl Wizard<'_> {
    /// What the review still asks for.
    fn cannot_be_created_because(&self) -> Vec<String> {
        self.page("review").texts("#error-summary a")
    }
}

#[test]
fn a_file_that_somebody_else_uses_stays() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let id = document_of(&wizard, DocumentKind::Eula, "Shared.pdf");
        let choose = |wizard: &Wizard<'_>| wizard.accepts(Step::Eula, &[("eula", &id)], "rcmp");
        let remove = |wizard: &Wizard<'_>| {
            let gone = wizard.press("eula", "Remove Shared.pdf", &[]);
            assert_eq!(gone.status, 303);
            assert_eq!(wizard.page("eula").values("eula"), ["public"]);
            assert!(!wizard.answered(Step::Eula).has("eula"));
        };
        // Another draft uses it.
        let other = Wizard::complete(portal);
        choose(&wizard);
        choose(&other);
        remove(&wizard);
        assert!(is_there(&wizard, &id));
        let offered = wizard.page("eula").text();
        assert!(
            offered.contains("Reuse Shared.pdf, uploaded 22 Nov 2026"),
            "{offered}"
        );
        // An opportunity was made of that draft.
        let made = other.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
        choose(&wizard);
        remove(&wizard);
        assert!(is_there(&wizard, &id));
    });
}

#[test]
fn the_same_bytes_under_another_name_are_not_lost() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let kept = document_of(&wizard, DocumentKind::Eula, "Kept.pdf");
        let form = wizard.page("eula").form("Upload file");
        send_with(&wizard, &form, "eula_file", "Twin.pdf");
        let twin = wizard.answered(Step::Eula).get("eula").to_owned();
        assert_eq!(wizard.press("eula", "Remove Twin.pdf", &[]).status, 303);
        assert!(is_there(&wizard, &kept) && !is_there(&wizard, &twin));
        // And bytes that are gone are kept anew.
        let form = wizard.page("eula").form("Upload file");
        send_with(&wizard, &form, "eula_file", "Again.pdf");
        let again = wizard.answered(Step::Eula).get("eula").to_owned();
        assert_eq!(wizard.browser.get(&format!("/files/{again}")).body, PDF);
    });
}

#[test]
fn what_else_was_typed_on_the_one_page_is_kept() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("all").form("Review opportunity");
    let form = form
        .set("name", "Typed with a file")
        .set("go", "upload:contract");
    let answer = send_with(&wizard, &form, "contract_file", "Contract.pdf");
    let part = format!("{}#part-rcmp", wizard.at("all"));
    assert_eq!((answer.status, answer.location()), (303, part.as_str()));
    let id = wizard.answered(Step::Rcmp).get("contract").to_owned();
    let typed = [("name", "Typed before removing"), ("buyers", "1")];
    let answer = wizard.press("all", "Remove Contract.pdf", &typed);
    assert_eq!((answer.status, answer.location()), (303, part.as_str()));
    let page = wizard.page("all");
    assert_eq!(page.values("name"), ["Typed before removing"]);
    assert_eq!(page.values("buyers"), ["1"]);
    assert_eq!(page.values("contract"), ["none"]);
    assert!(!is_there(&wizard, &id));
    // Whoever chose something else before they removed it keeps that.
    let form = wizard.page("all").form("Review opportunity");
    let form = form.set("go", "upload:contract");
    send_with(&wizard, &form, "contract_file", "Contract.pdf");
    wizard.press("all", "Remove Contract.pdf", &[("contract", "rcmp")]);
    assert_eq!(wizard.page("all").values("contract"), ["rcmp"]);
}

#[test]
fn only_the_file_of_the_draft_itself_is_removed() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let id = document_of(&wizard, DocumentKind::Eula, "Not chosen.pdf");
    let before = wizard.answered(Step::Eula);
    for go in ["remove:eula", "remove:contract", "remove:", "remove"] {
        let form = wizard.page("eula").form("Save and continue").set("go", go);
        assert_eq!(wizard.submit("eula", &form).status, 303, "{go}");
        let named = form.choose("eula", &[&id]);
        assert_eq!(wizard.submit("eula", &named).status, 409, "{go}");
    }
    assert!(is_there(&wizard, &id) && before.is_empty());
    let page = wizard.page("eula");
    assert!(!page.texts("button").concat().contains("Remove"));
}

#[test]
fn to_press_upload_without_a_file_is_to_forget_it() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let answer = wizard.press("eula", "Upload file", &[("eula", "standard")]);
    assert_eq!(answer.status, 422);
    let page = answer.page();
    super::assert_errors(&page, &[("eula_file", "Choose a file to upload")]);
    assert_eq!(page.values("eula"), ["upload"]);
}
