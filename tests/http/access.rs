//! Who may see and do what.

use crate::portal::on_each_database;

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
