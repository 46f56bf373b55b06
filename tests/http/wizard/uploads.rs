//! Uploaded EULAs and contracts: what is taken, what is refused, and what comes back.

use super::{Wizard, assert_errors};
use crate::client::{Client, Request, Response};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{STRANGER, VIEWER};
use consign::answers::Step;
use consign::domain::agreements::{DocumentKind, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_NAME};

const BOUNDARY: &str = "----consign-test";
const PDF: &[u8] = b"%PDF-1.7\n% an agreement";

/// A chosen file: its control, the name it is sent under, its bytes.
pub type File<'f> = (&'f str, &'f str, &'f [u8]);

/// The body of a form with files, as browsers write it.
pub fn body(fields: &[(String, String)], files: &[File<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    for (field, name, bytes) in files {
        let name = name.replace('"', "%22");
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Sends a form with files.
pub fn send(
    browser: &Client,
    path: &str,
    fields: &[(String, String)],
    files: &[File<'_>],
) -> Response {
    send_bytes(browser, path, body(fields, files))
}

fn send_bytes(browser: &Client, path: &str, body: Vec<u8>) -> Response {
    request(browser, path, body).send()
}

/// A form with files, about to be sent.
pub fn request<'a>(browser: &'a Client, path: &str, body: Vec<u8>) -> Request<'a> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = browser.request("POST", path).header("Content-Type", &kind);
    request.body(body)
}

/// A document uploaded before; its id.
pub fn document_of(wizard: &Wizard<'_>, kind: DocumentKind, name: &str) -> String {
    wizard.trade.document(kind, name, PDF).to_string()
}

/// Chooses a file on the EULA step and presses *Save and continue*.
fn upload(wizard: &Wizard<'_>, name: &str, bytes: &[u8]) -> Response {
    let form = wizard.page("eula").form("Save and continue");
    let form = form.choose("eula", &["upload"]);
    send(
        &wizard.browser,
        &form.action,
        &form.fields,
        &[("eula_file", name, bytes)],
    )
}

fn takes(wizard: &Wizard<'_>, name: &str, bytes: &[u8]) -> String {
    let answer = upload(wizard, name, bytes);
    assert_eq!(
        (answer.status, answer.location()),
        (303, wizard.at("rcmp").as_str()),
        "{name}"
    );
    let id = wizard.answered(Step::Eula).get("eula").to_owned();
    assert!(id.starts_with("doc_"), "{id}");
    id
}

#[test]
fn a_pdf_or_a_plain_text_is_taken_chosen_and_comes_back_as_it_was() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let text = "Vereinbarung\r\nüber alles\t😀\u{c}\n".as_bytes();
        for (name, bytes, kind) in [
            ("Master EULA.pdf", PDF, "application/pdf"),
            ("terms.TXT", text, "text/plain; charset=utf-8"),
        ] {
            let id = takes(&wizard, name, bytes);
            assert_eq!(wizard.page("review").texts("#eula dd"), [name]);
            assert_eq!(wizard.page("eula").values("eula"), [id.as_str()]);
            let path = format!("/files/{id}");
            for who in [&wizard.browser, &portal.sign_in(VIEWER)] {
                let file = who.get(&path);
                assert_eq!((file.status, file.body.as_slice()), (200, bytes));
                assert_eq!(file.header("content-type"), Some(kind));
                assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
                assert_eq!(
                    file.all("content-security-policy"),
                    ["sandbox; default-src 'none'"]
                );
                assert_eq!(file.header("cache-control"), Some("no-store"));
                let disposition = file.header("content-disposition").unwrap_or_default();
                assert!(
                    disposition.starts_with(&format!("attachment; filename=\"{name}\"")),
                    "{disposition}"
                );
            }
        }
    });
}

#[test]
fn both_steps_have_an_upload_of_their_own() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("rcmp").form("Save and continue");
    let form = form.choose("contract", &["upload"]);
    let files = [("contract_file", "Contract.pdf", PDF)];
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(
        (answer.status, answer.location()),
        (303, wizard.at("review").as_str())
    );
    assert_eq!(wizard.page("review").texts("#rcmp dd"), ["Contract.pdf"]);
    // A file in a control that the step does not have is not looked at.
    let form = wizard.page("eula").form("Save and continue");
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 303);
    assert_eq!(
        wizard.page("review").texts("#eula dd"),
        ["Each product's own EULA"]
    );
}

