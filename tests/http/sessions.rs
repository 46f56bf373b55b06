//! How a session begins, lasts and ends.

use crate::client::Client;
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
use chrono::TimeDelta;
use consign::store::sessions::{ABSOLUTE, IDLE, MAX_PER_USER};
use consign::store::{Db, Error, users};
use diesel::connection::SimpleConnection;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

const ADMIN: &str = "admin@northwind.example";

#[test]
fn a_session_cookie_says_how_it_is_to_be_kept() {
    let plain = TestPortal::start(Database::Sqlite);
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    let answer = plain.anonymous().post("/sign-in", &fields);
    let cookie = answer
        .all("set-cookie")
        .into_iter()
        .find(|cookie| cookie.starts_with("sid="))
        .expect("a session");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
        "{cookie}"
    );

    let tls = TestPortal::start_with(Database::Sqlite, |config| {
        config.origin = Some("https://portal.example".parse().expect("an origin"));
    });
    let browser = tls.anonymous();
    let body = format!("email={ADMIN}&password={PASSWORD}");
    let answer = browser
        .request("POST", "/sign-in")
        .header("Host", "portal.example")
        .form(body)
        .send();
    let cookies = answer.all("set-cookie");
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-sid="))
        .expect("a session");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/"),
        "{cookie}"
    );
    assert!(
        cookies.iter().all(|cookie| cookie.contains("; Secure")),
        "{cookies:?}"
    );
    assert_eq!(
        answer.header("strict-transport-security"),
        Some("max-age=63072000; includeSubDomains")
    );
}

#[test]
fn a_key_that_was_planted_or_is_old_opens_nothing() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        browser.set_cookie("sid", "planted");
        browser.post("/sign-in", &[("email", ADMIN), ("password", PASSWORD)]);
        let first = browser.cookie("sid").expect("a session");
        assert!(!first.contains("planted"));
        browser.post("/sign-in", &[("email", ADMIN), ("password", PASSWORD)]);
        let second = browser.cookie("sid").expect("a session");
        assert_ne!(first, second);
        browser.set_cookie("sid", &first);
        assert_eq!(browser.get("/account").status, 303, "the first key is dead");
        browser.set_cookie("sid", &second);
        assert_eq!(browser.get("/account").status, 200);
        browser.set_cookie("sid", &format!("{second}0"));
        assert_eq!(browser.get("/account").status, 303);
    });
}

#[test]
fn a_session_ends_after_rest_and_after_a_day_of_work() {
    on_each_database(|portal| {
        let resting = portal.sign_in(ADMIN);
        portal.clock.advance(IDLE - TimeDelta::seconds(1));
        assert_eq!(resting.get("/account").status, 200);
        portal.clock.advance(IDLE - TimeDelta::seconds(1));
        assert_eq!(
            resting.get("/account").status,
            200,
            "the last use was written down"
        );
        portal.clock.advance(IDLE);
        assert_eq!(resting.get("/account").status, 303);

        let busy = portal.sign_in(ADMIN);
        let step = TimeDelta::minutes(20);
        for _ in 1..(ABSOLUTE.num_minutes() / step.num_minutes()) {
            portal.clock.advance(step);
            assert_eq!(busy.get("/account").status, 200);
        }
        portal.clock.advance(step);
        assert_eq!(busy.get("/account").status, 303);
    });
}

#[test]
fn a_clock_that_is_set_back_revives_no_session() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        browser.post("/sign-out", &[]);
        portal.clock.advance(-TimeDelta::days(1));
        assert_eq!(browser.get("/account").status, 303);
    });
}

#[test]
fn a_person_has_so_many_sessions_and_the_oldest_ends() {
    on_each_database(|portal| {
        let browsers: Vec<_> = (0..=MAX_PER_USER)
            .map(|_| {
                portal.clock.advance(TimeDelta::seconds(1));
                portal.sign_in(ADMIN)
            })
            .collect();
        let statuses: Vec<u16> = browsers
            .iter()
            .map(|browser| browser.get("/account").status)
            .collect();
        assert_eq!(statuses.first(), Some(&303));
        assert!(
            statuses.iter().skip(1).all(|status| *status == 200),
            "{statuses:?}"
        );
    });
}

#[test]
fn somebody_who_is_disabled_is_out_at_once() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let user = portal
            .db
            .read_now(|c| users::by_email(c, ADMIN))
            .expect("an answer")
            .expect("a person");
        portal
            .db
            .write_now(|c| users::set_disabled(c, user.id, true))
            .expect("done");
        assert_eq!(browser.get("/account").status, 303);
        let again = portal
            .anonymous()
            .post("/sign-in", &[("email", ADMIN), ("password", PASSWORD)]);
        assert_eq!(again.status, 422);
    });
}

