//! Changing an address on the list of notifications in its place: who is told, what of the old one goes on, and what does not.

use crate::client::{Client, Response};
use crate::html::Form;
use crate::notifications::{LIST, add, letters, recipients, stop, tell_of_an_opportunity};
use crate::people::PASSWORD;
use crate::portal::{TestPortal, on_each_database, on_each_database_with};
use crate::routes;
use crate::trade::{ADMIN, MEMBER, PARTNER, STRANGER, VIEWER};
use chrono::TimeDelta;
use consign::store::notifications;
use consign::store::outbox::{self, Leased, MessageKind};
use consign::store::schema::events;
use consign::web::auth::CONFIRMED_FOR;
use diesel::prelude::*;

pub const OLD: &str = "billing@northwind.example";
pub const NEW: &str = "finance@northwind.example";

/// Where an address on somebody's list is changed, and the form that stands there.
pub fn opened(browser: &Client, address: &str) -> (String, Form) {
    let at = browser.get(LIST).page().link(&format!("Change {address}"));
    let form = browser.get(&at).page().form("Save changes");
    (at, form)
}

/// Puts another address in the place of one, by the pages.
pub fn change(browser: &Client, from: &str, to: &str) -> Response {
    let (at, form) = opened(browser, from);
    browser.submit(&at, &form.set("email", to))
}

/// What the list says after a change: one banner.
fn told(browser: &Client, answer: Response) -> String {
    assert_eq!((answer.status, answer.location()), (303, LIST));
    let page = browser.follow(answer).page();
    page.texts("[data-banner]").remove(0)
}

pub fn addresses(browser: &Client) -> Vec<String> {
    browser.get(LIST).page().texts("tbody th")
}

/// The changes of lists that are on record, the newest last.
fn recorded(portal: &TestPortal) -> Vec<(String, String)> {
    let read = portal.db.read_now(|c| {
        let all: Vec<(String, String)> = events::table
            .filter(events::kind.eq("notifications.changed"))
            .order(events::id)
            .select((events::actor, events::details))
            .load(c)?;
        Ok(all)
    });
    read.expect("it can be read")
}

/// The path of the link by which the owner of an address confirms.
fn confirmation(letter: &Leased) -> String {
    let at = letter.text.find("/notifications/confirm/").expect("a link");
    letter.text[at..].lines().next().expect("a line").to_owned()
}

#[test]
fn another_address_comes_in_the_place_of_one_and_both_are_told() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers", "reminders"]);
        portal.clock.advance(TimeDelta::minutes(1));
        add(&browser, "sales@northwind.example", &["offers"]);
        letters(portal);
        let before = browser.get(LIST).page();
        let (at, form) = opened(&browser, OLD);
        portal.clock.advance(TimeDelta::minutes(1));
        let saved = browser.submit(&at, &form.set("email", " Finance@northwind.example "));
        assert_eq!(
            told(&browser, saved),
            "Done: Finance@northwind.example is on the list in the place of billing@northwind.example and is told so."
        );

        // Its place, its id, what it is told of and who once added it stay.
        let after = browser.get(LIST).page();
        let as_before = |cell: &String| cell.replace("Finance@", "billing@");
        let rows: Vec<Vec<String>> = after
            .rows()
            .iter()
            .map(|row| row.iter().map(as_before).collect())
            .collect();
        assert_eq!(rows, before.rows());
        let ids = |page: &crate::html::Page| page.attributes("tr[data-id]", "data-id");
        assert_eq!(ids(&after), ids(&before));
        assert_eq!(
            after.texts("tbody th"),
            ["Finance@northwind.example", "sales@northwind.example"]
        );

        let sent = letters(portal);
        assert_eq!(
            recipients(&sent),
            [
                ("Finance@northwind.example", MessageKind::AddressWelcome),
                (OLD, MessageKind::AddressChanged),
            ]
        );
        let to = |address: &str| sent.iter().find(|letter| letter.recipient == address);
        let welcome = to("Finance@northwind.example").expect("a welcome");
        for topic in ["A partner creates an offer", "7 days before the last day"] {
            assert!(welcome.text.contains(topic), "{}", welcome.text);
        }
        let farewell = to(OLD).expect("a farewell");
        insta::allow_duplicates! {
            insta::assert_snapshot!("farewell", format!("{}\n\n{}", farewell.subject, farewell.text));
        }
        assert_eq!(farewell.unsubscribe, None);
        let (actor, details) = recorded(portal).pop().expect("it is on record");
        assert_eq!(actor, "Dana Li");
        for part in [OLD, "Finance@northwind.example", "replaced"] {
            assert!(details.contains(part), "{details}");
        }
    });
}