#[test]
fn what_is_no_agreement_is_refused_and_said_beside_the_file() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let other = "The file must be a PDF or a plain text file";
    let protected = "The file is protected by a password – upload one that opens without it";
    for (name, bytes, text) in [
        ("EULA.pdf", &b""[..], "The file is empty"),
        ("EULA.pdf", b"PK\x03\x04\0\0", other),
        ("EULA.pdf", b"\x89PNG\r\n\x1a\n", other),
        ("EULA.txt", b"\xff\xfeE\0", other),
        ("EULA.txt", b"text with a \0 in it", other),
        ("EULA.txt", b"Stra\xdfe", other),
        // What is in it must be what its name promises, or the partner's computer would run what it should show.
        ("EULA.pdf", b"Text", other),
        ("EULA.txt", PDF, other),
        ("EULA.bat", b"Text", other),
        ("EULA.pdf.js", b"Text", other),
        ("EULA", PDF, other),
        (
            "EULA.pdf",
            b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>",
            protected,
        ),
    ] {
        let answer = upload(&wizard, name, bytes);
        assert_eq!(answer.status, 422, "{name} {bytes:?}");
        assert_errors(&answer.page(), &[("eula_file", text)]);
        assert_eq!(answer.page().values("eula"), ["upload"]);
        assert_eq!(wizard.answered(Step::Eula).get("eula"), "upload");
    }
    let answer = upload(&wizard, "", b"");
    assert_errors(&answer.page(), &[("eula_file", "Choose a file to upload")]);
}

#[test]
fn ten_mebibytes_are_taken_and_one_byte_more_is_too_large() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let mut bytes = vec![b'a'; MAX_DOCUMENT_BYTES + 1];
        bytes[..PDF.len()].copy_from_slice(PDF);
        takes(&wizard, "large.pdf", &bytes[..MAX_DOCUMENT_BYTES]);
        let answer = upload(&wizard, "larger.pdf", &bytes);
        assert_eq!(answer.status, 413);
        assert_errors(
            &answer.page(),
            &[("eula_file", "The file must be smaller than 10 MB")],
        );
        assert_eq!(answer.page().name(), "isv.draft.eula");
    });
}

#[test]
fn a_body_far_too_large_is_cut_off() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let before = wizard.answers();
    let answer = upload(&wizard, "huge.pdf", &vec![b'a'; 21 * 1024 * 1024]);
    assert_eq!(
        (answer.status, answer.page().heading()),
        (413, "That is too large".into())
    );
    // Several files that fit each are too much together.
    let form = wizard.page("eula").form("Save and continue");
    let file = vec![b'a'; MAX_DOCUMENT_BYTES];
    let files = [
        ("eula_file", "one.txt", file.as_slice()),
        ("other", "two.txt", &file),
        ("more", "three.txt", &file),
    ];
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 413);
    // So is text of a size that no form has, also in a form that may carry a file.
    let long = form.set("eula", &"x".repeat(70_000));
    assert_eq!(
        send(&wizard.browser, &long.action, &long.fields, &[]).status,
        413
    );
    assert_eq!(wizard.answers(), before);
}

#[test]
fn what_came_of_a_form_that_was_cut_off_is_shown_and_not_offered_to_be_sent_again() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let before = wizard.answers();
        let mut form = wizard
            .page("all")
            .form("Review opportunity")
            .set("name", "Typed anew");
        let position = form.fields.iter().position(|(name, _)| name == "contract");
        form.fields
            .truncate(position.expect("a step after the file"));
        let file = vec![b'a'; 21 * 1024 * 1024];
        let files = [("eula_file", "huge.pdf", file.as_slice())];
        let answer = send(&wizard.browser, &form.action, &form.fields, &files);
        let page = answer.page();
        assert_eq!(
            (answer.status, page.heading()),
            (413, "That is too large".into())
        );
        let limit = "A file may have 10 MB, and all files of a page 20 MB.";
        assert!(page.text().contains(limit), "{}", page.text());
        assert!(
            page.texts("dl.summary dd")
                .contains(&"Typed anew".to_owned())
        );
        assert!(page.texts("main button").is_empty(), "{}", page.text());
        let back = page.link("Back to the step that you sent this from");
        assert_eq!(back, wizard.at("all"));
        assert_eq!(wizard.answers(), before);
    });
}

