//! Asking the channel desk for terms that the form cannot express.

use crate::client::{Client, Response};
use crate::html::Page;
use crate::portal::{Database, TestPortal, on_each_database, on_each_database_with};
use crate::trade::{Trade, letter};
use crate::wizard::Wizard;
use chrono::TimeDelta;
use consign::random;
use consign::store::term_requests::{self, Asked, NewTermRequest};
use std::time::{Duration, Instant};

const MEMBER: &str = "member@northwind.example";
const FORM: &str = "/isv/terms-request";
const LIST: &str = "/isv/terms-requests";
const DESK: &str = "/ops/terms-requests";

/// Longer than a worker needs to look into the outbox on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);

/// The mails written so far, once there are so many.
fn mails(portal: &TestPortal, count: usize) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let files = std::fs::read_dir(portal.data.join("mail"))
            .into_iter()
            .flatten()
            .flatten();
        let written = files
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|end| end == "eml"));
        let mails: Vec<String> = written
            .map(|path| std::fs::read_to_string(path).expect("it is text"))
            .collect();
        if mails.len() >= count {
            return mails;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "only {} mails were written",
            mails.len()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn ask(browser: &Client, subject: &str) -> u16 {
    let form = browser.get(FORM).page().form("Send request");
    browser
        .submit(
            FORM,
            &form
                .set("subject", subject)
                .set("needed", "One rate at night,\r\nanother by day."),
        )
        .status
}

#[test]
fn a_request_is_told_to_the_desk_and_kept_with_its_status() {
    on_each_database_with(
        |config| config.without_mail = false,
        |portal| {
            let browser = portal.sign_in(MEMBER);
            let page = browser.get(FORM).page();
            insta::allow_duplicates! { insta::assert_snapshot!("form", page.outline()) };
            assert_eq!(page.values("contact"), [MEMBER]);
            let form = page
                .form("Send request")
                .set("subject", "Prices by the hour")
                .set("needed", "One rate at night,\r\nanother by day.");
            let answer = browser.submit(FORM, &form);
            assert_eq!((answer.status, answer.location()), (303, LIST));
            let list = browser.follow(answer).page();
            assert!(
                list.text().contains(
                    "Your channel desk is told, and answers to member@northwind.example."
                ),
                "{}",
                list.text()
            );
            let row = [
                "Prices by the hour",
                "One rate at night, another by day.",
                "Marek Nowak",
                MEMBER,
                "22 Nov 2026, 12:00 UTC",
                "Open",
            ];
            assert_eq!(list.rows(), [row]);

            // The same form sent again is the same request.
            assert_eq!(browser.submit(FORM, &form).location(), LIST);
            assert_eq!(browser.get(LIST).page().rows().len(), 1);
            let mails = mails(portal, 1);
            let [mail] = &mails[..] else {
                panic!("{mails:?}")
            };
            assert!(mail.contains("To: channel-desk@localhost\r\n"), "{mail}");
            assert!(
                mail.contains(
                    "Subject: Terms requested by Northwind Software: Prices by the hour\r\n"
                ),
                "{mail}"
            );
            assert!(
                mail.contains("> One rate at night,\r\n> another by day.\r\n"),
                "{mail}"
            );
        },
    );
}

#[test]
fn who_asks_from_a_draft_is_led_back_to_it() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let step = wizard.at("discount");
        let back = |page: &Page| page.attributes("p.back a", "href");
        let left = wizard.press("discount", "Ask your channel desk", &[]);
        let at = left.location().to_owned();
        let page = wizard.browser.get(&at).page();
        assert_eq!(back(&page), [step.as_str()]);
        let form = page.form("Send request").set("subject", "By the hour");
        let refused = wizard.browser.submit(&at, &form).page();
        assert_eq!(
            refused.error_for("needed").as_deref(),
            Some("Enter what you need")
        );
        assert_eq!(back(&refused), [step.as_str()]);
        let form = refused
            .form("Send request")
            .set("needed", "One rate at night");
        assert_eq!(form.action, at);
        let asked = wizard.browser.submit(&at, &form);
        let list = wizard.browser.follow(asked).page();
        assert_eq!(list.link("Back to your draft"), step);
        // Nothing but a draft of the portal is led back to.
        for other in ["//evil.example", "https%3A%2F%2Fevil.example", "/account"] {
            let page = wizard.browser.get(&format!("{FORM}?from={other}")).page();
            assert_eq!(back(&page), [LIST], "{other}");
        }
    });
}

#[test]
fn the_channel_desk_sees_all_requests_and_says_which_it_answered() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        assert_eq!(ask(&browser, "Prices by the hour"), 303);
        let desk = portal.sign_in("operator@portal.example");
        let page = desk.get(DESK).page();
        assert_eq!(
            page.rows(),
            [[
                "Prices by the hour",
                "Northwind Software",
                "One rate at night, another by day.",
                "Marek Nowak",
                MEMBER,
                "22 Nov 2026, 12:00 UTC",
                "Open Mark as answered: Prices by the hour",
            ]]
        );
        insta::allow_duplicates! { insta::assert_snapshot!("desk", page.outline()) };
        let form = page.form("Mark as answered: Prices by the hour");
        let answer = desk.submit(DESK, &form);
        assert_eq!((answer.status, answer.location()), (303, DESK));
        let page = desk.follow(answer).page();
        assert_eq!(page.texts("tbody .tag"), ["Answered"]);
        let list = browser.get(LIST).page();
        assert_eq!(list.texts("tbody .tag"), ["Answered"]);
        insta::allow_duplicates! { insta::assert_snapshot!("list", list.outline()) };
        assert_eq!(desk.submit(DESK, &form).status, 404, "it is answered");
    });
}

