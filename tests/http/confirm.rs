//! Who changes what others are told or may do gave their password a short while ago, or gives it again.

use crate::client::{Client, Response};
use crate::people::PASSWORD;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER};
use chrono::TimeDelta;
use consign::store::users;
use consign::web::auth::CONFIRMED_FOR;

const LIST: &str = "/settings/notifications";

/// Where a change is sent, the page on which it is made, and what is sent.
type Change<'a> = (String, &'a str, &'a [(&'a str, &'a str)]);

/// What a page asks whose person signed in too long ago.
fn asks(answer: &Response) {
    assert_eq!(answer.status, 401, "{}", answer.text());
    let page = answer.page();
    assert_eq!(page.heading(), "Confirm that it is you");
    assert_eq!(page.values("email"), [ADMIN]);
}

/// Gives the password on a page that asks for it.
fn give(browser: &Client, answer: &Response, password: &str) -> Response {
    let form = answer.page().form("Sign in").set("password", password);
    browser.submit("/sign-in", &form)
}

fn add(browser: &Client, email: &str) -> Response {
    browser.post(LIST, &[("email", email), ("topic", "offers")])
}

fn addresses(browser: &Client) -> Vec<String> {
    browser.get(LIST).page().texts("tbody th")
}

fn member(portal: &TestPortal) -> String {
    let found = portal.db.read_now(|c| users::by_email(c, MEMBER));
    let user = found.expect("it can be read").expect("the member");
    user.id.to_string()
}

#[test]
fn a_password_counts_for_ten_minutes() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        portal.clock.advance(CONFIRMED_FOR);
        assert_eq!(add(&browser, "first@northwind.example").status, 303);
        portal.clock.advance(TimeDelta::seconds(1));
        asks(&add(&browser, "second@northwind.example"));
        assert_eq!(addresses(&browser), ["first@northwind.example"]);
        let fresh = portal.sign_in(ADMIN);
        assert_eq!(add(&fresh, "second@northwind.example").status, 303);
    });
}

#[test]
fn what_was_typed_comes_back_once_the_password_is_given() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        portal.clock.advance(CONFIRMED_FOR + TimeDelta::minutes(1));
        let asked = add(&browser, "late@northwind.example");
        asks(&asked);
        insta::allow_duplicates! { insta::assert_snapshot!("asked", asked.main()) };
        let wrong = give(&browser, &asked, "not the password");
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.page().heading(), "Confirm that it is you");
        let given = give(&browser, &wrong, PASSWORD);
        assert_eq!(given.status, 200, "{}", given.text());
        insta::allow_duplicates! { insta::assert_snapshot!("given", given.main()) };
        assert!(addresses(&browser).is_empty(), "nothing is done by itself");
        let again = browser.submit("/sign-in", &given.page().form("Send it again"));
        assert_eq!((again.status, again.location()), (303, LIST));
        assert_eq!(addresses(&browser), ["late@northwind.example"]);
    });
}

#[test]
fn every_change_of_people_and_of_the_list_asks_and_nothing_else_does() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        add(&browser, "billing@northwind.example");
        let page = browser.get(LIST).page();
        let address = page.attributes("tr[data-id]", "data-id").remove(0);
        let person = member(portal);
        portal.clock.advance(CONFIRMED_FOR + TimeDelta::minutes(1));
        let changes: [Change<'_>; 5] = [
            (format!("{LIST}/{address}"), LIST, &[("topic", "reminders")]),
            (format!("{LIST}/{address}/remove"), LIST, &[]),
            (
                format!("/settings/people/{person}/role"),
                "/settings/people",
                &[("role", "admin")],
            ),
            (
                format!("/settings/people/{person}/access"),
                "/settings/people",
                &[("access", "out")],
            ),
            (
                "/settings/people/invite".to_owned(),
                "/settings/people/invite",
                &[("email", "new@northwind.example"), ("role", "viewer")],
            ),
        ];
        for (path, _, sent) in &changes {
            asks(&browser.post(path, sent));
        }
        assert_eq!(addresses(&browser), ["billing@northwind.example"]);
        assert!(portal.sign_in(MEMBER).get("/isv/opportunities").status == 200);
        // What is read, and what leaves everybody's rights as they are, goes on.
        assert_eq!(browser.get("/settings/people").status, 200);
        assert_eq!(browser.post("/isv/drafts", &[]).status, 303);
        // A press that carries nothing is repeated on the page it was made on.
        let (path, back, sent) = &changes[1];
        let given = give(&browser, &browser.post(path, sent), PASSWORD);
        assert_eq!((given.status, given.location()), (303, *back));
        assert_eq!(browser.post(path, sent).status, 303);
        assert!(addresses(&browser).is_empty());
    });
}
