//! The list of notifications: who is on it, what they get, and how they stop.

use crate::client::{Client, Response};
use crate::portal::{Database, TestPortal, on_each_database, on_each_database_with};
use crate::trade::{ADMIN, MEMBER, PARTNER, STRANGER, Trade, VIEWER};
use chrono::TimeDelta;
use consign::store::outbox::{self, Leased, MessageKind};

pub const LIST: &str = "/settings/notifications";
/// What is said to whoever adds one more than there may be.
const FULL: &str = "You can have up to 10 addresses – remove one first";

/// Adds an address as the form does that stands on the page.
pub fn add(browser: &Client, email: &str, topics: &[&str]) -> Response {
    let form = browser.get(LIST).page().form("Add address");
    browser.submit(LIST, &form.set("email", email).choose("topic", topics))
}

/// The letters that wait, taken and sent as a worker does.
pub fn letters(portal: &TestPortal) -> Vec<Leased> {
    let now = portal.clock.now();
    let taken = portal.db.write_now(|c| {
        let letters = outbox::lease(c, u16::MAX, now)?;
        for letter in &letters {
            assert!(outbox::sent(c, letter, now)?);
        }
        Ok(letters)
    });
    taken.expect("they can be taken")
}

/// The path of the link in a letter by which its reader stops messages.
pub fn stop(portal: &TestPortal, letter: &Leased) -> String {
    let link = letter.unsubscribe.as_deref().expect("a link");
    assert!(letter.text.contains(link) && letter.html.contains(link));
    link.strip_prefix(&portal.url)
        .expect("a page of ours")
        .to_owned()
}

pub fn recipients(letters: &[Leased]) -> Vec<(&str, MessageKind)> {
    let mut all: Vec<_> = letters
        .iter()
        .map(|l| (l.recipient.as_str(), l.kind))
        .collect();
    all.sort_by_key(|(recipient, _)| *recipient);
    all
}

#[test]
fn an_address_is_added_told_changed_and_removed() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let empty = browser.get(LIST);
        insta::allow_duplicates! { insta::assert_snapshot!("empty", empty.main()) };
        let answer = add(
            &browser,
            " billing@northwind.example ",
            &["offers", "reminders"],
        );
        assert_eq!((answer.status, answer.location()), (303, LIST));
        let page = browser.follow(answer);
        insta::allow_duplicates! { insta::assert_snapshot!("one", page.main()) };

        let letters = letters(portal);
        let [welcome] = &letters[..] else {
            panic!("{letters:?}")
        };
        assert_eq!(
            (
                welcome.recipient.as_str(),
                welcome.kind,
                welcome.subject.as_str()
            ),
            (
                "billing@northwind.example",
                MessageKind::AddressWelcome,
                "Notifications for Northwind Software"
            )
        );
        assert!(
            welcome
                .text
                .starts_with("Dana Li put this address on the list"),
            "{}",
            welcome.text
        );

        let change = browser
            .get(LIST)
            .page()
            .attributes("td a", "href")
            .remove(0);
        let form = browser.get(&change);
        insta::allow_duplicates! { insta::assert_snapshot!("change", form.main()) };
        let form = form.page().form("Save changes");
        let none = browser.submit(&change, &form.clone().choose("topic", &[]));
        let error = "Select at least one kind of message";
        assert_eq!(
            (none.status, none.page().error_for("topic").as_deref()),
            (422, Some(error))
        );
        let answer = browser.submit(&change, &form.choose("topic", &["opportunities"]));
        let page = browser.follow(answer).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: Messages to billing@northwind.example are changed."]
        );
        let topic = "An opportunity is used up, expires or is revoked";
        assert_eq!(page.rows()[0][2], topic);

        let remove = page.form("Remove billing@northwind.example");
        let page = browser.follow(browser.submit(LIST, &remove)).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: billing@northwind.example is off the list and gets no more messages."]
        );
        assert_eq!(page.texts("h2")[0], "0 of 10 addresses");
        assert_eq!(browser.submit(LIST, &remove).status, 404);
    });
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, "billing@northwind.example", &["offers"]);
        for (email, topics, field, error) in [
            ("", &["offers"][..], "email", "Enter an e-mail address"),
            (
                "nobody",
                &["offers"],
                "email",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
            (
                "a@b",
                &["offers"],
                "email",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
            (
                "a@b.example, c@d.example",
                &["offers"],
                "email",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
            (
                "Billing@Northwind.EXAMPLE",
                &["offers"],
                "email",
                "Billing@Northwind.EXAMPLE is already in the list",
            ),
            (
                "other@northwind.example",
                &[],
                "topic",
                "Select at least one kind of message",
            ),
            (
                "other@northwind.example",
                &["evil"],
                "topic",
                "Select at least one kind of message",
            ),
        ] {
            let answer = add(&browser, email, topics);
            let page = answer.page();
            assert_eq!(
                (answer.status, page.error_for(field).as_deref()),
                (422, Some(error)),
                "{email}"
            );
            assert_eq!(page.errors(), [(field.to_owned(), error.to_owned())]);
            assert_eq!(page.values("email"), [email]);
        }
        let twice = add(&browser, "", &[]);
        assert_eq!(twice.page().errors().len(), 2);
        assert!(twice.page().title().starts_with("Error: "));
    });
}

