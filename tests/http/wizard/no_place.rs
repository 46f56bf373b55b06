//! More forms with files at once than fit into memory: whoever comes beyond them is asked to come again.

use super::Wizard;
use super::uploads::{body, request, send};
use crate::client::Client;
use crate::dump;
use crate::portal::{Database, TestPortal};
use crate::trade::{ADMIN, MEMBER, OTHER_PARTNER, PARTNER, STRANGER};
use consign::answers::Step;
use std::net::TcpStream;

const PDF: &[u8] = b"%PDF-1.7\n% an agreement";
/// As many as fit of one person; together those of four people take all the room.
const AT_ONCE_OF_PERSON: usize = 2;

/// Begins to send as many forms as a person may at once, to each of these addresses in the browser beside it.
fn begin(browsers: &[(&Client, &str)]) -> Vec<TcpStream> {
    let slow = |(browser, path): &(&Client, &str)| {
        let body = body(&[], &[("eula_file", "Slow.pdf", PDF)]);
        request(browser, path, body).send_without_its_end(10)
    };
    browsers
        .iter()
        .flat_map(|browser| [(); AT_ONCE_OF_PERSON].map(|()| slow(browser)))
        .collect()
}

/// Sends another form until there is no room for it: those before it have begun to be read.
fn wait_until_full(portal: &TestPortal) {
    let other = Wizard::complete(portal);
    for _ in 0..50 {
        let form = other.page("eula").form("Save and continue");
        let form = form.choose("eula", &["upload"]);
        let files = [("eula_file", "Other.pdf", PDF)];
        if send(&other.browser, &form.action, &form.fields, &files).status == 503 {
            return;
        }
    }
    panic!("there is always room");
}

#[test]
fn who_finds_no_room_for_a_file_comes_again_with_all_that_was_typed() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("all").form("Review opportunity");
    let form = form
        .set("name", "Typed with the file")
        .choose("eula", &["upload"]);
    let files = [("eula_file", "Terms.pdf", PDF)];
    let others = [MEMBER, STRANGER, PARTNER, OTHER_PARTNER].map(|email| portal.sign_in(email));
    let own = "/partner/offer-drafts/none/documents";
    let paths = [&form.action, &form.action, own, own];
    let browsers: Vec<_> = others.iter().zip(paths).collect();
    let mut slow = begin(&browsers);
    wait_until_full(&portal);
    let before = dump::of(&portal);
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    let page = answer.page();
    assert_eq!(page.heading(), "The service is busy");
    for kept in [
        "Typed with the file",
        "The file Terms.pdf has to be chosen again.",
    ] {
        assert!(page.text().contains(kept), "{kept}: {}", page.outline());
    }
    assert_eq!(dump::of(&portal), before, "nothing is saved");
    // Forms without files need no room.
    wizard.accepts(Step::Eula, &[("eula", "public")], "rcmp");
    slow.pop();
    let again = wizard.page("all").form("Review opportunity");
    let again = again.choose("eula", &["upload"]);
    let answer = send(&wizard.browser, &again.action, &again.fields, &files);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[test]
fn one_person_takes_two_places_at_once_and_leaves_the_others() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("eula").form("Save and continue");
    let form = form.choose("eula", &["upload"]);
    let files = [("eula_file", "Terms.pdf", PDF)];
    let mut slow = begin(&[(&wizard.browser, &form.action)]);
    wait_until_full(&portal);
    let answer = send(&wizard.browser, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(answer.page().heading(), "The service is busy");
    // In another browser it is the same person.
    let elsewhere = portal.sign_in(ADMIN);
    let answer = send(&elsewhere, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 503, "{}", answer.text());
    let colleague = portal.sign_in(MEMBER);
    let answer = send(&colleague, &form.action, &form.fields, &files);
    assert_eq!(answer.status, 303, "{}", answer.text());
    slow.pop();
    let again = wizard.page("eula").form("Save and continue");
    let again = again.choose("eula", &["upload"]);
    let answer = send(&wizard.browser, &again.action, &again.fields, &files);
    assert_eq!(answer.status, 303, "{}", answer.text());
}
