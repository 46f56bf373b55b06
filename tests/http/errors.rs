//! What becomes of requests that cannot be answered with their page.

use crate::client::{Response, exchange};
use crate::no_room::while_busy;
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
#[cfg(feature = "postgres")]
use crate::wizard::Wizard;
use consign::store::throttle::FREE_OF_ACCOUNT;
use consign::web::form::{FORM_BYTES, FORM_FIELDS};
#[cfg(feature = "postgres")]
use diesel::connection::SimpleConnection;

const ADMIN: &str = "admin@northwind.example";

fn told(answer: &Response) -> (u16, String) {
    let page = answer.page();
    assert_eq!(page.name(), "error", "{} {}", answer.status, answer.text());
    assert!(
        page.title().starts_with(&page.heading()),
        "{}",
        page.title()
    );
    (answer.status, page.heading())
}

/// The page's outline without its reference, which is another each time.
fn outline(answer: &Response) -> String {
    let page = answer.page();
    let reference = page.texts(".muted .id");
    let [reference] = reference.as_slice() else {
        panic!("no reference on {}", page.outline())
    };
    page.outline().replace(reference, "…")
}

#[test]
fn every_failure_has_a_page_that_says_what_to_do() {
    on_each_database(|portal| {
        let (browser, admin) = (portal.anonymous(), portal.sign_in(ADMIN));
        let viewer = portal.sign_in("viewer@northwind.example");
        let form = |body: String| browser.request("POST", "/sign-in").form(body);
        let guess = || browser.post("/sign-in", &[("email", ADMIN), ("password", "a guess")]);
        let unlucky: Vec<u16> = (0..FREE_OF_ACCOUNT).map(|_| guess().status).collect();
        assert!(unlucky.iter().all(|status| *status == 422), "{unlucky:?}");
        let elsewhere = admin
            .request("POST", "/sign-out")
            .header("Sec-Fetch-Site", "cross-site");
        let nowhere = admin.request("GET", "/help").header("Host", "evil.example");
        for (name, status, answer) in [
            ("unreadable", 400, form("email=%".to_owned()).send()),
            ("not_for_the_role", 403, viewer.get("/isv/drafts")),
            ("another_site", 403, elsewhere.form("a=1").send()),
            ("wrong_method", 405, admin.post("/help", &[])),
            ("too_large", 413, form("x".repeat(FORM_BYTES + 1)).send()),
            ("too_long", 414, browser.get(&"/a".repeat(9000))),
            ("another_name", 421, nowhere.send()),
            ("too_often", 429, guess()),
        ] {
            assert_eq!(told(&answer).0, status, "{name}");
            insta::allow_duplicates! { insta::assert_snapshot!(name, outline(&answer)) };
        }
    });
}

#[test]
fn what_is_not_there_has_one_page_for_everybody() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let answers = [
            browser.get("/nowhere"),
            browser.get("/isv"),
            browser.get("/static/app.css"),
            browser.get("/sign-in/"),
            browser.get("//sign-in"),
            browser.get("/%"),
            browser.post("/nowhere", &[("a", "b")]),
            portal.anonymous().get("/nowhere"),
        ];
        for answer in &answers {
            assert_eq!(told(answer), (404, "We cannot find this page".into()));
            assert_eq!(answer.text(), answers[0].text());
            assert!(!answer.text().contains("Reference"));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(answers[0].main()) };
    });
}

#[test]
fn a_page_that_exists_says_so_to_a_wrong_method() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        for (method, path) in [
            ("POST", "/help"),
            ("GET", "/sign-out"),
            ("DELETE", "/account"),
            ("PUT", "/sign-in"),
        ] {
            let answer = browser.request(method, path).send();
            assert_eq!(
                told(&answer),
                (405, "This page cannot be used that way".into()),
                "{method} {path}"
            );
        }
        assert_eq!(browser.request("TRACE", "/help").send().status, 405);
    });
}

#[test]
fn a_head_is_a_page_without_its_body() {
    on_each_database(|portal| {
        let (head, page) = (
            portal.anonymous().request("HEAD", "/help").send(),
            portal.anonymous().get("/help"),
        );
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), page.header("content-length"));
    });
}

