//! What somebody does while another changes the same things: what counts is how they are when it is written.

use crate::change_address::{NEW, OLD};
use crate::client::Response;
use crate::notifications::{LIST, add, letters, recipients};
use crate::portal::{TestPortal, on_each_database, on_each_database_with};
use crate::trade::{ADMIN, CONTOSO, PARTNER, add_person};
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
