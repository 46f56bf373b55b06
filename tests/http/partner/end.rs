//! *End opportunity*: asked first, done once, and only where the duration leaves it to the partner.

use crate::client::Client;
use crate::dump;
use crate::offered::{ALPINE, BELLOWS, Offered, accept, acceptance, offered};
use crate::portal::{TestPortal, on_each_database};
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
            [
                "Done: “Q1 renewals” (LogStream) is ended. Offers already made from it keep its terms."
            ]
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
            "22 Nov 2026, 12:01 UTCEnded by Contoso Consulting. Reason given: “We sell another product”"
        );
        assert!(
            isv.text()
                .contains("Reason given: “We sell another product”"),
            "{}",
            isv.text()
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

/// Everybody who has to do with an offer.
struct People {
    isv: Client,
    partner: Client,
    buyer: Client,
}

impl People {
    fn of(portal: &TestPortal) -> Self {
        Self {
            isv: portal.sign_in(ADMIN),
            partner: portal.sign_in(PARTNER),
            buyer: portal.anonymous(),
        }
    }

    /// All that there is of an offer, page by page and row by row.
    fn all_of(&self, portal: &TestPortal, offer: &Offered) -> Vec<(String, String)> {
        let list = "/partner/offers".to_owned();
        let partners = ["", "/acceptance", "/expiry", "/cancel"];
        let partners = partners.into_iter().map(|rest| offer.partner(rest));
        let pages = [
            (&self.partner, partners.chain([list]).collect()),
            (&self.buyer, vec![offer.buyer(ALPINE), offer.buyer(BELLOWS)]),
            (&self.isv, vec![offer.isv(), "/isv/offers".to_owned()]),
        ];
        let mut all = Vec::new();
        for (browser, paths) in pages {
            for path in paths {
                let answer = browser.get(&path);
                assert_eq!(answer.status, 200, "{path}");
                all.push((path, answer.main()));
            }
        }
        let file = "/partner/offers.csv".to_owned();
        let rows = self.partner.get(&file).text().to_owned();
        all.push((file, rows));
        let tables = dump::of(portal).into_iter();
        let kept = tables.filter(|(table, _)| table.starts_with("offer"));
        all.extend(kept.map(|(table, rows)| (table, rows.join("\n"))));
        all
    }
}

/// The offer is accepted, then its last day moved, and then it is cancelled.
fn assert_alive(people: &People, offer: &Offered) {
    let done = accept(&people.buyer, &offer.accept(), &acceptance(ALPINE));
    assert_eq!(done.status, 303, "{}", done.text());
    let agreed = people.buyer.get(done.location());
    assert_eq!(agreed.page().heading(), "You have accepted this offer");
    assert!(agreed.text().contains("1,497.60 USD"), "100 at 14.976");

    let partner = &people.partner;
    let path = offer.partner("/expiry");
    let form = partner.get(&path).page().form("Change expiry date");
    let form = form.set("expiry-day", "31").set("expiry-month", "1");
    let moved = partner.submit(&path, &form.set("expiry-year", "2027"));
    assert_eq!(moved.status, 303, "{}", moved.text());
    let other = offer.buyer(BELLOWS);
    let open = people.buyer.get(&other).page().text();
    assert!(open.contains("31 Jan 2027, until midnight UTC"), "{open}");

    let path = offer.partner("/cancel");
    let form = partner.get(&path).page().form("Cancel offer");
    assert_eq!(partner.submit(&path, &form).status, 303);
    let page = partner.get(&offer.partner("")).page();
    assert_eq!(page.texts(".page-head .tag"), ["Expired"]);
    assert!(page.text().contains("Accepted by 1 of 2 accounts"));
    let late = people.buyer.post(&offer.accept(), &acceptance(BELLOWS));
    assert_eq!(late.status, 409, "{}", late.text());
}

#[test]
fn an_offer_is_exactly_as_it_was_after_its_opportunity_was_revoked_or_ended() {
    for (side, rest, button, tag) in [
        ("isv", "revoke", "Revoke opportunity", "Revoked"),
        ("partner", "end", "End opportunity", "Ended by partner"),
    ] {
        on_each_database(|portal| {
            let offer = offered(portal, "Storage for Alpine");
            let people = People::of(portal);
            let before = people.all_of(portal, &offer);
            // Whatever were written now would have another moment.
            portal.clock.advance(TimeDelta::minutes(1));
            let browser = match side {
                "isv" => &people.isv,
                _ => &people.partner,
            };
            let opportunity = format!("/{side}/opportunities/{}", offer.opportunity);
            let path = format!("{opportunity}/{rest}");
            let form = browser.get(&path).page().form(button);
            assert_eq!(browser.submit(&path, &form).status, 303);
            let page = browser.get(&opportunity).page();
            assert_eq!(page.texts(".page-head .tag"), [tag]);
            let after = people.all_of(portal, &offer);
            assert_eq!(before.len(), after.len());
            for (was, is) in before.iter().zip(&after) {
                assert_eq!(was, is, "{tag}");
            }
            assert_alive(&people, &offer);
        });
    }
}