#[test]
fn what_is_told_from_then_on_goes_to_the_new_address_alone() {
    on_each_database(|portal| {
        let browser = portal.sign_in(PARTNER);
        add(&browser, "desk@contoso.example", &["opportunities"]);
        letters(portal);
        // Nobody has taken this one yet when the address changes.
        tell_of_an_opportunity(portal);
        change(&browser, "desk@contoso.example", "team@contoso.example");
        let kinds = |kind| {
            let sent = letters(portal);
            let mut all: Vec<String> = sent
                .iter()
                .filter(|letter| letter.kind == kind)
                .map(|letter| letter.recipient.clone())
                .collect();
            all.sort();
            all
        };
        assert_eq!(
            kinds(MessageKind::OpportunityCreated),
            ["resale@contoso.example"]
        );
        let summary = portal.db.read_now(outbox::summary).expect("it can be read");
        assert_eq!(summary.count(outbox::MessageState::Cancelled), 1);
        tell_of_an_opportunity(portal);
        assert_eq!(
            kinds(MessageKind::OpportunityCreated),
            ["resale@contoso.example", "team@contoso.example"]
        );
    });
}

#[test]
fn no_link_that_the_old_address_was_sent_stops_messages_to_the_new_one() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        let old = stop(portal, &letters(portal)[0]);
        change(&browser, OLD, NEW);
        let sent = letters(portal);
        let welcome = sent.iter().find(|letter| letter.recipient == NEW);
        let new = stop(portal, welcome.expect("a welcome"));
        let anybody = portal.anonymous();
        let answer = anybody.post(&old, &[]);
        assert_eq!(addresses(&browser), [NEW]);
        assert_eq!(anybody.post(&new, &[]).body, answer.body, "nobody can tell");
        assert_eq!(addresses(&browser), [""; 0]);
    });
}

#[test]
fn where_owners_are_asked_first_the_new_address_has_to_confirm() {
    on_each_database_with(
        |config| config.confirm_addresses = true,
        |portal| {
            let browser = portal.sign_in(PARTNER);
            add(&browser, "first@contoso.example", &["opportunities"]);
            let first = confirmation(&letters(portal)[0]);
            portal.clock.advance(TimeDelta::days(1));
            let browser = portal.sign_in(PARTNER);
            let banner = told(
                &browser,
                change(&browser, "first@contoso.example", "second@contoso.example"),
            );
            assert_eq!(
                banner,
                "Done: second@contoso.example is asked to confirm in the place of first@contoso.example. It gets nothing else until it has."
            );
            let sent = letters(portal);
            assert_eq!(
                recipients(&sent),
                [("second@contoso.example", MessageKind::AddressConfirm)],
                "who never agreed is told nothing"
            );
            let state = || browser.get(LIST).page().rows()[0][1].clone();
            let waits = "Waiting for confirmation since 23 Nov 2026";
            assert_eq!(state(), waits);
            let anybody = portal.anonymous();
            anybody.post(&first, &[]);
            assert_eq!(state(), waits, "the old link confirms nothing");
            anybody.post(&confirmation(&sent[0]), &[]);
            assert_eq!(state(), "Active");

            change(&browser, "second@contoso.example", "third@contoso.example");
            assert_eq!(state(), waits);
            assert_eq!(
                recipients(&letters(portal)),
                [
                    ("second@contoso.example", MessageKind::AddressChanged),
                    ("third@contoso.example", MessageKind::AddressConfirm),
                ]
            );
            tell_of_an_opportunity(portal);
            assert_eq!(
                recipients(&letters(portal)),
                [("resale@contoso.example", MessageKind::OpportunityCreated)]
            );
        },
    );
}

#[test]
fn an_address_that_cannot_be_reached_gives_way_without_a_letter() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        let welcome = letters(portal).remove(0);
        let refused = portal
            .db
            .write_now(|c| notifications::refused(c, welcome.event, OLD));
        refused.expect("it can be written");
        assert_eq!(browser.get(LIST).page().rows()[0][1], "Not deliverable");
        change(&browser, OLD, NEW);
        assert_eq!(browser.get(LIST).page().rows()[0][1], "Active");
        assert_eq!(
            recipients(&letters(portal)),
            [(NEW, MessageKind::AddressWelcome)]
        );
    });
}

#[test]
fn an_address_that_stays_as_it_is_is_not_told_of_it() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        letters(portal);
        let count = recorded(portal).len();
        let same = change(&browser, OLD, &format!(" {OLD} "));
        assert_eq!(told(&browser, same), "Note: Nothing was changed.");
        assert_eq!(recorded(portal).len(), count);
        // Written otherwise it is the same reader: welcome once, and no farewell.
        let otherwise = change(&browser, OLD, "Billing@northwind.example");
        assert_eq!(otherwise.status, 303);
        assert_eq!(addresses(&browser), ["Billing@northwind.example"]);
        assert_eq!(
            recipients(&letters(portal)),
            [("Billing@northwind.example", MessageKind::AddressWelcome)]
        );
    });
}

