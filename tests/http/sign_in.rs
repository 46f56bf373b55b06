//! Signing in and out.

use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
use chrono::TimeDelta;
use consign::store::schema::{sessions, sign_in_failures};
use consign::store::throttle::{FIRST_WAIT, FREE_OF_ACCOUNT, FREE_OF_NETWORK};
use consign::store::users::{self, PasswordMark};
use diesel::prelude::*;
use std::collections::BTreeMap;

const ADMIN: &str = "admin@northwind.example";
const WRONG: &str = "E-mail address or password is not right";

#[test]
fn somebody_signs_in_and_out() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let page = browser.open("/account").page();
        assert_eq!(
            (page.name(), page.heading()),
            ("sign-in".into(), "Sign in".into())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("leads_back", page.outline()) };
        let form = page
            .form("Sign in")
            .set("email", " Admin@Northwind.example")
            .set("password", PASSWORD);
        let answer = browser.submit("/sign-in", &form);
        assert_eq!((answer.status, answer.location()), (303, "/account"));
        let account = browser.follow(answer).page();
        assert!(
            account.text().contains("Dana Li") && account.text().contains("1111 2222 3333"),
            "{}",
            account.text()
        );

        let old = browser.cookie("sid").expect("a session");
        let bye = browser.post("/sign-out", &[]);
        assert_eq!(
            (bye.status, bye.page().heading()),
            (200, "You are signed out".into())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("signed_out", bye.main()) };
        // The session's cookie is taken back; the browser stays known.
        assert_eq!(bye.header("clear-site-data"), Some(r#""storage""#));
        assert_eq!(browser.cookie("sid"), None);
        assert!(browser.cookie("browser").is_some());
        browser.set_cookie("sid", &old);
        assert_eq!(
            browser.get("/account").location(),
            "/sign-in?next=%2Faccount",
            "the old key is dead"
        );
    });
}

#[test]
fn each_starts_where_they_work() {
    on_each_database(|portal| {
        for (email, start) in [
            (ADMIN, "/isv/opportunities"),
            ("admin@contoso.example", "/partner/opportunities"),
            ("operator@portal.example", "/ops/outbox"),
        ] {
            assert_eq!(portal.sign_in(email).get("/").location(), start, "{email}");
        }
    });
}

#[test]
fn every_failure_gets_the_same_answer() {
    on_each_database(|portal| {
        let answer = |email: &str, password: &str| {
            let answer = portal
                .anonymous()
                .post("/sign-in", &[("email", email), ("password", password)]);
            assert_eq!(answer.status, 422);
            let page = answer.page();
            assert_eq!(page.errors(), [("email".to_owned(), WRONG.to_owned())]);
            assert!(page.title().starts_with("Error: "), "{}", page.title());
            assert_eq!(page.values("email"), [email]);
            assert_eq!(page.values("password"), [""], "no page shows a password");
            answer.text().replace(&format!("value=\"{email}\""), "")
        };
        let known = answer(ADMIN, "wrong password");
        assert_eq!(answer("nobody@northwind.example", PASSWORD), known);
        assert_eq!(answer("a", "\u{0}"), known);
        let long = "x".repeat(5000);
        assert_eq!(answer(ADMIN, &long), known);
        assert_eq!(answer(&long, PASSWORD), known);
    });
}

#[test]
fn what_is_missing_is_said_beside_the_field() {
    let portal = TestPortal::start(Database::Sqlite);
    let page = portal
        .anonymous()
        .post("/sign-in", &[("email", " ")])
        .page();
    assert_eq!(
        page.error_for("email").as_deref(),
        Some("Enter your e-mail address")
    );
    assert_eq!(
        page.error_for("password").as_deref(),
        Some("Enter your password")
    );
    insta::assert_snapshot!("refused", page.outline());
    let fresh = portal.anonymous().get("/sign-in");
    assert_eq!(fresh.status, 200);
    insta::assert_snapshot!("fresh", fresh.main());
}

#[test]
fn guessing_takes_longer_each_time_and_success_ends_the_wait() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let attempt = |email: &str, password: &str| {
            browser.post("/sign-in", &[("email", email), ("password", password)])
        };
        for email in [ADMIN, "nobody@northwind.example"] {
            for tries in 0..FREE_OF_ACCOUNT {
                assert_eq!(
                    attempt(email, "wrong password").status,
                    422,
                    "{email}, try {tries}"
                );
            }
            let refused = attempt(email, PASSWORD);
            assert_eq!(
                (refused.status, refused.header("retry-after")),
                (429, Some("5")),
                "{email}"
            );
            let page = refused.page();
            assert_eq!(page.heading(), "Too many tries");
            assert!(
                page.text().contains("Try again in 5 seconds."),
                "{}",
                page.text()
            );
            assert!(
                !refused.text().contains(PASSWORD),
                "no page shows a password"
            );
        }
        portal.clock.advance(FIRST_WAIT);
        assert_eq!(attempt(ADMIN, "wrong password").status, 422);
        portal.clock.advance(FIRST_WAIT);
        assert_eq!(
            attempt(ADMIN, PASSWORD).header("retry-after"),
            Some("5"),
            "the wait has doubled"
        );
        portal.clock.advance(FIRST_WAIT);
        assert_eq!(attempt(ADMIN, PASSWORD).status, 303);
        assert_eq!(
            portal
                .anonymous()
                .post("/sign-in", &[("email", ADMIN), ("password", "wrong")])
                .status,
            422,
            "all is forgotten"
        );
    });
}

