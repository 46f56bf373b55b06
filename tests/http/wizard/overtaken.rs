//! A press that comes too late while it is under way.

use super::Wizard;
use super::uploads::send;
use crate::import::pasted;
use crate::overtaken::overtaken;
use crate::portal::{Database, TestPortal};
use crate::trade::ADMIN;
use consign::domain::agreements::DocumentKind;
use consign::store::documents;

const ENTITY: &str = include_str!("../../catalog_api/import/fixtures/entity.json");

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

#[test]
fn a_press_that_another_comes_before_leads_to_what_that_made() {
    let portal = TestPortal::start(Database::Postgres);
    let browser = portal.sign_in(ADMIN);
    let review = pasted(&browser, ENTITY)
        .page()
        .link("Review Harbor spring special");
    let form = browser.get(&review).page().form("Create opportunities");
    let draft = review.split('/').nth(3).expect("an id");
    let batch = draft.replacen("drf_", "bat_", 1);
    // It has read the draft by then, and not yet of what that was made.
    let other = format!(
        "LOCK TABLE draft_authorizations;
         INSERT INTO batches (id, isv_id, draft_id, name, created_by, created_by_name, created_at, size)
         SELECT '{batch}', isv_id, id, 'Theirs', created_by, 'Marek Nowak', created_at, 1 FROM drafts WHERE id = '{draft}';
         DELETE FROM drafts WHERE id = '{draft}'"
    );
    let answer = overtaken(&portal, &other, || browser.submit(&review, &form));
    let led = format!("/isv/batches/{batch}");
    assert_eq!((answer.status, answer.location()), (303, led.as_str()));
}
