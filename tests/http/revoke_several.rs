//! Revoking several at once: chosen by boxes, named once more, revoked together or not at all.

use crate::client::Response;
use crate::no_room::on_a_full_disk;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, HARBOR, STRANGER, Trade, VIEWER};
use chrono::TimeDelta;
use consign::answers::{Fields, Step};
use consign::store::outbox::{self, MessageKind};

const LIST: &str = "/isv/opportunities/revoke-several";
const CHOSEN: &str = "/isv/opportunities/revoke-several/chosen";

/// The page that names these.
fn named(ids: &[&str]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("id={id}")).collect();
    format!("{CHOSEN}?{}", ids.join("&"))
}

/// An opportunity for another reseller.
fn for_harbor(trade: &Trade<'_>, name: &str) -> String {
    let mut answers = trade.answers(name);
    let mut chosen = Fields::default();
    chosen.add("reseller", trade.reseller(HARBOR).to_string());
    answers.set(Step::Resellers, chosen);
    trade.give(&answers)
}

fn statuses(answer: &Response) -> Vec<String> {
    let rows = answer.page().rows();
    rows.into_iter().map(|row| row.join(" | ")).collect()
}

#[test]
fn several_are_chosen_named_and_revoked_and_their_resellers_told() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let first = trade.named("Q1 renewals");
        portal.clock.advance(TimeDelta::minutes(1));
        let second = for_harbor(&trade, "Q2 renewals");
        let ended = trade.named("Old");
        trade.revoke(&ended);
        let kept = trade.named("Kept");
        trade.used(&first, 3);
        let browser = portal.sign_in(ADMIN);
        let list = browser.get("/isv/opportunities").page();
        assert_eq!(list.link("Revoke several"), LIST);
        let answer = browser.get(&format!("{LIST}?q=renew"));
        insta::allow_duplicates! { insta::assert_snapshot!("choose", answer.main()) };
        let form = answer
            .page()
            .form("Continue")
            .choose("id", &[&first, &second]);
        let answer = browser.submit(LIST, &form);
        insta::allow_duplicates! { insta::assert_snapshot!("chosen", answer.main()) };
        let form = answer
            .page()
            .form("Revoke 2 opportunities")
            .set("reason", "Prices change");
        let answer = browser.submit(CHOSEN, &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/isv/opportunities?q=renew"),
            "back to the list it was chosen from"
        );
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: 2 opportunities are revoked."]
        );
        for id in [&first, &second] {
            let detail = browser.get(&format!("/isv/opportunities/{id}")).page();
            assert_eq!(detail.texts(".page-head .tag"), ["Revoked"]);
            assert!(detail.text().contains("Reason given: “Prices change”"));
            let told = portal
                .db
                .read_now(|c| outbox::of_opportunity(c, &trade.scope, id.parse().expect("an id")))
                .expect("the mails");
            assert_eq!(
                told.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>(),
                [MessageKind::OpportunityRevoked]
            );
        }
        let detail = browser.get(&format!("/isv/opportunities/{kept}")).page();
        assert_eq!(detail.texts(".page-head .tag"), ["Active"]);
    });
}

#[test]
fn only_active_ones_have_a_box() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (active, ended) = (trade.named("Active one"), trade.named("Ended one"));
        trade.revoke(&ended);
        let browser = portal.sign_in(ADMIN);
        let page = browser.get(LIST).page();
        assert_eq!(
            page.attributes("input[name=id]", "value"),
            [active.as_str()]
        );
        assert_eq!(page.rows().len(), 2, "the same list");
        trade.revoke(&active);
        assert!(
            browser
                .get(LIST)
                .text()
                .contains("No active opportunity on this page")
        );
        assert_eq!(portal.sign_in(VIEWER).get(LIST).status, 403);
    });
}