#[test]
fn a_network_that_guesses_many_accounts_is_slowed_down_too() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let attempt = |number: i32, spoofed: &str| {
            let body = format!("email=a{number}%40b.example&password=x");
            browser
                .request("POST", "/sign-in")
                .header("X-Forwarded-For", spoofed)
                .form(body)
                .send()
                .status
        };
        for number in 0..FREE_OF_NETWORK {
            assert_eq!(
                attempt(number, &format!("203.0.113.{number}")),
                422,
                "{number}"
            );
        }
        assert_eq!(
            attempt(FREE_OF_NETWORK, "198.51.100.1"),
            429,
            "a header changes nothing"
        );
        portal
            .clock
            .advance(FIRST_WAIT + TimeDelta::milliseconds(1));
        assert_eq!(attempt(FREE_OF_NETWORK, ""), 422);
    });
}

#[test]
fn many_guesses_at_once_are_counted_like_many_in_turn() {
    on_each_database(|portal| {
        let browsers: Vec<_> = (0..24).map(|_| portal.anonymous()).collect();
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let guesses = browsers.into_iter().map(|browser| {
                scope.spawn(move || {
                    browser
                        .post("/sign-in", &[("email", ADMIN), ("password", "a guess")])
                        .status
                })
            });
            let guesses: Vec<_> = guesses.collect();
            guesses
                .into_iter()
                .map(|guess| guess.join().expect("an answer"))
                .collect()
        });
        let made = statuses.iter().filter(|status| **status == 422).count();
        let free = usize::try_from(FREE_OF_ACCOUNT).expect("few");
        assert_eq!(made, free, "{statuses:?}");
        assert!(
            statuses.iter().all(|status| [422, 429].contains(status)),
            "{statuses:?}"
        );
    });
}

#[test]
fn signing_in_leads_back_to_the_page_asked_for_and_never_to_another_site() {
    let portal = TestPortal::start(Database::Sqlite);
    let answer = |next: &str| {
        let fields = [("email", ADMIN), ("password", PASSWORD), ("next", next)];
        portal
            .anonymous()
            .post("/sign-in", &fields)
            .location()
            .to_owned()
    };
    assert_eq!(
        answer("/isv/opportunities?q=a+b&page=2"),
        "/isv/opportunities?q=a+b&page=2"
    );
    for foreign in [
        "",
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ] {
        assert_eq!(answer(foreign), "/", "{foreign:?}");
    }
    let signed_in = portal.sign_in(ADMIN);
    assert_eq!(
        signed_in.get("/sign-in?next=/help").location(),
        "/help",
        "who is signed in need not do it again"
    );
    assert_eq!(
        signed_in.get("/sign-in?next=//evil.example").location(),
        "/"
    );
}

#[test]
fn a_form_sent_without_a_session_leads_back_to_the_page_it_stood_on() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.anonymous();
    let sent = |page: &str| {
        let request = browser
            .request("POST", "/account/sign-out-everywhere")
            .form("");
        request.header("Referer", page).send().location().to_owned()
    };
    assert_eq!(
        sent(&format!("{}/account", portal.url)),
        "/sign-in?next=%2Faccount"
    );
    assert_eq!(sent("https://evil.example/account"), "/sign-in?next=");
    assert_eq!(sent("nonsense"), "/sign-in?next=");
}

#[test]
fn a_try_that_the_portal_could_not_make_is_not_counted() {
    on_each_database(|portal| {
        let known = portal.sign_in(ADMIN);
        let of_hash = |hash: Option<String>| {
            let changed = portal.db.write_now(|c| {
                let (id, old) = users::credentials(c, ADMIN)?.expect("the admin");
                users::set_password_hash(c, id, hash.as_deref().unwrap_or("no hash"))?;
                Ok(old)
            });
            changed.expect("it can be changed")
        };
        let hash = of_hash(None);
        let counted = || {
            let read = portal.db.read_now(|c| {
                let rows: i64 = sign_in_failures::table.count().get_result(c)?;
                Ok(rows)
            });
            read.expect("it can be read")
        };
        // As if the only session had begun with the password that is stored so.
        let of_session = |hash: &str| {
            let mark = serde_json::to_string(&PasswordMark::of(hash)).expect("text");
            let changed = portal.db.write_now(|c| {
                let state: String = sessions::table.select(sessions::state).get_result(c)?;
                let mut state: BTreeMap<String, String> =
                    serde_json::from_str(&state).expect("names and values");
                state.insert("mark".to_owned(), mark.clone());
                let state = serde_json::to_string(&state).expect("text");
                Ok(diesel::update(sessions::table)
                    .set(sessions::state.eq(state))
                    .execute(c)?)
            });
            assert_eq!(changed.expect("it can be changed"), 1);
        };
        let sent = [("email", ADMIN), ("password", PASSWORD)];
        for browser in [&portal.anonymous(), &known] {
            for _ in 0..=FREE_OF_ACCOUNT {
                assert_eq!(browser.post("/sign-in", &sent).status, 500);
            }
            assert_eq!(counted(), 0);
        }
        of_session("no hash");
        let new = [("current", PASSWORD), ("password", "correct horse battery")];
        let broken = known.post("/account/password", &new);
        assert_eq!(broken.status, 500);
        assert!(
            !broken.text().contains(PASSWORD),
            "no page shows a password"
        );
        assert_eq!(counted(), 0);
        of_hash(Some(hash));
        assert_eq!(portal.anonymous().post("/sign-in", &sent).status, 303);
    });
}
