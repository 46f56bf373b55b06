//! *Extend Offer*: all or nothing, once, and from what can still be used.

use super::{COLLEAGUE, OTHER_PARTNER, Offer, complete, keep, logstream, once, scheduled, vault};
use crate::html::Form;
use crate::no_room::on_a_full_disk;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::wizard::fill;
use consign::answers::offer::OfferStep;
use consign::domain::ids::OfferId;
use consign::domain::offer::Offer as Extended;
use consign::random;
use consign::store::offers::{find, is_link_of};

/// The offer that an answer leads to, and the secret of its link.
pub fn led(location: &str) -> (OfferId, Option<&str>) {
    let rest = location.strip_prefix("/partner/offers/").expect("an offer");
    match rest.split_once("?link=") {
        Some((id, secret)) => (id.parse().expect("an id"), Some(secret)),
        None => (rest.parse().expect("an id"), None),
    }
}

/// The offer of this id.
pub fn extended(offer: &Offer<'_>, id: OfferId) -> Extended {
    let scope = offer.who.1;
    let found = offer.trade.portal.db.read_now(|c| find(c, &scope, id));
    found.expect("it can be read").expect("an offer")
}

#[test]
fn an_offer_says_what_was_reviewed_and_its_link_is_known_to_nobody_else() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        let answer = offer.extend();
        assert_eq!(answer.status, 303);
        let (id, secret) = led(answer.location());
        let made = extended(&offer, id);
        assert_eq!(made.details.name(), "Offer for Acme");
        assert_eq!(made.extended_by, "Tom Okafor");
        let prices: Vec<String> = made
            .lines
            .iter()
            .map(|line| line.price.value().to_string())
            .collect();
        assert_eq!(prices, ["13.44", "13.944", "0.084", "0.0924"]);
        assert_eq!(made.opportunity.uses, 1);
        let secret = secret.expect("the first press has the secret");
        assert_eq!(secret.len(), 64);
        let hash = random::sha256_hex(secret.as_bytes());
        let scope = offer.who.1;
        let leads = portal.db.read_now(|c| is_link_of(c, &scope, id, &hash));
        assert!(leads.expect("it can be read"));
        let listed = offer.browser.get("/partner/offer-drafts").page();
        assert!(listed.rows().is_empty(), "the draft is used up");
    });
}

#[test]
fn a_second_press_and_the_pages_of_a_used_draft_lead_to_the_offer() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, once);
        let review = offer.page("review").form("Extend Offer");
        let terms = offer.page("terms").form("Save and continue");
        let (id, _) = led(offer.submit("review", &review).location());
        let again = offer.submit("review", &review);
        assert_eq!((again.status, led(again.location())), (303, (id, None)));
        let late = offer.submit("terms", &terms.set("buyers", "111122223333"));
        let page = late.page();
        let told = (late.status, page.heading(), page.link("See the offer"));
        let changed = "This changed while you were working";
        assert_eq!(told, (409, changed.into(), format!("/partner/offers/{id}")));
        let typed = page.texts("dl.summary dd");
        assert!(typed.contains(&"111122223333".to_owned()), "{typed:?}");
        for place in ["terms", "price", "schedule", "review"] {
            let answer = offer.browser.get(&offer.at(place));
            assert_eq!((answer.status, led(answer.location())), (303, (id, None)));
        }
        assert_eq!(extended(&offer, id).opportunity.uses, 1);
    });
}

#[test]
fn a_draft_that_is_not_complete_is_not_extended() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, logstream);
    let answer = offer.extend();
    assert_eq!(answer.status, 422);
    let page = answer.page();
    assert!(page.title().starts_with("Error: Review Offer"));
    let texts: Vec<String> = page.errors().into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        texts,
        [
            "Enter at least one buyer account ID",
            "Select a markup or a discount",
            "Enter an offer name",
            "Enter an offer description",
            "Enter the offer expiry date",
            "Enter the subscription end date",
        ]
    );
}

#[test]
fn a_review_out_of_date_extends_nothing_and_is_shown_again() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, logstream);
        let old = offer.page("review").form("Extend Offer");
        let colleague = portal.sign_in(COLLEAGUE);
        let path = offer.at("price");
        let form = colleague.get(&path).page().form("Save and continue");
        assert_eq!(
            colleague.submit(&path, &form.set("percent", "50")).status,
            303
        );
        let answer = offer.submit("review", &old);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        assert_eq!(page.name(), "partner.offer_draft.review");
        let words =
            "Lena Vogt changed this draft meanwhile. Read it again before you extend the offer.";
        assert!(page.texts("[data-banner]")[0].contains(words));
        assert!(page.text().contains("50%"));
        assert_eq!(
            offer.submit("review", &page.form("Extend Offer")).status,
            303
        );
        for version in ["", "x", "-1", "999", "99999999999"] {
            let other = Offer::sound(portal, logstream);
            let form = other.page("review").form("Extend Offer");
            let answer = other.submit("review", &form.set("version", version));
            assert_eq!(answer.status, 409, "{version}");
        }
    });
}

