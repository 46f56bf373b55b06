//! What is pressed is told: each press puts its letters into the outbox, one for everybody whom it concerns, and a letter
//! leads back to the page that it tells of.

use crate::client::{Client, Response};
use crate::html::Form;
use crate::notifications::{add, letters, recipients, tell_of_an_opportunity};
use crate::offered::{ALPINE, BELLOWS};
use crate::people::PASSWORD;
use crate::people_pages::link;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER};
use crate::wizard::{Typed, fill, uploads};
use chrono::{Days, NaiveDate};
use consign::store::outbox::{Leased, MessageKind};
use std::collections::BTreeSet;

/// Both sides' own addresses.
pub const ISV: &str = "channel@northwind.example";
pub const RESELLER: &str = "resale@contoso.example";

/// The pages of the offer wizard before the dates, in their order, and what is typed into each.
const PAGES: [(&str, Typed<'static>); 3] = [
    ("/terms", &[("buyers", "120012001200, 950095009500")]),
    ("/price", &[("adjustment", "markup"), ("percent", "17")]),
    ("/documents", &[]),
];

/// An offer that was extended by the pages.
pub struct Extended {
    /// The partner's page.
    page: String,
    /// The page of its link.
    link: String,
    /// The review on which *Extend Offer* was pressed.
    review: (String, Form),
}

impl Extended {
    /// The offer's id.
    fn id(&self) -> &str {
        self.page.rsplit('/').next().expect("an id")
    }

    /// The buyer's page for an account.
    pub fn buyer(&self, account: &str) -> String {
        format!("{}?account={account}", self.link)
    }
}

/// Presses *Create offer* on an opportunity's page and goes through the wizard as its pages lead, up to *Extend Offer*,
/// which stands on this page.
pub fn reviewed(browser: &Client, opportunity: &str, today: NaiveDate) -> (String, Form) {
    let new = browser.get(opportunity).page().link("Create offer");
    let begin = browser.get(&new).page().form("Create offer");
    let mut answer = browser.submit(&new, &begin);
    for (page, typed) in PAGES {
        answer = save(browser, &led(&answer, page), typed);
    }
    let answer = save_dates(browser, &led(&answer, "/dates"), today);
    let at = led(&answer, "/review");
    let form = browser.get(&at).page().form("Extend Offer");
    (at, form)
}

/// The same, and presses it.
pub fn extend(browser: &Client, opportunity: &str, today: NaiveDate) -> Extended {
    let (at, form) = reviewed(browser, opportunity, today);
    let made = browser.submit(&at, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    let shown = browser.get(made.location()).page();
    assert_eq!(
        shown.texts("[data-banner]"),
        ["Done: The offer is extended. Send its URL to the buyer."]
    );
    let url = shown.attributes("#url", "value").remove(0);
    let (_, secret) = url.split_once("/offers/").expect("its link");
    let (page, _) = made.location().split_once('?').expect("its page");
    Extended {
        page: page.to_owned(),
        link: format!("/offers/{secret}"),
        review: (at, form),
    }
}

/// Names the offer, which expires in a month, as what is bought ends in a year.
fn save_dates(browser: &Client, at: &str, today: NaiveDate) -> Response {
    let dates = [today + Days::new(30), today + Days::new(365)];
    let [expiry, end] =
        dates.map(|date| ["%-d", "%-m", "%Y"].map(|part| date.format(part).to_string()));
    let typed: [(&str, &str); 8] = [
        ("name", "Offer for Alpine"),
        ("description", "Negotiated by Tom"),
        ("expiry-day", &expiry[0]),
        ("expiry-month", &expiry[1]),
        ("expiry-year", &expiry[2]),
        ("end-day", &end[0]),
        ("end-month", &end[1]),
        ("end-year", &end[2]),
    ];
    save(browser, at, &typed)
}

/// Types into a page of the wizard and goes on.
fn save(browser: &Client, at: &str, typed: Typed<'_>) -> Response {
    let form = fill(browser.get(at).page().form("Save and continue"), typed);
    if form.multipart {
        uploads::send(browser, &form.action, &form.fields, &[])
    } else {
        browser.submit(at, &form)
    }
}

/// The page to which an answer leads, which is this one.
fn led(answer: &Response, page: &str) -> String {
    let at = answer.location();
    assert!(at.ends_with(page), "{page}: {at} {}", answer.text());
    at.to_owned()
}

/// Opens a page, types into the form with this button, and presses it.
pub fn press(browser: &Client, at: &str, button: &str, typed: Typed<'_>) {
    let form = fill(browser.get(at).page().form(button), typed);
    let answer = browser.submit(at, &form);
    assert_eq!(answer.status, 303, "{button}: {}", answer.text());
}

/// The partner's page of an opportunity.
pub fn partners(opportunity: &str) -> String {
    format!("/partner/opportunities/{opportunity}")
}

/// Holds letters to their readers, one each and all of a kind, and to the page of their own side that each leads to.
fn assert_told(
    portal: &TestPortal,
    told: &[Leased],
    (kind, page): (MessageKind, &str),
    readers: &[&str],
) {
    let mut expected: Vec<_> = readers.iter().map(|reader| (*reader, kind)).collect();
    expected.sort_by_key(|(reader, _)| *reader);
    assert_eq!(recipients(told), expected);
    for letter in told {
        let side = if letter.recipient.ends_with("@contoso.example") {
            "partner"
        } else {
            "isv"
        };
        let url = format!("{}/{side}/{page}", portal.url);
        assert!(letter.text.contains(&url), "{url}: {}", letter.text);
        let listed = ![ISV, RESELLER].contains(&letter.recipient.as_str());
        assert_eq!(letter.unsubscribe.is_some(), listed, "{}", letter.recipient);
    }
}

#[test]
fn an_offer_that_is_extended_is_told_once_to_each_of_ten_addresses_of_the_isv_and_to_both_sides() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        let ten = (1..=10).map(|number| format!("desk{number:02}@northwind.example"));
        let ten: Vec<String> = ten.collect();
        for email in &ten {
            assert_eq!(add(&isv, email, &["offers"]).status, 303, "{email}");
        }
        add(&partner, "deals@contoso.example", &["offers"]);
        add(&partner, "ends@contoso.example", &["opportunities"]);
        let opportunity = tell_of_an_opportunity(portal);
        letters(portal);
        let offer = extend(&partner, &partners(&opportunity), portal.clock.today());
        let told = letters(portal);
        let mut readers: Vec<&str> = ten.iter().map(String::as_str).collect();
        readers.extend([ISV, RESELLER, "deals@contoso.example"]);
        let page = format!("offers/{}", offer.id());
        let about = (MessageKind::OfferExtended, page.as_str());
        assert_told(portal, &told, about, &readers);
        let stops: BTreeSet<_> = told.iter().filter_map(|l| l.unsubscribe.clone()).collect();
        assert_eq!(stops.len(), 11, "each stops its own letters");
        // A second press of the same review leads to the same offer and tells of nothing.
        let (at, form) = &offer.review;
        let again = partner.submit(at, form);
        assert_eq!(
            (again.status, again.location()),
            (303, offer.page.as_str()),
            "{}",
            again.text()
        );
        assert_eq!(recipients(&letters(portal)), []);
    });
}