#[test]
fn a_form_that_breaks_off_changes_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("eula").form("Save and continue");
    let before = wizard.answers();
    let whole = body(&form.fields, &[("eula_file", "EULA.pdf", PDF)]);
    for length in [0, 10, whole.len() / 2, whole.len() - 20] {
        let answer = send_bytes(&wizard.browser, &form.action, whole[..length].to_vec());
        assert_eq!(answer.status, 400, "after {length} bytes");
    }
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/mixed; boundary=x",
    ] {
        let request = wizard.browser.request("POST", &form.action);
        let answer = request
            .header("Content-Type", kind)
            .body(whole.clone())
            .send();
        assert_eq!(answer.status, 400, "{kind}");
    }
    let mut wrong = form.fields.clone();
    wrong.push(("x".to_owned(), "y".to_owned()));
    let mut bytes = body(&wrong, &[]);
    let last = bytes
        .iter()
        .rposition(|byte| *byte == b'y')
        .expect("it is there");
    bytes[last] = 0xff;
    assert_eq!(send_bytes(&wizard.browser, &form.action, bytes).status, 400);
    let many = vec![("x".to_owned(), "y".to_owned()); 1001];
    assert_eq!(send(&wizard.browser, &form.action, &many, &[]).status, 400);
    assert_eq!(wizard.answers(), before);
}

#[test]
fn a_file_name_is_only_a_name() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let long = format!("{}.pdf", "ü".repeat(400));
    let cut = format!("{}.pdf", "ü".repeat(MAX_DOCUMENT_NAME - 4));
    for (sent, kept) in [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:/fakepath/EULA.PDF", "EULA.PDF"),
        ("...pdf", "...pdf"),
        (".pdf", "document.pdf"),
        ("a\u{202E}fdp.pdf", "afdp.pdf"),
        ("<b>EULA</b>.pdf", "b>.pdf"),
        (
            "<img src=x onerror=alert(1)>.pdf",
            "<img src=x onerror=alert(1)>.pdf",
        ),
        ("\u{200B}.pdf", "document.pdf"),
        (&long, &cut),
    ] {
        let id = takes(&wizard, sent, PDF);
        assert_eq!(wizard.page("review").texts("#eula dd"), [kept], "{sent:?}");
        let file = wizard.browser.get(&format!("/files/{id}"));
        let disposition = file.header("content-disposition").unwrap_or_default();
        assert!(
            disposition.is_ascii() && !disposition.contains("<img"),
            "{disposition}"
        );
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    }
    for unreadable in ["EULA\u{0}.pdf", "EULA\u{1b}.pdf", "EULA\r\nX: y.pdf"] {
        assert_eq!(
            upload(&wizard, unreadable, PDF).status,
            400,
            "{unreadable:?}"
        );
    }
}

#[test]
fn other_answers_are_kept_when_a_file_is_refused() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("all").form("Review opportunity");
    let form = form
        .set("name", "Typed with the file")
        .choose("eula", &["upload"]);
    let files = [("eula_file", "EULA.pdf", &b"PK\x03\x04\0"[..])];
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.page().values("name"), ["Typed with the file"]);
    assert_eq!(
        wizard.answered(Step::Details).get("name"),
        "Typed with the file"
    );
}

#[test]
fn nobody_else_reads_a_document_or_uses_it() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let id = takes(&wizard, "EULA.pdf", PDF);
        let path = format!("/files/{id}");
        let missing = "/files/doc_01h455vb4pex5vsknk084sn02q";
        for email in [STRANGER, "admin@contoso.example", "operator@portal.example"] {
            let (theirs, none) = {
                let browser = portal.sign_in(email);
                (browser.get(&path), browser.get(missing))
            };
            assert_eq!((theirs.status, &theirs.body), (404, &none.body), "{email}");
        }
        assert_eq!(portal.anonymous().get(&path).status, 303);
        let stranger = portal.sign_in(STRANGER);
        let begun = stranger.post("/isv/drafts", &[]);
        let step = begun.location().replace("details", "eula");
        let form = stranger.get(&step).page().form("Save and continue");
        let answer = stranger.submit(&step, &form.choose("eula", &[&id]));
        assert_eq!(answer.status, 422);
        let error = [("eula", "Select a EULA or choose to use each product's own")];
        assert_errors(&answer.page(), &error);
    });
}
