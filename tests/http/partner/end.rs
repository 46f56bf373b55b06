//! *End opportunity*: asked first, done once, and only where the duration leaves it to the partner.

use crate::portal::on_each_database;
use crate::trade::{
    ADMIN, MEMBER, OTHER_PARTNER, PARTNER, PARTNER_VIEWER, Trade, add_partner_viewer, fields,
};
use chrono::TimeDelta;
use consign::answers::Step;

fn path(opportunity: &str) -> String {
    format!("/partner/opportunities/{opportunity}/end")
}

#[test]
fn what_follows_is_said_before_and_told_to_both_sides_after() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        trade.used(&id, 2);
        let browser = portal.sign_in(PARTNER);
        let answer = browser.get(&path(&id));
        insta::allow_duplicates! { insta::assert_snapshot!("ask", answer.main()) };
        let form = answer
            .page()
            .form("End opportunity")
            .set("reason", " We sell\r\nanother product ");
        // What happens within one moment is in no order.
        portal.clock.advance(TimeDelta::minutes(1));
        let answer = browser.submit(&path(&id), &form);
        let detail = format!("/partner/opportunities/{id}");
        assert_eq!((answer.status, answer.location()), (303, detail.as_str()));
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: “Q1 renewals” is ended. Offers already made from it keep its terms."]
        );
        assert_eq!(page.texts(".page-head .tag"), ["Ended by partner"]);
        assert!(page.text().contains("Ended by Tom Okafor on 22 Nov 2026"));
        assert!(
            page.text()
                .contains("Reason given: “We sell another product”")
        );
        let isv = portal
            .sign_in(ADMIN)
            .get(&format!("/isv/opportunities/{id}"))
            .page();
        assert_eq!(isv.texts(".page-head .tag"), ["Ended by partner"]);
        assert!(
            isv.text()
                .contains("Ended by Contoso Consulting on 22 Nov 2026")
        );
        assert_eq!(
            isv.texts(".timeline li")[0],
            "22 Nov 2026, 12:01 UTCEnded by Contoso Consulting"
        );
        assert!(
            !isv.text().contains("Tom Okafor"),
            "people stay with their own"
        );
        for answer in [browser.submit(&path(&id), &form), browser.get(&path(&id))] {
            assert_eq!(answer.status, 409);
            insta::allow_duplicates! { insta::assert_snapshot!("already", answer.main()) };
        }
    });
}

#[test]
fn a_single_use_is_not_the_partners_to_end() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let mut answers = trade.answers("Once");
        answers.set(Step::Duration, fields(&[("duration", "single_use")]));
        let (once, revoked) = (trade.give(&answers), trade.named("Gone"));
        trade.revoke(&revoked);
        let browser = portal.sign_in(PARTNER);
        let page = browser
            .get(&format!("/partner/opportunities/{once}"))
            .page();
        assert_eq!(page.texts("main .buttons a"), ["Create offer"]);
        for answer in [browser.get(&path(&once)), browser.post(&path(&once), &[])] {
            assert_eq!(answer.status, 409);
            insta::allow_duplicates! { insta::assert_snapshot!("single_use", answer.main()) };
        }
        for answer in [
            browser.get(&path(&revoked)),
            browser.post(&path(&revoked), &[]),
        ] {
            assert_eq!(answer.status, 409);
            let words = "\"Gone\" was already revoked by the vendor. Nothing was changed.";
            assert!(
                answer.page().text().contains(words),
                "{}",
                answer.page().text()
            );
        }
        let page = browser
            .get(&format!("/partner/opportunities/{once}"))
            .page();
        assert_eq!(page.texts(".page-head .tag"), ["Active"]);
    });
}

#[test]
fn a_reason_has_its_length() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(PARTNER);
        let long = "😀".repeat(501);
        let answer = browser.post(&path(&id), &[("reason", &long)]);
        assert_eq!(answer.status, 422);
        let text = "Reason must be 500 characters or less";
        assert_eq!(
            answer.page().errors(),
            [("reason".to_owned(), text.to_owned())]
        );
        assert_eq!(answer.page().error_for("reason").as_deref(), Some(text));
        assert_eq!(answer.page().values("reason")[0].trim(), long);
        let answer = browser.post(&path(&id), &[("reason", &"😀".repeat(500))]);
        assert_eq!(answer.status, 303);
    });
}

#[test]
fn who_may_not_is_told_and_who_is_not_concerned_finds_nothing() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        add_partner_viewer(portal);
        let viewer = portal.sign_in(PARTNER_VIEWER).post(&path(&id), &[]);
        assert_eq!(viewer.status, 403);
        let missing = portal
            .sign_in(PARTNER)
            .post(&path("opp_01h455vb4pex5vsknk084sn02q"), &[]);
        for stranger in [OTHER_PARTNER, MEMBER] {
            let answer = portal.sign_in(stranger).post(&path(&id), &[]);
            assert_eq!(
                (answer.status, &answer.body),
                (404, &missing.body),
                "{stranger}"
            );
        }
        let page = portal
            .sign_in(PARTNER)
            .get(&format!("/partner/opportunities/{id}"))
            .page();
        assert_eq!(page.texts(".page-head .tag"), ["Active"]);
    });
}