#[test]
fn who_says_that_they_are_there_stays_signed_in_until_the_working_day_is_over() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let page = browser.open("/account").text().to_owned();
        assert!(page.contains(r#"data-idle="1800" data-stay="/account/stay""#));
        let mut since = TimeDelta::zero();
        let step = IDLE - TimeDelta::minutes(2);
        while since + step < ABSOLUTE {
            portal.clock.advance(step);
            since += step;
            assert_eq!(browser.post("/account/stay", &[]).status, 204);
        }
        portal.clock.advance(step);
        let late = browser.post("/account/stay", &[]);
        assert_eq!((late.status, late.location()), (303, "/sign-in?next="));
        let signed_out = portal.anonymous().get("/sign-in").text().to_owned();
        assert!(!signed_out.contains("data-stay"));
    });
}

#[test]
fn looking_at_pages_writes_no_session_and_sends_no_cookie() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    for path in ["/isv/opportunities", "/isv/products", "/help", "/account"] {
        let answer = browser.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.all("set-cookie").is_empty(), "{path}");
    }
}

/// Signs in with a browser that calls itself so.
fn sign_in_as(portal: &TestPortal, email: &str, named: &str) -> Client {
    let browser = portal.anonymous();
    let answer = browser
        .request("POST", "/sign-in")
        .header("User-Agent", named)
        .form(format!("email={email}&password={PASSWORD}"))
        .send();
    assert_eq!(answer.status, 303);
    browser
}

#[test]
fn somebody_sees_their_browsers_and_signs_one_of_them_out() {
    on_each_database(|portal| {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let there = sign_in_as(portal, ADMIN, firefox);
        let unknown = portal.sign_in(ADMIN);
        portal.clock.advance(TimeDelta::minutes(1));
        let here = sign_in_as(portal, ADMIN, "<b>Safari/605 (iPhone)");
        let colleague = portal.sign_in("member@northwind.example");
        let browsers = |browser: &Client| {
            let page = browser.get("/account").page();
            page.texts("table td:nth-child(3)")
        };
        let mut all = browsers(&here);
        assert_eq!(all.remove(0), "This browser: Safari on iPhone");
        all.sort();
        assert_eq!(all, ["Another browser", "Firefox on Linux"]);

        let page = here.get("/account").page();
        let button = "Sign out of Firefox on Linux, signed in 22 Nov 2026, 12:00 UTC";
        let form = page.form(button);
        // Nobody else ends it.
        let sent = form.encoded();
        colleague
            .request("POST", "/account/sessions/end")
            .form(sent.clone())
            .send();
        assert_eq!(there.get("/account").status, 200);
        let answer = here.submit("/account", &form);
        assert_eq!((answer.status, answer.location()), (303, "/account"));
        assert_eq!(there.get("/account").status, 303);
        assert_eq!(unknown.get("/account").status, 200);
        assert_eq!(browsers(&here).len(), 2);
        // To end it once more changes nothing.
        assert_eq!(here.submit("/account", &form).status, 303);
        assert_eq!(browsers(&here).len(), 2);
    });
}

#[test]
fn pages_are_shown_at_once_while_something_else_writes_for_long() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        portal.clock.advance(TimeDelta::minutes(2));
        let other = Db::connect(&portal.database_url, NonZeroU32::MIN).expect("a database");
        let shown = other.write_now(|c| {
            // The embedded database has one who writes; a server has one who changes a row.
            c.batch_execute("UPDATE sessions SET state = state")?;
            let began = Instant::now();
            let pages: Vec<_> = (0..3).map(|_| browser.get("/isv/opportunities")).collect();
            Ok::<_, Error>((began.elapsed(), pages))
        });
        let (took, pages) = shown.expect("it can be written");
        assert!(pages.iter().all(|page| page.status == 200));
        // Each would wait for two seconds.
        assert!(took < Duration::from_secs(4), "{took:?}");
        portal.db.write_now(|_| Ok(())).expect("it can be written");
        // Its use is written down by the next page that can.
        assert_eq!(browser.get("/isv/opportunities").status, 200);
        portal.clock.advance(IDLE - TimeDelta::minutes(1));
        assert_eq!(browser.get("/isv/opportunities").status, 200);
    });
}
