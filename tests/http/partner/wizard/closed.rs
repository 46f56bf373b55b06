//! A draft whose opportunity was revoked, has expired or was ended meanwhile: it stays readable and says why it cannot be
//! extended.

use super::{Offer, complete, logstream, scheduled};
use crate::html::Form;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, PARTNER, Trade, fields};
use chrono::TimeDelta;
use consign::answers::{Answers, Step};

/// The pages of a draft, with a payment schedule and without.
const SCHEDULED: &[&str] = &["terms", "price", "schedule", "documents", "dates", "review"];
const PLAIN: &[&str] = &["terms", "price", "documents", "dates", "review"];

/// What came to an opportunity, and what is said of it.
struct Case {
    give: fn(&Trade<'_>) -> Answers,
    close: fn(&Offer<'_>),
    pages: &'static [&'static str],
    title: &'static str,
    text: &'static str,
    tag: &'static str,
}

/// In this order, as the last of them lets two days go by.
const CASES: [Case; 3] = [
    Case {
        give: scheduled,
        close: revoke,
        pages: SCHEDULED,
        title: "Northwind Software has revoked this opportunity",
        text: "That was on 22 Nov 2026, 12:00 UTC. Reason: Prices change",
        tag: "Revoked",
    },
    Case {
        give: logstream,
        close: end,
        pages: PLAIN,
        title: "This opportunity was ended",
        text: "Tom Okafor ended it on 22 Nov 2026, 12:00 UTC. Reason: We sell another product",
        tag: "Ended by partner",
    },
    Case {
        give: until_tomorrow,
        close: expire,
        pages: SCHEDULED,
        title: "This opportunity has expired",
        text: "Its last day was 23 Nov 2026.",
        tag: "Expired",
    },
];

fn revoke(offer: &Offer<'_>) {
    let vendor = offer.trade.portal.sign_in(ADMIN);
    let path = format!("/isv/opportunities/{}/revoke", offer.opportunity);
    let form = vendor.get(&path).page().form("Revoke opportunity");
    let answer = vendor.submit(&path, &form.set("reason", "Prices change"));
    assert_eq!(answer.status, 303, "{}", answer.text());
}

fn end(offer: &Offer<'_>) {
    let path = format!("/partner/opportunities/{}/end", offer.opportunity);
    let form = offer.browser.get(&path).page().form("End opportunity");
    let form = form.set("reason", "We sell another product");
    let answer = offer.browser.submit(&path, &form);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The first moment after the last day.
fn expire(offer: &Offer<'_>) {
    offer.trade.portal.clock.advance(TimeDelta::hours(36));
}

/// A payment schedule, to be offered until tomorrow.
fn until_tomorrow(trade: &Trade<'_>) -> Answers {
    let mut answers = scheduled(trade);
    let until = [
        ("duration", "single_use"),
        ("end-day", "23"),
        ("end-month", "11"),
        ("end-year", "2026"),
    ];
    answers.set(Step::Duration, fields(&until));
    answers
}

#[test]
fn a_draft_of_what_was_closed_is_read_and_worked_on_and_not_extended() {
    on_each_database(|portal| {
        for case in &CASES {
            let mut offer = Offer::with(portal, case.give, &complete());
            let stale = offer.page("review").form("Extend Offer");
            assert!(offer.page("review").errors().is_empty());
            (case.close)(&offer);
            offer.browser = portal.sign_in(PARTNER);
            stays_readable(&offer, case);
            is_not_extended(&offer, case, &stale);
            let changed = offer.press("price", "Save and go to review", &[("percent", "7")]);
            assert_eq!(changed.location(), offer.at("review"));
            let again = offer.page("review").form("Extend Offer");
            is_not_extended(&offer, case, &again);
            begins_no_other(&offer, case);
        }
        let browser = portal.sign_in(PARTNER);
        assert!(browser.get("/partner/offers").page().rows().is_empty());
        let drafts = browser.get("/partner/offer-drafts").page().rows();
        assert_eq!(drafts.len(), CASES.len());
    });
}

/// That every page of the draft is there with why nothing comes of it, and the list of drafts says so too.
fn stays_readable(offer: &Offer<'_>, case: &Case) {
    let kept = "Your draft is kept, but no offer can be extended from this opportunity.";
    let words = format!(
        "{}. {} {kept} Ask Northwind Software for another.",
        case.title, case.text
    );
    for place in case.pages {
        let page = offer.page(place);
        assert_eq!(page.texts("#closed"), [words.as_str()], "{place}");
    }
    let listed = offer.browser.get("/partner/offer-drafts").page();
    let tags = listed.texts(&format!("tr[data-id=\"{}\"] .tag", offer.draft));
    assert_eq!(tags, [case.tag]);
}

/// That pressing *Extend Offer* gives the reason and leaves the draft as it is.
fn is_not_extended(offer: &Offer<'_>, case: &Case, review: &Form) {
    let before = offer.kept();
    let answer = offer.submit("review", review);
    let page = answer.page();
    assert_eq!(
        (answer.status, page.name(), page.heading()),
        (409, "partner.offer_draft.lost".into(), case.title.into())
    );
    let kept = "Your draft is kept. Ask Northwind Software for another.";
    for words in [case.text, kept] {
        assert!(page.text().contains(words), "{}", page.text());
    }
    // The partner learns which company ended it, and not who of it.
    assert!(!page.text().contains("Dana Li"), "{}", page.text());
    assert_eq!(page.link("Print your draft"), offer.at("review"));
    assert_eq!(offer.kept(), before);
}

/// That no other draft is begun from the same opportunity.
fn begins_no_other(offer: &Offer<'_>, case: &Case) {
    let new = format!("/partner/opportunities/{}/offers/new", offer.opportunity);
    let begun = offer.browser.get(&new);
    assert_eq!(begun.status, 200, "{}", begun.text());
    let said = begun.page().texts("#closed");
    assert!(said[0].starts_with(case.title), "{said:?}");
    let buttons = begun.page().texts("form button");
    assert!(!buttons.contains(&"Create offer".to_owned()), "{buttons:?}");
    let answer = offer.browser.post(&new, &[]);
    assert_eq!(
        (answer.status, answer.page().heading()),
        (409, case.title.into())
    );
}
