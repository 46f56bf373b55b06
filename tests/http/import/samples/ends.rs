//! Requests that say too little to be created, and one that ends what was made of another.

use super::{
    DRAFT, ID, NAME, RENEWAL, RESTRICT, UPDATE, by_contract, create, drafts, imported, january,
    opened, sample,
};
use crate::client::Client;
use crate::import::pasted;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, PARTNER};

const NOTHING: &str = "No opportunities yet";

/// The partner's list has no row and its file no line.
fn shows_nothing(partner: &Client) {
    let list = partner.get("/partner/opportunities").page();
    assert!(list.rows().is_empty(), "{}", list.outline());
    assert!(list.text().contains(NOTHING), "{}", list.outline());
    assert!(!list.text().contains(NAME));
    let file = partner.get("/partner/opportunities.csv");
    assert_eq!((file.status, file.text().lines().count()), (200, 1));
    assert!(!file.text().contains("Seaglass"), "{}", file.text());
}

#[test]
fn a_renewal_in_january_2023_is_a_draft_that_lacks_prices_and_a_eula() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        let (page, at) = imported(&browser, RENEWAL);
        assert_eq!(page.heading(), "Draft made");
        for told in [
            "It has no prices; enter them",
            "It names no EULA; choose one",
            "That it renews an agreement (AwsMarketplace, Contract) is not kept here",
        ] {
            assert!(page.text().contains(told), "{}", page.outline());
        }
        assert_eq!(drafts(&browser), 1);
        let wizard = opened(portal, browser, &at);
        let review = wizard.page("review");
        assert_eq!(review.texts("#products dt"), ["Seaglass"]);
        assert_eq!(review.texts("#duration dd"), ["Single Use"]);
        assert_eq!(review.texts("#buyers dd"), ["2222 3333 4444"]);
        for open in ["#discount .none", "#eula .none"] {
            assert_eq!(review.texts(open), ["Needs attention"], "{open}");
        }
        let missing = [
            "Select the kind of discount",
            "Select a EULA or choose to use each product's own",
        ];
        let told = review.errors().into_iter().map(|(_, text)| text);
        assert_eq!(told.collect::<Vec<_>>(), missing);
        assert_eq!(wizard.cannot_be_created(), missing);
        assert_eq!(drafts(&wizard.browser), 1, "it is still there");
        shows_nothing(&portal.sign_in(PARTNER));
    });
}

#[test]
fn drafts_of_unfinished_requests_in_january_2023_are_not_for_partners() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        let partner = portal.sign_in(PARTNER);
        for text in [DRAFT, UPDATE] {
            let (page, at) = imported(&browser, text);
            assert_eq!(page.heading(), "Draft made");
            assert_eq!(create(&browser, &at).status, 422);
            shows_nothing(&partner);
            assert_eq!(partner.get(&at).status, 404);
        }
        assert_eq!(drafts(&browser), 2);
        let found = partner.get("/partner/opportunities?q=Seaglass").page();
        assert!(found.rows().is_empty(), "{}", found.outline());
    });
}

#[test]
fn a_restriction_in_january_2023_revokes_what_has_its_id_once_it_is_confirmed() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        let unknown = pasted(&browser, RESTRICT).page();
        let told = format!("No opportunity here is known as {ID}");
        assert!(unknown.text().contains(&told), "{}", unknown.outline());
        let (_, at) = imported(&browser, sample!("until_a_day"));
        let opportunity = create(&browser, &at).page().link(NAME);
        let recorded = browser.post(&format!("{opportunity}/aws"), &[("authorization", ID)]);
        assert_eq!(recorded.status, 303, "{}", recorded.text());
        let answer = pasted(&browser, RESTRICT);
        let revoke = format!("{opportunity}/revoke");
        assert_eq!((answer.status, answer.location()), (303, revoke.as_str()));
        let partner = portal.sign_in(PARTNER);
        let status = || {
            let file = partner.get("/partner/opportunities.csv");
            let line = file.text().lines().nth(1).expect("a line").to_owned();
            line.split(',').nth(5).expect("a status").to_owned()
        };
        assert_eq!(status(), "Active", "to import it revokes nothing");
        let ask = browser.follow(answer).page();
        assert!(ask.heading().contains(NAME), "{}", ask.outline());
        let done = browser.follow(browser.submit(&revoke, &ask.form("Revoke opportunity")));
        assert!(done.text().contains("Revoked"), "{}", done.main());
        assert_eq!(status(), "Revoked");
        let shown = portal.sign_in(ADMIN).get(&opportunity);
        assert!(shown.text().contains("15 Jan 2023"), "{}", shown.main());
    });
}