#[test]
fn an_eleventh_is_refused_even_when_fifty_are_added_at_once() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let form = browser.get(LIST).page().form("Add address");
        let answers: Vec<Response> = std::thread::scope(|scope| {
            let sent: Vec<_> = (0..50)
                .map(|number| {
                    let email = format!("reader{number}@b.example");
                    let (browser, form) = (&browser, form.clone().set("email", &email));
                    scope.spawn(move || browser.submit(LIST, &form))
                })
                .collect();
            sent.into_iter()
                .map(|thread| thread.join().expect("an answer"))
                .collect()
        });
        let (added, refused): (Vec<_>, Vec<_>) =
            answers.iter().partition(|answer| answer.status == 303);
        assert_eq!(added.len(), 10);
        for answer in refused {
            let said = answer.page().error_for("email");
            assert_eq!((answer.status, said.as_deref()), (422, Some(FULL)));
        }
        assert_eq!(letters(portal).len(), 10);
        let page = browser.get(LIST).page();
        assert_eq!(
            (page.rows().len(), page.texts("h2").remove(0).as_str()),
            (10, "10 of 10 addresses")
        );
        let answer = add(&browser, "eleventh@b.example", &["offers"]);
        assert_eq!(
            (answer.status, answer.page().error_for("email").as_deref()),
            (422, Some(FULL))
        );
    });
}

#[test]
fn only_so_many_letters_are_caused_in_an_hour() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let remove_first = || {
            let page = browser.get(LIST).page();
            let action = page.attributes("td form", "action").remove(0);
            assert_eq!(browser.post(&action, &[]).status, 303);
        };
        for number in 0..20 {
            if number >= 10 {
                remove_first();
            }
            assert_eq!(
                add(&browser, &format!("reader{number}@b.example"), &["offers"]).status,
                303
            );
            portal.clock.advance(TimeDelta::seconds(30));
        }
        remove_first();
        let answer = add(&browser, "more@b.example", &["offers"]);
        assert_eq!(
            (answer.status, answer.page().heading().as_str()),
            (429, "Too many tries")
        );
        assert_eq!(answer.header("retry-after"), Some("3000"));
        // Of another organisation's, and an hour later, nothing is counted.
        assert_eq!(
            add(&portal.sign_in(STRANGER), "more@b.example", &["offers"]).status,
            303
        );
        portal.clock.advance(TimeDelta::minutes(51));
        assert_eq!(
            add(&portal.sign_in(ADMIN), "more@b.example", &["offers"]).status,
            303
        );
    });
}

#[test]
fn those_who_may_not_change_the_list_read_it_and_are_told_who_may() {
    on_each_database(|portal| {
        add(
            &portal.sign_in(ADMIN),
            "billing@northwind.example",
            &["offers"],
        );
        for email in [MEMBER, VIEWER] {
            let browser = portal.sign_in(email);
            let page = browser.get(LIST).page();
            assert_eq!(page.rows().len(), 1);
            assert!(
                page.text().contains("Dana Li can change this list."),
                "{}",
                page.text()
            );
            assert!(page.attributes("main form", "action").is_empty());
            let answer = browser.post(LIST, &[("email", "x@y.example"), ("topic", "offers")]);
            assert_eq!(answer.status, 403);
            assert!(answer.page().text().contains("Dana Li can."));
        }
        let other = portal.sign_in(STRANGER).get(LIST).page();
        assert!(other.rows().is_empty() && !other.text().contains("billing@"));
        let partner = portal.sign_in(PARTNER).get(LIST);
        insta::allow_duplicates! { insta::assert_snapshot!("partner", partner.main()) };
    });
}