#[test]
fn when_one_is_not_active_any_more_nothing_is_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (first, second) = (trade.named("First"), trade.named("Second"));
        let browser = portal.sign_in(ADMIN);
        let form = browser
            .get(&named(&[&first, &second]))
            .page()
            .form("Revoke 2 opportunities")
            .set("reason", "Typed");
        trade.revoke(&second);
        let answer = browser.submit(CHOSEN, &form);
        assert_eq!(answer.status, 409);
        insta::allow_duplicates! { insta::assert_snapshot!("not_all_active", answer.main()) };
        let detail = browser.get(&format!("/isv/opportunities/{first}")).page();
        assert_eq!(detail.texts(".page-head .tag"), ["Active"]);
        assert_eq!(browser.get(&named(&[&first, &second])).status, 409);
        let form = answer.page().form("Revoke 1 opportunity");
        assert_eq!(answer.page().values("reason")[0].trim(), "Typed");
        assert_eq!(browser.submit(CHOSEN, &form).status, 303);
        let again = browser.submit(CHOSEN, &form);
        assert_eq!(again.status, 409, "a second press changes nothing");
        assert_eq!(again.page().heading(), "None of these is active any more");
    });
}

#[test]
fn none_and_too_many_are_told_and_the_list_stays() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    trade.named("One");
    let ids: Vec<String> = (0..101)
        .map(|number| trade.named(&format!("N{number}")))
        .collect();
    let browser = portal.sign_in(ADMIN);
    let answer = browser.get(&format!("{CHOSEN}?q=One"));
    assert_eq!(answer.status, 422);
    let text = "Select at least one opportunity".to_owned();
    assert_eq!(answer.page().errors(), [("id".to_owned(), text.clone())]);
    assert_eq!(answer.page().error_for("id"), Some(text));
    assert_eq!(statuses(&answer).len(), 1, "the same list");
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let answer = browser.get(&named(&ids));
    let text = "You can revoke up to 100 at once – you selected 101".to_owned();
    assert_eq!(
        (answer.status, answer.page().error_for("id")),
        (422, Some(text.clone()))
    );
    let pairs: Vec<(&str, &str)> = ids.iter().map(|id| ("id", *id)).collect();
    let answer = browser.post(CHOSEN, &pairs);
    assert_eq!(
        (answer.status, answer.page().error_for("id")),
        (422, Some(text))
    );
    let answer = browser.get(&named(&ids[..100]));
    assert_eq!(answer.page().rows().len(), 100);
    assert_eq!(browser.post(CHOSEN, &pairs[..100]).status, 303);
    let left = browser.get("/isv/opportunities?status=active").page();
    assert_eq!(left.rows().len(), 2);
}

#[test]
fn what_is_anothers_is_not_there_and_nothing_of_the_rest_is_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let stranger = portal.sign_in(STRANGER);
        let nowhere = stranger.get("/nowhere").body;
        let own = crate::routes::new(
            &crate::routes::trade(portal, STRANGER),
            crate::routes::About::Opportunity,
        );
        for ids in [&[id.as_str()][..], &[&own, &id], &["x"]] {
            assert_eq!(stranger.get(&named(ids)).body, nowhere);
            let pairs: Vec<(&str, &str)> = ids.iter().map(|id| ("id", *id)).collect();
            assert_eq!(stranger.post(CHOSEN, &pairs).body, nowhere);
        }
        let page = stranger.get(&format!("/isv/opportunities/{own}")).page();
        assert_eq!(page.texts(".page-head .tag"), ["Active"]);
    });
}

#[test]
fn a_reason_has_its_length_here_too() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let id = trade.named("Q1 renewals");
    let browser = portal.sign_in(ADMIN);
    let long = "😀".repeat(501);
    let answer = browser.post(CHOSEN, &[("id", &id), ("reason", &long)]);
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.page().error_for("reason").as_deref(),
        Some("Reason must be 500 characters or less")
    );
    assert_eq!(answer.page().values("reason")[0].trim(), long);
}

#[test]
fn what_a_full_disk_does_not_take_is_revoked_once_there_is_room() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let ids: Vec<String> = (0..10)
        .map(|number| trade.named(&format!("N{number}")))
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let browser = portal.sign_in(ADMIN);
    let form = browser.get(&named(&ids)).page();
    let form = form.form("Revoke 10 opportunities");
    let answer = on_a_full_disk(&portal, || browser.submit(CHOSEN, &form));
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(browser.submit(CHOSEN, &form).status, 303);
}