#[test]
fn acceptances_by_either_and_an_end_by_the_partner_are_told_once_to_who_wants_to_know() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        for (browser, domain) in [(&isv, "northwind"), (&partner, "contoso")] {
            for (reader, topic) in [
                ("deals", "offers"),
                ("ends", "opportunities"),
                ("soon", "reminders"),
            ] {
                add(browser, &format!("{reader}@{domain}.example"), &[topic]);
            }
        }
        let opportunity = tell_of_an_opportunity(portal);
        let offer = extend(&partner, &partners(&opportunity), portal.clock.today());
        letters(portal);
        let page = format!("offers/{}", offer.id());
        let accepted = (MessageKind::OfferAccepted, page.as_str());
        let deals = [
            ISV,
            "deals@northwind.example",
            RESELLER,
            "deals@contoso.example",
        ];
        let who = [("company", "Alpine Ski House"), ("person", "Greta Wolff")];

        let buyer = portal.anonymous();
        let typed = [who[0], who[1], ("eula", "accepted")];
        press(&buyer, &offer.buyer(ALPINE), "Accept offer", &typed);
        assert_told(portal, &letters(portal), accepted, &deals);

        let record = format!("{}/acceptance", offer.page);
        let typed = [("account", BELLOWS), who[0], who[1]];
        press(&partner, &record, "Record acceptance", &typed);
        assert_told(portal, &letters(portal), accepted, &deals);

        let end = format!("{}/end", partners(&opportunity));
        let typed = [("reason", "We sell another product")];
        press(&partner, &end, "End opportunity", &typed);
        let told = letters(portal);
        let page = format!("opportunities/{opportunity}");
        let ended = (MessageKind::OpportunityEnded, page.as_str());
        assert_told(portal, &told, ended, &[ISV, "ends@northwind.example"]);
        for letter in &told {
            let reason = "Reason given by Contoso Consulting:\n> We sell another product";
            assert!(letter.text.contains(reason), "{}", letter.text);
        }
    });
}

#[test]
fn the_letter_about_a_new_opportunity_leads_through_signing_in_to_its_page_and_on_to_an_offer() {
    on_each_database(|portal| {
        let opportunity = tell_of_an_opportunity(portal);
        let told = letters(portal);
        let [letter] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(letter.recipient, RESELLER);
        let path = link(letter);
        let url = format!("{}{path}", portal.url);
        assert!(letter.html.contains(&format!("href=\"{url}\"")));

        let browser = portal.anonymous();
        let asked = browser.get(&path);
        let sign_in = asked.location().to_owned();
        assert_eq!(asked.status, 303);
        assert!(sign_in.starts_with("/sign-in?next="), "{sign_in}");
        let form = browser.get(&sign_in).page().form("Sign in");
        let form = form.set("email", PARTNER).set("password", PASSWORD);
        let signed_in = browser.submit(&sign_in, &form);
        assert_eq!(
            (signed_in.status, signed_in.location()),
            (303, path.as_str())
        );
        let page = browser.follow(signed_in).page();
        assert_eq!(
            (page.name(), page.heading()),
            ("partner.opportunity".into(), "Q1 renewals".into())
        );

        let offer = extend(&browser, &path, portal.clock.today());
        let made = browser.get(&offer.page).page();
        assert_eq!(made.heading(), "Offer for Alpine");
        assert_eq!(made.texts(".page-head .tag"), ["Active"]);
        assert_eq!(made.link("Q1 renewals"), path);
        let opened = portal.anonymous().get(&offer.buyer(ALPINE));
        assert_eq!(opened.page().heading(), "Offer for Alpine");
        let isv = portal.sign_in(ADMIN);
        let seen = isv.get(&format!("/isv/opportunities/{opportunity}"));
        assert!(seen.text().contains(offer.id()), "{}", seen.main());
    });
}
