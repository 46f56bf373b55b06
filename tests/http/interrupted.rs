//! A form that was sent after the session had ended: what was typed comes back after sign-in.

use crate::html::Form;
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
use consign::store::sessions::IDLE;
use consign::web::form::FORM_BYTES;

const MEMBER: &str = "member@northwind.example";

#[test]
fn what_was_typed_comes_back_after_sign_in_and_is_saved_only_when_sent_again() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let details = browser.post("/isv/drafts", &[]).location().to_owned();
        let typed = browser
            .get(&details)
            .page()
            .form("Save and continue")
            .set("name", "Q1 <renewals> & \"more\"")
            .set("description", "é\r\n😀");
        portal.clock.advance(IDLE);

        let page = browser.submit(&details, &typed);
        assert_eq!(page.status, 401);
        let page = page.page();
        assert_eq!(
            (page.name(), page.heading()),
            ("sign-in".into(), "Sign in".into())
        );
        assert!(
            page.text().contains("What you typed is kept"),
            "{}",
            page.text()
        );
        // A mistyped password loses nothing either.
        let page = browser
            .submit(
                "/sign-in",
                &page
                    .form("Sign in")
                    .set("email", MEMBER)
                    .set("password", "wrong"),
            )
            .page();
        let answer = browser.submit("/sign-in", &page.form("Sign in").set("password", PASSWORD));
        let page = answer.page();
        assert_eq!(
            (answer.status, page.heading()),
            (200, "You are signed in again".into())
        );
        assert!(
            page.text().contains("Q1 <renewals> & \"more\"") && page.text().contains("é 😀"),
            "{}",
            page.text()
        );
        assert_eq!(
            browser.get(&details).page().values("name"),
            [""],
            "nothing is saved yet"
        );

        let again = page.form("Send it again");
        assert_eq!(sorted(&again), sorted(&typed));
        assert_eq!(again.action, details);
        assert_eq!(browser.submit(&details, &again).status, 303);
        assert_eq!(
            browser.get(&details).page().values("name"),
            ["Q1 <renewals> & \"more\""]
        );
    });
}

fn sorted(form: &Form) -> Vec<(String, String)> {
    // A browser writes line breaks anew whenever it sends a form.
    let mut fields: Vec<_> = form
        .fields
        .iter()
        .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n")))
        .collect();
    fields.sort();
    fields
}

#[test]
fn what_cannot_be_carried_leads_to_sign_in_all_the_same() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.anonymous();
    let send = |path: &str, body: String| {
        let answer = browser.request("POST", path).form(body).send();
        (answer.status, answer.location().to_owned())
    };
    let sign_in = (303, "/sign-in?next=".to_owned());
    assert_eq!(
        send(
            "/isv/drafts",
            "name=".to_owned() + &"x".repeat(FORM_BYTES - 5)
        ),
        sign_in,
        "too long"
    );
    assert_eq!(
        send("/isv/drafts", vec!["a=1"; 999].join("&")),
        sign_in,
        "too many fields"
    );
    assert_eq!(
        send("/isv/drafts", "a=%FF".to_owned()),
        sign_in,
        "unreadable"
    );
    assert_eq!(send("/isv/drafts", String::new()), sign_in, "nothing typed");
    assert_eq!(send("/isv/drafts", vec!["a=1"; 980].join("&")).0, 401);
    let foreign = browser
        .request("POST", "/isv/drafts")
        .header("Sec-Fetch-Site", "cross-site")
        .form("a=1")
        .send();
    assert_eq!(foreign.status, 403, "another site's form is not carried");
}

#[test]
fn a_forged_sign_in_form_leads_to_no_other_site() {
    let portal = TestPortal::start(Database::Sqlite);
    for path in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let fields = [
            ("email", MEMBER),
            ("password", PASSWORD),
            ("kept", path),
            ("kept.a", "1"),
        ];
        let answer = portal.anonymous().post("/sign-in", &fields);
        assert_eq!((answer.status, answer.location()), (303, "/"), "{path}");
    }
}
