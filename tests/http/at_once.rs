//! What somebody does while another changes the same things: what counts is how they are when it is written.

use crate::bulk::{file, good, taken};
use crate::change_address::{NEW, OLD, opened};
use crate::client::{Client, Response};
use crate::html::Form;
use crate::notifications::{LIST, add, letters, recipients};
use crate::portal::{TestPortal, on_each_database, on_each_database_with};
use crate::told::{partners, reviewed};
use crate::trade::{ADMIN, CONTOSO, MEMBER, PARTNER, add_person};
use crate::wizard::Wizard;
use crate::{dump, people_pages};
use consign::domain::account::Role;
use consign::store::outbox::MessageKind;
use consign::store::users;
use diesel::connection::SimpleConnection;
use std::time::Duration;

/// Sends requests while somebody else changes something, so that they are under way when that is kept.
fn meanwhile<const N: usize>(
    portal: &TestPortal,
    change: &str,
    requests: [&(dyn Fn() -> Response + Sync); N],
) -> Vec<Response> {
    std::thread::scope(|threads| {
        let mut sent = Vec::new();
        let changed = portal.db.write_now(|c| {
            // The embedded database has one who writes; a server has one who changes an organisation.
            c.batch_execute("UPDATE organisations SET registered = registered")?;
            c.batch_execute(change)?;
            if sent.is_empty() {
                sent = requests
                    .map(|request| threads.spawn(request))
                    .into_iter()
                    .collect();
            }
            std::thread::sleep(Duration::from_millis(300));
            Ok(())
        });
        changed.expect("it can be changed");
        let answers = sent.into_iter().map(|request| request.join());
        answers.map(|answer| answer.expect("an answer")).collect()
    })
}

#[test]
fn of_two_admins_who_take_each_others_rights_at_once_one_stays() {
    let other = "second@contoso.example";
    on_each_database(|portal| {
        add_person(portal, CONTOSO, other, Role::Admin);
        let ids = portal.db.read_now(|c| {
            let id = |user: Option<consign::domain::account::User>| user.expect("somebody");
            Ok([
                id(users::by_email(c, PARTNER)?),
                id(users::by_email(c, other)?),
            ])
        });
        let [first, second] = ids.expect("they are there");
        let browsers = [PARTNER, other].map(|email| portal.sign_in(email));
        let demote = format!("/settings/people/{}/role", second.id);
        let keep_out = format!("/settings/people/{}/access", first.id);
        let answers = meanwhile(
            portal,
            "SELECT 1",
            [
                &|| browsers[0].post(&demote, &[("role", "member")]),
                &|| browsers[1].post(&keep_out, &[("access", "out")]),
            ],
        );
        let done = answers
            .iter()
            .filter(|answer| answer.status == 303 && answer.location() == "/settings/people");
        assert_eq!(done.count(), 1);
        for refused in answers.iter().filter(|answer| answer.status == 403) {
            let heading = refused.page().heading();
            assert_eq!(heading, "You cannot do this with your role");
        }
        let people = portal.db.read_now(|c| users::of(c, first.organisation));
        let people = people.expect("they are there");
        let admins = people.iter().filter(|user| user.role == Role::Admin);
        assert_eq!(admins.count(), 1, "{people:?}");
    });
}

/// What is said to whoever pressed a button that was taken from them before.
const NOT_ANY_MORE: &str =
    "Another admin changed what you may do a moment ago, so nothing was changed by you.";

/// Changes what people may do, and nothing else.
fn set(portal: &TestPortal, change: &str) {
    let statement = format!("UPDATE users SET {change}");
    let written = portal.db.write_now(|c| Ok(c.batch_execute(&statement)?));
    written.expect("it can be written");
}

/// All that is kept but what people may do.
fn kept(portal: &TestPortal) -> std::collections::BTreeMap<String, Vec<String>> {
    let mut all = dump::of(portal);
    all.remove("users");
    all
}

fn assert_refused(answers: Vec<Response>) {
    for answer in answers {
        assert_eq!(answer.status, 403, "{}", answer.text());
        assert!(answer.page().text().contains(NOT_ANY_MORE));
    }
}

