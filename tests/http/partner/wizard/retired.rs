//! A product or a partner that was retired after the opportunity was made: offers made before stay, new ones are not made.

use super::{Offer, complete, keep, logstream};
use crate::html::Page;
use crate::offered::{ALPINE, acceptance};
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, LOGSTREAM, PARTNER};
use consign::domain::catalog::ProductState;

fn has_button(page: &Page, text: &str) -> bool {
    let all = [page.texts("form button"), page.texts("a.button-primary")].concat();
    all.iter().any(|label| label == text)
}

/// That every page of the partner says why, and nothing makes a new offer.
fn is_closed(offer: &Offer<'_>, made: &str, title: &str, tag: &str) {
    let browser = &offer.browser;
    let opportunity = format!("/partner/opportunities/{}", offer.opportunity);
    let shown = browser.get(&opportunity).page();
    assert!(shown.text().contains("Active"), "it stays visible as it is");
    let new = format!("{opportunity}/offers/new");
    let begun = browser.get(&new).page();
    for page in [&shown, &begun] {
        let words = page.texts("#closed");
        assert!(words[0].starts_with(title), "{words:?}");
        assert!(!has_button(page, "Create offer"));
    }
    for place in ["terms", "price", "documents", "dates", "review"] {
        let words = offer.page(place).texts("#closed");
        assert!(words[0].starts_with(title), "{place}: {words:?}");
    }
    let listed = browser.get("/partner/offer-drafts").page();
    assert_eq!(listed.texts("td .tag"), [tag]);
    let answers = [
        browser.post(&new, &[]),
        offer.extend(),
        browser.post(&format!("{made}/clone"), &[]),
    ];
    for answer in answers {
        assert_eq!(answer.status, 409, "{}", answer.text());
        let text = answer.page().text();
        assert!(text.contains(title), "{title}: {text}");
    }
    assert_eq!(browser.get("/partner/offer-drafts").page().rows().len(), 1);
}

/// An offer extended from it, and the draft of another.
fn with_an_offer(offer: &mut Offer<'_>) -> (String, String) {
    let made = offer.extend();
    assert_eq!(made.status, 303, "{}", made.text());
    let (path, secret) = made.location().split_once("?link=").expect("its link");
    let (path, secret) = (path.to_owned(), secret.to_owned());
    let portal = offer.trade.portal;
    offer.draft = keep(portal, &offer.who, &offer.opportunity, &complete()).to_string();
    (path, secret)
}

#[test]
fn nothing_new_is_offered_of_a_product_that_is_not_on_sale_any_more() {
    on_each_database(|portal| {
        let mut offer = Offer::sound(portal, logstream);
        let (made, secret) = with_an_offer(&mut offer);
        offer.trade.set_state(LOGSTREAM, ProductState::Withdrawn);
        is_closed(
            &offer,
            &made,
            "LogStream is not on sale any more",
            "Not on sale",
        );
        insta::allow_duplicates! {
            let page = offer.browser.get(&format!("/partner/opportunities/{}", offer.opportunity));
            insta::assert_snapshot!("not_on_sale", page.page().texts("#closed").join("\n"));
            insta::assert_snapshot!("not_on_sale_lost", offer.extend().main());
        }
        // What was offered before is accepted as ever.
        let mut sent = acceptance(ALPINE);
        sent[0] = ("account", super::BUYER);
        let buyer = portal.anonymous();
        let accepted = buyer.post(&format!("/offers/{secret}/accept"), &sent);
        assert_eq!(accepted.status, 303, "{}", accepted.text());
        let moved = [
            ("expiry-day", "15"),
            ("expiry-month", "1"),
            ("expiry-year", "2027"),
        ];
        let answer = offer.browser.post(&format!("{made}/expiry"), &moved);
        assert_eq!(answer.status, 303, "{}", answer.text());
        offer.trade.set_state(LOGSTREAM, ProductState::Limited);
        assert_eq!(offer.extend().status, 303, "it is on sale again");
    });
}

#[test]
fn nothing_new_is_offered_by_a_partner_that_is_not_registered_any_more() {
    on_each_database(|portal| {
        let mut offer = Offer::sound(portal, logstream);
        let (made, _) = with_an_offer(&mut offer);
        offer.trade.register(CONTOSO, "no");
        let title = "Contoso Consulting is not registered as a reseller any more";
        is_closed(&offer, &made, title, "Not registered");
        insta::allow_duplicates! {
            insta::assert_snapshot!("not_registered_lost", offer.extend().main());
        }
        assert_eq!(offer.browser.get(&made).status, 200);
        offer.trade.register(CONTOSO, "yes");
        assert_eq!(offer.extend().status, 303, "it is registered again");
        assert_eq!(
            portal
                .sign_in(PARTNER)
                .get("/partner/offers")
                .page()
                .rows()
                .len(),
            2
        );
    });
}
