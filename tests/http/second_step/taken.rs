//! Taking the step: once for each code, not too often, not too late, and with nothing lost on the way.

use super::{give, halfway, is_in, set_up};
use crate::client::Client;
use crate::people::PASSWORD;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER};
use chrono::TimeDelta;
use consign::store::sessions::IDLE;
use consign::store::throttle::{FIRST_WAIT_OF_SECOND_STEP, FREE_OF_SECOND_STEP};
use consign::store::users;
use consign::web::auth::CONFIRMED_FOR;
use consign::web::second_step::{SPAN, Seed};
use consign::web::visit::HALFWAY_FOR;

const WRONG: &str = "000000";

/// Somebody who signs in in two steps.
fn with_app(portal: &TestPortal, email: &str) -> (Client, Seed) {
    let browser = portal.sign_in(email);
    let (seed, _) = set_up(portal, &browser);
    portal.clock.advance(SPAN);
    (browser, seed)
}

#[test]
fn of_many_who_give_the_same_code_at_once_one_gets_in() {
    on_each_database(|portal| {
        let (_, seed) = with_app(portal, MEMBER);
        let code = seed.code(portal.clock.now());
        let browsers: Vec<_> = (0..12).map(|_| halfway(portal, MEMBER)).collect();
        let statuses: Vec<u16> = std::thread::scope(|threads| {
            let given = browsers.iter().map(|(browser, page)| {
                let form = page.form("Sign in").set("code", &code);
                threads.spawn(move || browser.submit("/sign-in", &form).status)
            });
            let given: Vec<_> = given.collect();
            let answers = given.into_iter().map(|given| given.join());
            answers.map(|answer| answer.expect("an answer")).collect()
        });
        let in_now = statuses.iter().filter(|status| **status == 303).count();
        assert_eq!(in_now, 1, "{statuses:?}");
        assert!(
            statuses
                .iter()
                .all(|status| [303, 422, 429].contains(status)),
            "{statuses:?}"
        );
        assert_eq!(
            browsers
                .iter()
                .filter(|(browser, _)| is_in(browser))
                .count(),
            1
        );
    });
}

#[test]
fn after_five_wrong_codes_one_waits_wherever_one_tries() {
    on_each_database(|portal| {
        let (_, seed) = with_app(portal, MEMBER);
        let (browser, page) = halfway(portal, MEMBER);
        for tries in 0..FREE_OF_SECOND_STEP {
            assert_eq!(give(&browser, &page, WRONG).status, 422, "try {tries}");
        }
        let right = |browser: &Client, page| give(browser, page, &seed.code(portal.clock.now()));
        let (other, asked) = halfway(portal, MEMBER);
        for (browser, page) in [(&browser, &page), (&other, &asked)] {
            let refused = right(browser, page);
            assert_eq!(
                (refused.status, refused.header("retry-after")),
                (429, Some("300"))
            );
            assert!(!refused.text().contains(&seed.code(portal.clock.now())));
        }
        portal
            .clock
            .advance(FIRST_WAIT_OF_SECOND_STEP - TimeDelta::seconds(1));
        assert_eq!(right(&browser, &page).status, 429);
        portal.clock.advance(TimeDelta::seconds(1));
        assert_eq!(right(&browser, &page).status, 303);
        // All is forgotten.
        let (browser, page) = halfway(portal, MEMBER);
        assert_eq!(give(&browser, &page, WRONG).status, 422);
    });
}

#[test]
fn who_takes_too_long_begins_again() {
    on_each_database(|portal| {
        let (_, seed) = with_app(portal, MEMBER);
        let (slow, page) = halfway(portal, MEMBER);
        let (slower, _) = halfway(portal, MEMBER);
        portal.clock.advance(HALFWAY_FOR);
        assert_eq!(
            give(&slow, &page, &seed.code(portal.clock.now())).status,
            303
        );
        portal.clock.advance(SPAN);
        let late = give(&slower, &page, &seed.code(portal.clock.now()));
        assert_eq!((late.status, late.location()), (303, "/sign-in?next="));
        let never = give(&portal.anonymous(), &page, &seed.code(portal.clock.now()));
        assert_eq!((never.status, never.location()), (303, "/sign-in?next="));
    });
}