#[test]
fn who_is_no_admin_any_more_when_it_is_written_changes_nothing() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, OLD, &["offers"]);
        let (at, form) = opened(&browser, OLD);
        let change = form.set("email", NEW);
        let remove = browser.get(LIST).page().form(&format!("Remove {OLD}"));
        browser.post(
            "/settings/people/invite",
            &[("email", "early@northwind.example"), ("role", "viewer")],
        );
        let before = kept(portal);
        for (lost, back) in [
            ("role = 'member'", "role = 'admin'"),
            ("disabled = true", "disabled = false"),
        ] {
            let of_admin = |change: &str| format!("{change} WHERE email_lower = '{ADMIN}'");
            let post = |path: &str, fields: &[(&str, &str)]| browser.post(path, fields);
            let answers = meanwhile(
                portal,
                &format!("UPDATE users SET {}", of_admin(lost)),
                [
                    &|| {
                        let typed = [("email", "new@northwind.example"), ("role", "admin")];
                        post("/settings/people/invite", &typed)
                    },
                    &|| {
                        let typed = [("email", "early@northwind.example")];
                        post("/settings/people/withdraw", &typed)
                    },
                    &|| post(LIST, &[("email", "new@x.example"), ("topic", "offers")]),
                    &|| browser.submit(&at, &change),
                    &|| browser.submit(LIST, &remove),
                    &|| post("/settings/organisation", &[("email", "new@x.example")]),
                ],
            );
            assert_refused(answers);
            assert_eq!(kept(portal), before, "{lost}");
            set(portal, &of_admin(back));
        }
    });
}

#[test]
fn who_may_only_look_when_it_is_written_creates_extends_and_revokes_nothing() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let [given, other] = ["Q3 renewals", "Q4 renewals"].map(|name| wizard.trade.named(name));
        let (member, partner) = (portal.sign_in(MEMBER), portal.sign_in(PARTNER));
        let form = |browser: &Client, at: String, button: &str| {
            let form = browser.get(&at).page().form(button);
            (at, form)
        };
        let create = form(&member, wizard.at("review"), "Create opportunities");
        let revoke = format!("/isv/opportunities/{given}/revoke");
        let revoke = form(&member, revoke, "Revoke opportunity");
        let end = format!("{}/end", partners(&given));
        let end = form(&partner, end, "End opportunity");
        let extend = reviewed(&partner, &partners(&other), portal.clock.today());
        let before = kept(portal);
        let send = |browser: &Client, (at, form): &(String, Form)| browser.submit(at, form);
        let answers = meanwhile(
            portal,
            "UPDATE users SET role = 'viewer'",
            [
                &|| send(&member, &create),
                &|| send(&member, &revoke),
                &|| send(&partner, &end),
                &|| send(&partner, &extend),
            ],
        );
        assert_refused(answers);
        assert_eq!(kept(portal), before);
        set(portal, "role = 'member'");
        for answer in [send(&member, &create), send(&partner, &extend)] {
            assert_eq!(answer.status, 303, "{}", answer.text());
        }
    });
}

#[test]
fn a_right_that_is_lost_while_a_form_still_arrives_is_lost() {
    on_each_database(|portal| {
        let member = portal.sign_in(MEMBER);
        let at = taken(&member, "q1.csv", &file(&[good("Q1", CONTOSO)]));
        let form = member.get(&at).page().form("Create 1 opportunity");
        let before = kept(portal);
        let slow = member.request("POST", &at).form(form.encoded());
        let answer = slow.send_slowly(|| set(portal, "role = 'viewer'"));
        assert_refused(vec![answer]);
        assert_eq!(kept(portal), before);
    });
}

#[test]
fn an_invitation_of_who_is_no_admin_any_more_lets_nobody_in() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        let typed = [("email", "new@northwind.example"), ("role", "admin")];
        assert_eq!(admin.post("/settings/people/invite", &typed).status, 303);
        let mails = people_pages::letters(portal);
        let path = people_pages::link(&mails[0]);
        let join = || {
            let chosen = [("name", "New"), ("password", people_pages::NEW)];
            portal.anonymous().post(&path, &chosen)
        };
        // As an earlier version of the portal or another program leaves it.
        set(portal, "role = 'member'");
        assert_eq!(portal.anonymous().get(&path).status, 404);
        assert_eq!(join().status, 404);
        set(portal, "role = 'admin'");
        let answers = meanwhile(portal, "UPDATE users SET role = 'viewer'", [&join]);
        assert_eq!(answers[0].status, 404);
        set(portal, "role = 'admin'");
        assert_eq!(join().status, 303);
    });
}

#[test]
fn a_letter_that_is_sent_again_goes_to_whoever_stands_there_by_then() {
    on_each_database_with(
        |config| config.confirm_addresses = true,
        |portal| {
            let browser = portal.sign_in(ADMIN);
            add(&browser, OLD, &["offers"]);
            letters(portal);
            let again = browser.get(LIST).page();
            let again = again.form(&format!("Send again to {OLD}"));
            let replace =
                format!("UPDATE notification_addresses SET email = '{NEW}', email_lower = '{NEW}'");
            let answers = meanwhile(portal, &replace, [&|| browser.submit(LIST, &again)]);
            for answer in answers {
                let page = browser.follow(answer).page();
                assert_eq!(
                    page.texts("[data-banner]"),
                    [format!("Done: {NEW} is asked to confirm again.")]
                );
            }
            assert_eq!(
                recipients(&letters(portal)),
                [(NEW, MessageKind::AddressConfirm)]
            );
        },
    );
}