#[test]
fn a_form_is_read_up_to_its_limits() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let send = |body: String| browser.request("POST", "/sign-in").form(body).send();
        let padded = |bytes: usize| format!("email={}", "x".repeat(bytes - "email=".len()));
        assert_eq!(send(padded(FORM_BYTES)).status, 422);
        assert_eq!(
            told(&send(padded(FORM_BYTES + 1))),
            (413, "That is too large".into())
        );
        let fields = |count: usize| vec!["a=1"; count].join("&");
        assert_eq!(send(fields(FORM_FIELDS)).status, 422);
        assert_eq!(
            told(&send(fields(FORM_FIELDS + 1))),
            (400, "We could not read that request".into())
        );
        for unreadable in ["email=%FF", "email=%zz", "email=%"] {
            assert_eq!(told(&send(unreadable.to_owned())).0, 400, "{unreadable}");
        }
        let json = browser
            .request("POST", "/sign-in")
            .form("{}")
            .header("Content-Type", "application/json")
            .send();
        assert_eq!(told(&json).0, 400);
    });
}

#[test]
fn a_body_without_an_end_is_cut_off() {
    on_each_database(|portal| {
        let host = portal.url.trim_start_matches("http://");
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        let answer = exchange(
            host,
            format!("{head}{}", chunk.repeat(FORM_BYTES / 0x1000 + 1)).as_bytes(),
        );
        assert_eq!(told(&answer), (413, "That is too large".into()));
    });
}

#[test]
fn an_address_beyond_its_limit_is_not_read() {
    on_each_database(|portal| {
        let answer = portal
            .anonymous()
            .get(&format!("/help?{}", "a".repeat(9000)));
        assert_eq!(
            told(&answer),
            (414, "We could not read that request".into())
        );
    });
}

#[test]
fn a_request_that_two_could_read_differently_is_read_by_nobody() {
    on_each_database(|portal| {
        let host = portal.url.trim_start_matches("http://");
        let start =
            format!("POST /sign-in HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n");
        for smuggled in [
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\na=bc",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: +3\r\n\r\na=b",
            "Transfer-Encoding: x\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "X: a\r\n folded: b\r\nContent-Length: 0\r\n\r\n",
            "X : a\r\nContent-Length: 0\r\n\r\n",
        ] {
            let answer = exchange(host, format!("{start}{smuggled}").as_bytes());
            assert_eq!(answer.status, 400, "{smuggled:?}");
        }
    });
}

#[test]
fn a_busy_database_gives_back_what_was_typed_but_no_password() {
    // Only on SQLite does all that is written wait for one connection; on PostgreSQL nobody who signs in waits for others.
    let portal = TestPortal::start(Database::Sqlite);
    let fields = [("email", ADMIN), ("password", PASSWORD), ("next", "/help")];
    let answer = while_busy(&portal, || portal.anonymous().post("/sign-in", &fields));
    assert_eq!(told(&answer), (503, "The service is busy".into()));
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert!(!answer.text().contains(PASSWORD));
    let form = answer.page().form("Send it again");
    assert_eq!(
        (form.action.as_str(), form.encoded().as_str()),
        ("/sign-in", "email=admin%40northwind.example&next=%2Fhelp")
    );
    insta::assert_snapshot!("busy", outline(&answer));
}

#[cfg(feature = "postgres")]
#[test]
fn who_saves_while_the_database_goes_away_is_told_that_it_may_be_saved() {
    let portal = TestPortal::start(Database::Postgres);
    let wizard = Wizard::complete(&portal);
    let form = wizard.page("details").form("Save and continue");
    // The server ends the connection while it is asked to keep what was written.
    let goes_away = "CREATE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER go_away AFTER UPDATE ON drafts DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION go_away();";
    let made = portal.db.write_now(|c| Ok(c.batch_execute(goes_away)?));
    made.expect("it can be made");
    let answer = wizard.submit("details", &form.set("name", "Mine"));
    assert_eq!(
        told(&answer),
        (503, "We cannot tell whether it was saved".into())
    );
    assert_eq!(answer.header("retry-after"), None);
    insta::assert_snapshot!("unsure", outline(&answer));
    let again = answer.page().form("Send it again");
    assert_eq!(again.action, wizard.at("details"));
}
