//! One product given twice to the same reseller: both opportunities are live, and each offer is made from the one that
//! is picked.

use super::{BUYER, Offer, person};
use crate::client::Client;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER, Trade, fields};
use crate::wizard::Wizard;
use consign::answers::Step;
use consign::answers::offer::OfferStep;

const ISVS: &str = "/isv/opportunities";
const PARTNERS: &str = "/partner/opportunities";

/// Northwind gives Contoso LogStream at so many percent off, for one offer: the opportunity's id.
fn given(portal: &TestPortal, percent: &str) -> String {
    let wizard = Wizard::with(portal, |trade, answers| {
        *answers = trade.answers("Q1 renewals");
        let discount = [("discount_type", "percentage"), ("percent", percent)];
        answers.set(Step::Discount, fields(&discount));
        answers.set(Step::Duration, fields(&[("duration", "single_use")]));
    });
    let review = wizard.page("review");
    assert!(review.errors().is_empty(), "{:?}", review.errors());
    let made = wizard.press("review", "Create opportunities", &[]);
    assert_eq!(made.status, 303, "{}", made.text());
    let page = wizard.browser.follow(made).page();
    page.attributes("tr[data-id]", "data-id").remove(0)
}

/// How many opportunities a side has, and how those stand that are asked for.
fn stand(browser: &Client, list: &str, ids: [&String; 2]) -> (usize, [Vec<String>; 2]) {
    let page = browser.get(list).page();
    let tag = |id: &String| page.texts(&format!("tr[data-id=\"{id}\"] .tag"));
    (page.rows().len(), ids.map(tag))
}

/// Picks an opportunity out of the partner's list and extends an offer from it: what the buyer pays for each of the two
/// dimensions, at a markup of 5%.
fn offered_from(portal: &TestPortal, id: &str) -> Vec<String> {
    let browser = portal.sign_in(PARTNER);
    let picked = [("do", "offer"), ("id", id)];
    let asked = browser.post(&format!("{PARTNERS}/selected"), &picked);
    let new = format!("{PARTNERS}/{id}/offers/new");
    assert_eq!((asked.status, asked.location()), (303, new.as_str()));
    let form = browser.get(&new).page().form("Create offer");
    let begun = browser.submit(&new, &form);
    assert_eq!(begun.status, 303, "{}", begun.text());
    let draft = begun.location().split('/').nth(3).expect("a draft");
    let offer = Offer {
        trade: Trade::begin(portal),
        who: person(portal, PARTNER),
        draft: draft.to_owned(),
        opportunity: id.to_owned(),
        browser,
    };
    offer.accepts(OfferStep::Terms, &[("buyers", BUYER)], "price");
    let price = [("adjustment", "markup"), ("percent", "5")];
    offer.accepts(OfferStep::Price, &price, "documents");
    offer.accepts(OfferStep::Documents, &[], "dates");
    let dates = [
        ("name", "Logs for Acme"),
        ("description", "Negotiated by Tom"),
        ("expiry-day", "31"),
        ("expiry-month", "12"),
        ("expiry-year", "2026"),
        ("end-day", "31"),
        ("end-month", "12"),
        ("end-year", "2027"),
    ];
    offer.accepts(OfferStep::Dates, &dates, "review");
    let made = offer.extend();
    assert_eq!(made.status, 303, "{}", made.text());
    let page = offer.browser.get(made.location()).page();
    page.texts("td[data-heading=\"Buyer’s price\"]")
}

#[test]
fn a_reseller_has_two_opportunities_of_one_product_and_picks_one_for_each_offer() {
    on_each_database(|portal| {
        let (first, second) = (given(portal, "12.5"), given(portal, "20"));
        assert_ne!(first, second);
        let (vendor, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        let both_stand = |statuses: [&str; 2]| {
            let expected = (2, statuses.map(|status| vec![status.to_owned()]));
            for (browser, list) in [(&vendor, ISVS), (&partner, PARTNERS)] {
                assert_eq!(stand(browser, list, [&first, &second]), expected, "{list}");
            }
        };
        both_stand(["Active", "Active"]);
        // 20% off 0.20 and 0.05, and then 12.5%, each with 5% on top.
        let paid = offered_from(portal, &second);
        assert_eq!(paid, ["0.168 USD", "0.042 USD"]);
        both_stand(["Active", "Used"]);
        let paid = offered_from(portal, &first);
        assert_eq!(paid, ["0.18375 USD", "0.0459375 USD"]);
        both_stand(["Used", "Used"]);
    });
}