#[test]
fn what_is_wrong_with_a_change_is_said_beside_the_field_and_what_was_typed_is_kept() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        portal.clock.advance(TimeDelta::minutes(1));
        add(&browser, "sales@northwind.example", &["offers"]);
        letters(portal);
        let (at, form) = opened(&browser, OLD);
        let format = "Enter an e-mail address in the right format, like name@example.com";
        let none = "Select at least one kind of message";
        for (email, topics, field, error) in [
            ("", &["reminders"][..], "email", "Enter an e-mail address"),
            ("nobody", &["reminders"], "email", format),
            ("a@b.example, c@d.example", &["reminders"], "email", format),
            (
                " Sales@Northwind.EXAMPLE",
                &["reminders"],
                "email",
                "Sales@Northwind.EXAMPLE is already in the list",
            ),
            (NEW, &[], "topic", none),
            (NEW, &["evil"], "topic", none),
        ] {
            let typed = form.clone().set("email", email).choose("topic", topics);
            let answer = browser.submit(&at, &typed);
            let page = answer.page();
            assert_eq!(
                (answer.status, page.error_for(field).as_deref()),
                (422, Some(error)),
                "{email}"
            );
            assert_eq!(page.errors(), [(field.to_owned(), error.to_owned())]);
            assert_eq!(page.values("email"), [email]);
            let known = topics.iter().filter(|topic| **topic != "evil");
            assert_eq!(page.values("topic"), known.copied().collect::<Vec<_>>());
            assert_eq!(page.heading(), format!("Change {OLD}"));
            assert!(page.title().starts_with("Error: "), "{}", page.title());
        }
        assert_eq!(addresses(&browser), [OLD, "sales@northwind.example"]);
        assert!(letters(portal).is_empty());
    });
}

#[test]
fn only_admins_of_the_list_change_an_address_and_who_confirmed_lately() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        letters(portal);
        let (at, form) = opened(&browser, OLD);
        let form = form.set("email", NEW);
        for email in [MEMBER, VIEWER] {
            let theirs = portal.sign_in(email);
            assert_eq!(theirs.get(&at).status, 403);
            assert_eq!(theirs.submit(&at, &form).status, 403);
        }
        let missing = format!("{LIST}/{}", routes::missing(routes::About::Address));
        for email in [STRANGER, PARTNER] {
            let theirs = portal.sign_in(email);
            let elsewhere = Form {
                action: missing.clone(),
                ..form.clone()
            };
            let (foreign, none) = (
                theirs.submit(&at, &form),
                theirs.submit(&missing, &elsewhere),
            );
            assert_eq!((foreign.status, none.status), (404, 404));
            assert_eq!(foreign.body, none.body);
        }
        portal.clock.advance(CONFIRMED_FOR + TimeDelta::minutes(1));
        let asked = browser.submit(&at, &form);
        assert_eq!(asked.status, 401);
        assert_eq!(addresses(&browser), [OLD]);
        let password = asked.page().form("Sign in").set("password", PASSWORD);
        let given = browser.submit("/sign-in", &password);
        assert!(given.text().contains(NEW), "{}", given.text());
        let again = browser.submit("/sign-in", &given.page().form("Send it again"));
        assert_eq!((again.status, again.location()), (303, LIST));
        assert_eq!(addresses(&browser), [NEW]);
    });
}

#[test]
fn an_address_that_is_gone_cannot_be_changed_and_changes_count_as_letters() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, "reader0@northwind.example", &["offers"]);
        let named = |number: u32| format!("reader{number}@northwind.example");
        for number in 1..20 {
            let answer = change(&browser, &named(number - 1), &named(number));
            assert_eq!(answer.status, 303, "{number}");
        }
        let answer = change(&browser, &named(19), &named(20));
        assert_eq!(
            (answer.status, answer.page().heading().as_str()),
            (429, "Too many tries")
        );
        assert!(answer.text().contains(&named(20)), "what was typed is kept");
        assert_eq!(addresses(&browser), [named(19)]);
        // Its messages can still be chosen: nobody is written to.
        let (at, form) = opened(&browser, &named(19));
        let chosen = form.clone().choose("topic", &["reminders"]);
        assert_eq!(browser.submit(&at, &chosen).status, 303);
        let remove = browser.get(LIST).page();
        let remove = remove.form(&format!("Remove {}", named(19)));
        assert_eq!(browser.submit(LIST, &remove).status, 303);
        assert_eq!(browser.get(&at).status, 404);
        assert_eq!(browser.submit(&at, &form).status, 404);
    });
}
