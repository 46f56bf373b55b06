//! Documents that amend the EULA: uploaded, in order, moved and taken away.

use super::{OTHER_PARTNER, Offer, vault};
use crate::clamd::{Behaviour, Clamd, VIRUS};
use crate::client::Response;
use crate::no_room::while_busy;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER};
use crate::wizard::{assert_errors, uploads};
use consign::answers::offer::OfferStep;

const PDF: &[u8] = b"%PDF-1.7\n% an amendment";

fn upload(offer: &Offer<'_>, button: &str, name: &str, bytes: &[u8]) -> Response {
    let form = offer.page("documents").form(button);
    let files = [("amendment_file", name, bytes)];
    uploads::send(&offer.browser, &form.action, &form.fields, &files)
}

fn names(offer: &Offer<'_>) -> Vec<String> {
    offer.page("documents").texts(".files a")
}

#[test]
fn documents_are_added_kept_in_order_moved_and_removed() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        for name in ["a.pdf", "b.pdf"] {
            let answer = upload(&offer, "Upload document", name, PDF);
            assert_eq!(
                (answer.status, answer.location()),
                (303, offer.at("documents").as_str())
            );
        }
        let answer = upload(&offer, "Save and continue", "c.pdf", PDF);
        assert_eq!(answer.location(), offer.at("dates"));
        assert_eq!(names(&offer), ["a.pdf", "b.pdf", "c.pdf"]);
        offer.press("documents", "Move up c.pdf", &[]);
        offer.press("documents", "Move down a.pdf", &[]);
        assert_eq!(names(&offer), ["c.pdf", "a.pdf", "b.pdf"]);
        offer.press("documents", "Remove a.pdf", &[]);
        assert_eq!(names(&offer), ["c.pdf", "b.pdf"]);
        let review = offer.page("review");
        assert_eq!(review.texts("#documents dd")[1..], ["c.pdf", "b.pdf"]);
        let places = review.attributes("#documents a[href^='/files/']", "href");
        let read = places.iter().map(|place| offer.browser.get(place).status);
        assert_eq!(read.collect::<Vec<_>>(), [200, 200]);
        assert_eq!(offer.extend().status, 303);
    });
}

#[test]
fn the_step_of_the_documents_is_shown_fresh_refused_and_filled() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, vault);
    insta::assert_snapshot!("fresh", offer.page("documents").outline());
    let answer = upload(&offer, "Upload document", "x.pdf", b"PK\x03\x04\0");
    let text = "The file must be a PDF or a plain text file";
    assert_errors(&answer.page(), &[("amendment_file", text)]);
    insta::assert_snapshot!("refused", answer.page().outline());
    for name in ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"] {
        upload(&offer, "Save and continue", name, PDF);
    }
    insta::assert_snapshot!("filled", offer.page("documents").outline());
}

#[test]
fn a_document_that_could_not_be_stored_is_to_be_chosen_again() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        for name in ["a.pdf", "b.pdf"] {
            upload(&offer, "Upload document", name, PDF);
        }
        for button in ["Upload document", "Save and continue"] {
            let before = names(&offer);
            let press = || upload(&offer, button, "c.pdf", PDF);
            let answer = while_busy(portal, press);
            assert_eq!(answer.status, 503, "{}", answer.text());
            assert_eq!(answer.header("retry-after"), Some("5"));
            let page = answer.page();
            assert_eq!(page.name(), "partner.offer_draft.documents");
            let text = "The file could not be stored – try again";
            assert_errors(&page, &[("amendment_file", text)]);
            assert_eq!(page.texts(".files a"), before);
            assert_eq!(names(&offer), before, "nothing is saved");
            let form = page.form(button);
            let files = [("amendment_file", "c.pdf", PDF)];
            let again = uploads::send(&offer.browser, &form.action, &form.fields, &files);
            assert_eq!(again.status, 303, "{}", again.text());
            assert_eq!(names(&offer).len(), before.len() + 1);
        }
    });
}

#[test]
fn a_document_with_a_virus_is_refused() {
    let clamd = Clamd::start(Behaviour::Sound);
    let portal = TestPortal::start_with(Database::Sqlite, |config| {
        config.clamd = Some(clamd.address.clone());
    });
    let offer = Offer::sound(&portal, vault);
    let answer = upload(&offer, "Upload document", "a.pdf", &[PDF, VIRUS].concat());
    assert_eq!(answer.status, 422, "{}", answer.text());
    let text = "The file did not pass the virus check – choose another";
    assert_errors(&answer.page(), &[("amendment_file", text)]);
    let answer = upload(&offer, "Upload document", "b.pdf", PDF);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(names(&offer).len(), 1);
}

#[test]
fn what_is_no_document_is_refused() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, vault);
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    for (bytes, status, text) in [
        (&b""[..], 422, "The file is empty"),
        (&large, 413, "The file must be smaller than 10 MB"),
        (
            b"%PDF-1.7 /Encrypt 5",
            422,
            "The file is protected by a password – upload one that opens without it",
        ),
    ] {
        let answer = upload(&offer, "Save and continue", "x.pdf", bytes);
        assert_eq!(answer.status, status, "{text}");
        assert_errors(&answer.page(), &[("amendment_file", text)]);
    }
    let answer = offer.press("documents", "Upload document", &[]);
    assert_eq!(answer.status, 422);
    assert_errors(
        &answer.page(),
        &[("amendment_file", "Choose a file to upload")],
    );
    assert!(names(&offer).is_empty());
}

#[test]
fn a_sixth_document_is_refused_and_the_five_stay() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, vault);
    let form = offer.page("documents").form("Upload document");
    for number in 1..=5 {
        let name = format!("{number}.pdf");
        assert_eq!(upload(&offer, "Save and continue", &name, PDF).status, 303);
    }
    let now = offer.page("documents").form("Save and continue");
    let files = [("amendment_file", "6.pdf", PDF)];
    let answer = uploads::send(&offer.browser, &form.action, &now.fields, &files);
    assert_eq!(answer.status, 422);
    let text = "You can add up to 5 documents – remove one first";
    assert_errors(&answer.page(), &[("amendment_file", text)]);
    assert_eq!(names(&offer).len(), 5);
}

#[test]
fn nobody_else_reads_a_partners_document_or_offers_with_it() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        upload(&offer, "Save and continue", "secret.pdf", PDF);
        let kept = offer.kept();
        let id = kept
            .answers
            .get(OfferStep::Documents)
            .get("amendment")
            .to_owned();
        let path = format!("/files/{id}");
        assert_eq!(portal.sign_in(PARTNER).get(&path).status, 200);
        for stranger in [ADMIN, OTHER_PARTNER, "operator@portal.example"] {
            assert_eq!(
                portal.sign_in(stranger).get(&path).status,
                404,
                "{stranger}"
            );
        }
        // Somebody else's document in one's own draft is no document.
        let theirs = offer.trade.document(
            consign::domain::agreements::DocumentKind::Eula,
            "theirs.pdf",
            PDF,
        );
        let form = offer.page("documents").form("Save and continue");
        let form = form.set("amendment", &theirs.to_string());
        let answer = offer.submit("documents", &form);
        assert_eq!(answer.status, 422);
        let text = "A document is not there any more – remove it";
        assert_errors(&answer.page(), &[("amendment", text)]);
        assert!(!answer.text().contains("theirs.pdf"));
    });
}
