//! *Create opportunities*: all or nothing, and once.

use super::Wizard;
use crate::client::Response;
use crate::notifications::letters;
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, HARBOR, LOGSTREAM, MEMBER, VAULT};
use consign::answers::{Fields, Step};
use consign::store::opportunities;
use std::collections::BTreeSet;

/// Presses at once: more than the portal has connections.
const PRESSES: usize = 50;

fn two_by_two(trade: &crate::trade::Trade<'_>, answers: &mut consign::answers::Answers) {
    *answers = trade.answers("Q1 renewals");
    let mut resellers = Fields::default();
    resellers.add("reseller", trade.reseller(CONTOSO).to_string());
    resellers.add("reseller", trade.reseller(HARBOR).to_string());
    answers.set(Step::Resellers, resellers);
    let mut products = Fields::default();
    products.add("product", VAULT);
    products.add("product", LOGSTREAM);
    answers.set(Step::Products, products);
}

#[test]
fn each_reseller_gets_each_product() {
    on_each_database(|portal| {
        let wizard = Wizard::with(portal, two_by_two);
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
        assert!(made.location().starts_with("/isv/batches/bat_"));
        let page = wizard.browser.follow(made).page();
        assert_eq!(page.heading(), "4 opportunities created");
        // Each letter says in its subject which product it is about.
        let told = letters(portal);
        let told: BTreeSet<(&str, &str)> = told
            .iter()
            .map(|letter| (letter.recipient.as_str(), letter.subject.as_str()))
            .collect();
        assert_eq!(told.len(), 4, "{told:?}");
        for product in ["LogStream", "Vault Storage"] {
            let subject =
                format!("New opportunity from Northwind Software: Q1 renewals – {product}");
            let about = |(_, told): &&(&str, &str)| *told == subject;
            assert_eq!(told.iter().filter(about).count(), 2, "{told:?}");
        }
        let pairs: BTreeSet<(String, String)> = page
            .rows()
            .into_iter()
            .map(|row| (row[1].clone(), row[2].clone()))
            .collect();
        assert_eq!(pairs.len(), 4, "{pairs:?}");
        let rows = wizard.browser.get("/isv/opportunities").page().rows();
        assert_eq!(rows.len(), 4);
        assert!(
            wizard.browser.get("/isv/drafts").page().rows().is_empty(),
            "the draft is used up"
        );
    });
}

#[test]
fn the_pages_of_a_used_draft_lead_to_what_it_made() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let review = wizard.page("review");
        let details = wizard.page("details");
        let made = wizard.submit("review", &review.form("Create opportunities"));
        for place in ["review", "details", "discount", "dimensions", "all"] {
            let answer = wizard.browser.get(&wizard.at(place));
            assert_eq!(
                (answer.status, answer.location()),
                (303, made.location()),
                "{place}"
            );
        }
        let again = wizard.submit("review", &review.form("Create opportunities"));
        assert_eq!((again.status, again.location()), (303, made.location()));
        let late = wizard.submit(
            "details",
            &details.form("Save and continue").set("name", "Late"),
        );
        assert_ne!(late.status, 500);
        let rows = wizard.browser.get("/isv/opportunities").page().rows();
        assert_eq!(rows.len(), 1);
        assert!(rows[0][1].contains("Q1 renewals"), "{rows:?}");
    });
}

#[test]
fn a_press_repeated_fifty_times_at_once_creates_once() {
    on_each_database(|portal| {
        let wizard = Wizard::with(portal, two_by_two);
        let form = wizard.page("review").form("Create opportunities").encoded();
        let path = wizard.at("review");
        let cookie = wizard.browser.cookie("sid").expect("a session");
        let answers: Vec<Response> = std::thread::scope(|scope| {
            let presses: Vec<_> = (0..PRESSES)
                .map(|_| {
                    let (form, path, cookie) = (form.clone(), &path, &cookie);
                    scope.spawn(move || {
                        let browser = portal.anonymous();
                        browser.set_cookie("sid", cookie);
                        browser.request("POST", path).form(form).send()
                    })
                })
                .collect();
            presses
                .into_iter()
                .map(|press| press.join().expect("an answer"))
                .collect()
        });
        let led: BTreeSet<(u16, &str)> = answers.iter().map(|a| (a.status, a.location())).collect();
        assert_eq!(led.len(), 1, "{led:?}");
        assert_eq!(answers[0].status, 303);
        assert!(answers[0].location().starts_with("/isv/batches/bat_"));
        let made = portal.db.read_now(opportunities::count_all);
        assert_eq!(made.expect("they can be counted"), 4);
    });
}

#[test]
fn a_review_that_is_out_of_date_creates_nothing_and_is_shown_again() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let old = wizard.page("review").form("Create opportunities");
        let member = portal.sign_in(MEMBER);
        let path = wizard.at("discount");
        let form = member.get(&path).page().form("Save and continue");
        assert_eq!(member.submit(&path, &form.set("percent", "50")).status, 303);
        let answer = wizard.submit("review", &old);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        assert_eq!(page.name(), "isv.draft.review");
        let banner = page.texts("[data-banner]");
        let words = "Marek Nowak changed this draft meanwhile. Read it again before you create.";
        assert!(banner[0].contains(words), "{banner:?}");
        assert!(page.text().contains("50%"));
        assert!(page.title().starts_with("Error: "));
        let made = portal.db.read_now(opportunities::count_all);
        assert_eq!(made.expect("they can be counted"), 0);
        let answer = wizard.submit("review", &page.form("Create opportunities"));
        assert_eq!(answer.status, 303, "having read it");
        for version in ["", "x", "-1", "999", "99999999999"] {
            let other = Wizard::complete(portal);
            let form = other.page("review").form("Create opportunities");
            let answer = other.submit("review", &form.set("version", version));
            assert_eq!(answer.status, 409, "{version}");
        }
    });
}

#[test]
fn skipping_steps_creates_nothing() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let page = wizard.page("review");
        let form = page.form("Create opportunities");
        assert_eq!(wizard.submit("review", &form).status, 422);
        assert_eq!(wizard.cannot_be_created().len(), 5);
        let made = portal.db.read_now(opportunities::count_all);
        assert_eq!(made.expect("they can be counted"), 0);
    });
}
