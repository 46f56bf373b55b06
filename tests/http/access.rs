//! Who may see and do what.

use crate::client::Client;
use crate::html::Page;
use crate::portal::{TestPortal, on_each_database};
use crate::routes::{self, About};
use crate::trade::{MEMBER, Trade, VIEWER};
use consign::domain::account::{Role, User};
use consign::random;
use consign::store::users;

/// Addresses of an ISV's side that everybody there may look at.
const TO_LOOK_AT: [&str; 2] = ["/isv/opportunities", "/isv/opportunities.csv"];
/// Addresses for those who create.
const TO_EDIT: [(&str, &str); 4] = [
    ("GET", "/isv/drafts"),
    ("POST", "/isv/drafts"),
    ("GET", "/isv/drafts/drf_01h455vb4pex5vsknk084sn02q/details"),
    (
        "POST",
        "/isv/opportunities/opp_01h455vb4pex5vsknk084sn02q/clone",
    ),
];

#[test]
fn nobody_gets_to_sign_in_and_another_kind_of_organisation_finds_nothing() {
    on_each_database(|portal| {
        let anonymous = portal.anonymous();
        let nowhere = anonymous.get("/nowhere");
        let others =
            ["admin@contoso.example", "operator@portal.example"].map(|email| portal.sign_in(email));
        for (method, path) in TO_LOOK_AT
            .map(|path| ("GET", path))
            .into_iter()
            .chain(TO_EDIT)
        {
            let ask = |browser: &crate::client::Client| {
                let request = browser.request(method, path);
                if method == "POST" {
                    request.form("").send()
                } else {
                    request.send()
                }
            };
            let answer = ask(&anonymous);
            assert_eq!(answer.status, 303, "{method} {path}");
            assert!(
                answer.location().starts_with("/sign-in?next="),
                "{method} {path}: {}",
                answer.location()
            );
            for browser in &others {
                let answer = ask(browser);
                assert_eq!(
                    (answer.status, answer.text()),
                    (404, nowhere.text()),
                    "{method} {path}"
                );
            }
        }
    });
}

#[test]
fn a_viewer_is_told_who_may_do_what_they_may_not() {
    on_each_database(|portal| {
        let viewer = portal.sign_in("viewer@northwind.example");
        for path in TO_LOOK_AT {
            assert_eq!(viewer.get(path).status, 200, "{path}");
        }
        for (method, path) in TO_EDIT {
            let request = viewer.request(method, path);
            let answer = if method == "POST" {
                request.form("").send()
            } else {
                request.send()
            };
            let page = answer.page();
            assert_eq!(
                (answer.status, page.heading()),
                (403, "You cannot do this with your role".into()),
                "{method} {path}"
            );
            let words = "Your role is viewer, which does not allow this. Dana Li and ";
            assert!(
                page.text().contains(words) && page.text().contains(" can."),
                "{}",
                page.text()
            );
        }
    });
}

#[test]
fn nobody_who_is_kept_out_is_named_as_who_may() {
    on_each_database(|portal| {
        let viewer = portal.sign_in(VIEWER);
        let names = || {
            let refused = viewer.get("/isv/drafts").page().text();
            let list = viewer.get("/settings/notifications").page().text();
            assert!(list.contains("Dana Li can change this list."), "{list}");
            refused
        };
        assert!(
            names().contains("Dana Li and Marek Nowak can."),
            "{}",
            names()
        );
        let disabled = portal.db.write_now(|c| {
            let member = users::by_email(c, MEMBER)?.expect("somebody");
            users::set_disabled(c, member.id, true)
        });
        assert!(disabled.expect("it can be changed"));
        let text = names();
        assert!(
            text.contains("which does not allow this. Dana Li can."),
            "{text}"
        );
    });
}

const DESK: &str = "operator@portal.example";

/// Somebody who may only look at what the operator does.
fn operators_viewer(portal: &TestPortal) -> Client {
    let email = "viewer@portal.example";
    let now = portal.clock.now();
    let added = portal.db.write_now(|c| {
        let colleague = users::by_email(c, DESK)?.expect("the operator");
        let (_, hash) = users::credentials(c, DESK)?.expect("a password");
        let viewer = User {
            id: random::id(now),
            email: email.to_owned(),
            name: "Vera Lund".to_owned(),
            role: Role::Viewer,
            ..colleague
        };
        users::add(c, &viewer, &hash, now)
    });
    added.expect("it can be written");
    portal.sign_in(email)
}

#[test]
fn a_viewer_of_the_operator_looks_and_decides_nothing() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [letter, request] =
            [About::Letter, About::TermsRequest].map(|about| routes::new(&trade, about));
        let viewer = operators_viewer(portal);
        let buttons = |page: &Page| page.attributes("main form", "action");
        let mut pressed = Vec::new();
        for (path, what) in [
            ("/ops/outbox", "decide about a mail"),
            ("/ops/organisations", "register a partner or end that"),
            ("/ops/terms-requests", "mark a request as answered"),
        ] {
            let page = viewer.get(path).page();
            let note = format!(
                "Your role lets you look here. To {what}, ask an admin or a member of Portal Operations."
            );
            assert_eq!(page.texts(".inset"), [note]);
            assert_eq!(buttons(&page), [""; 0], "{path}");
            let admins = portal.sign_in(DESK).get(path).page();
            assert_eq!(admins.texts(".inset"), [""; 0], "{path}");
            assert_eq!(admins.rows().len(), page.rows().len(), "{path}");
            assert!(!buttons(&admins).is_empty(), "{path}");
            pressed.extend(buttons(&admins));
        }
        for thing in [&letter, &request] {
            assert!(pressed.iter().any(|path| path.contains(thing)), "{thing}");
        }
        for path in &pressed {
            for registered in ["yes", "no"] {
                let answer = viewer.post(path, &[("registered", registered)]);
                assert_eq!(answer.status, 403, "{path}");
                assert!(
                    answer.page().text().contains("Robin Hale can."),
                    "{}",
                    answer.text()
                );
            }
        }
        // Nothing was done.
        for path in ["/ops/outbox", "/ops/organisations", "/ops/terms-requests"] {
            let still = buttons(&portal.sign_in(DESK).get(path).page());
            assert!(
                still.iter().all(|button| pressed.contains(button)),
                "{path}"
            );
        }
    });
}
