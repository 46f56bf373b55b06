//! Revoking: asked twice, done once, told to the partner.

use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, Trade, VIEWER};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::store::outbox::{self, MessageKind};

fn path(opportunity: &str) -> String {
    format!("/isv/opportunities/{opportunity}/revoke")
}

#[test]
fn what_follows_is_said_in_numbers() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        trade.used(&id, 3);
        let answer = portal.sign_in(MEMBER).get(&path(&id));
        insta::allow_duplicates! { insta::assert_snapshot!("ask", answer.main()) };
        assert_eq!(portal.sign_in(VIEWER).get(&path(&id)).status, 403);
        assert_eq!(
            portal
                .sign_in(VIEWER)
                .post(&path(&id), &[("go", "revoke")])
                .status,
            403
        );
    });
}

#[test]
fn it_is_revoked_with_its_reason_and_the_partner_is_told() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        portal.clock.advance(TimeDelta::hours(1));
        let browser = portal.sign_in(ADMIN);
        let form = browser
            .get(&path(&id))
            .page()
            .form("Revoke opportunity")
            .set("reason", " Prices\r\nchange\u{202E} ");
        let answer = browser.submit(&path(&id), &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, format!("/isv/opportunities/{id}").as_str())
        );
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: “Q1 renewals” (LogStream) is revoked. Clone it to create it again. Clone"]
        );
        assert_eq!(
            page.form("Clone").action,
            format!("/isv/opportunities/{id}/clone")
        );
        assert!(
            page.text().contains("Reason given: “Prices change”"),
            "{}",
            page.text()
        );
        assert!(
            browser
                .get(&format!("/isv/opportunities/{id}"))
                .page()
                .texts("[data-banner]")
                .is_empty(),
            "it is told once"
        );
        let opportunity = id.parse().expect("an id");
        let mails = portal
            .db
            .read_now(|c| outbox::of_opportunity(c, &trade.scope, opportunity))
            .expect("the mails");
        assert_eq!(
            mails.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>(),
            [MessageKind::OpportunityRevoked]
        );
    });
}

#[test]
fn what_is_not_active_is_not_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let form = browser.get(&path(&id)).page().form("Revoke opportunity");
        trade.revoke(&id);
        for answer in [browser.submit(&path(&id), &form), browser.get(&path(&id))] {
            assert_eq!(answer.status, 409);
            insta::allow_duplicates! { insta::assert_snapshot!("not_active", answer.main()) };
        }
    });
}

#[test]
fn a_reason_has_its_length() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let long = "😀".repeat(501);
        let answer = browser.post(&path(&id), &[("go", "revoke"), ("reason", &long)]);
        assert_eq!(answer.status, 422);
        let text = "Reason must be 500 characters or less";
        assert_eq!(
            answer.page().errors(),
            [("reason".to_owned(), text.to_owned())]
        );
        assert_eq!(answer.page().error_for("reason").as_deref(), Some(text));
        assert_eq!(
            answer.page().values("reason")[0].trim(),
            long,
            "nothing typed is lost"
        );
        let answer = browser.post(
            &path(&id),
            &[("go", "revoke"), ("reason", &"😀".repeat(500))],
        );
        assert_eq!(answer.status, 303);
    });
}

#[test]
fn it_can_be_revoked_and_cloned_at_once() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let form = browser.get(&path(&id)).page().form("Revoke and clone");
        let answer = browser.submit(&path(&id), &form);
        assert_eq!(answer.status, 303);
        let draft = trade.draft(answer.location());
        assert!(answer.location().ends_with("/review"));
        assert_eq!(draft.answers.get(Step::Details).get("name"), "Q1 renewals");
        assert_eq!(
            draft.cloned_from.map(|from| from.to_string()),
            Some(id.clone())
        );
        let page = browser.get(&format!("/isv/opportunities/{id}")).page();
        assert_eq!(page.texts(".page-head .tag"), ["Revoked"]);
        let again = browser.submit(&path(&id), &form);
        assert_eq!(again.status, 409, "and not twice");
        assert_eq!(browser.get("/isv/drafts").page().rows().len(), 1);
    });
}

#[test]
fn without_room_for_the_clone_nothing_is_revoked() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let id = trade.named("Q1 renewals");
    trade.many_drafts(50);
    let answer = portal
        .sign_in(ADMIN)
        .post(&path(&id), &[("go", "revoke_clone"), ("reason", "Kept")]);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.page().values("reason")[0].trim(), "Kept");
    let page = portal
        .sign_in(ADMIN)
        .get(&format!("/isv/opportunities/{id}"))
        .page();
    assert_eq!(page.texts(".page-head .tag"), ["Active"]);
}
