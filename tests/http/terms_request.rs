//! Asking the channel desk for terms that the form cannot express.

use crate::client::Client;
use crate::portal::{Database, TestPortal, on_each_database, on_each_database_with};
use chrono::TimeDelta;
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
        let form = page.form("Mark as answered: Prices by the hour");
        let answer = desk.submit(DESK, &form);
        assert_eq!((answer.status, answer.location()), (303, DESK));
        let page = desk.follow(answer).page();
        assert_eq!(page.texts("tbody .tag"), ["Answered"]);
        assert_eq!(browser.get(LIST).page().texts("tbody .tag"), ["Answered"]);
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
    assert!(browser.get(LIST).page().text().contains("No requests yet."));
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