#[test]
fn what_is_missing_or_too_much_is_said_beside_the_field() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(MEMBER);
    let errors = |subject: &str, needed: &str, contact: &str| {
        let answer = browser.post(
            FORM,
            &[
                ("subject", subject),
                ("needed", needed),
                ("contact", contact),
            ],
        );
        assert_eq!(answer.status, 422);
        let page = answer.page();
        assert_eq!(
            (page.values("subject"), page.values("contact")),
            (vec![subject.to_owned()], vec![contact.to_owned()])
        );
        ["subject", "needed", "contact"].map(|field| page.error_for(field))
    };
    let said = |words: [&str; 3]| words.map(|words| (!words.is_empty()).then(|| words.to_owned()));
    assert_eq!(
        errors("", " ", ""),
        said([
            "Enter a subject",
            "Enter what you need",
            "Enter an e-mail address for the answer"
        ])
    );
    assert_eq!(
        errors(
            &"x".repeat(101),
            &"x".repeat(2001),
            "a@b.example, c@d.example"
        ),
        said([
            "Subject must be 100 characters or less",
            "What you need must be 2000 characters or less",
            "Enter an e-mail address in the right format, like name@example.com"
        ])
    );
    assert_eq!(
        errors("x", "y", "nobody"),
        said([
            "",
            "",
            "Enter an e-mail address in the right format, like name@example.com"
        ])
    );
    let list = browser.get(LIST).page();
    assert!(list.text().contains("No requests yet."));
    insta::assert_snapshot!("list_empty", list.outline());
    let desk = portal.sign_in("operator@portal.example");
    insta::assert_snapshot!("desk_empty", desk.get(DESK).main());
}

/// Markup that would run, and marks that reorder a line.
const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>&amp;<b>\u{202E}gpj\u{200F}.exe";
/// That markup without the marks, which nobody may type.
const CLEANED: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>&amp;<b>gpj.exe";

/// Where requests are listed, as whoever reads the list.
fn lists(portal: &TestPortal) -> [Response; 2] {
    let desk = portal.sign_in("operator@portal.example");
    [portal.sign_in(MEMBER).get(LIST), desk.get(DESK)]
}

/// A list shows this subject, need and address as they stand, and makes no element of them.
fn shows_as_text(list: &Response, subject: &str, needed: &str, contact: &str) {
    let page = list.page();
    let cells = page.texts("tbody th, tbody td");
    for text in [subject, needed, contact] {
        assert!(cells.contains(&text.to_owned()), "{text:?}: {cells:?}");
    }
    for element in ["script", "img", "b", "[onerror]"] {
        let found = page.texts(&format!("main {element}"));
        assert!(found.is_empty(), "{element}: {found:?}");
    }
    assert!(!list.text().contains("<script>alert"), "{}", list.text());
}

#[test]
fn markup_and_hidden_marks_in_a_request_are_shown_as_text() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let form = browser.get(FORM).page().form("Send request");
        let form = form.set("subject", HOSTILE).set("needed", HOSTILE);
        assert_eq!(browser.submit(FORM, &form).status, 303);
        for list in lists(portal) {
            shows_as_text(&list, CLEANED, CLEANED, MEMBER);
            let marks = ['\u{202E}', '\u{200F}'];
            assert!(!list.text().contains(marks), "{}", list.text());
        }
        // What came into the database another way is no element either.
        let trade = Trade::begin(portal);
        let new = NewTermRequest {
            id: random::id(portal.clock.now()),
            subject: HOSTILE.to_owned(),
            needed: HOSTILE.to_owned(),
            contact: HOSTILE.to_owned(),
            letter: letter("channel-desk@localhost"),
        };
        let now = portal.clock.now();
        let added = portal
            .db
            .write_now(|c| term_requests::add(c, &trade.scope, &new, &trade.creator, now));
        assert_eq!(added.expect("it can be written"), Asked::Done);
        for list in lists(portal) {
            shows_as_text(&list, HOSTILE, HOSTILE, HOSTILE);
        }
    });
}

#[test]
fn only_those_who_may_edit_ask_and_each_isv_sees_its_own_requests() {
    on_each_database(|portal| {
        assert_eq!(ask(&portal.sign_in(MEMBER), "Ours"), 303);
        let viewer = portal.sign_in("viewer@northwind.example");
        assert_eq!(viewer.get(FORM).status, 403);
        assert_eq!(viewer.get(LIST).page().rows().len(), 1);
        assert!(!viewer.get(LIST).text().contains("Ask for something else"));
        let other = portal.sign_in("admin@fabrikam.example");
        assert!(other.get(LIST).page().rows().is_empty());
        let partner = portal.sign_in("admin@contoso.example");
        assert_eq!(
            (partner.get(FORM).status, partner.get(LIST).status),
            (404, 404)
        );
    });
}

#[test]
fn an_isv_makes_only_so_many_requests_a_day() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        for number in 0..20 {
            assert_eq!(ask(&browser, &format!("Number {number}")), 303);
        }
        assert_eq!(ask(&browser, "One too many"), 422);
        assert_eq!(
            ask(&portal.sign_in("admin@fabrikam.example"), "Another ISV"),
            303
        );
        portal.clock.advance(TimeDelta::days(1));
        assert_eq!(ask(&portal.sign_in(MEMBER), "The day after"), 303);
    });
}