#[test]
fn who_got_another_password_or_is_kept_out_meanwhile_begins_again() {
    on_each_database(|portal| {
        let (_, seed) = with_app(portal, MEMBER);
        let change = |hash: Option<&str>, disabled| {
            let changed = portal.db.write_now(|c| {
                let user = users::by_email(c, MEMBER)?.expect("the member");
                if let Some(hash) = hash {
                    users::set_password_hash(c, user.id, hash)?;
                }
                users::set_disabled(c, user.id, disabled)
            });
            changed.expect("it can be changed");
        };
        let (browser, page) = halfway(portal, MEMBER);
        change(None, true);
        let refused = give(&browser, &page, &seed.code(portal.clock.now()));
        assert_eq!(
            (refused.status, refused.location()),
            (303, "/sign-in?next=")
        );
        change(Some("another"), false);
        let refused = give(&browser, &page, &seed.code(portal.clock.now()));
        assert_eq!(
            (refused.status, refused.location()),
            (303, "/sign-in?next=")
        );
        assert!(!is_in(&browser));
    });
}

#[test]
fn what_was_typed_comes_through_both_steps() {
    on_each_database(|portal| {
        let (browser, seed) = with_app(portal, MEMBER);
        let details = browser.post("/isv/drafts", &[]).location().to_owned();
        let form = browser.get(&details).page().form("Save and continue");
        let typed = form.set("name", "Q1 <renewals>");
        portal.clock.advance(IDLE);
        let page = browser.submit(&details, &typed).page();
        let form = page.form("Sign in").set("email", MEMBER);
        let asked = browser.submit("/sign-in", &form.set("password", PASSWORD));
        let wrong = give(&browser, &asked.page(), WRONG);
        assert_eq!(wrong.status, 422);
        let back = give(&browser, &wrong.page(), &seed.code(portal.clock.now()));
        assert_eq!(
            (back.status, back.page().name().as_str()),
            (200, "isv.draft.details")
        );
        assert_eq!(back.page().values("name"), ["Q1 <renewals>"]);
    });
}

#[test]
fn the_page_asked_for_comes_after_both_steps() {
    on_each_database(|portal| {
        let (_, seed) = with_app(portal, MEMBER);
        let browser = portal.anonymous();
        let fields = [
            ("email", MEMBER),
            ("password", PASSWORD),
            ("next", "/isv/drafts"),
        ];
        let asked = browser.post("/sign-in", &fields);
        let in_now = give(&browser, &asked.page(), &seed.code(portal.clock.now()));
        assert_eq!(in_now.location(), "/isv/drafts");
    });
}

#[test]
fn who_confirms_that_it_is_them_takes_both_steps_and_stays_signed_in_meanwhile() {
    on_each_database(|portal| {
        let (browser, seed) = with_app(portal, ADMIN);
        portal.clock.advance(CONFIRMED_FOR + TimeDelta::minutes(1));
        let list = "/settings/notifications";
        let fields = [("email", "late@northwind.example"), ("topic", "offers")];
        let asked = browser.post(list, &fields).page();
        let form = asked.form("Sign in").set("password", PASSWORD);
        let code = browser.submit("/sign-in", &form).page();
        assert_eq!(code.heading(), "Enter your code");
        assert_eq!(
            browser.post(list, &fields).status,
            401,
            "the password is not enough"
        );
        assert!(is_in(&browser));
        let given = give(&browser, &code, &seed.code(portal.clock.now()));
        let again = browser.submit("/sign-in", &given.page().form("Send it again"));
        assert_eq!((again.status, again.location()), (303, list));
    });
}
