//! A file that comes too late while it is being saved.

use super::Wizard;
use super::uploads::send;
use crate::overtaken::overtaken;
use crate::portal::{Database, TestPortal};
use consign::domain::agreements::DocumentKind;
use consign::store::documents;

#[test]
fn a_file_is_not_kept_of_a_step_that_a_colleague_saved_first() {
    let portal = TestPortal::start(Database::Postgres);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("eula").form("Save and continue");
    let files = [("eula_file", "late.pdf", &b"%PDF-1.7 late"[..])];
    let saves = "UPDATE drafts SET version = version + 1";
    let answer = overtaken(&portal, saves, || {
        send(&wizard.browser, &form.action, &form.fields, &files)
    });
    assert_eq!(answer.status, 409, "{}", answer.text());
    let kept = portal
        .db
        .read_now(|c| documents::list(c, &wizard.trade.scope, DocumentKind::Eula));
    assert_eq!(kept.expect("they can be read"), []);
}
