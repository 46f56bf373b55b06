//! The page that *Create opportunities* leads to.

use crate::portal::on_each_database;
use crate::trade::{ADMIN, HARBOR, LOGSTREAM, RELAY, STRANGER, Trade, VIEWER};
use consign::answers::{Answers, Step};
use consign::store::outbox;

/// Two products for two resellers.
fn four(trade: &Trade<'_>) -> Answers {
    let mut answers = trade.answers("Winter");
    let mut resellers = answers.get(Step::Resellers).clone();
    resellers.add("reseller", trade.reseller(HARBOR).to_string());
    answers.set(Step::Resellers, resellers);
    let mut products = answers.get(Step::Products).clone();
    products.add("product", RELAY);
    answers.set(Step::Products, products);
    let mut discount = answers.get(Step::Discount).clone();
    discount.add("listed", RELAY);
    discount.add(format!("term[{RELAY}]"), "P12M");
    answers.set(Step::Discount, discount);
    answers
}

#[test]
fn a_batch_shows_what_was_made_and_how_the_resellers_are_told() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (batch, letters) = trade.create_told(&four(&trade));
        let path = format!("/isv/batches/{batch}");
        let browser = portal.sign_in(ADMIN);
        insta::allow_duplicates! { insta::assert_snapshot!("batch", browser.get(&path).main()) };
        let now = portal.clock.now();
        let sent = portal.db.write_now(|c| outbox::sent(c, &letters[0], now));
        assert!(sent.expect("it can be written"));
        let told = browser.get(&path).page().texts("td:has(.tag)");
        assert!(
            told.iter().any(|mail| mail.starts_with("Sending")),
            "{told:?}"
        );
        assert!(
            portal
                .sign_in(VIEWER)
                .get(&path)
                .page()
                .texts("main button[data-busy]")
                .is_empty()
        );
        assert_eq!(portal.sign_in(STRANGER).get(&path).status, 404);
        assert_eq!(
            portal
                .sign_in(STRANGER)
                .post(&format!("{path}/clone"), &[])
                .status,
            404
        );
    });
}

#[test]
fn another_like_it_has_all_its_resellers_and_products() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let answers = four(&trade);
        let path = format!("/isv/batches/{}", trade.create(&answers));
        let browser = portal.sign_in(ADMIN);
        let form = browser.get(&path).page().form("Create another like this");
        let answer = browser.submit(&path, &form);
        let draft = trade.draft(answer.location()).answers;
        let mut resellers = draft.get(Step::Resellers).all("reseller").to_vec();
        let mut wanted = answers.get(Step::Resellers).all("reseller").to_vec();
        resellers.sort();
        wanted.sort();
        assert_eq!(resellers, wanted);
        assert_eq!(draft.get(Step::Products).all("product"), [LOGSTREAM, RELAY]);
        let page = browser.follow(answer).page();
        assert!(page.errors().is_empty(), "{}", page.outline());
        assert!(page.text().contains("4 opportunities will be created"));
    });
}

#[test]
fn a_letter_that_was_given_up_says_why() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (batch, letters) = trade.create_told(&trade.answers("Winter"));
        let now = portal.clock.now();
        let given_up = portal
            .db
            .write_now(|c| outbox::failed(c, &letters[0], "552 5.2.2 mailbox full", None, now));
        given_up.expect("it can be written");
        let path = format!("/isv/batches/{batch}");
        let page = portal.sign_in(ADMIN).get(&path).page();
        assert_eq!(page.texts("td:has(.tag) .tag")[0], "Not delivered");
        let why = page.texts("td:has(.tag) details summary, td:has(.tag) details p");
        assert_eq!(
            why,
            [
                "See why the e-mail to Contoso Consulting was not delivered",
                "552 5.2.2 mailbox full"
            ]
        );
    });
}