#[test]
fn where_owners_are_asked_first_an_address_gets_nothing_else_until_it_has_confirmed() {
    on_each_database_with(
        |config| config.confirm_addresses = true,
        |portal| {
            let browser = portal.sign_in(PARTNER);
            let page = browser
                .follow(add(&browser, "desk@contoso.example", &["opportunities"]))
                .page();
            assert!(
                page.text()
                    .contains("Waiting for confirmation since 22 Nov 2026"),
                "{}",
                page.text()
            );
            let asked = letters(portal).remove(0);
            assert_eq!(
                (asked.kind, asked.unsubscribe.as_deref()),
                (MessageKind::AddressConfirm, None)
            );
            let link = |letter: &Leased| {
                let at = letter.text.find("/notifications/confirm/").expect("a link");
                letter.text[at..].lines().next().expect("a line").to_owned()
            };

            // Sent again, the first link is dead, and so is one that is a day old.
            let again = page.form("Send again to desk@contoso.example");
            let page = browser.follow(browser.submit(LIST, &again)).page();
            assert_eq!(
                page.texts("[data-banner]"),
                ["Done: desk@contoso.example is asked to confirm again."]
            );
            let second = letters(portal).remove(0);
            let anybody = portal.anonymous();
            let shown = anybody.get(&link(&second));
            insta::allow_duplicates! {
                let shown = shown.main().replace(&link(&second), "/notifications/confirm/secret");
                insta::assert_snapshot!("confirm", shown);
            }
            let missing = anybody.post("/notifications/confirm/x", &[]);
            assert_eq!(anybody.post(&link(&asked), &[]).body, missing.body);
            let waits = || {
                browser
                    .get(LIST)
                    .text()
                    .contains("Waiting for confirmation")
            };
            assert!(waits());

            tell_of_an_opportunity(portal);
            assert_eq!(
                recipients(&letters(portal)),
                [("resale@contoso.example", MessageKind::OpportunityCreated)]
            );

            assert_eq!(anybody.post(&link(&second), &[]).body, missing.body);
            assert!(!waits());
            tell_of_an_opportunity(portal);
            let told = letters(portal);
            assert_eq!(told.len(), 2, "{:?}", recipients(&told));

            add(&browser, "late@contoso.example", &["opportunities"]);
            let late = letters(portal).remove(0);
            portal
                .clock
                .advance(TimeDelta::hours(24) + TimeDelta::seconds(1));
            anybody.post(&link(&late), &[]);
            let browser = portal.sign_in(PARTNER);
            assert!(
                browser
                    .get(LIST)
                    .text()
                    .contains("Waiting for confirmation")
            );
        },
    );
}

/// Northwind creates an opportunity for Contoso, by the pages.
pub fn tell_of_an_opportunity(portal: &TestPortal) -> String {
    create(&Trade::begin(portal), &portal.sign_in(ADMIN))
}

/// Somebody who has signed in creates an opportunity for Contoso.
pub fn create(trade: &Trade<'_>, browser: &Client) -> String {
    let draft = trade.keep(&trade.answers("Q1 renewals"));
    let review = format!("/isv/drafts/{draft}/review");
    let form = browser.get(&review).page().form("Create opportunities");
    let made = browser.follow(browser.submit(&review, &form)).page();
    made.attributes("tr[data-id]", "data-id").remove(0)
}

#[test]
fn a_partner_and_its_list_are_told_of_what_is_created_and_revoked_and_the_isvs_list_of_the_end() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        add(&partner, "desk@contoso.example", &["opportunities"]);
        add(&partner, "RESALE@contoso.example", &["opportunities"]);
        add(&partner, "offers@contoso.example", &["offers", "reminders"]);
        add(&isv, "billing@northwind.example", &["opportunities"]);
        add(&isv, "sales@northwind.example", &["offers"]);
        letters(portal);

        let id = tell_of_an_opportunity(portal);
        let created = letters(portal);
        let kind = MessageKind::OpportunityCreated;
        assert_eq!(
            recipients(&created),
            [
                ("desk@contoso.example", kind),
                ("resale@contoso.example", kind)
            ],
            "the partner's own address once, and who wants to know"
        );
        let own = created
            .iter()
            .find(|l| l.recipient.starts_with("resale"))
            .expect("its own");
        assert_eq!(own.unsubscribe, None);
        let page = isv.get(&format!("/isv/opportunities/{id}")).page();
        assert_eq!(
            page.text().matches("E-mail to Contoso").count(),
            1,
            "{}",
            page.text()
        );

        let revoke = format!("/isv/opportunities/{id}/revoke");
        let reason = [("reason", "Out of stock"), ("go", "revoke")];
        assert_eq!(isv.post(&revoke, &reason).status, 303);
        let told = letters(portal);
        assert_eq!(
            recipients(&told),
            [
                ("billing@northwind.example", MessageKind::OpportunityEnded),
                ("desk@contoso.example", MessageKind::OpportunityRevoked),
                ("resale@contoso.example", MessageKind::OpportunityRevoked),
            ]
        );
        for letter in &told {
            assert!(letter.text.contains("Out of stock"), "{}", letter.text);
        }
        let partners: Vec<_> = told
            .iter()
            .filter(|l| l.kind == MessageKind::OpportunityRevoked)
            .collect();
        assert!(
            partners.iter().all(|l| !l.text.contains("Dana Li")),
            "who did it is the ISV's business"
        );
    });
}

#[test]
fn looking_at_a_list_needs_nobody_who_is_not_there() {
    let portal = TestPortal::start(Database::Sqlite);
    assert_eq!(
        portal.sign_in("operator@portal.example").get(LIST).status,
        404
    );
    assert_eq!(portal.anonymous().get(LIST).status, 303);
}