#[test]
fn what_was_used_meanwhile_stays_readable_and_says_so() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, once);
        let loser = keep(portal, &offer.who, &offer.opportunity, &complete());
        let stale = offer
            .browser
            .get(&format!("/partner/offer-drafts/{loser}/review"))
            .page()
            .form("Extend Offer");
        let (id, _) = led(offer.extend().location());
        let loser = Offer {
            draft: loser.to_string(),
            ..offer
        };
        let answer = loser.submit("review", &stale);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        assert_eq!(page.heading(), "Someone has already used this opportunity");
        insta::assert_snapshot!("lost", page.outline());
        assert_eq!(
            page.link("“Offer for Acme”"),
            format!("/partner/offers/{id}")
        );
        assert_eq!(page.link("Print your draft"), loser.at("review"));
        for place in ["terms", "price", "documents", "dates", "review"] {
            let page = loser.page(place);
            let words = page.texts("#closed");
            assert!(
                words[0].starts_with("Someone has already used this opportunity. Tom Okafor extended an offer from it on 22 Nov 2026, 12:00 UTC."),
                "{place}: {words:?}"
            );
        }
        // It can still be worked on, and still not be extended.
        loser.accepts(OfferStep::Price, &[("percent", "7")], "documents");
        assert_eq!(loser.extend().status, 409);
        let new = format!("/partner/opportunities/{}/offers/new", loser.opportunity);
        let page = loser.browser.get(&new).page();
        assert!(
            page.texts("form button")
                .iter()
                .all(|text| text != "Create offer")
        );
        let answer = loser.browser.post(&new, &[]);
        assert_eq!(answer.status, 409);
    });
}

#[test]
fn what_is_typed_into_a_draft_that_was_extended_is_told_in_the_words_of_its_pages() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, logstream);
        let [terms, price, dates] = ["terms", "price", "dates"].map(|step| {
            let form = offer.page(step).form("Save and continue");
            (step, form)
        });
        assert_eq!(offer.extend().status, 303);
        for ((step, form), typed, expected) in [
            (
                terms,
                ("buyers", "123412341234"),
                &[("Buyer account IDs", "123412341234")][..],
            ),
            (price, ("percent", "7.5"), &[("Price", "Markup 7.5")]),
            (
                dates,
                ("description", "Mine <b>alone</b>"),
                &[
                    ("Offer name", "Offer for Acme"),
                    ("Offer description", "Mine <b>alone</b>"),
                    ("Offer expiry date", "31 Dec 2026"),
                    ("Subscription end date", "31 Dec 2027"),
                ],
            ),
        ] {
            told_too_late(&offer, step, &fill(form, &[typed]), expected);
        }
    });
}

/// Holds the page that comes instead of a save to these answers.
fn told_too_late(offer: &Offer<'_>, step: &str, form: &Form, expected: &[(&str, &str)]) {
    let answer = offer.submit(step, form);
    let page = answer.page();
    assert_eq!(
        (answer.status, page.name()),
        (409, "partner.offer_draft.made".to_owned())
    );
    let (labels, answers) = (page.texts("dl.summary dt"), page.texts("dl.summary dd"));
    let told: Vec<(&str, &str)> = std::iter::zip(&labels, &answers)
        .map(|(label, answer)| (label.as_str(), answer.as_str()))
        .collect();
    assert_eq!(told, expected, "{step}");
}

#[test]
fn the_sum_of_a_schedule_is_shown_before_its_acceptance_is_recorded() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, scheduled);
        let made = offer.extend();
        assert_eq!(made.status, 303, "{}", made.text());
        let (path, _) = made.location().split_once('?').expect("its link");
        let path = format!("{path}/acceptance");
        let page = offer.browser.get(&path).page();
        assert!(page.texts("main h3").is_empty(), "nothing is chosen");
        let said = page.attributes("#preview", "data-said");
        assert_eq!(said, ["To pay: 472.50 USD"]);
        assert!(
            page.text()
                .contains("This is the sum of the payments of the offer.")
        );
        let form = page.form("Record acceptance");
        let typed = [("company", "Alpine Ski House"), ("person", "Greta Wolff")];
        let done = offer.browser.submit(&path, &fill(form, &typed));
        assert_eq!(done.status, 303, "{}", done.text());
        let page = offer.browser.get(done.location()).page();
        let agreed = page.texts(".agreement dd").join(" | ");
        assert!(agreed.contains("472.50 USD"), "{agreed}");
    });
}

#[test]
fn another_partner_extends_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, logstream);
    let form = offer.page("review").form("Extend Offer");
    let stranger = portal.sign_in(OTHER_PARTNER);
    assert_eq!(stranger.submit(&offer.at("review"), &form).status, 404);
    assert_eq!(offer.extend().status, 303);
}

#[test]
fn an_offer_that_a_full_disk_does_not_take_is_extended_once_there_is_room() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, vault);
    let answer = on_a_full_disk(&portal, || offer.extend());
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(offer.extend().status, 303);
}
